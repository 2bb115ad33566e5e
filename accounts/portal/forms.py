"""Forms about a person's own account."""

from typing import Any

from django import forms

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
