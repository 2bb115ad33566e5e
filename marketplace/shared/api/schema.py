"""How views appear in the OpenAPI description."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiExample

from .problems import TITLES

# The kernel itself never answers 422; refusals of the apps have titles of their own.
DESCRIPTIONS = {status: title for status, (_, title) in TITLES.items()}
DESCRIPTIONS[422] = "La solicitud no se puede cumplir"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What an app's ``api/examples.py`` tells about one operation, by its id.

    Attributes:
        summary: what it does, in Spanish.
        requests: bodies to send, by a Spanish name.
        answer: the body of a 200 or 201; of a list, one of its rows.
    """

    summary: str
    requests: Mapping[str, Any] = field(default_factory=dict)
    answer: Any = None


class PlazaSchema(AutoSchema):
    """Groups operations by the first word of their path; tells each one's errors and examples."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_override_parameters(self) -> list[Any]:
        return getattr(self.view, "extra_parameters", [])

    def get_summary(self) -> str | None:
        told = self._told()
        return told.summary if told else None

    def get_examples(self) -> list[OpenApiExample]:
        told = self._told()
        if told is None:
            return []
        examples = [
            OpenApiExample(name, value=body, request_only=True)
            for name, body in told.requests.items()
        ]
        if told.answer is not None:
            examples.append(OpenApiExample("Respuesta", value=told.answer, response_only=True))
        return examples

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """Return the operation with its problems; what it describes itself has the word."""
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            problems = {str(status): self._problem(status) for status in self._statuses()}
            operation["responses"] = {**problems, **operation["responses"]}
            operation["responses"] = dict(sorted(operation["responses"].items()))
        return operation

    def _told(self) -> Operation | None:
        module = f"{type(self.view).__module__.rpartition('.')[0]}.examples"
        if find_spec(module) is None:
            return None
        told: Operation | None = import_module(module).OPERATIONS.get(self.get_operation_id())
        return told

    def _statuses(self) -> list[int]:
        writes = [409, 422] if self.method in ("POST", "PUT", "PATCH", "DELETE") else []
        return [400, 401, 403, *([404] if "{" in self.path else []), *writes, 429, 503]

    def _problem(self, status: int) -> dict[str, str]:
        """Return a reference to the one description of ``status``."""
        body = _component("Problem", ResolvedComponent.SCHEMA, PROBLEM)
        self.registry.register_on_missing(body)
        content = {"application/problem+json": {"schema": body.ref}}
        answer = _component(
            f"Problem{status}",
            ResolvedComponent.RESPONSE,
            {"description": DESCRIPTIONS[status], "content": content},
        )
        self.registry.register_on_missing(answer)
        return answer.ref


def _component(name: str, kind: str, content: dict[str, Any]) -> ResolvedComponent:
    return ResolvedComponent(name=name, type=kind, object=name, schema=content)


_TEXT = {"type": "string"}
_ERROR = {
    "type": "object",
    "description": "Un campo que no se aceptó.",
    "properties": {"pointer": _TEXT, "code": _TEXT, "detail": _TEXT},
    "required": ["pointer", "code", "detail"],
}
PROBLEM = {
    "type": "object",
    "description": "Un error, según RFC 9457. «code» no cambia; «detail» es para personas.",
    "properties": {
        "type": {**_TEXT, "format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": {**_TEXT, "format": "uri"},
        "code": _TEXT,
        "errors": {"type": "array", "items": _ERROR},
        "request_id": _TEXT,
        "details": {"type": "object", "additionalProperties": {}},
    },
    "required": [
        *("type", "title", "status", "detail", "instance", "code", "errors", "request_id"),
    ],
    "example": {
        "type": "urn:plaza:problem:out_of_stock",
        "title": "Sin existencias",
        "status": 409,
        "detail": "No hay unidades suficientes.",
        "instance": "urn:plaza:request:5f1c2d3e4b5a6978",
        "code": "out_of_stock",
        "errors": [],
        "request_id": "5f1c2d3e4b5a6978",
    },
}
