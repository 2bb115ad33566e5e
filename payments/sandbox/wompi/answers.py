"""What Wompi's API answers: transactions and errors, in its words."""

import json
import sqlite3
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import JsonResponse

from .. import book

MERCHANT = {
    "id": book.MERCHANT_ID,
    "name": "Plaza Demo",
    "legal_name": "Plaza Demo SAS",
    "legal_id": "901234567-7",
    "legal_id_type": "NIT",
    "email": "pagos@plaza.test",
}


class WompiError(Exception):
    """An answer that Wompi gives instead of what was asked for."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(error["type"])
        self.response = JsonResponse({"error": error}, status=status)


def invalid(messages: dict[str, Any]) -> WompiError:
    """422, field by field."""
    return WompiError(422, {"type": "INPUT_VALIDATION_ERROR", "messages": messages})


def not_found(reason: str = "La entidad solicitada no existe") -> WompiError:
    """404 with its reason."""
    return WompiError(404, {"type": "NOT_FOUND_ERROR", "reason": reason})


def wrong_key(reason: str) -> WompiError:
    """401 with its reason."""
    return WompiError(401, {"type": "INVALID_ACCESS_TOKEN", "reason": reason})


def moment(seconds: float | None) -> str | None:
    """Return Wompi's way to write a moment: UTC with three decimals and a Z."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def transaction_answer(row: sqlite3.Row) -> dict[str, Any]:
    """Return a transaction as ``GET /transactions/{id}`` shows it."""
    details = json.loads(row["details"])
    method = details["payment_method"]
    extra = _extra(row, details)
    return {
        "id": row["id"],
        "created_at": moment(row["created_at"]),
        "finalized_at": moment(row["finalized_at"]),
        "amount_in_cents": row["amount_in_cents"],
        "reference": row["reference"],
        "currency": row["currency"],
        "customer_email": details["customer_email"],
        "payment_method_type": row["method"],
        "payment_method": {**method, "extra": extra} if extra else method,
        "status": row["status"],
        "status_message": row["status_message"],
        "redirect_url": details["redirect_url"],
        "payment_source_id": None,
        "payment_link_id": None,
        "customer_data": details["customer_data"],
        "billing_data": None,
        "shipping_address": details["shipping_address"],
        "taxes": details["taxes"],
        "meta": {},
        "merchant": MERCHANT,
    }


def event_transaction(row: sqlite3.Row, *, status: str) -> dict[str, Any]:
    """Return a transaction as an event shows it, with a status that it may have had before."""
    transaction = transaction_answer(row)
    for key in ("meta", "merchant", "billing_data", "taxes"):
        del transaction[key]
    return {**transaction, "status": status}


def bank_page_url(transaction_id: str) -> str:
    """Return the address of the page where a person decides."""
    return f"{settings.SANDBOX_URL}/banco/{transaction_id}"


def _extra(row: sqlite3.Row, details: dict[str, Any]) -> dict[str, Any]:
    final = row["status"] != "PENDING"
    if row["method"] == "CARD" and final:
        code = "00" if row["status"] in ("APPROVED", "VOIDED") else "12"
        return {**details["card"], "processor_response_code": code, "is_three_ds": False}
    if row["method"] == "PSE" and (final or time.time() >= row["url_at"]):
        return {"async_payment_url": bank_page_url(row["id"]), "ticket_id": row["id"]}
    return {}
