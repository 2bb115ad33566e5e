from itertools import product
from pathlib import Path

import pytest

from orders.errors import TransitionNotAllowed
from orders.states import (
    STEPS,
    OrderAction,
    OrderStatus,
    Role,
    next_status,
    overall_status,
    reason_text,
)

S = OrderStatus
EVERYTHING = list(product(OrderStatus, OrderAction, Role))
DIAGRAM = Path(__file__).parents[2] / "docs" / "states.md"


@pytest.mark.parametrize(("status", "action", "role"), EVERYTHING)
def test_only_the_steps_of_the_table_are_allowed(status, action, role):
    step = STEPS.get((status, action))
    if step is not None and role in step.by:
        assert next_status(status, action, role=role) == step.to
    else:
        with pytest.raises(TransitionNotAllowed) as refusal:
            next_status(status, action, role=role)
        assert refusal.value.details == {"status": status.value, "action": action.value}


def test_every_action_leads_to_one_status_wherever_it_starts():
    for action in OrderAction:
        assert len({step.to for (_, taken), step in STEPS.items() if taken == action}) == 1


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([S.PENDING], S.PENDING),
        ([S.CONFIRMED, S.PROCESSING], S.CONFIRMED),
        ([S.SHIPPED, S.DELIVERED], S.SHIPPED),
        ([S.CANCELLED, S.DELIVERED], S.DELIVERED),
        ([S.REFUNDED, S.DELIVERED], S.DELIVERED),
        ([S.REFUNDED, S.CANCELLED], S.REFUNDED),
        ([S.CANCELLED, S.CANCELLED], S.CANCELLED),
    ],
)
def test_an_order_is_as_far_as_its_slowest_living_part(parts, whole):
    assert overall_status(parts) == whole


def test_reasons_of_the_program_are_told_in_words():
    assert reason_text("payment_expired") == "venció el tiempo para pagar"
    assert reason_text("payment_voided") == "el pago se anuló"
    assert reason_text("El color no era") == "El color no era"


def test_the_diagram_in_the_docs_shows_the_table():
    lines = DIAGRAM.read_text().splitlines()
    drawn = {line.strip() for line in lines if " --> " in line and "[*]" not in line}

    assert drawn == {
        f"{status.value} --> {step.to.value}: {action.value} ({', '.join(sorted(step.by))})"
        for (status, action), step in STEPS.items()
    }
