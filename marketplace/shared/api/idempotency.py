"""The decorator for POSTs that cost money or stock."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from ..db import in_transaction
from ..errors import DomainError
from ..services import idempotency
from .renderers import to_json

# What a view raises before it has had any effect.
REFUSALS = (DomainError, APIException, Http404)

View = Callable[..., Response | HttpResponse]


def key_parameter(effect: str, *, required: bool = True) -> OpenApiParameter:
    """Return the header's description; ``effect`` says in Spanish what a repeated request spares.

    Example: ``key_parameter("no compra dos veces")``.
    """
    length = "De 8 a 100 caracteres ASCII" if required else "Opcional, de 8 a 100 caracteres ASCII"
    return OpenApiParameter(
        "Idempotency-Key",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        required=required,
        description=f"{length}: la misma solicitud repetida {effect}.",
    )


def idempotent(route: str, *, calls_out: bool = False) -> Callable[[View], View]:
    """Require ``Idempotency-Key`` and give a repeated request its first answer.

    Args:
        route: the stable name that keys are counted under.
        calls_out: the view speaks to another server, so key and answer cannot be in the
            transaction of the effect; a lease takes its place.

    The view's class may offer ``idempotency_actor(request)``; else the user's id is the actor.
    Refusals are not stored: the same key may be sent again.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(self: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
            claim = {
                "actor": _actor(self, request),
                "route": route,
                "key": idempotency.check_key(request.headers.get("Idempotency-Key", "")),
            }
            run = functools.partial(view, self, request, *args, **kwargs)
            body_hash = idempotency.fingerprint({"body": request.data, "path": kwargs})
            if calls_out:
                return _across(run, claim, body_hash)
            return _inside(run, claim, body_hash)

        return wrapper

    return decorate


def _actor(view: Any, request: Request) -> str:
    chosen = getattr(view, "idempotency_actor", None)
    if chosen is None and request.user.pk is None:
        raise RuntimeError("a public view has to name its idempotency_actor")
    return chosen(request) if chosen else str(request.user.pk)


@in_transaction
def _inside(run: Callable[[], Any], claim: dict[str, str], body_hash: str) -> Any:
    stored = idempotency.claim_inside(**claim, body_hash=body_hash)
    if stored is not None:
        return _replayed(stored)
    response = run()
    _store(claim, response)
    return response


def _across(run: Callable[[], Any], claim: dict[str, str], body_hash: str) -> Any:
    stored = idempotency.claim_across(**claim, body_hash=body_hash)
    if stored is not None:
        return _replayed(stored)
    try:
        response = run()
    except REFUSALS:
        idempotency.give_back(**claim)
        raise
    _store(claim, response)
    return response


def _store(claim: dict[str, str], response: Any) -> None:
    if response.status_code >= 400:
        idempotency.give_back(**claim)
        return
    body = b"" if response.data is None else to_json(response.data)
    idempotency.store_answer(**claim, status=response.status_code, body=body)


def _replayed(stored: idempotency.StoredAnswer) -> HttpResponse:
    answer = HttpResponse(stored.body, status=stored.status, content_type="application/json")
    answer["Idempotent-Replayed"] = "true"
    return answer
