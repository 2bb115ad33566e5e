"""Pages behind the links of mails, and the one for forgotten passwords. No login is needed.

A link's page shows a button and only the button acts: mail programs open links to look at them.
No page tells another site where it was, since its address is the secret. To our own it does, for
without any referrer a browser sends forms with ``Origin: null``, which the check of forms refuses.
"""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import View

from marketplace.shared.addresses import subscriber
from marketplace.shared.api.throttling import count_one
from marketplace.shared.errors import DomainError, TooManyRequestsError
from marketplace.shared.request_context import current_request

from ..errors import InvalidLink
from ..models import LinkToken
from ..services.email_change import confirm_email_change
from ..services.links import find_link
from ..services.recovery import ask_reset, reset_password
from ..services.registration import sign_up
from ..services.verification import verify_email
from .forms import ForgottenForm, ResetForm, SignUpForm

TOO_OFTEN = "Demasiados intentos. Espere un momento y vuelva a intentar."


class OpenPage(View):
    """Base: one form, counted by address like the API's, refusals shown on the page."""

    template_name: ClassVar[str] = "account/link.html"
    form_class: ClassVar[type[forms.Form]] = forms.Form
    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    button: ClassVar[str] = ""
    limit: ClassVar[str] = "links"

    @method_decorator([sensitive_post_parameters(), never_cache, csrf_protect])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        return response

    # What the link must be good for; none for pages that nothing but the address leads to.
    purpose: ClassVar[LinkToken.Purpose | None] = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.purpose is not None:
            try:
                find_link(token=kwargs["token"], purpose=self.purpose)
            except InvalidLink as error:
                return self.show(forms.Form(), status=error.http_status, dead=error.message)
        return self.show(self.form_class())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            _count(self.limit)
            return self.perform(form.cleaned_data, **kwargs)
        except DomainError as error:
            form.add_error(None, error.message)
            return self.show(form, status=error.http_status)

    def perform(self, data: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Do what the button says.

        Raises:
            DomainError: refused; nothing was written.
        """
        raise NotImplementedError

    def show(self, form: forms.Form, *, status: int = 200, **extra: Any) -> HttpResponse:
        words = {"title": self.title, "lead": self.lead, "button": self.button}
        context = {"form": form, **words, **extra}
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def done(self, message: str) -> HttpResponse:
        """Go to the login page, which shows ``message``."""
        messages.success(self.request, message)
        return HttpResponseRedirect(reverse("account:login"))


class VerifyEmailPage(OpenPage):
    """``/cuenta/verificar-correo/<token>/``."""

    purpose = LinkToken.Purpose.VERIFY_EMAIL
    title = "Confirmar su correo"
    lead = "Oprima el botón para confirmar que este correo es suyo."
    button = "Confirmar mi correo"

    @method_decorator(sensitive_variables())
    def perform(self, data: dict[str, Any], **kwargs: Any) -> HttpResponse:
        verify_email(token=kwargs["token"])
        return self.done("Su correo quedó confirmado.")


class ConfirmEmailPage(OpenPage):
    """``/cuenta/confirmar-correo/<token>/``."""

    purpose = LinkToken.Purpose.CHANGE_EMAIL
    title = "Confirmar su correo nuevo"
    lead = "Desde ahora entrará con este correo. Todas sus sesiones se cerrarán."
    button = "Usar este correo"

    @method_decorator(sensitive_variables())
    def perform(self, data: dict[str, Any], **kwargs: Any) -> HttpResponse:
        confirm_email_change(token=kwargs["token"])
        return self.done("Su correo cambió. Ingrese con el correo nuevo.")


class SignUpPage(OpenPage):
    """``/cuenta/crear/``: a buyer's account; the same answer for every address."""

    template_name = "account/sign_up.html"
    limit = "register"
    form_class = SignUpForm
    title = "Crear una cuenta"
    lead = "Para comprar, o para trabajar en una tienda que le invitó."
    button = "Crear mi cuenta"

    def perform(self, data: dict[str, Any], **kwargs: Any) -> HttpResponse:
        sign_up(**data)
        return self.done("Le enviamos un correo para confirmar su dirección. Ya puede ingresar.")


class ForgottenPage(OpenPage):
    """``/cuenta/olvide/``: the same answer for every address."""

    form_class = ForgottenForm
    title = "¿Olvidó su contraseña?"
    lead = "Escriba el correo de su cuenta y le enviaremos un enlace para crear otra."
    button = "Enviar el enlace"

    def perform(self, data: dict[str, Any], **kwargs: Any) -> HttpResponse:
        ask_reset(email=data["email"])
        return TemplateResponse(self.request, "account/link_sent.html", {"title": self.title})


class ResetPage(OpenPage):
    """``/cuenta/restablecer/<token>/``."""

    purpose = LinkToken.Purpose.RESET_PASSWORD
    form_class = ResetForm
    title = "Crear otra contraseña"
    lead = "Al guardarla se cierran todas sus sesiones."
    button = "Guardar la contraseña"

    @method_decorator(sensitive_variables())
    def perform(self, data: dict[str, Any], **kwargs: Any) -> HttpResponse:
        reset_password(token=kwargs["token"], password=data["new"])
        return self.done("Su contraseña cambió. Ingrese con la nueva.")


def _count(name: str) -> None:
    limit, seconds = settings.RATE_LIMITS[name]
    address = subscriber(current_request().ip)
    decision = count_one(name=name, identity=address, limit=limit, seconds=seconds)
    if not decision.allowed:
        raise TooManyRequestsError(TOO_OFTEN, retry_after=decision.reset_seconds)
