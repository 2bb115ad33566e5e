"""Failures that callers may expect; one handler turns them into ``application/problem+json``."""

from typing import Any, ClassVar, Self


class DomainError(Exception):
    """A refusal with a stable English ``code`` and a Spanish message for people.

    ``details`` are plain values that help the caller: ids, limits, the current figures.
    They are shown to whoever asked, so nothing private belongs in them.
    ``pointer`` names the field to blame, such as ``/city``; the API answers it like a wrong form.
    """

    code: ClassVar[str] = "domain_error"
    http_status: ClassVar[int] = 409
    title: ClassVar[str] = "No se puede hacer"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = {name: _plain(value) for name, value in details.items()}
        self.pointer = ""

    def at(self, pointer: str) -> Self:
        """Blame the field at ``pointer``, a JSON Pointer into what was sent; return the error."""
        self.pointer = pointer
        return self


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, int | None) else str(value)


class NotFoundError(DomainError):
    """No such thing, or not for this person: the two look alike on purpose."""

    code = "not_found"
    http_status = 404
    title = "No encontrado"


class InvalidInputError(DomainError):
    """What was sent has the right form and still cannot be."""

    code = "invalid_input"
    http_status = 400
    title = "Datos no válidos"


class ForbiddenError(DomainError):
    """The person is known and may not do this."""

    code = "forbidden"
    http_status = 403
    title = "No permitido"


class UnavailableError(DomainError):
    """A part we depend on does not answer; trying later may help."""

    code = "unavailable"
    http_status = 503
    title = "Servicio no disponible"


class TooManyRequestsError(DomainError):
    """A limit was reached. ``details`` may carry ``retry_after`` in seconds."""

    code = "too_many_requests"
    http_status = 429
    title = "Demasiadas solicitudes"
