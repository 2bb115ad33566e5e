"""What the portal's forms share, and the login form."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# Overrides of the reading direction, which can make a name look like another one.
_DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_ALLOWED_CONTROLS = {"\n", "\r", "\t"}


def clean_text(text: str) -> str:
    """Return ``text`` as NFC without direction marks.

    Raises:
        ValidationError: it has control characters.
    """
    text = unicodedata.normalize("NFC", text).translate(_DIRECTION_MARKS)
    if any(unicodedata.category(mark) == "Cc" and mark not in _ALLOWED_CONTROLS for mark in text):
        raise ValidationError("Quite los caracteres de control.", code="control_characters")
    return text


class Text(forms.CharField):
    """Text for people, cleaned."""

    def clean(self, value: Any) -> str:
        return clean_text(super().clean(value))


class Pesos(forms.DecimalField):
    """Whole pesos, IVA included, as a Colombian writes them: ``$ 1.234.567`` is understood."""

    default_error_messages = {
        "invalid": "Escriba pesos enteros, por ejemplo 89900.",
        "min_value": "Escriba un valor de al menos $ %(limit_value)s.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 1)
        kwargs.setdefault("max_value", 999_999_999_999)
        super().__init__(decimal_places=0, widget=forms.TextInput(), **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace("$", "").replace("\N{NO-BREAK SPACE}", " ").strip()
        groups = text.split(".")
        has_thousands = len(groups) > 1 and all(len(group) == 3 for group in groups[1:])
        digits = "".join(groups) if has_thousands else text
        if digits and not (digits.isascii() and digits.isdigit()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(digits)


class LoginForm(forms.Form):
    """E-mail and password; nothing is said about which of them was wrong."""

    email = forms.EmailField(
        label="Correo", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Contraseña",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
