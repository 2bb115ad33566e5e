"""Strict input fields for who people are and how they are reached."""

from typing import Any

from django.core.validators import EmailValidator
from rest_framework.fields import empty

from ..phones import InvalidPhone, normalise_phone
from ..text import one_line
from .fields import StrictText


class LineText(StrictText):
    """One line: line breaks and runs of spaces become a space."""

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, str):
            data = one_line(data)
        return super().run_validation(data)


class PhoneField(StrictText):
    """A Colombian telephone in any spelling; becomes ``+57…``."""

    default_error_messages = {"phone": "Escriba un teléfono colombiano de diez dígitos."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            return normalise_phone(text)
        except InvalidPhone:
            self.fail("phone")


class EmailField(StrictText):
    """An e-mail address of ASCII characters; becomes lower case."""

    default_error_messages = {"email": "Escriba un correo válido, por ejemplo «ana@example.com»."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        self.validators.append(EmailValidator(message=self.error_messages["email"]))

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data).lower()
        if not text.isascii():
            self.fail("email")
        return text
