"""Forms about a person's own account."""

from typing import Any

from django import forms

from marketplace.shared.text import names_an_address, normal_text, one_line

from ..passwords import MAX_LENGTH


class Password(forms.CharField):
    """A password as it was typed."""

    def __init__(self, *, autocomplete: str = "current-password", **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(max_length=MAX_LENGTH, strip=False, widget=widget, **kwargs)


class Code(forms.CharField):
    """Six digits of an authenticator, or a recovery code."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "characters"}
        widget = forms.TextInput(attrs={**attrs, "spellcheck": "false"})
        super().__init__(label="Código", max_length=40, widget=widget, **kwargs)


class LoginForm(forms.Form):
    """E-mail and password; nothing is said about which of them was wrong."""

    email = forms.EmailField(
        label="Correo", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = Password(label="Contraseña")


class SecondStepForm(forms.Form):
    """The code for a login that asked for it."""

    code = Code(help_text="El de su aplicación, o uno de sus códigos de recuperación.")


class ConfirmationForm(forms.Form):
    """A first code of an authenticator."""

    code = Code(help_text="Los seis dígitos que muestra su aplicación.")


class PasswordForm(forms.Form):
    """The password again."""

    password = Password(label="Contraseña")


class PasswordAndCodeForm(PasswordForm):
    """The password again, and a code."""

    code = Code(help_text="El de su aplicación, o uno de sus códigos de recuperación.")


class NewPasswordForm(forms.Form):
    """The old password and the new one; what makes a good one is the service's affair."""

    current = Password(label="Contraseña actual")
    new = Password(
        label="Contraseña nueva",
        autocomplete="new-password",
        help_text="Al menos 10 caracteres; las personas del equipo, 15.",
    )


class SignUpForm(forms.Form):
    """A new account; what makes a good password or telephone is the service's affair."""

    email = forms.EmailField(
        label="Correo", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    first_name = forms.CharField(
        label="Nombres",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label="Apellidos",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    phone = forms.CharField(
        label="Teléfono",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    password = Password(
        label="Contraseña", autocomplete="new-password", help_text="Al menos 10 caracteres."
    )
    accept_terms = forms.BooleanField(
        label="Acepto los términos y el tratamiento de mis datos personales"
    )
    accept_marketing = forms.BooleanField(label="Quiero recibir publicidad", required=False)

    def clean_first_name(self) -> str:
        return _person_name(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return _person_name(self.cleaned_data["last_name"])

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if not email.isascii():
            raise forms.ValidationError("Escriba un correo sin tildes ni eñes.")
        return email


def _person_name(typed: str) -> str:
    try:
        name = one_line(normal_text(typed))
    except ValueError as error:
        raise forms.ValidationError("Quite los caracteres de control.") from error
    if not name or names_an_address(name):
        raise forms.ValidationError("Escriba solo el nombre, sin direcciones web.")
    return name


class ForgottenForm(forms.Form):
    """Whose password was forgotten."""

    email = forms.EmailField(
        label="Correo", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class ResetForm(forms.Form):
    """A new password, twice against a slip of the finger."""

    new = Password(
        label="Contraseña nueva",
        autocomplete="new-password",
        help_text="Al menos 10 caracteres; las personas del equipo, 15.",
    )
    again = Password(label="Otra vez", autocomplete="new-password")

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError("Las dos contraseñas no son iguales.")
        return again
