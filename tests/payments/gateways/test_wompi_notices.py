"""What a notice must prove beyond its checksum before it is stored."""

import copy
import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from payments.gateways.errors import UntrustedWebhook, WebhookSecretMissing
from payments.gateways.wompi_notices import read_event

SECRET = "test_events_demoVisible01"
TRANSACTION = {
    "id": "15113-1795000001-10001",
    "status": "APPROVED",
    "amount_in_cents": 25000000,
    "reference": "MST-2026-000123-1",
    "currency": "COP",
}
USUAL = ["transaction.id", "transaction.status", "transaction.amount_in_cents"]


def _event(properties: list[str] = USUAL, **changes: Any) -> dict[str, Any]:
    return {
        "event": "transaction.updated",
        "data": {"transaction": TRANSACTION | changes},
        "environment": "test",
        "timestamp": 1795000005,
        "sent_at": "2026-11-20T15:04:05.000Z",
        "signature": {"properties": properties},
    }


def _read(event: dict[str, Any], *, secret: str = SECRET) -> Any:
    event = copy.deepcopy(event)
    values = []
    for path in event["signature"]["properties"]:
        value: Any = event["data"]
        for key in path.split("."):
            value = value[key]
        values.append(value if isinstance(value, str) else json.dumps(value))
    text = "".join(values) + str(event["timestamp"]) + SECRET
    checksum = hashlib.sha256(text.encode()).hexdigest()
    event["signature"]["checksum"] = checksum
    headers = {"X-Event-Checksum": checksum}
    return read_event(body=json.dumps(event).encode(), headers=headers, secret=secret)


def test_a_signed_event_is_read_into_pesos():
    notice = _read(_event())

    assert (notice.transaction_id, notice.status) == ("15113-1795000001-10001", "APPROVED")
    assert notice.amount == Decimal("250000.00")
    assert (notice.reference, notice.currency) == ("MST-2026-000123-1", "COP")
    assert (notice.gateway, notice.environment) == ("wompi", "test")
    assert notice.sent_at == datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)
    assert len(notice.fingerprint) == 64


def test_without_a_secret_nothing_is_accepted():
    with pytest.raises(WebhookSecretMissing) as refusal:
        _read(_event(), secret="")

    assert refusal.value.http_status == 503


@pytest.mark.parametrize("body", [b"", b"[]", b"not json", b"\x00"])
def test_a_body_that_is_no_object_is_untrusted(body):
    with pytest.raises(UntrustedWebhook):
        read_event(body=body, headers={}, secret=SECRET)


def test_an_unsigned_notice_is_untrusted():
    with pytest.raises(UntrustedWebhook) as refusal:
        read_event(body=json.dumps(_event()).encode(), headers={}, secret=SECRET)

    assert refusal.value.http_status == 401


@pytest.mark.parametrize("missing", USUAL)
def test_id_status_and_amount_must_all_be_signed(missing):
    properties = [path for path in USUAL if path != missing] + ["transaction.reference"]

    with pytest.raises(UntrustedWebhook):
        _read(_event(properties))


def test_a_longer_list_in_another_order_is_as_good():
    properties = ["transaction.reference", *reversed(USUAL), "transaction.currency"]

    assert _read(_event(properties)).transaction_id == TRANSACTION["id"]


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_in_cents": "25000000"},
        {"amount_in_cents": 25000000.0},
        {"amount_in_cents": True},
        {"amount_in_cents": None},
        {"amount_in_cents": -1},
        {"amount_in_cents": 10**15},
        {"id": 15113},
        {"id": ""},
        {"id": "x" * 81},
        {"status": None},
        {"status": "x" * 21},
        {"reference": None},
        {"reference": "a\x00b"},
        {"currency": 1},
    ],
)
def test_values_of_other_types_are_untrusted_although_they_are_signed(changes):
    with pytest.raises(UntrustedWebhook):
        _read(_event(**changes))


def test_an_event_of_another_kind_is_read_without_a_transaction():
    event = {
        **_event(["nequi_token.id"]),
        "event": "nequi_token.updated",
        "data": {"nequi_token": {"id": "nequi_1"}},
    }

    notice = _read(event)

    assert (notice.event, notice.transaction_id, notice.amount) == ("nequi_token.updated", "", None)


def test_the_fingerprint_is_the_same_for_a_repetition_and_for_unsigned_changes():
    first = _read(_event())

    repeated = _read({**_event(), "timestamp": 1795000009, "sent_at": None})
    reordered = _read(_event(list(reversed(USUAL))))
    other_reference = _read(_event(reference="MST-2026-000999-1"))

    assert {repeated.fingerprint, reordered.fingerprint, other_reference.fingerprint} == {
        first.fingerprint
    }


def test_the_fingerprint_differs_with_id_status_and_amount():
    events = [_event(), _event(id="2"), _event(status="PENDING"), _event(amount_in_cents=100)]

    assert len({_read(event).fingerprint for event in events}) == 4


def test_values_that_join_alike_have_different_fingerprints():
    assert (
        _read(_event(id="1", status="2APPROVED")).fingerprint
        != _read(_event(id="12", status="APPROVED")).fingerprint
    )


@pytest.mark.parametrize("sent_at", [None, 5, "yesterday", "2026-11-20T15:04:05"])
def test_an_unreadable_sending_time_is_left_out(sent_at):
    assert _read({**_event(), "sent_at": sent_at}).sent_at is None
