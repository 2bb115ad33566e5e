"""What the portal's forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from marketplace.shared.text import normal_text, without_direction_marks

from ..models import Member


class Text(forms.CharField):
    """Text for people: NFC, no control characters, no marks that turn the reading direction."""

    default_error_messages = {"control_characters": "Quite los caracteres de control."}

    def to_python(self, value: Any) -> str:
        try:
            text = normal_text(super().to_python(value) or "")
        except ValueError as error:
            message = self.error_messages["control_characters"]
            raise ValidationError(message, code="control_characters") from error
        return without_direction_marks(text)


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


class RoleForm(forms.Form):
    """What somebody does in the shop."""

    role = forms.ChoiceField(label="Función", choices=Member.Role.choices)


class InvitationForm(RoleForm):
    """Who shall work for the shop."""

    email = forms.EmailField(label="Correo", max_length=254)
    role = forms.ChoiceField(label="Función", choices=Member.Role.choices, initial="orders")
    field_order = ("email", "role")
