"""What surrounds every request: its id, and the manners of the API outside of its views."""

import re
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from .addresses import plain_address
from .api.problems import problem
from .request_context import RequestContext, enter_request, leave_request, new_request_id

GetResponse = Callable[[HttpRequest], HttpResponseBase]

API = "/api/"
IDENTITY = "/api/v1/auth/"
_ACCEPTED_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class RequestIdMiddleware:
    """Give each request an id, the client's own if it is harmless, and echo it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent = request.headers.get("X-Request-ID", "")
        request_id = sent if _ACCEPTED_ID.fullmatch(sent) else new_request_id()
        enter_request(
            RequestContext(
                request_id=request_id,
                ip=_client_address(request),
                user_agent=_printable(request.headers.get("User-Agent", ""))[:200],
            )
        )
        try:
            response = self.get_response(request)
        finally:
            leave_request()
        response["X-Request-ID"] = request_id
        return response


def _client_address(request: HttpRequest) -> str | None:
    """Return the address that the trusted proxies report; without proxies, the peer's."""
    if settings.TRUSTED_PROXIES:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        if len(hops) >= settings.TRUSTED_PROXIES:
            reported = plain_address(hops[-settings.TRUSTED_PROXIES].strip())
            if reported:
                return reported
    return plain_address(request.META.get("REMOTE_ADDR", ""))


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


class ApiMannersMiddleware:
    """Serve ``/api/`` with and without a trailing slash, and let each error there be a problem."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        request.path_info = request.path_info.removesuffix("/")
        # How many statements a login or registration took would tell whether there is an account.
        if not settings.SHOW_STATEMENT_COUNT or request.path_info.startswith(IDENTITY):
            return self._answer(request)
        return self._measured_answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Django writes HTML, and with DEBUG plain text with a traceback.
        if response.status_code >= 400 and response.get("Content-Type", "").startswith("text/"):
            return _as_problem(response)
        return response

    def _measured_answer(self, request: HttpRequest) -> HttpResponseBase:
        statements = 0

        def count(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal statements
            statements += 1
            return execute(*args)

        started = perf_counter()
        with connection.execute_wrapper(count):
            response = self._answer(request)
        milliseconds = (perf_counter() - started) * 1_000
        response["Server-Timing"] = f'app;dur={milliseconds:.1f}, db;desc="{statements}"'
        return response


def _as_problem(response: HttpResponseBase) -> HttpResponse:
    answer = problem(status=response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response:
            answer[name] = response[name]
    return answer
