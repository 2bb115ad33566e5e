"""The demo's past: some months of orders in every state, lived through at their own moments."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from catalog.errors import OutOfStock
from catalog.selectors.sellable import default_variants
from marketplace.shared import clock
from marketplace.shared.clock import travel
from marketplace.shared.db import in_transaction
from marketplace.shared.services import outbox
from orders.services import transitions
from orders.services.placement import place_order
from orders.states import ReasonCode, Role
from payments.gateways.base import ChargeState, ChargeStatus
from payments.services.attempts import Plan, open_attempt
from payments.services.settlement import settle
from payments.states import Method

from .people import BUYERS, DemoPerson, address_of

ORDERS = 130
DAYS = 175
Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who takes part in the past: people's ids by e-mail, staff, and what is on the shelves."""

    people: dict[str, UUID]
    admin_id: UUID
    product_ids: list[UUID]


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How far an order comes: each step at so many hours after the purchase, or never."""

    declined_first: bool = False
    paid_after: float | None = 0.2
    cancelled_after: float | None = None
    prepared_after: float | None = 20
    shipped_after: float | None = 44
    delivered_after: float | None = 110
    refunded_after: float | None = None


# The weights follow what shops report: most orders arrive, some are never paid, few go back.
FATES: list[tuple[int, Fate]] = [
    (66, Fate()),
    (8, Fate(declined_first=True)),
    (10, Fate(paid_after=None, cancelled_after=0.6)),
    (8, Fate(cancelled_after=9, prepared_after=None)),
    (8, Fate(refunded_after=200)),
]


@in_transaction
def live_the_past(*, cast: Cast, tell: Progress) -> int:
    """Make all orders of the past, or none; return how many. No mail goes out for them."""
    dice = random.Random(2026)  # noqa: S311 - sample data, no secret
    now = clock.now()
    variants = sorted(default_variants(product_ids=cast.product_ids).values())
    for number, placed_at in enumerate(_moments(now, dice), start=1):
        buyer = BUYERS[number % len(BUYERS)]
        fate = dice.choices([fate for _, fate in FATES], [weight for weight, _ in FATES])[0]
        _Life(cast, buyer, number, placed_at, now).live(fate, _basket(variants, dice))
        if number % 25 == 0:
            tell(f"{number} pedidos")
    outbox.drop(queue="mails")
    return ORDERS


def _moments(now: datetime, dice: random.Random) -> Iterator[datetime]:
    """Yield the purchases' moments in order, denser towards today, the last minutes ago."""
    for number in range(ORDERS - 4):
        share = ((number + dice.random()) / (ORDERS - 4)) ** 0.7
        yield now - timedelta(days=DAYS) * (1 - share) - timedelta(hours=2)
    for minutes in (90, 60, 8, 4):
        yield now - timedelta(minutes=minutes)


def _basket(variants: list[UUID], dice: random.Random) -> dict[UUID, int]:
    chosen = dice.sample(variants, dice.choices([1, 2, 3, 4], [40, 30, 20, 10])[0])
    return {variant_id: dice.choices([1, 2, 3], [70, 22, 8])[0] for variant_id in chosen}


class _Life:
    """One order from purchase to end; steps that would lie in the future are not taken."""

    def __init__(
        self, cast: Cast, buyer: DemoPerson, number: int, placed_at: datetime, now: datetime
    ) -> None:
        self._cast, self._buyer, self._number = cast, buyer, number
        self._placed_at, self._now = placed_at, now
        self._attempts = 0

    def live(self, fate: Fate, basket: dict[UUID, int]) -> None:
        buyer_id = self._cast.people[self._buyer.email]
        with travel(self._placed_at):
            try:
                order = place_order(
                    buyer_id=buyer_id,
                    email=self._buyer.email,
                    quantities=basket,
                    shipping_address=address_of(self._buyer),
                )
            except OutOfStock as error:
                raise AssertionError(f"the demo's stock is too small: {error.details}") from error
        self._order_id, self._total = order.pk, order.total
        if fate.declined_first:
            self._at(0.05, lambda: self._pay(ChargeStatus.DECLINED))
        self._at(fate.paid_after, lambda: self._pay(ChargeStatus.APPROVED))
        self._at(fate.cancelled_after, lambda: self._cancel(paid=fate.paid_after is not None))
        if fate.cancelled_after is None:
            for part in order.parts:
                self._fulfil(part.pk, fate)

    def _at(self, hours: float | None, step: Callable[[], object]) -> None:
        """Take ``step`` so many hours after the purchase, with what follows from it at once."""
        if hours is None or (moment := self._placed_at + timedelta(hours=hours)) > self._now:
            return
        with travel(moment):
            step()
            for message in outbox.claim_waiting(queue="default"):
                outbox.deliver(message_id=message.id)

    def _pay(self, status: ChargeStatus) -> None:
        self._attempts += 1
        method = list(Method)[self._number % 3]
        plan = Plan(
            method=method,
            gateway="wompi",
            kept_data={},
            acceptance={"accept_terms": True, "accept_personal_data": True},
            fraud_score=0,
        )
        buyer_id = self._cast.people[self._buyer.email]
        turn = open_attempt(order_id=self._order_id, buyer_id=buyer_id, plan=plan)
        settle(
            state=ChargeState(
                gateway="wompi",
                transaction_id=f"demo-{self._number:04}-{self._attempts}",
                reference=turn.attempt.reference,
                status=status,
                amount=self._total,
                currency="COP",
                method=method.value,
                environment="test",
            )
        )

    def _cancel(self, *, paid: bool) -> None:
        admin_id = self._cast.admin_id
        if paid:
            role, actor_id, reason = Role.STAFF, admin_id, "El comprador se arrepintió."
        else:
            role, actor_id, reason = Role.SYSTEM, None, ReasonCode.PAYMENT_EXPIRED
        transitions.cancel_order(
            order_id=self._order_id, role=role, actor_id=actor_id, reason=reason
        )

    def _fulfil(self, part_id: UUID, fate: Fate) -> None:
        staff = {"vendor_order_id": part_id, "role": Role.STAFF, "actor_id": self._cast.admin_id}
        parcel = {"courier": "Servientrega", "tracking_number": f"{2_100_000_000 + self._number}"}
        self._at(fate.prepared_after, lambda: transitions.prepare(**staff))
        self._at(fate.shipped_after, lambda: transitions.ship(**staff, **parcel))
        self._at(fate.delivered_after, lambda: transitions.deliver(**staff))
        self._at(
            fate.refunded_after,
            lambda: transitions.refund(
                vendor_order_id=part_id,
                actor_id=self._cast.admin_id,
                reason="Devolución: no era lo esperado.",
            ),
        )
