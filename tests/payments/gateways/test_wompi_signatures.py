"""The two signatures against the published and computed examples, and what must be refused."""

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.gateways.wompi_signatures import (
    checksum_is_valid,
    integrity_signature,
    parse_event,
    signed_values,
)

VECTORS = json.loads((Path(__file__).parent.parent / "vectors_gateways.json").read_text())
SECRET = "test_events_demoVisible01"
EVENT: dict[str, Any] = {
    "event": "transaction.updated",
    "data": {"transaction": {"id": "15113-1-1", "status": "APPROVED", "amount_in_cents": 25000000}},
    "environment": "test",
    "timestamp": 1795000005,
    "signature": {
        "properties": ["transaction.id", "transaction.status", "transaction.amount_in_cents"],
        "checksum": "",
    },
}


def _vectors(kind: str) -> list[Any]:
    chosen = [vector for vector in VECTORS["vectors"] if vector["kind"] == kind]
    return [pytest.param(vector, id=vector["name"]) for vector in chosen]


def _sign(event: dict[str, Any], *, text: str) -> dict[str, Any]:
    event["signature"]["checksum"] = hashlib.sha256((text + SECRET).encode()).hexdigest()
    return event


def _signed() -> dict[str, Any]:
    return _sign(copy.deepcopy(EVENT), text="15113-1-1APPROVED250000001795000005")


@pytest.mark.parametrize("vector", _vectors("wompi_integrity"))
def test_integrity_signature_is_the_example_s(vector):
    values = vector["inputs"]

    signature = integrity_signature(
        reference=values["reference"],
        amount_in_cents=values["amount_in_cents"],
        currency=values["currency"],
        secret=values["integrity_secret"],
        expiration_time=values["expiration_time"],
    )

    assert signature == vector["expected"]


@pytest.mark.parametrize("vector", _vectors("wompi_event"))
def test_checksum_of_the_example_is_judged_as_expected(vector):
    values = vector["inputs"]
    event = parse_event(values["raw_body"].encode())
    assert event is not None

    valid = checksum_is_valid(
        event, header=values["x_event_checksum"], secret=values["events_secret"]
    )

    assert valid is vector["expected"]["valid"]


def test_a_signed_event_is_valid_with_the_checksum_in_body_header_or_both():
    event = _signed()
    checksum = event["signature"]["checksum"]

    assert checksum_is_valid(event, header=None, secret=SECRET)
    assert checksum_is_valid(event, header=checksum.upper(), secret=SECRET)
    del event["signature"]["checksum"]
    assert checksum_is_valid(event, header=checksum, secret=SECRET)


def test_header_and_body_that_differ_are_refused_even_when_one_is_right():
    event = _signed()

    assert not checksum_is_valid(event, header="0" * 64, secret=SECRET)


def test_no_checksum_anywhere_is_refused():
    event = _signed()
    del event["signature"]["checksum"]

    assert not checksum_is_valid(event, header=None, secret=SECRET)
    assert not checksum_is_valid(event, header="", secret=SECRET)


def test_an_empty_secret_makes_every_event_false():
    unsigned = hashlib.sha256(b"15113-1-1APPROVED250000001795000005").hexdigest()
    event = copy.deepcopy(EVENT)
    event["signature"]["checksum"] = unsigned

    assert not checksum_is_valid(event, header=unsigned, secret="")


@pytest.mark.parametrize("checksum", [123, None, [], {}, "abc", "g" * 64, "é" * 64, True])
def test_a_checksum_that_is_no_hex_is_refused(checksum):
    event = _signed()
    event["signature"]["checksum"] = checksum

    assert not checksum_is_valid(event, header=None, secret=SECRET)


@pytest.mark.parametrize("timestamp", ["1795000005", 1795000005.0, None, True, [1795000005]])
def test_a_timestamp_that_is_no_integer_is_refused(timestamp):
    event = _signed()
    event["timestamp"] = timestamp

    assert not checksum_is_valid(event, header=None, secret=SECRET)


@pytest.mark.parametrize(
    "properties",
    [
        None,
        [],
        {},
        "transaction.id",
        [1],
        [None],
        [""],
        ["transaction"],
        ["transaction.nothing"],
        ["transaction.id.deeper"],
        ["transaction.list"],
        ["transaction.list.0"],
        ["environment"],
    ],
)
def test_properties_that_lead_nowhere_are_refused(properties):
    event = _signed()
    event["data"]["transaction"]["list"] = ["x"]
    event["signature"]["properties"] = properties
    _sign(event, text="1795000005")

    assert signed_values(event) is None
    assert not checksum_is_valid(event, header=None, secret=SECRET)


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'"x"', b"{", b"\xff{}", b"\xef\xbb\xbf{}", b"[" * 100_000, b"9" * 9_999],
)
def test_a_body_that_is_no_json_object_is_no_event(body):
    assert parse_event(body) is None


@pytest.mark.parametrize("part", ["data", "signature"])
@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_a_part_of_another_type_is_refused(part, value):
    event = _signed()
    event[part] = value

    assert not checksum_is_valid(event, header=None, secret=SECRET)


def test_half_a_surrogate_pair_is_refused_without_a_crash():
    event = _signed()
    event["data"]["transaction"]["id"] = "\ud800"

    assert not checksum_is_valid(event, header=None, secret=SECRET)


@given(moved=st.integers(min_value=1, max_value=9))
def test_a_digit_moved_from_timestamp_to_amount_keeps_the_checksum(moved):
    """Why the checksum alone never pays: the handler asks the gateway, and types are strict."""
    event = _signed()
    digits = str(event["timestamp"])
    event["data"]["transaction"]["amount_in_cents"] = int(f"25000000{digits[:moved]}")
    event["timestamp"] = int(digits[moved:])
    written_alike = str(event["timestamp"]) == digits[moved:]

    assert checksum_is_valid(event, header=None, secret=SECRET) is written_alike


@given(amount=st.integers(min_value=0, max_value=10**12), status=st.sampled_from(["VOIDED", "X"]))
def test_any_other_signed_value_breaks_the_checksum(amount, status):
    event = _signed()
    event["data"]["transaction"] |= {"amount_in_cents": amount, "status": status}

    assert not checksum_is_valid(event, header=None, secret=SECRET)


@given(order=st.permutations(EVENT["signature"]["properties"]))
def test_the_order_of_the_properties_is_the_event_s_own(order):
    event = copy.deepcopy(EVENT)
    event["signature"]["properties"] = order
    values = {
        "transaction.id": "15113-1-1",
        "transaction.status": "APPROVED",
        "transaction.amount_in_cents": "25000000",
    }
    _sign(event, text="".join(values[path] for path in order) + "1795000005")

    assert checksum_is_valid(event, header=None, secret=SECRET)
    assert signed_values(event) == [(path, values[path]) for path in order]
