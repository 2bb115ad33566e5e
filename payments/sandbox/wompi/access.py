"""Who may call what: Wompi's keys, and JSON bodies."""

import functools
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from .answers import WompiError, invalid, wrong_key

View = Callable[..., HttpResponse]


def endpoint(**views: View) -> View:
    """Return a view that chooses by HTTP method and answers Wompi's errors: ``endpoint(GET=…)``."""

    def choose(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        view = views.get(request.method or "")
        if view is None:
            error = {"type": "METHOD_NOT_ALLOWED", "reason": "El método no está permitido"}
            return JsonResponse({"error": error}, status=405)
        try:
            return view(request, *args, **kwargs)
        except WompiError as error:
            return error.response

    return choose


def needs_key(*kinds: str) -> Callable[[View], View]:
    """Let only calls with a key of these kinds (``public``, ``private``) through."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
            scheme, _, key = request.headers.get("Authorization", "").partition(" ")
            if scheme != "Bearer" or not key:
                raise wrong_key("Se esperaba una llave pública o privada pero no se recibió")
            check_key(key, *kinds)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def check_key(key: str, *kinds: str) -> None:
    """Refuse a key of another environment, of another kind, or of nobody.

    Raises:
        WompiError: 401.
    """
    if key.startswith(("pub_prod_", "prv_prod_")):
        raise wrong_key("La llave proporcionada no corresponde a este ambiente.")
    known = {"public": settings.WOMPI_PUBLIC_KEY, "private": settings.WOMPI_PRIVATE_KEY}
    if key not in known.values():
        raise wrong_key("La llave proporcionada no es válida.")
    if key not in [known[kind] for kind in kinds]:
        raise wrong_key("La llave proporcionada no permite esta operación.")


def json_object(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of the body.

    Raises:
        WompiError: 422, it is anything else.
    """
    try:
        body = json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError):
        body = None
    if request.content_type != "application/json" or not isinstance(body, dict):
        raise invalid({"body": ["Se esperaba un objeto JSON"]})
    return body
