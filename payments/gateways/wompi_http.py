"""Wompi over HTTP: sends one request, and tells *refused* from *unknown* in whatever comes back."""

import json
import logging
from collections.abc import Mapping
from typing import Any

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from marketplace.shared.http import OutgoingClient

from .errors import (
    ChargeNotFound,
    GatewayRefused,
    GatewayUnavailable,
    GatewayUnreachable,
    MalformedAnswer,
    ReferenceTaken,
)

logger = logging.getLogger("plaza.payments.wompi")

MAX_ANSWER_BYTES = 1_000_000
DOCUMENTED_REFUSALS = frozenset({400, 401, 403, 404, 422})
REFERENCE_TAKEN_TEXT = "ya ha sido usada"
MAX_MESSAGES = 50
MAX_DEPTH = 5


class WompiConnection:
    """One address of Wompi's API, and the error rules that hold for every call to it."""

    def __init__(self, client: OutgoingClient) -> None:
        self._client = client

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str],
        json: Any = None,
        params: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """Send one request, once, and return the JSON object of a 200 or 201.

        Raises:
            GatewayUnreachable: nothing was sent.
            GatewayUnavailable: timeout, lost connection or 5xx.
            MalformedAnswer: anything that is not Wompi's JSON, redirects included.
            ReferenceTaken, ChargeNotFound, GatewayRefused: Wompi's documented refusals.
        """
        try:
            response = self._client.request(method, path, json=json, params=params, headers=headers)
        except requests.RequestException as error:
            raise _lost(error) from error
        status = response.status_code
        if status >= 500:
            raise GatewayUnavailable("Wompi falló.", http_status=status)
        body = _json_object(response)
        if status in (200, 201):
            return body
        if status in DOCUMENTED_REFUSALS:
            raise _refusal(method, status, body)
        raise MalformedAnswer("Wompi respondió algo inesperado.", http_status=status)


def _lost(error: requests.RequestException) -> GatewayUnavailable:
    """Tell a connection that never came about from one that was lost after sending."""
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError):
        logger.warning("Wompi cannot be reached", extra={"error": type(error).__name__})
        return GatewayUnreachable("No hay conexión con Wompi.")
    logger.warning("Wompi did not answer", extra={"error": type(error).__name__})
    return GatewayUnavailable("Wompi no respondió.")


def _json_object(response: requests.Response) -> dict[str, Any]:
    if len(response.content) > MAX_ANSWER_BYTES:
        raise MalformedAnswer("Wompi respondió demasiado.", http_status=response.status_code)
    try:
        body = json.loads(response.content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedAnswer(
            "Wompi no respondió JSON.", http_status=response.status_code
        ) from error
    if not isinstance(body, dict):
        raise MalformedAnswer("Wompi no respondió un objeto.", http_status=response.status_code)
    return body


def _refusal(
    method: str, status: int, body: Mapping[str, Any]
) -> GatewayRefused | GatewayUnavailable:
    """Turn ``{"error": {"type", "messages" | "reason"}}`` into our refusal."""
    error = body.get("error")
    kind = error.get("type") if isinstance(error, dict) else None
    if not isinstance(error, dict) or not isinstance(kind, str):
        return MalformedAnswer("Wompi respondió un error sin forma.", http_status=status)
    messages = flatten_messages(error.get("messages"))
    reason = error.get("reason")
    if isinstance(reason, str):
        messages.setdefault("reason", []).append(reason[:255])
    if any(REFERENCE_TAKEN_TEXT in text for text in messages.get("reference", [])):
        return ReferenceTaken("Wompi ya tiene un cobro con esta referencia.")
    logger.warning("Wompi refused", extra={"http_status": status, "type": kind[:64]})
    # A POST answers 404 for a method that is not enabled.
    refusal = ChargeNotFound if status == 404 and method == "GET" else GatewayRefused
    return refusal(
        "Wompi rechazó la solicitud.", gateway_status=status, type=kind[:64], messages=messages
    )


def flatten_messages(messages: Any) -> dict[str, list[str]]:
    """Return Wompi's messages by dotted field, however deep they were nested.

    ``{"payment_method": {"token": ["x"]}}`` and ``{"payment_method.token": "x"}`` give the same.
    """
    flat: dict[str, list[str]] = {}
    pending: list[tuple[str, Any, int]] = [("", messages, 0)]
    found = 0
    while pending and found < MAX_MESSAGES:
        field, value, depth = pending.pop(0)
        if isinstance(value, str):
            flat.setdefault(field or "reason", []).append(value[:255])
            found += 1
        elif depth < MAX_DEPTH and isinstance(value, dict):
            prefix = f"{field}." if field else ""
            pending.extend(
                (f"{prefix}{key}"[:255], inner, depth + 1) for key, inner in value.items()
            )
        elif depth < MAX_DEPTH and isinstance(value, list):
            pending.extend((field, inner, depth + 1) for inner in value)
    return flat
