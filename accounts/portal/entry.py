"""Going in and out by browser: one login in two steps for portal, account and staff's site."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from marketplace.shared.addresses import subscriber
from marketplace.shared.api.throttling import count_one
from marketplace.shared.errors import DomainError, TooManyRequestsError
from marketplace.shared.request_context import current_request

from ..errors import InvalidChallenge
from ..services.login import SecondFactorNeeded, enter, finish_entry
from ..services.sessions import SessionKind
from .authentication import sign_in, sign_out
from .forms import LoginForm, SecondStepForm

TOO_OFTEN = "Demasiados intentos. Espere un momento y vuelva a intentar."
# Where Django's session keeps the challenge between the two steps, one for each kind of login.
_CHALLENGES = "login_challenges"
_STEP, _SECOND = "paso", "codigo"


class TwoStepLogin(RedirectURLMixin, View):
    """E-mail and password, and then a code for whoever has a second factor.

    ``next`` is followed only to this site's own pages. Unknown, closed and mistaken accounts get
    the same answer; attempts are guarded and counted like those of the API.
    """

    kind: ClassVar[SessionKind] = SessionKind.PORTAL
    heading: ClassVar[str] = "Su cuenta"
    lead: ClassVar[str] = "Ingrese con su correo y su contraseña."

    def may_enter(self, user_id: UUID) -> None:
        """Refuse, by raising a DomainError, a person who has proven their password."""

    def is_in_already(self, user: Any) -> bool:
        """Tell whether the person has no business on this page."""
        return bool(user.is_authenticated)

    def get_success_url_allowed_hosts(self, request: HttpRequest | None = None) -> set[str]:
        return set()

    @method_decorator([sensitive_post_parameters("password", "code"), never_cache, csrf_protect])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_in_already(request.user):
            return HttpResponseRedirect(self.get_success_url())
        if self._is_second() and not self._challenge():
            return self._restart()
        return self._show(self._form(None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        if not _is_within_rate():
            return self._refuse(form, TooManyRequestsError(TOO_OFTEN))
        try:
            return self._finish(form) if self._is_second() else self._begin(form)
        except InvalidChallenge as error:
            self._forget_challenge()
            messages.error(request, error.message)
            return self._restart()
        except DomainError as error:
            return self._refuse(form, error)

    def _begin(self, form: forms.Form) -> HttpResponse:
        outcome = enter(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            kind=self.kind,
            require=self.may_enter,
        )
        if not isinstance(outcome, SecondFactorNeeded):
            sign_in(self.request, outcome)
            return HttpResponseRedirect(self.get_success_url())
        self.request.session.cycle_key()
        self.request.session[_CHALLENGES] = {self.kind.value: outcome.challenge}
        return HttpResponseRedirect(self._address(second=True))

    def _finish(self, form: forms.Form) -> HttpResponse:
        session = finish_entry(
            challenge=self._challenge(), code=form.cleaned_data["code"], kind=self.kind
        )
        sign_in(self.request, session)
        return HttpResponseRedirect(self.get_success_url())

    def _form(self, data: Any) -> forms.Form:
        return SecondStepForm(data) if self._is_second() else LoginForm(data)

    def _is_second(self) -> bool:
        return self.request.GET.get(_STEP) == _SECOND

    def _challenge(self) -> str:
        return str(self.request.session.get(_CHALLENGES, {}).get(self.kind.value, ""))

    def _forget_challenge(self) -> None:
        self.request.session.pop(_CHALLENGES, None)

    def _restart(self) -> HttpResponse:
        return HttpResponseRedirect(self._address(second=False))

    def _address(self, *, second: bool) -> str:
        query = {_STEP: _SECOND} if second else {}
        wanted = self.get_redirect_url()
        if wanted:
            query[self.redirect_field_name] = wanted
        return f"{self.request.path}?{urlencode(query)}" if query else self.request.path

    def _refuse(self, form: forms.Form, error: DomainError) -> HttpResponse:
        form.add_error(None, error.message)
        response = self._show(form, status=error.http_status)
        if "retry_after" in error.details:
            response["Retry-After"] = str(error.details["retry_after"])
        return response

    def _show(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "is_second": self._is_second(),
            "heading": self.heading,
            "lead": self.lead,
            "next": self.get_redirect_url(),
            "first_step": self._address(second=False),
        }
        return TemplateResponse(self.request, "account/login.html", context, status=status)


class AccountLogin(TwoStepLogin):
    """``/cuenta/entrar/``: for whoever has an account."""

    next_page = "account:security"


class SignOut(View):
    """Ends the browser's login session; asked for by POST, so no link can do it."""

    http_method_names = ["post"]
    next_page: ClassVar[Any] = "account:login"

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead away whoever only opens the address; it ends nothing."""
        return HttpResponseRedirect(resolve_url(self.next_page))

    @method_decorator([never_cache, csrf_protect])
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sign_out(request)
        messages.info(request, "Sesión cerrada.")
        return HttpResponseRedirect(resolve_url(self.next_page))


def _is_within_rate() -> bool:
    limit, seconds = settings.RATE_LIMITS["login"]
    address = subscriber(current_request().ip)
    return count_one(name="login", identity=address, limit=limit, seconds=seconds).allowed
