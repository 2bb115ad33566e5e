"""Errors as RFC 9457 ``application/problem+json``, in Spanish, with the request's id."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions

from ..db import sqlstate
from ..errors import DomainError
from ..request_context import request_id
from .renderers import to_json

logger = logging.getLogger("plaza.api")

TITLES = {
    400: ("invalid_request", "Solicitud no válida"),
    401: ("not_authenticated", "Identificación necesaria"),
    403: ("forbidden", "No permitido"),
    404: ("not_found", "No encontrado"),
    405: ("method_not_allowed", "Método no permitido"),
    406: ("not_acceptable", "Formato no disponible"),
    409: ("conflict", "No se puede hacer"),
    413: ("too_large", "Solicitud demasiado grande"),
    415: ("unsupported_media_type", "Envíe JSON (application/json)"),
    429: ("too_many_requests", "Demasiadas solicitudes"),
    500: ("internal_error", "Error interno"),
    503: ("unavailable", "Servicio no disponible"),
}
BUSY = ("55P03", "57014", "40P01", "40001")  # lock or statement timeout, deadlock, serialization


def problem(
    *,
    status: int,
    code: str | None = None,
    title: str | None = None,
    detail: str | None = None,
    errors: list[dict[str, str]] | None = None,
    details: dict[str, Any] | None = None,
) -> HttpResponse:
    """Return a problem answer; what is not given follows from ``status``."""
    known_code, known_title = TITLES.get(status, TITLES[400 if status < 500 else 500])
    code = code or known_code
    body: dict[str, Any] = {
        "type": f"urn:plaza:problem:{code}",
        "title": title or known_title,
        "status": status,
        "detail": detail or title or known_title,
        "instance": f"urn:plaza:request:{request_id()}",
        "code": code,
        "errors": errors or [],
        "request_id": request_id(),
    }
    if details:
        body["details"] = details
    response = HttpResponse(to_json(body), status=status, content_type="application/problem+json")
    if details and "retry_after" in details:
        response["Retry-After"] = str(details["retry_after"])
    return response


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Turn what a view raised into a problem; None lets Django answer 500 and log it."""
    if isinstance(error, DomainError) and error.pointer:
        wrong = {"pointer": error.pointer, "code": error.code, "detail": error.message}
        return problem(
            status=error.http_status,
            code="invalid_input",
            title=error.title,
            detail=error.message,
            errors=[wrong],
            details=error.details,
        )
    if isinstance(error, DomainError):
        return problem(
            status=error.http_status,
            code=error.code,
            title=error.title,
            detail=error.message,
            details=error.details,
        )
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flatten(error.get_full_details()))
        detail = errors[0]["detail"] if errors else None
        return problem(status=400, code="invalid_input", detail=detail, errors=errors)
    if isinstance(error, Http404 | exceptions.NotFound):
        return problem(status=404)
    if isinstance(error, PermissionDenied):
        return problem(status=403)
    if isinstance(error, exceptions.APIException):
        return _api_problem(error)
    if isinstance(error, RequestDataTooBig):
        return problem(status=413)
    if isinstance(error, SuspiciousOperation):
        return problem(status=400)
    if isinstance(error, DataError):
        # PostgreSQL found a value it cannot hold: the client's doing, and nothing was written.
        logger.warning("A value passed the form and not the database", exc_info=error)
        return problem(status=400)
    if isinstance(error, OperationalError | InterfaceError):
        return _database_problem(error)
    return None


def _api_problem(error: exceptions.APIException) -> HttpResponse:
    known = TITLES.get(error.status_code)
    code = getattr(error, "problem_code", None)
    detail = getattr(error, "problem_detail", None)
    response = problem(status=error.status_code if known else 400, code=code, detail=detail)
    wait = getattr(error, "wait", None)  # of exceptions.Throttled
    if wait is not None:
        response["Retry-After"] = str(max(1, int(wait)))
    challenge = getattr(error, "auth_header", None)
    if challenge:
        response["WWW-Authenticate"] = challenge
    return response


def _database_problem(error: Exception) -> HttpResponse:
    if sqlstate(error) in BUSY:
        detail = "Hay mucha demanda en este momento. Inténtelo de nuevo."
        return problem(status=503, code="busy", detail=detail, details={"retry_after": 1})
    logger.exception("The database does not answer")
    return problem(status=503, details={"retry_after": 5})


def _flatten(details: Any, pointer: str = "") -> Any:
    """Yield ``{pointer, code, detail}`` for each message in DRF's nested error details."""
    if _is_message(details):
        yield {
            "pointer": pointer or "/",
            "code": str(details["code"]),
            "detail": str(details["message"]),
        }
    elif isinstance(details, dict):
        for name, inner in details.items():
            here = pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}"
            yield from _flatten(inner, here)
    else:
        for position, inner in enumerate(details):
            here = pointer if _is_message(inner) else f"{pointer}/{position}"
            yield from _flatten(inner, here)


def _is_message(details: Any) -> bool:
    """Tell DRF's ``{message, code}`` from a form whose fields happen to have these names."""
    return isinstance(details, dict) and isinstance(details.get("message"), str)


def _escaped(name: str) -> str:
    """Return ``name`` as a step of a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
