"""What people may send about themselves. Form only; rules with rows are the services'."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from marketplace.shared.api.contact_fields import EmailField, LineText, PhoneField
from marketplace.shared.api.fields import StrictBoolean, StrictSerializer, StrictText
from marketplace.shared.text import names_an_address

from ..models import User
from ..passwords import MAX_LENGTH, weaknesses
from .document_fields import DocumentFields
from .place_fields import PlaceFields


class PersonName(LineText):
    """Names of a person; a web address is none."""

    default_error_messages = {"address": "Escriba solo el nombre, sin direcciones web."}

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if names_an_address(text):
            self.fail("address")
        return text


def _password() -> StrictText:
    return StrictText(max_length=MAX_LENGTH, trim_whitespace=False)


class RegisterInput(DocumentFields):
    """A new account."""

    email = EmailField()
    password = _password()
    first_name = PersonName(max_length=80)
    last_name = PersonName(max_length=80)
    phone = PhoneField()
    # Yes to the terms of use and to the treatment of personal data.
    accept_terms = StrictBoolean()
    accept_marketing = StrictBoolean(required=False, default=False)

    def validate_accept_terms(self, accepted: bool) -> bool:
        if not accepted:
            raise serializers.ValidationError(
                "Para crear la cuenta acepte los términos y el tratamiento de sus datos."
            )
        return accepted

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        names = ("email", "first_name", "last_name")
        found = weaknesses(attrs["password"], user=User(**{name: attrs[name] for name in names}))
        if found:
            raise serializers.ValidationError({"password": list(found)}, code="weak_password")
        return attrs


class LoginInput(StrictSerializer):
    """E-mail and password."""

    email = EmailField()
    password = _password()


class SecondStepInput(StrictSerializer):
    """What the first step gave, and the code."""

    challenge = StrictText(max_length=100)
    code = StrictText(max_length=40)


class PasswordInput(StrictSerializer):
    """The password again."""

    password = _password()


class CodeInput(StrictSerializer):
    """A code of the authenticator."""

    code = StrictText(max_length=40)


class PasswordAndCodeInput(StrictSerializer):
    """The password again, and a code."""

    password = _password()
    code = StrictText(max_length=40)


class RefreshInput(StrictSerializer):
    """A refresh token."""

    refresh = StrictText(max_length=500)


class ChangePasswordInput(StrictSerializer):
    """The old password and the new one."""

    current_password = _password()
    new_password = _password()


class ProfileInput(DocumentFields):
    """The whole of what a person may change about themselves; document and language may stay."""

    first_name = PersonName(max_length=80)
    last_name = PersonName(max_length=80)
    phone = PhoneField()
    language = serializers.ChoiceField(User.Language.choices, required=False)


class ProfilePatch(DocumentFields):
    """Some of it."""

    first_name = PersonName(max_length=80, required=False)
    last_name = PersonName(max_length=80, required=False)
    phone = PhoneField(required=False)
    language = serializers.ChoiceField(User.Language.choices, required=False)


class AddressFields(PlaceFields):
    """The fields of an address; ``BookEntryPatch`` makes all of them optional."""

    full_name = LineText(max_length=120)
    phone = PhoneField()
    address = LineText(max_length=200)
    postal_code = StrictText(
        required=False,
        allow_blank=True,
        validators=[RegexValidator(r"^[0-9]{6}$", "Escriba seis dígitos.", "invalid")],
    )
    notes = StrictText(max_length=300, required=False, allow_blank=True)


class BookEntryInput(AddressFields):
    """A new address."""

    is_default = StrictBoolean(required=False, default=False)


class BookEntryPatch(AddressFields):
    """Some fields of an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, partial=True, **kwargs)
