"""Reading JSON strictly: limits first, no doubled keys, no NaN, no control characters."""

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

from ..text import normal_text

MAX_DEPTH = 20
MAX_KEYS = 1_000
# What 64 bits hold, like PostgreSQL's bigint.
MAX_INTEGER = 2**63 - 1


class BodyTooLarge(APIException):
    """The body is over the limit; it was not parsed."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    problem_detail = "El cuerpo pasa de 256 KiB."


class StrictJSONParser(BaseParser):
    """``application/json`` and nothing else."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed body, texts in Unicode's NFC.

        Raises:
            BodyTooLarge: over ``JSON_MAX_BYTES``.
            ParseError: not JSON, too deep, too many keys, a key twice, a number over 64 bits,
                control characters.
        """
        body = stream.read(settings.JSON_MAX_BYTES + 1)
        if len(body) > settings.JSON_MAX_BYTES:
            raise BodyTooLarge
        return parse_json(body)


def parse_json(body: bytes) -> Any:
    """Parse ``body`` by the rules of ``StrictJSONParser``, without the limit of size."""
    try:
        data = json.loads(body, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError as error:
        raise _refusal("El JSON tiene demasiados niveles.") from error
    except ValueError as error:
        raise _refusal("El cuerpo no es JSON válido.") from error
    return _Cleaner().clean(data, depth=0)


class _Cleaner:
    """Walks parsed JSON once, counting keys."""

    def __init__(self) -> None:
        self.keys = 0

    def clean(self, value: Any, *, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise _refusal("El JSON tiene demasiados niveles.")
        if isinstance(value, str):
            return _clean_text(value)
        if isinstance(value, list):
            return [self.clean(inner, depth=depth + 1) for inner in value]
        if isinstance(value, dict):
            self.keys += len(value)
            if self.keys > MAX_KEYS:
                raise _refusal("El JSON tiene demasiadas claves.")
            return {
                _clean_text(key): self.clean(inner, depth=depth + 1) for key, inner in value.items()
            }
        if isinstance(value, int) and abs(value) > MAX_INTEGER:
            raise _refusal("Hay un número demasiado grande.")
        if isinstance(value, float) and not math.isfinite(value):
            raise _refusal("Hay un número demasiado grande.")
        return value


def _clean_text(text: str) -> str:
    try:
        return normal_text(text)
    except ValueError as error:
        raise _refusal("Hay caracteres de control en el texto.") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _refusal(detail: str) -> ParseError:
    error: Any = ParseError()
    error.problem_detail = detail
    return error
