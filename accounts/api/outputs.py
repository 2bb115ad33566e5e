"""What the accounts' API answers: the JSON itself, and serializers that document it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from rest_framework import serializers

from ..devices import device_label
from ..models import Address, LoginSession, User
from ..selectors.profile import person_fields
from ..services.login import SecondFactorNeeded
from ..services.tokens import IssuedTokens


class PersonOutput(serializers.Serializer):
    """A person, as tokens and profile tell."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    full_name = serializers.CharField()
    phone = serializers.CharField()
    role = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    is_staff = serializers.BooleanField()
    email_verified = serializers.BooleanField()
    phone_verified = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class ProfileOutput(PersonOutput):
    """A person with what only they see, and their place in a shop."""

    pending_phone = serializers.CharField(
        help_text="El teléfono que espera su código; vacío si no hay."
    )
    two_factor_enabled = serializers.BooleanField()
    document_type = serializers.CharField(help_text="CC, CE, NIT, PP, TI, PPT o vacío.")
    document_number = serializers.CharField()
    document_check_digit = serializers.CharField(help_text="Solo de un NIT.")
    language = serializers.ChoiceField(User.Language.choices)
    memberships = serializers.ListField(child=serializers.DictField())


class TokensOutput(serializers.Serializer):
    """What login and refresh answer."""

    access = serializers.CharField()
    refresh = serializers.CharField()
    token_type = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Segundos que vale «access».")
    user = PersonOutput()


class LoginOutput(TokensOutput):
    """What a login answers: tokens, or the challenge of somebody with a second factor."""

    access = serializers.CharField(required=False)
    refresh = serializers.CharField(required=False)
    token_type = serializers.CharField(required=False)
    user = PersonOutput(required=False)
    two_factor_required = serializers.BooleanField(required=False)
    challenge = serializers.CharField(required=False)
    expires_in = serializers.IntegerField(help_text="Segundos que vale «access» o «challenge».")


class SessionOutput(serializers.Serializer):
    """A device."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(LoginSession.Kind.choices)
    device = serializers.CharField(help_text="Para personas, por ejemplo «Chrome en Android».")
    second_factor = serializers.BooleanField()
    ip = serializers.IPAddressField(allow_null=True)
    user_agent = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    is_current = serializers.BooleanField()


class AddressOutput(serializers.Serializer):
    """An entry of the address book."""

    id = serializers.UUIDField()
    full_name = serializers.CharField()
    phone = serializers.CharField()
    address = serializers.CharField()
    city = serializers.CharField()
    department = serializers.CharField()
    city_code = serializers.CharField(help_text="Código DANE del municipio.")
    department_code = serializers.CharField(help_text="Código DANE del departamento.")
    postal_code = serializers.CharField()
    notes = serializers.CharField()
    is_default = serializers.BooleanField()
    created_at = serializers.DateTimeField()


def tokens_json(issued: IssuedTokens) -> dict[str, Any]:
    """Return the answer to a login or a refresh."""
    return {
        "access": issued.access,
        "refresh": issued.refresh,
        "token_type": "Bearer",
        "expires_in": int(settings.ACCESS_TOKEN_LIFETIME.total_seconds()),
        "user": person_fields(issued.user),
    }


def login_json(outcome: IssuedTokens | SecondFactorNeeded) -> dict[str, Any]:
    """Return the answer to a login: tokens, or what the second step needs."""
    if isinstance(outcome, IssuedTokens):
        return tokens_json(outcome)
    return {
        "two_factor_required": True,
        "challenge": outcome.challenge,
        "expires_in": outcome.expires_in,
    }


def session_json(session: LoginSession, *, current_id: UUID) -> dict[str, Any]:
    """Return one device; ``is_current`` marks the one that asks."""
    return {
        "id": session.pk,
        "kind": session.kind,
        "device": device_label(session.user_agent),
        "second_factor": session.second_factor,
        "ip": session.ip,
        "user_agent": session.user_agent,
        "created_at": session.created_at,
        "last_used_at": session.last_used_at,
        "expires_at": session.expires_at,
        "is_current": session.pk == current_id,
    }


def address_json(address: Address) -> dict[str, Any]:
    """Return one entry of the address book."""
    return {
        "id": address.pk,
        "full_name": address.full_name,
        "phone": address.phone,
        "address": address.address,
        "city": address.city,
        "department": address.department,
        "city_code": address.city_code,
        "department_code": address.department_code,
        "postal_code": address.postal_code,
        "notes": address.notes,
        "is_default": address.is_default,
        "created_at": address.created_at,
    }
