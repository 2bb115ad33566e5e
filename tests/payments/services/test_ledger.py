"""The books: balanced, once, and never changed."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction

from marketplace.shared.ids import new_id
from payments.errors import LedgerUnbalanced, RefundExceedsCapture
from payments.management.commands import check_ledger
from payments.models import LedgerAccount, LedgerEntry, LedgerPosting, Refund
from payments.services import ledger
from payments.services.ledger import Account, Entry
from payments.services.refunds import request_refund
from payments.services.settlement import settle
from tests.factories.payments import answer, make_attempt, make_order_to_pay
from tests.factories.vendors import make_vendor
from tests.payments.books import balances, pesos
from tests.support.races import tally

Kind = LedgerAccount.Kind


def post(*entries: Entry, source_id: Any = None, kind: str = "test") -> Any:
    return ledger.post(
        source_type="test",
        source_id=source_id or new_id(),
        kind=kind,
        order_id=None,
        entries=entries,
    )


def entry(kind: LedgerAccount.Kind, amount: int | str, **names: Any) -> Entry:
    return Entry(account=Account(kind=kind, **names), amount=Decimal(amount))


@pytest.mark.django_db
def test_a_balanced_fact_is_posted_and_zeros_are_left_out():
    post(
        entry(Kind.GATEWAY, 100, name="wompi"),
        entry(Kind.SURPLUS, -60),
        entry(Kind.SURPLUS, -40),
        entry(Kind.COMMISSION, 0),
    )

    assert balances() == {"gateway": pesos(100), "surplus": pesos(-100)}
    assert LedgerEntry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("amounts", [(100, -99), (0, 0), ("0.5", "-0.5"), ()])
def test_what_does_not_balance_is_refused_and_nothing_is_written(amounts: tuple[Any, ...]):
    entries = [
        entry(kind, amount)
        for kind, amount in zip((Kind.BANK, Kind.SURPLUS), amounts, strict=False)
    ]

    with pytest.raises(LedgerUnbalanced):
        post(*entries)

    assert (LedgerPosting.objects.count(), LedgerEntry.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_same_fact_posts_once():
    fact = new_id()

    first = post(entry(Kind.BANK, 5), entry(Kind.SURPLUS, -5), source_id=fact)
    second = post(entry(Kind.BANK, 5), entry(Kind.SURPLUS, -5), source_id=fact)

    assert (first is None, second is None) == (False, True)
    assert LedgerEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_fact_posted_in_parallel_posts_once(race: Any):
    fact, vendor = new_id(), make_vendor()

    def once() -> str:
        made = post(
            entry(Kind.GATEWAY, 10, name="wompi"),
            entry(Kind.VENDOR_HELD, -10, vendor_id=vendor.pk),
            source_id=fact,
        )
        return "posted" if made else "known"

    outcomes = race([once] * 8)

    assert tally(outcomes) == {"posted": 1, "known": 7}
    assert balances() == {"gateway": pesos(10), "vendor_held": pesos(-10)}


@pytest.mark.django_db(transaction=True)
def test_accounts_that_everybody_needs_at_once_are_made_once(race: Any):
    vendors = [make_vendor() for _ in range(3)]

    def one() -> None:
        post(
            entry(Kind.GATEWAY, 30, name="wompi"),
            *[entry(Kind.VENDOR_HELD, -10, vendor_id=vendor.pk) for vendor in vendors],
        )

    outcomes = race([one] * 8)

    assert outcomes == [None] * 8
    assert LedgerAccount.objects.count() == 4
    assert balances() == {"gateway": pesos(240), "vendor_held": pesos(-240)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_ledgerentry SET amount = 1",
        "DELETE FROM payments_ledgerentry",
        "UPDATE payments_ledgerposting SET memo = 'x'",
        "DELETE FROM payments_ledgerposting",
    ],
)
def test_raw_sql_cannot_change_the_books(statement: str):
    post(entry(Kind.BANK, 5), entry(Kind.SURPLUS, -5))

    with (
        pytest.raises((InternalError, IntegrityError), match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert balances() == {"bank": pesos(5), "surplus": pesos(-5)}


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_an_unbalanced_posting_at_the_commit():
    post(entry(Kind.BANK, 5), entry(Kind.SURPLUS, -5))

    with pytest.raises(IntegrityError, match="is off by 7"), transaction.atomic():
        LedgerEntry.objects.create(
            posting=LedgerPosting.objects.get(), account=LedgerAccount.objects.first(), amount=7
        )

    assert balances() == {"bank": pesos(5), "surplus": pesos(-5)}


@pytest.mark.django_db(transaction=True)
def test_of_thirty_refunds_of_more_than_half_one_passes(race: Any):
    attempt = make_attempt(make_order_to_pay())
    settle(state=answer(attempt))

    def refund() -> str:
        request_refund(charge_id=attempt.pk, amount=Decimal(60_000), reason="prueba")
        return "held"

    outcomes = race([refund] * 30)

    assert tally(outcomes) == {"held": 1, RefundExceedsCapture.__name__: 29}
    attempt.refresh_from_db()
    assert (attempt.refund_held, Refund.objects.count()) == (pesos(60_000), 1)


@pytest.mark.django_db
def test_check_ledger_prints_the_balances(capsys: pytest.CaptureFixture[str]):
    settle(state=answer(make_attempt(make_order_to_pay())))

    call_command("check_ledger")

    printed = capsys.readouterr().out
    assert "gateway" in printed
    assert "$ 115.000" in printed
    assert printed.endswith("Los libros cuadran.\n")


@pytest.mark.django_db
def test_check_ledger_says_what_is_off(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(check_ledger, "unbalanced_postings", lambda: [(7, Decimal(1))])

    with pytest.raises(CommandError, match="no cuadran"):
        call_command("check_ledger")
