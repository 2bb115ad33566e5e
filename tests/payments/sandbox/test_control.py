"""The control API and the pages: what they do, and the nonsense they refuse."""

import re
import subprocess
import sys

import pytest
import requests
from django.core.management import CommandError, call_command

from payments.gateways.registry import gateway
from tests.payments.gateways.charges import make_charge
from tests.sandbox_fixture import PROJECT, Sandbox

NONSENSE = [
    ("PUT", "/sandbox/notices", {}),
    ("PUT", "/sandbox/notices", {"mode": "loud"}),
    ("PUT", "/sandbox/notices", {"mode": "delay", "seconds": -1}),
    ("PUT", "/sandbox/notices", {"mode": "delay", "seconds": "5"}),
    ("PUT", "/sandbox/notices", {"mode": "duplicate", "copies": 0}),
    ("PUT", "/sandbox/notices", {"mode": "duplicate", "copies": 1.5}),
    ("PUT", "/sandbox/notices", {"mode": "normal", "surprise": 1}),
    ("PUT", "/sandbox/notices", []),
    ("PUT", "/sandbox/faults", {}),
    ("PUT", "/sandbox/faults", {"gateway": "stripe", "operation": "create", "kind": "slow"}),
    ("PUT", "/sandbox/faults", {"gateway": "wompi", "operation": "delete", "kind": "slow"}),
    ("PUT", "/sandbox/faults", {"gateway": "wompi", "operation": "create", "kind": "fire"}),
    (
        "PUT",
        "/sandbox/faults",
        {"gateway": "wompi", "operation": "create", "kind": "slow", "times": -1},
    ),
    (
        "PUT",
        "/sandbox/faults",
        {"gateway": "wompi", "operation": "create", "kind": "slow", "seconds": True},
    ),
    ("PUT", "/sandbox/behaviour", {"properties": []}),
    ("PUT", "/sandbox/behaviour", {"properties": [1]}),
    ("PUT", "/sandbox/behaviour", {"notice_before_answer": "yes"}),
    ("GET", "/sandbox/book?surprise=1", None),
]


@pytest.fixture
def charge(wompi_sandbox: Sandbox):
    return gateway("wompi").start_charge(make_charge("PSE"))


@pytest.mark.parametrize(("method", "path", "body"), NONSENSE)
def test_nonsense_is_a_400(wompi_sandbox: Sandbox, method, path, body):
    answer = requests.request(method, wompi_sandbox.url + path, json=body, timeout=30)

    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "INPUT_VALIDATION_ERROR")
    assert wompi_sandbox.control("GET", "/sandbox/faults").json() == {"faults": []}
    assert wompi_sandbox.control("GET", "/sandbox/notices").json()["mode"] == "normal"


@pytest.mark.parametrize("raw", [b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_a_400(wompi_sandbox: Sandbox, raw):
    answer = requests.put(f"{wompi_sandbox.url}/sandbox/faults", data=raw, timeout=30)

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("action", "form"),
    [
        ("resolve", {}),
        ("resolve", {"status": "PENDING"}),
        ("resolve", {"status": ["APPROVED"]}),
        ("notify", {"status": "PAID"}),
        ("notify", {"copies": 101}),
        ("notify", {"forge": "everything"}),
    ],
)
def test_nonsense_about_a_transaction_is_a_400(wompi_sandbox, charge, action, form):
    path = f"/sandbox/transactions/{charge.transaction_id}/{action}"

    answer = requests.post(wompi_sandbox.url + path, json=form, timeout=30)

    assert answer.status_code == 400


@pytest.mark.parametrize("action", ["resolve", "notify"])
def test_an_unknown_transaction_is_a_404(wompi_sandbox, action):
    path = f"/sandbox/transactions/none/{action}"

    answer = requests.post(wompi_sandbox.url + path, json={"status": "APPROVED"}, timeout=30)

    assert answer.status_code == 404


def test_the_book_shows_transactions_and_filters_them(wompi_sandbox, charge):
    gateway("wompi").start_charge(make_charge("PSE"))

    (entry,) = wompi_sandbox.book(reference=charge.reference)

    assert entry.pop("created_at").endswith("Z")
    assert entry == {
        "gateway": "wompi",
        "transaction_id": charge.transaction_id,
        "reference": charge.reference,
        "amount_in_cents": 25000000,
        "currency": "COP",
        "method": "PSE",
        "status": "PENDING",
    }
    assert wompi_sandbox.book(reference=charge.reference, status="APPROVED") == []
    assert len(wompi_sandbox.book(status="PENDING")) >= 2


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("APPROVED", "APPROVED"),
        ("DECLINED", "DECLINED"),
        ("ERROR", "ERROR"),
        ("VOIDED", "VOIDED"),
        ("EXPIRED", "ERROR"),
    ],
)
def test_a_pending_payment_may_end_in_every_way(wompi_sandbox, charge, asked, reached):
    wompi_sandbox.resolve(charge.transaction_id, asked)

    assert gateway("wompi").find_charge(charge.transaction_id).status == reached


def test_a_final_payment_stays_but_for_an_approved_one_that_is_voided(wompi_sandbox, charge):
    wompi_sandbox.resolve(charge.transaction_id, "APPROVED")
    wompi_sandbox.resolve(charge.transaction_id, "APPROVED")

    with pytest.raises(requests.HTTPError) as refusal:
        wompi_sandbox.resolve(charge.transaction_id, "DECLINED")

    assert refusal.value.response.status_code == 409
    wompi_sandbox.resolve(charge.transaction_id, "VOIDED")
    assert gateway("wompi").find_charge(charge.transaction_id).status == "VOIDED"


def test_a_fault_hits_as_often_as_it_was_told_and_zero_ends_it(wompi_sandbox):
    wompi_sandbox.break_next("query", "slow", times=7)
    gateway("wompi").find_charge(gateway("wompi").start_charge(make_charge()).transaction_id)

    (fault,) = wompi_sandbox.control("GET", "/sandbox/faults").json()["faults"]
    wompi_sandbox.break_next("query", "slow", times=0)

    assert fault["times"] == 6
    assert wompi_sandbox.control("GET", "/sandbox/faults").json() == {"faults": []}


@pytest.mark.parametrize(
    ("button", "status"), [("Aprobar", "APPROVED"), ("Rechazar", "DECLINED"), ("Cancelar", "ERROR")]
)
def test_the_bank_page_takes_a_decision_and_sends_the_buyer_back(
    wompi_sandbox, charge, button, status
):
    address = gateway("wompi").await_payment_url(charge).payment_url
    page = requests.get(address, timeout=30)
    form = re.search(rf'name="decision" value="(\w+)">\s*<button[^>]*>{button}</button>', page.text)

    answer = requests.post(address, data={"decision": form[1]}, allow_redirects=False, timeout=30)

    assert "$ 250.000" in page.text
    assert charge.reference in page.text
    assert "<script" not in page.text
    assert answer.status_code == 303
    assert answer.headers["Location"] == (
        f"https://tienda.example.co/checkout/retorno/wompi?id={charge.transaction_id}&env=test"
    )
    assert gateway("wompi").find_charge(charge.transaction_id).status == status
    assert "Volver al comercio" in requests.get(address, timeout=30).text


def test_the_bank_page_refuses_unknown_payments_and_decisions(wompi_sandbox, charge):
    page = f"{wompi_sandbox.url}/banco/"

    assert requests.get(page + "none", timeout=30).status_code == 404
    unknown = requests.post(page + charge.transaction_id, data={"decision": "x"}, timeout=30)
    assert unknown.status_code == 400
    assert gateway("wompi").find_charge(charge.transaction_id).status == "PENDING"


def test_the_index_lists_payments_and_moves_the_switches(wompi_sandbox, charge):
    url = wompi_sandbox.url

    page = requests.get(url, timeout=30)
    requests.post(f"{url}/panel/avisos", data={"mode": "off"}, timeout=30)
    fault = {"operation": "create", "kind": "slow"}
    requests.post(f"{url}/panel/fallas", data=fault, timeout=30)

    assert f"/banco/{charge.transaction_id}" in page.text
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert wompi_sandbox.control("GET", "/sandbox/notices").json()["mode"] == "off"
    assert len(wompi_sandbox.control("GET", "/sandbox/faults").json()["faults"]) == 1
    requests.post(f"{url}/panel/sanar", timeout=30)
    assert wompi_sandbox.control("GET", "/sandbox/faults").json() == {"faults": []}
    assert requests.post(f"{url}/panel/avisos", data={"mode": "x"}, timeout=30).status_code == 400
    assert requests.post(f"{url}/panel/fallas", data={}, timeout=30).status_code == 400


def test_the_documents_and_the_style_sheet_are_served(wompi_sandbox):
    url = wompi_sandbox.url

    assert "Términos" in requests.get(f"{url}/documentos/terminos", timeout=30).text
    assert requests.get(f"{url}/documentos/x", timeout=30).status_code == 404
    assert "--brand" in requests.get(f"{url}/static/sandbox/sandbox.css", timeout=30).text


def test_the_sandbox_does_not_start_with_debug_off(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError):
        call_command("run_sandbox", port=1)


def test_its_own_process_refuses_debug_off_as_well(tmp_path):
    (tmp_path / "strict.py").write_text(
        "from marketplace.settings.sandbox import *\nDEBUG = False\n"
    )
    command = [sys.executable, "-m", "payments.sandbox", "--port=1", "--url=http://x"]

    ended = subprocess.run(
        command,
        cwd=PROJECT,
        check=False,
        env={
            "DJANGO_SETTINGS_MODULE": "strict",
            "PYTHONPATH": f"{tmp_path}:{PROJECT}",
            "PLAZA_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode != 0
    assert "DEBUG=False" in ended.stderr
    assert not (tmp_path / "sandbox").exists()
