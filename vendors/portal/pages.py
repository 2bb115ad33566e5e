"""The shapes of the portal's pages: a page, a list, and a button's answer."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from marketplace.shared.api.pagination import MAX_PAGE, CappedPaginator
from marketplace.shared.errors import DomainError, NotFoundError

from .access import VendorRequired


class PortalPage(VendorRequired):
    """Shows what ``content`` returns. An object that is not the shop's answers 404."""

    template_name: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotFoundError as error:
            raise Http404(error.message) from error

    def content(self) -> dict[str, Any]:
        """Return what the page shows.

        Raises:
            NotFoundError: no such object, or not of this shop.
        """
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Render the page; ``extra`` replaces parts of it, such as a form with its errors."""
        context = {**self.frame(), **self.content(), **extra}
        return TemplateResponse(self.request, self.template_name, context, status=status)


class PortalList(PortalPage):
    """Shows one page of ``rows``."""

    page_size: ClassVar[int] = 20

    def rows(self) -> QuerySet[Any]:
        """Return the shop's rows."""
        raise ImproperlyConfigured("a list needs rows")

    def content(self) -> dict[str, Any]:
        page = _page(CappedPaginator(self.rows(), self.page_size), self.request.GET.get("page"))
        rows = [self.shown(row) for row in page.object_list]
        return {"page": page, "rows": rows, "query": self._other_parameters()}

    def shown(self, row: Any) -> Any:
        """Return a row as the template needs it."""
        return row

    def _other_parameters(self) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        return query.urlencode()


def _page(paginator: CappedPaginator, wanted: str | None) -> Page[Any]:
    """Return the wanted page; the first for none, 404 for one that cannot be."""
    text = "1" if wanted is None else wanted
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MAX_PAGE):
        raise Http404("No existe esa página.")
    if int(text) > paginator.num_pages:
        raise Http404("No existe esa página.")
    return paginator.page(int(text))


class PortalAction(PortalPage):
    """A button or form of a page: does one thing, says so and goes back.

    What the form or the service refuses is shown on the page itself, with what was typed;
    then nothing was written.
    """

    is_change = True
    # The name under which the page's template finds this form.
    form_name: ClassVar[str] = "form"

    def build_form(self) -> forms.Form:
        """Return the form with what was sent; a bare button has an empty one."""
        return forms.Form(self.request.POST)

    def perform(self, data: dict[str, Any]) -> str:
        """Call the service and return what to tell the person.

        Raises:
            DomainError: refused; nothing was written.
        """
        raise ImproperlyConfigured("an action needs something to do")

    def address(self) -> str:
        """Return where to go afterwards."""
        raise ImproperlyConfigured("an action needs a way back")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.address())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.build_form()
        if not form.is_valid():
            return self.show(status=422, **{self.form_name: form})
        try:
            told = self.perform(form.cleaned_data)
        except DomainError as error:
            if isinstance(error, NotFoundError):
                raise
            shown = {self.form_name: form, "refusal": error.message}
            return self.show(status=error.http_status, **shown)
        messages.success(request, told)
        return HttpResponseRedirect(self.address())
