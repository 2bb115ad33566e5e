"""Breaking the line on purpose: before or after the gateway has done what it was asked for."""

import functools
import socket
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import switches

KINDS = (
    "timeout_after",
    "timeout_before",
    "http_500_before",
    "http_500_after",
    "malformed",
    "drop_after",
    "slow",
)
OPERATIONS = ("create", "query", "refund")

View = Callable[..., HttpResponse]


def breakable(*, gateway: str, operation: str) -> Callable[[View], View]:
    """Let the faults set for this operation hit the view."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def broken(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
            fault = switches.take_fault(gateway=gateway, operation=operation)
            if fault is None:
                return view(request, *args, **kwargs)
            kind, seconds = fault
            return _break(kind, seconds, request, lambda: view(request, *args, **kwargs))

        return broken

    return decorate


def _break(
    kind: str, seconds: float, request: HttpRequest, work: Callable[[], HttpResponse]
) -> HttpResponse:
    if kind == "http_500_before":
        return _server_error()
    if kind == "timeout_before":
        time.sleep(seconds)
        return _hang_up(request)
    answer = work()
    if kind == "http_500_after":
        return _server_error()
    if kind == "malformed":
        return HttpResponse("<html><body>Estamos en mantenimiento", status=answer.status_code)
    if kind == "drop_after":
        return _hang_up(request)
    time.sleep(seconds)
    return answer if kind == "slow" else _hang_up(request)


def _server_error() -> HttpResponse:
    return HttpResponse("<html><body>502 Bad Gateway</body></html>", status=500)


def _hang_up(request: HttpRequest) -> HttpResponse:
    """Cut the line; what is returned reaches nobody."""
    connection: socket.socket = request.META["gunicorn.socket"]
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # The caller gave up first, which comes to the same.
        return HttpResponse(status=500)
    return HttpResponse(status=500)
