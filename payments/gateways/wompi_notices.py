"""Reading Wompi's events: what must hold beyond a right checksum before we even store one."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from marketplace.shared.money import from_centavos

from .base import Notice
from .errors import UntrustedWebhook, WebhookSecretMissing
from .wompi_signatures import checksum_is_valid, parse_event, signed_values

CHECKSUM_HEADER = "x-event-checksum"
TRANSACTION_EVENT = "transaction.updated"
# The checksum has no separators, so these must be signed and of the right type to mean anything.
MUST_BE_SIGNED = frozenset({"transaction.id", "transaction.status", "transaction.amount_in_cents"})


def read_event(*, body: bytes, headers: Mapping[str, str], secret: str) -> Notice:
    """Return what a verified event says.

    Raises:
        WebhookSecretMissing: ``secret`` is empty.
        UntrustedWebhook: no JSON object, a missing or wrong checksum, or an event about a
            transaction that does not sign its id, status and amount, or gives them in wrong types.
    """
    if not secret:
        raise WebhookSecretMissing("Falta el secreto de eventos de Wompi.")
    event = parse_event(body)
    if event is None:
        raise UntrustedWebhook("La notificación no es un objeto JSON.")
    if not checksum_is_valid(event, header=_header(headers), secret=secret):
        raise UntrustedWebhook("La firma de la notificación no es válida.")
    values = signed_values(event) or []
    kind = _text(event, "event", length=60)
    if kind != TRANSACTION_EVENT:
        return _notice(event, kind=kind, values=values)
    if not {path for path, _ in values} >= MUST_BE_SIGNED:
        raise UntrustedWebhook("La notificación no firma el id, el estado y el valor.")
    transaction = event["data"]["transaction"]
    return _notice(
        event,
        kind=kind,
        values=values,
        transaction_id=_text(transaction, "id", length=80),
        reference=_text(transaction, "reference"),
        status=_text(transaction, "status", length=20),
        amount=_amount(transaction),
        currency=_text(transaction, "currency", length=3),
    )


def _notice(
    event: Mapping[str, Any],
    *,
    kind: str,
    values: list[tuple[str, str]],
    transaction_id: str = "",
    reference: str = "",
    status: str = "",
    amount: Decimal | None = None,
    currency: str = "",
) -> Notice:
    news = json.dumps([kind, transaction_id, status, sorted(values)])
    return Notice(
        gateway="wompi",
        fingerprint=hashlib.sha256(news.encode()).hexdigest(),
        event=kind,
        transaction_id=transaction_id,
        reference=reference,
        status=status,
        amount=amount,
        currency=currency,
        environment=_text(event, "environment", length=10),
        sent_at=_moment(event.get("sent_at")),
    )


def _header(headers: Mapping[str, str]) -> str | None:
    for name, value in headers.items():
        if name.lower() == CHECKSUM_HEADER:
            return value
    return None


def _text(source: Mapping[str, Any], key: str, *, length: int = 255) -> str:
    value = source.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= length or "\x00" in value:
        raise UntrustedWebhook("La notificación tiene un campo inválido.", field=key)
    return value


def _amount(transaction: Mapping[str, Any]) -> Decimal:
    cents = transaction.get("amount_in_cents")
    if type(cents) is not int or not 0 <= cents < 10**14:
        raise UntrustedWebhook("La notificación tiene un campo inválido.", field="amount_in_cents")
    return from_centavos(cents)


def _moment(text: Any) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
