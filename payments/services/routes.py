"""The only writer of the routing table: it decides which gateway gets the money."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.forms.models import model_to_dict

from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit

from ..gateways.errors import UnknownGateway
from ..gateways.registry import NAMES
from ..models import PaymentRoute


@in_transaction
def set_route(
    *,
    route_id: int | None,
    method: str,
    gateway: str,
    position: int,
    is_enabled: bool,
    min_amount: Decimal,
    max_amount: Decimal | None,
    actor_id: UUID,
) -> PaymentRoute:
    """Write one line of the table, a new one if ``route_id`` is None, with an audit entry.

    Args:
        position: lower ones are tried first.
        min_amount, max_amount: whole pesos; None is without limit.

    Raises:
        UnknownGateway: there is no adapter of this name.
    """
    if gateway not in NAMES:
        raise UnknownGateway(f"No hay una pasarela «{gateway}».", known=list(NAMES))
    before = _locked(route_id) if route_id is not None else None
    route = PaymentRoute(
        pk=route_id,
        method=method,
        gateway=gateway,
        position=position,
        is_enabled=is_enabled,
        min_amount=min_amount,
        max_amount=max_amount,
    )
    route.save()
    _record("payments.route_set", route, before, actor_id)
    return route


@in_transaction
def remove_route(*, route_id: int, actor_id: UUID) -> None:
    """Take one line out of the table, with an audit entry; twice is once."""
    route = _locked(route_id)
    if route is not None:
        _record("payments.route_removed", route, route, actor_id)
        route.delete()


def _locked(route_id: int) -> PaymentRoute | None:
    return PaymentRoute.objects.select_for_update().filter(pk=route_id).first()


def _record(action: str, route: PaymentRoute, before: PaymentRoute | None, actor_id: UUID) -> None:
    old, new = (_values(before) if before else {}), _values(route)
    audit.record(
        action=action,
        subject_type="payment_route",
        subject_id=str(route.pk),
        actor_id=actor_id,
        changes={name: [old.get(name), value] for name, value in new.items()},
    )


def _values(route: PaymentRoute) -> dict[str, Any]:
    return {name: str(value) for name, value in model_to_dict(route).items()}
