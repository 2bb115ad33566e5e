"""The adapter when the line breaks: *unknown*, *refused* and *certainly nothing* stay apart."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import transaction

from payments.gateways.base import ChargeStatus
from payments.gateways.errors import (
    ChargeNotFound,
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    GatewayUnreachable,
    MalformedAnswer,
)
from payments.gateways.registry import gateway
from payments.gateways.wompi_http import flatten_messages
from tests.sandbox_fixture import Sandbox, free_port, wait_until

from .charges import make_charge

ACCEPTANCE = {"acceptance_token": "a.b.c", "permalink": "https://wompi.example/x.pdf"}
MERCHANT = {
    "name": "Plaza",
    "accepted_payment_methods": ["CARD"],
    "presigned_acceptance": ACCEPTANCE,
    "presigned_personal_data_auth": ACCEPTANCE,
}
TRANSACTION = {
    "id": "15113-1-1",
    "status": "APPROVED",
    "amount_in_cents": 25000000,
    "currency": "COP",
    "payment_method_type": "NEQUI",
    "payment_method": {"type": "NEQUI"},
}


@pytest.mark.parametrize("kind", ["timeout_after", "http_500_after", "malformed", "drop_after"])
def test_a_charge_made_before_the_line_broke_is_unknown_and_then_adopted(
    wompi_sandbox: Sandbox, kind
):
    charge = make_charge("NEQUI")
    wompi_sandbox.break_next("create", kind, seconds=0.1)

    with pytest.raises(GatewayUnavailable) as unknown:
        gateway("wompi").start_charge(charge)

    assert not isinstance(unknown.value, GatewayUnreachable)
    assert gateway("wompi").find_by_reference(charge.reference).reference == charge.reference
    assert len(wompi_sandbox.book(reference=charge.reference)) == 1


@pytest.mark.parametrize("kind", ["timeout_before", "http_500_before"])
def test_a_charge_that_was_never_made_is_unknown_too_and_may_be_repeated(
    wompi_sandbox: Sandbox, kind
):
    charge = make_charge("NEQUI")
    wompi_sandbox.break_next("create", kind, seconds=0.1)

    with pytest.raises(GatewayUnavailable):
        gateway("wompi").start_charge(charge)

    with pytest.raises(ChargeNotFound):
        gateway("wompi").find_by_reference(charge.reference)
    assert gateway("wompi").start_charge(charge).status == ChargeStatus.PENDING


def test_an_answer_slower_than_the_read_timeout_is_unknown(wompi_sandbox: Sandbox, settings):
    settings.WOMPI_READ_TIMEOUT = 0.3
    charge = make_charge("NEQUI")
    wompi_sandbox.break_next("create", "slow", seconds=1)

    with pytest.raises(GatewayUnavailable):
        gateway("wompi").start_charge(charge)

    assert len(wompi_sandbox.book(reference=charge.reference)) == 1


def test_a_slow_answer_within_the_timeout_is_an_answer(wompi_sandbox: Sandbox):
    wompi_sandbox.break_next("create", "slow", seconds=0.2)

    assert gateway("wompi").start_charge(make_charge("NEQUI")).status == ChargeStatus.PENDING


@pytest.mark.parametrize(
    "kind",
    ["timeout_before", "timeout_after", "http_500_before", "http_500_after", "malformed"],
)
def test_a_query_on_a_broken_line_is_unavailable(wompi_sandbox: Sandbox, kind):
    started = gateway("wompi").start_charge(make_charge("PSE"))
    wompi_sandbox.break_next("query", kind, seconds=0.1, times=2)

    with pytest.raises(GatewayUnavailable):
        gateway("wompi").find_charge(started.transaction_id)
    with pytest.raises(GatewayUnavailable):
        gateway("wompi").find_by_reference(started.reference)

    assert gateway("wompi").find_charge(started.transaction_id).status == ChargeStatus.PENDING


def test_waiting_for_the_address_survives_a_broken_line(wompi_sandbox: Sandbox):
    started = gateway("wompi").start_charge(make_charge("PSE"))
    wompi_sandbox.break_next("query", "http_500_before", times=2)

    assert gateway("wompi").await_payment_url(started).payment_url is not None


def test_a_void_that_was_done_before_the_line_broke_is_seen_afterwards(wompi_sandbox: Sandbox):
    token = wompi_sandbox.card_token()
    started = gateway("wompi").start_charge(make_charge("CARD", {"token": token}))
    wait_until(lambda: gateway("wompi").find_charge(started.transaction_id).status.is_final)
    wompi_sandbox.break_next("refund", "drop_after")

    with pytest.raises(GatewayUnavailable):
        gateway("wompi").void_charge(started.transaction_id)

    assert gateway("wompi").find_charge(started.transaction_id).status == ChargeStatus.VOIDED


def test_nobody_listening_means_certainly_nothing_created(settings):
    settings.WOMPI_BASE_URL = f"http://127.0.0.1:{free_port()}/v1"

    with pytest.raises(GatewayUnreachable):
        gateway("wompi").start_charge(make_charge("NEQUI"))


@pytest.mark.django_db
def test_a_call_inside_a_transaction_is_refused(wompi_sandbox: Sandbox):
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        gateway("wompi").find_charge("15113-1-1")


class Impostor:
    """A server in Wompi's place that answers what a test tells it."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.reference = ""
        self.redirects_followed = 0

    def say(self, path: str, body: Any, *, status: int = 200) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[path] = (status, raw)


@pytest.fixture
def impostor(settings) -> Iterator[Impostor]:
    wompi = Impostor()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = self.path.split("?")[0]
            if path == "/elsewhere":
                wompi.redirects_followed += 1
            status, raw = wompi.answers.get(path, (404, b"?"))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = answer

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.WOMPI_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    wompi.say("/merchants/info", {"data": MERCHANT})
    yield wompi
    server.shutdown()
    server.server_close()
    thread.join()


NONSENSE = [
    b"",
    b"<html>mantenimiento</html>",
    b"null",
    b"[]",
    b"{}",
    b'{"data": null}',
    b'{"data": []}',
    b'{"data": {}}',
    b"\xff\xfe",
    b"[" * 200_000,
    b'{"data": ' + b"9" * 5_000 + b"}",
    b" " * 1_100_000 + b"{}",
    *(
        json.dumps({"data": TRANSACTION | {"reference": "R-1"} | change}).encode()
        for change in (
            {"id": 5},
            {"id": "../x"},
            {"id": None},
            {"status": "PAID"},
            {"status": []},
            {"amount_in_cents": "25000000"},
            {"amount_in_cents": 25000000.0},
            {"amount_in_cents": True},
            {"amount_in_cents": -5},
            {"amount_in_cents": 10**30},
            {"currency": None},
            {"reference": None},
            {"payment_method_type": {}},
        )
    ),
]


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_a_malformed_answer_and_nothing_else(impostor, body):
    impostor.say("/transactions", body, status=201)
    impostor.say("/transactions/15113-1-1", body)

    with pytest.raises(MalformedAnswer):
        gateway("wompi").start_charge(make_charge("NEQUI", reference="R-1"))
    with pytest.raises(MalformedAnswer):
        gateway("wompi").find_charge("15113-1-1")


@pytest.mark.parametrize(
    "change",
    [
        {"reference": "R-2"},
        {"amount_in_cents": 100},
        {"amount_in_cents": 25000001},
        {"currency": "USD"},
    ],
)
def test_an_answer_about_another_charge_is_malformed(impostor, change):
    impostor.say("/transactions", {"data": TRANSACTION | {"reference": "R-1"} | change}, status=201)

    with pytest.raises(MalformedAnswer):
        gateway("wompi").start_charge(make_charge("NEQUI", reference="R-1"))


def test_a_query_answered_with_another_charge_is_malformed(impostor):
    other = TRANSACTION | {"id": "15113-1-2", "reference": "R-2"}
    impostor.say("/transactions/15113-1-1", {"data": other})
    impostor.say("/transactions", {"data": [other]})

    with pytest.raises(MalformedAnswer):
        gateway("wompi").find_charge("15113-1-1")
    with pytest.raises(MalformedAnswer):
        gateway("wompi").find_by_reference("R-1")


@pytest.mark.parametrize(
    ("statuses", "chosen"),
    [
        (["DECLINED", "APPROVED"], "APPROVED"),
        (["APPROVED", "PENDING"], "APPROVED"),
        (["DECLINED", "PENDING"], "PENDING"),
        (["ERROR", "DECLINED"], "DECLINED"),
    ],
)
def test_of_several_charges_of_a_reference_the_one_that_took_money_counts(
    impostor, statuses, chosen
):
    entries = [
        TRANSACTION | {"id": f"15113-1-{number}", "reference": "R-1", "status": status}
        for number, status in enumerate(statuses)
    ]
    impostor.say("/transactions", {"data": entries})

    assert gateway("wompi").find_by_reference("R-1").status == chosen


@pytest.mark.parametrize("status", [301, 302, 307, 308, 202, 204, 408, 409, 418, 429])
def test_a_status_that_wompi_does_not_document_is_unknown(impostor, status):
    impostor.say("/transactions", {"error": {"type": "X"}}, status=status)

    with pytest.raises(GatewayUnavailable):
        gateway("wompi").start_charge(make_charge("NEQUI"))

    assert impostor.redirects_followed == 0


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"error": "x"}', b'{"error": {}}'])
def test_a_refusal_without_wompi_s_form_is_unknown(impostor, body):
    impostor.say("/transactions", body, status=422)

    with pytest.raises(MalformedAnswer):
        gateway("wompi").start_charge(make_charge("NEQUI"))


@pytest.mark.parametrize(
    "merchant",
    [None, [], {}, {**MERCHANT, "presigned_acceptance": None}, {**MERCHANT, "name": 5}],
)
def test_without_acceptance_tokens_nothing_was_created(impostor, merchant):
    impostor.say("/merchants/info", {"data": merchant})

    with pytest.raises(GatewayUnreachable):
        gateway("wompi").start_charge(make_charge("NEQUI"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_documented_refusal_created_nothing(impostor, status):
    impostor.say("/transactions", {"error": {"type": "X", "reason": "No"}}, status=status)

    with pytest.raises(GatewayRefused) as refusal:
        gateway("wompi").start_charge(make_charge("NEQUI"))

    assert refusal.value.details["messages"] == {"reason": ["No"]}


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil", 5, "", "https://", "http://a b", "https://x\n.co", ["x"]],
)
def test_a_strange_payment_address_is_left_out_and_the_state_kept(impostor, address):
    method = {"type": "PSE", "extra": {"async_payment_url": address}}
    impostor.say(
        "/transactions/15113-1-1",
        {"data": TRANSACTION | {"reference": "R-1", "payment_method": method}},
    )

    state = gateway("wompi").find_charge("15113-1-1")

    assert (state.status, state.payment_url) == (ChargeStatus.APPROVED, None)


@pytest.mark.parametrize("body", [{"data": None}, {"data": [5]}, {"data": [{}]}, {"data": {}}])
def test_banks_that_are_no_list_are_malformed(impostor, body):
    impostor.say("/pse/financial_institutions", body)

    with pytest.raises(GatewayError):
        gateway("wompi").banks()


@pytest.mark.parametrize(
    ("messages", "flat"),
    [
        (None, {}),
        ({"a": ["x"]}, {"a": ["x"]}),
        ({"a": {"b": ["x", "y"]}}, {"a.b": ["x", "y"]}),
        ({"a.b": "x"}, {"a.b": ["x"]}),
        (["x"], {"reason": ["x"]}),
        ("x", {"reason": ["x"]}),
        ({"a": {"b": {"c": {"d": {"e": {"f": "deep"}}}}}}, {}),
        ({"a": [1, None, {"b": "x"}]}, {"a.b": ["x"]}),
    ],
)
def test_messages_are_flattened_however_they_come(messages, flat):
    assert flatten_messages(messages) == flat


def test_a_refused_look_for_the_address_does_not_make_the_charge_look_refused(impostor):
    started = TRANSACTION | {"reference": "R-1", "status": "PENDING"}
    impostor.say("/transactions", {"data": started}, status=201)
    impostor.say("/transactions/15113-1-1", {"error": {"type": "X", "reason": "No"}}, status=401)
    state = gateway("wompi").start_charge(make_charge("NEQUI", reference="R-1"))

    assert gateway("wompi").await_payment_url(state) == state


def test_a_void_that_cannot_be_read_afterwards_is_unknown(impostor):
    impostor.say("/transactions/15113-1-1/void", {"data": None}, status=201)
    impostor.say("/transactions/15113-1-1", {"error": {"type": "X", "reason": "No"}}, status=404)

    with pytest.raises(GatewayUnavailable):
        gateway("wompi").void_charge("15113-1-1")
