"""Our own page where nothing is found, which Django would show without ``DEBUG`` only."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.defaults import page_not_found


class OwnNotFoundMiddleware:
    """Answer as production does, for addresses that lead nowhere and for views that find nothing.

    The innermost middleware: those around it still append slashes and make problems of the API.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None:
            return page_not_found(request, Http404())
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Take over what a view raised; other errors than 404 stay Django's."""
        return page_not_found(request, error) if isinstance(error, Http404) else None
