"""Going into the portal and out of it, with Django's own session."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View

from marketplace.shared.api.throttling import count_one
from marketplace.shared.request_context import current_request
from vendors.selectors.members import membership_of

from .access import NO_SHOP
from .forms import LoginForm

WRONG = "El correo o la contraseña no son correctos."
INVITATIONS = "/portal/invitaciones/"
TOO_OFTEN = "Demasiados intentos. Espere un momento y vuelva a intentar."


class PortalLogin(RedirectURLMixin, FormView):
    """``/portal/entrar/``: by e-mail and password; only members of a shop get in, and
    who has been invited.

    ``next`` is followed only to this site's own pages. Unknown, closed and mistaken accounts
    get the same answer; attempts from one address are counted like those of the API.
    """

    template_name = "portal/vendors/login.html"
    form_class = LoginForm
    next_page = settings.LOGIN_REDIRECT_URL

    @method_decorator([sensitive_post_parameters("password"), never_cache])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if request.method == "GET" and user.is_authenticated and membership_of(user_id=user.pk):
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=self.get_redirect_url(), **kwargs)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        limit, seconds = settings.RATE_LIMITS["login"]
        address = current_request().ip or "unknown"
        if not count_one(name="login", identity=address, limit=limit, seconds=seconds).allowed:
            return self._refuse(form, TOO_OFTEN, status=429)
        user = authenticate(
            self.request,
            username=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
        )
        if user is None:
            return self._refuse(form, WRONG, status=401)
        if membership_of(user_id=user.pk) is None and not self._is_invited():
            return self._refuse(form, NO_SHOP, status=403)
        login(self.request, user)
        return super().form_valid(form)

    def _is_invited(self) -> bool:
        """Tell whether the person comes from an invitation, which is for people without a shop."""
        return self.get_redirect_url().startswith(INVITATIONS)

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _refuse(self, form: LoginForm, message: str, *, status: int) -> HttpResponse:
        form.add_error(None, message)
        return self.render_to_response(self.get_context_data(form=form), status=status)


class PortalLogout(View):
    """``/portal/salir/``: ends the session; asked for by POST, so no link can do it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        messages.info(request, "Sesión cerrada.")
        return HttpResponseRedirect(settings.LOGIN_URL)
