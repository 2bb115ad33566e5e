"""Headers of every answer of the sandbox."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# The bank page sends the buyer back to the shop, which browsers count as a form's target.
POLICY = "default-src 'self'; form-action 'self' http: https:; frame-ancestors 'none'"


class SandboxHeadersMiddleware:
    """A strict policy for the pages; for the API, the shop's page may call it from the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_api = request.path.startswith("/v1/")
        if is_api and request.method == "OPTIONS":
            response = HttpResponse(status=204)
        else:
            response = self._get_response(request)
        response["Content-Security-Policy"] = POLICY
        response["Cache-Control"] = "no-store"
        if is_api:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Allow-Headers"] = "authorization, content-type"
            response["Access-Control-Allow-Methods"] = "GET, POST, PATCH"
        return response
