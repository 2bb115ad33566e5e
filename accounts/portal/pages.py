"""The shapes of the pages of everybody's own account: a page, and a form's answer."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from marketplace.shared.errors import DomainError, NotFoundError


class AccountPage(AccessMixin, View):
    """Shows ``content`` to whoever is signed in by browser; strangers go to the login page.

    Two statements: session, user. What is not the person's own answers 404.
    """

    login_url = reverse_lazy("account:login")
    template_name: ClassVar[str] = ""
    # The entry of the menu that is marked; see templates/account/includes/nav.html.
    section: ClassVar[str] = ""
    # The page that has the form of an address which only takes forms.
    home: ClassVar[str] = "account:security"

    @method_decorator([sensitive_post_parameters(), never_cache])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.person: Any = request.user
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotFoundError as error:
            raise Http404(error.message) from error

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead to the form whoever opens its address, as after a login or from a bookmark."""
        if request.method == "GET":
            return HttpResponseRedirect(reverse(self.home))
        return super().http_method_not_allowed(request, *args, **kwargs)

    def content(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show()

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Render the page; ``extra`` replaces parts of it, such as a form with its errors."""
        frame = {"person": self.person, "section": self.section}
        context = {**frame, **self.content(), **extra}
        return TemplateResponse(self.request, self.template_name, context, status=status)


class AccountForm(AccountPage):
    """A form of a page: does one thing, says so and goes on.

    What the form or the service refuses is shown on the page itself; then nothing was written.
    """

    # The name under which the page's template finds this form.
    form_name: ClassVar[str] = "form"

    def build_form(self, data: Any = None) -> forms.Form:
        """Return the form, with what was sent; a bare button has an empty one."""
        return forms.Form(data)

    def content(self) -> dict[str, Any]:
        return {self.form_name: self.build_form()}

    def perform(self, data: dict[str, Any]) -> str | HttpResponse:
        """Call the service and return what to tell the person, or the next page.

        Raises:
            DomainError: refused; nothing was written.
        """
        raise ImproperlyConfigured("a form needs something to do")

    def address(self) -> str:
        """Return where to go afterwards."""
        raise ImproperlyConfigured("a form needs somewhere to go")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self._refuse(form, status=422)
        try:
            outcome = self.perform(form.cleaned_data)
        except DomainError as error:
            if isinstance(error, NotFoundError):
                raise
            form.add_error(None, error.message)
            return self._refuse(form, status=error.http_status)
        if isinstance(outcome, HttpResponse):
            return outcome
        messages.success(request, outcome)
        return HttpResponseRedirect(self.address())

    def _refuse(self, form: forms.Form, *, status: int) -> HttpResponse:
        """Say at the head of the page what is wrong; the form may be far below."""
        first = next(iter(form.errors.values()))
        messages.error(self.request, str(first[0]))
        return self.show(status=status, **{self.form_name: form})
