"""Checking what the control API is sent: strictly, since a mistyped switch tests nothing."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse

Rule = Callable[[Any], bool]


class Nonsense(Exception):
    """The request makes no sense; ``response`` says why, field by field."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("nonsense")
        self.response = JsonResponse(
            {"error": {"type": "INPUT_VALIDATION_ERROR", "messages": messages}}, status=400
        )


def one_of(*choices: str) -> Rule:
    """Let one of these texts through."""
    return lambda value: isinstance(value, str) and value in choices


def whole(lowest: int, highest: int) -> Rule:
    """Let a whole number from lowest to highest through."""
    return lambda value: type(value) is int and lowest <= value <= highest


def seconds(highest: float) -> Rule:
    """Let a number of seconds from zero through."""
    return lambda value: type(value) in (int, float) and 0 <= value <= highest


def seconds_or_never(value: Any) -> bool:
    """Let seconds up to an hour through, and null for never."""
    return value is None or seconds(3_600)(value)


def truth(value: Any) -> bool:
    """Let true and false through."""
    return isinstance(value, bool)


def paths(value: Any) -> bool:
    """Let a list of one to twenty dotted paths through."""
    return (
        isinstance(value, list)
        and 1 <= len(value) <= 20
        and all(isinstance(path, str) and 0 < len(path) <= 100 for path in value)
    )


def read_form(
    request: HttpRequest, rules: dict[str, Rule], *, required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the fields that were sent; an empty body counts as ``{}``.

    Raises:
        Nonsense: no JSON object, an unknown or missing field, or a value against its rule.
    """
    try:
        body = json.loads(request.body.decode("utf-8") or "{}")
    except (ValueError, RecursionError):
        raise Nonsense({"body": "Se esperaba JSON."}) from None
    if not isinstance(body, dict):
        raise Nonsense({"body": "Se esperaba un objeto JSON."})
    messages = {field: "Falta este campo." for field in required if field not in body}
    for field, value in body.items():
        if field not in rules:
            messages[field] = "Campo desconocido."
        elif not rules[field](value):
            messages[field] = "Valor no válido."
    if messages:
        raise Nonsense(messages)
    return body
