"""Fraud points, timetables and the order of statuses."""

from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest

from payments.fraud_rules import PaymentFacts, fraud_score
from payments.states import OPEN, ChargeStatus, may_follow
from payments.timetable import NOTICE_RETRY_SECONDS, notice_pause, poll_pause

CALM = {
    "amount": Decimal(100_000),
    "account_age": timedelta(days=400),
    "recent_declines": 0,
    "recent_attempts": 1,
    "approved_before": 3,
}


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        ({}, 0),
        ({"approved_before": 0}, 5),
        ({"amount": Decimal(2_000_000)}, 15),
        ({"amount": Decimal(8_000_000)}, 35),
        ({"account_age": timedelta(hours=2)}, 20),
        ({"account_age": timedelta(days=3)}, 10),
        ({"account_age": None}, 0),
        ({"recent_declines": 2}, 20),
        ({"recent_declines": 50}, 40),
        ({"recent_attempts": 4}, 8),
        ({"recent_attempts": 90}, 20),
        (
            {
                "amount": Decimal(9_000_000),
                "account_age": timedelta(0),
                "recent_declines": 9,
                "recent_attempts": 9,
            },
            100,
        ),
    ],
)
def test_signs_add_up_to_a_score(changes: dict, score: int):
    assert fraud_score(PaymentFacts(**(CALM | changes))) == score


def test_questions_become_rarer_and_never_end():
    pauses = [poll_pause(polls).total_seconds() for polls in range(9)]

    assert pauses == [5, 15, 60, 300, 900, 3_600, 3_600, 3_600, 3_600]


def test_notices_are_given_up_after_the_last_pause():
    pauses = [notice_pause(tries) for tries in range(1, len(NOTICE_RETRY_SECONDS) + 1)]

    assert pauses == [timedelta(seconds=seconds) for seconds in NOTICE_RETRY_SECONDS]
    assert notice_pause(len(NOTICE_RETRY_SECONDS) + 1) is None


S = ChargeStatus
FINAL_FIRST = {S.DECLINED, S.ERROR, S.EXPIRED}
ALLOWED = (
    {(before, after) for before in OPEN for after in FINAL_FIRST | {S.APPROVED, S.VOIDED}}
    | {(S.CREATED, S.PENDING), (S.UNKNOWN, S.PENDING)}
    | {(before, S.APPROVED) for before in FINAL_FIRST}
    | {(before, S.VOIDED) for before in FINAL_FIRST | {S.APPROVED}}
)


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_a_charge_only_moves_forward(before: ChargeStatus, after: ChargeStatus):
    assert may_follow(before, after) == ((before, after) in ALLOWED)
