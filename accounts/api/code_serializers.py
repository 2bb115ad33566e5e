"""What people may send to prove and to change how they are reached, and what they are answered."""

from typing import Any

from rest_framework import serializers

from marketplace.shared.api.contact_fields import EmailField, PhoneField
from marketplace.shared.api.fields import StrictSerializer, StrictText

from ..passwords import MAX_LENGTH
from ..selectors.masking import masked
from ..services.verification import Sending


def _password() -> StrictText:
    return StrictText(max_length=MAX_LENGTH, trim_whitespace=False)


class OneTimeCodeInput(StrictSerializer):
    """Six digits; whatever else is sent is a wrong code."""

    code = StrictText(max_length=20)

    def validate_code(self, code: str) -> str:
        return code.replace(" ", "")


class ForgotPasswordInput(StrictSerializer):
    """Whose password was forgotten."""

    email = EmailField()


class ResetPasswordInput(StrictSerializer):
    """The token of the link, and the new password."""

    token = StrictText(max_length=200)
    password = _password()


class ChangeEmailInput(StrictSerializer):
    """The new address, and the password once more."""

    new_email = EmailField()
    password = _password()


class ChangePhoneInput(StrictSerializer):
    """The new telephone."""

    phone = PhoneField()


class SendingOutput(serializers.Serializer):
    """Something is on its way."""

    destination = serializers.CharField(help_text="A dónde va, sin decirlo todo.")
    expires_in = serializers.IntegerField(help_text="Segundos que sirve desde que se envía.")


class ForgotPasswordOutput(serializers.Serializer):
    """The same for every address."""

    detail = serializers.CharField()


def sending_json(sending: Sending) -> dict[str, Any]:
    """Return where something is on its way to."""
    return {
        "destination": masked(sending.destination),
        "expires_in": int(sending.lifetime.total_seconds()),
    }
