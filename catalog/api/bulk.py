"""Many rows in one request: each is done or refused alone, and the answer says which."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.fields import StrictSerializer
from marketplace.shared.api.views import PlazaView
from marketplace.shared.db import in_transaction
from marketplace.shared.errors import DomainError

Row = dict[str, Any]


@dataclass(frozen=True)
class BulkAction:
    """What ``deed`` does to a row; it returns the row's id, or None for the id that came."""

    deed: Callable[[Row], Any]
    needs: frozenset[str] | set[str]
    takes: frozenset[str] | set[str]


class BulkView(PlazaView):
    """Base of the bulk operations: ``{"action", "rows": […], "validate_only"?}``.

    ``validate_only`` does everything and undoes it, so that what it says holds.
    """

    input_class: ClassVar[type[StrictSerializer]]
    actions: ClassVar[dict[str, BulkAction]]

    def answer(self, request: Request) -> Response:
        """Do the rows in their order and say for each what became of it; 200 whatever it was."""
        data = self.checked_body(self.input_class)
        action = self.actions[data["action"]]
        validate_only = data["validate_only"]
        results = [
            _result(index, action, dict(row), validate_only=validate_only)
            for index, row in enumerate(data["rows"])
        ]
        done = sum(result["ok"] for result in results)
        return Response(
            {
                "validate_only": validate_only,
                "succeeded": done,
                "failed": len(results) - done,
                "results": results,
            },
            status=status.HTTP_200_OK,
        )


def _result(index: int, action: BulkAction, row: Row, *, validate_only: bool) -> Row:
    pk = row.get("id")
    error = _misfit(action, row)
    if error is None:
        try:
            pk = _do(action, row, validate_only=validate_only) or pk
        except DomainError as refusal:
            error = {"code": refusal.code, "detail": refusal.message}
    shown = None if validate_only and "id" not in action.takes else pk
    return {"index": index, "id": shown, "ok": error is None, "error": error}


def _do(action: BulkAction, row: Row, *, validate_only: bool) -> Any:
    if not validate_only:
        return in_transaction(action.deed)(row)
    with transaction.atomic():
        pk = action.deed(row)
        transaction.set_rollback(True)
    return pk


def _misfit(action: BulkAction, row: Row) -> dict[str, str] | None:
    """Return what is wrong with the row's fields for this action."""
    missing = sorted(action.needs - row.keys())
    if missing:
        return {"code": "required", "detail": f"Falta: {', '.join(missing)}."}
    unknown = sorted(row.keys() - action.takes)
    if unknown:
        return {"code": "unknown", "detail": f"No va en esta acción: {', '.join(unknown)}."}
    return None
