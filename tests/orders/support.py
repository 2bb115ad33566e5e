"""What the tests of orders share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from catalog.models import Variant
from marketplace.shared import invariants
from marketplace.shared.models import OutboxMessage
from marketplace.shared.services import outbox
from orders.models import Order, OrderLine, StatusChange, VendorOrder

WRITTEN = (Order, VendorOrder, OrderLine, StatusChange)


def counts() -> dict[str, int]:
    """Count the rows that a refusal must not write."""
    return {model.__name__: model.objects.count() for model in WRITTEN} | {
        "messages": OutboxMessage.objects.filter(event__startswith="orders.").count()
    }


def stock(*products: Any) -> list[tuple[int, int]]:
    """Return ``(on_hand, reserved)`` of each product's variant."""
    rows = Variant.objects.values_list("product", "on_hand", "reserved")
    by_product = {product_id: figures for product_id, *figures in rows}
    return [tuple(by_product[product.pk]) for product in products]


def deliver_mails() -> int:
    """Deliver the waiting messages of this app alone; return how many."""
    waiting = OutboxMessage.objects.filter(status="waiting", handler__startswith="orders.")
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    for message_id in ids:
        assert outbox.deliver(message_id=message_id)
    return len(ids)


def history(order: Order) -> list[tuple[str, str, str, str]]:
    """Return the order's own steps: from, to, role, reason."""
    rows = StatusChange.objects.filter(order=order, vendor_order=None).order_by("pk")
    return list(rows.values_list("from_status", "to_status", "role", "reason"))


def broken_rules() -> set[str]:
    """Return the codes of the broken rules, but for the one that orders are paid with money."""
    return {found.code for found in invariants.violations()} - {"paid_order_has_charge"}


def assert_sound() -> None:
    """Assert that no rule of any app is broken."""
    assert broken_rules() == set()


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what is sent to the database; savepoints are the tests' own and do not count."""
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: Any, *args: Any) -> Any:
        if "SAVEPOINT" not in str(sql):
            sent.append(str(sql))
        return execute(sql, *args)

    with connection.execute_wrapper(note):
        yield sent
