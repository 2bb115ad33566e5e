"""``/cuenta/seguridad/``: devices, password and second factor of whoever is signed in."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ..devices import device_label
from ..qr import qr_image
from ..selectors.second_factor import has_second_factor, recovery_codes_left
from ..selectors.sessions import open_sessions
from ..services import second_factor, sessions
from ..services.passwords import change_password
from .forms import ConfirmationForm, NewPasswordForm, PasswordAndCodeForm, PasswordForm
from .pages import AccountForm, AccountPage

SHOWN_DEVICES = 50


class AccountHome(AccountPage):
    """``/cuenta/``: goes to the first page of the menu."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("account:security")


class SecurityPage(AccountPage):
    """The overview: 5 statements."""

    template_name = "account/security.html"
    section = "security"

    def content(self) -> dict[str, Any]:
        here = self.person.login_session_id
        devices = [
            {
                "session": session,
                "name": device_label(session.user_agent),
                "is_here": session.pk == here,
            }
            for session in open_sessions(user_id=self.person.pk)[:SHOWN_DEVICES]
        ]
        return {
            "devices": devices,
            "has_second_factor": has_second_factor(user_id=self.person.pk),
            "codes_left": recovery_codes_left(user_id=self.person.pk),
            "password_form": NewPasswordForm(),
        }


class _OfTheOverview(AccountForm, SecurityPage):
    """A form of the overview; refusals are shown there."""

    http_method_names = ["post"]

    def content(self) -> dict[str, Any]:
        return SecurityPage.content(self)

    def address(self) -> str:
        return reverse("account:security")


class ChangePassword(_OfTheOverview):
    """A new password ends the other devices' sessions."""

    form_name = "password_form"

    def build_form(self, data: Any = None) -> forms.Form:
        return NewPasswordForm(data)

    def perform(self, data: dict[str, Any]) -> str:
        change_password(
            user_id=self.person.pk,
            current=data["current"],
            new=data["new"],
            keep_session_id=self.person.login_session_id,
        )
        return "Contraseña cambiada. Las demás sesiones se cerraron."


class CloseDevice(_OfTheOverview):
    """Signs one own device out; others' answer 404."""

    def perform(self, data: dict[str, Any]) -> str:
        sessions.revoke_session(
            session_id=self.kwargs["session_id"],
            user_id=self.person.pk,
            reason=sessions.CLOSED_BY_OWNER,
            actor_id=self.person.pk,
        )
        return "Dispositivo cerrado."


class CloseOtherDevices(_OfTheOverview):
    """Signs every other device out."""

    def perform(self, data: dict[str, Any]) -> str:
        ended = sessions.revoke_all(
            user_id=self.person.pk,
            reason=sessions.LOGOUT_ALL,
            actor_id=self.person.pk,
            except_session_id=self.person.login_session_id,
        )
        return f"Dispositivos cerrados: {ended}."


class SecondFactorSetup(AccountForm):
    """First the password; then the QR code for the authenticator, on the same page."""

    template_name = "account/second_factor_setup.html"
    section = "security"

    def build_form(self, data: Any = None) -> forms.Form:
        return PasswordForm(data)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if has_second_factor(user_id=self.person.pk):
            return redirect("account:security")
        return self.show()

    def perform(self, data: dict[str, Any]) -> HttpResponse:
        setup = second_factor.begin_setup(user_id=self.person.pk, password=data["password"])
        return self.show(
            form=None,
            confirmation=ConfirmationForm(),
            secret=setup.secret,
            uri=setup.uri,
            qr=qr_image(setup.uri),
        )


class _GivesCodes(AccountForm):
    """A form after which recovery codes are shown, this once."""

    section = "security"

    def show_codes(self, codes: list[str]) -> HttpResponse:
        shown = {"person": self.person, "section": self.section, "codes": codes}
        return TemplateResponse(self.request, "account/recovery_codes.html", shown)


class SecondFactorConfirmation(_GivesCodes):
    """The first code turns it on; the recovery codes are shown this once."""

    http_method_names = ["post"]
    template_name = "account/second_factor_setup.html"
    section = "security"
    form_name = "confirmation"

    def build_form(self, data: Any = None) -> forms.Form:
        return ConfirmationForm(data)

    def perform(self, data: dict[str, Any]) -> HttpResponse:
        codes = second_factor.confirm_setup(
            user_id=self.person.pk, code=data["code"], session_id=self.person.login_session_id
        )
        self.request.session.cycle_key()
        return self.show_codes(codes)


class SecondFactorEnd(AccountForm):
    """Turns it off, by password and code."""

    template_name = "account/second_factor_end.html"
    section = "security"

    def build_form(self, data: Any = None) -> forms.Form:
        return PasswordAndCodeForm(data)

    def perform(self, data: dict[str, Any]) -> str:
        second_factor.turn_off(user_id=self.person.pk, password=data["password"], code=data["code"])
        return "Verificación en dos pasos desactivada."

    def address(self) -> str:
        return reverse("account:security")


class RecoveryCodes(_GivesCodes):
    """Ten new recovery codes, by password and code; shown this once."""

    template_name = "account/recovery_codes_renewal.html"
    section = "security"

    def build_form(self, data: Any = None) -> forms.Form:
        return PasswordAndCodeForm(data)

    def perform(self, data: dict[str, Any]) -> HttpResponse:
        codes = second_factor.renew_recovery_codes(
            user_id=self.person.pk, password=data["password"], code=data["code"]
        )
        return self.show_codes(codes)
