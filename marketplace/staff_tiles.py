"""The tiles of the admin's first page; each is read only for whoever may see what it counts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.selectors.privacy import overdue_privacy_requests, privacy_requests_to_answer
from catalog.selectors.staff import products_to_review
from marketplace.shared.money import format_pesos
from marketplace.shared.selectors.outbox import messages
from orders.selectors.staff import orders_today
from payments.selectors.staff import (
    anomalous_notices,
    charges_without_order,
    open_charges,
    refunds_to_do,
)
from vendors.selectors.staff import shops_to_approve


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A figure with the page that lists what it counts; ``is_alarm`` asks for a person."""

    label: str
    figure: str
    note: str
    address: str
    is_alarm: bool = False


@dataclass(frozen=True, kw_only=True)
class _Counted:
    """Something to be counted, and where its rows are."""

    model: str
    label: str
    note: str
    query: str
    count: Callable[[], int]
    is_alarm: bool = False


def _outbox(status: str) -> Callable[[], int]:
    return lambda: messages(status=status).count()


_COUNTED = [
    _Counted(
        model="vendors.vendor",
        label="Tiendas por aprobar",
        note="esperan una decisión",
        query="status__exact=pending",
        count=shops_to_approve,
    ),
    _Counted(
        model="catalog.product",
        label="Productos por revisar",
        note="enviados por sus tiendas",
        query="status__exact=pending_review",
        count=products_to_review,
    ),
    _Counted(
        model="accounts.privacyrequest",
        label="Solicitudes de datos",
        note="por responder",
        query="term=waiting",
        count=privacy_requests_to_answer,
    ),
    _Counted(
        model="accounts.privacyrequest",
        label="Solicitudes de datos vencidas",
        note="pasó el plazo de la ley",
        query="term=overdue",
        count=overdue_privacy_requests,
        is_alarm=True,
    ),
    _Counted(
        model="payments.chargeattempt",
        label="Cobros abiertos",
        note="aún sin resultado",
        query="status__in=created,pending,unknown",
        count=open_charges,
    ),
    _Counted(
        model="payments.chargeattempt",
        label="Dinero sin pedido",
        note="sobrantes y por devolver",
        query="without_order=yes",
        count=charges_without_order,
        is_alarm=True,
    ),
    _Counted(
        model="payments.refund",
        label="Devoluciones por hacer",
        note="el dinero aún no vuelve al comprador",
        query="status__in=requested,pending,unknown",
        count=refunds_to_do,
    ),
    _Counted(
        model="payments.webhooknotice",
        label="Avisos que no concuerdan",
        note="nada se aplicó",
        query="outcome__exact=anomalous",
        count=anomalous_notices,
        is_alarm=True,
    ),
    _Counted(
        model="shared.outboxmessage",
        label="Mensajes en espera",
        note="por entregar a sus receptores",
        query="status__exact=waiting",
        count=_outbox("waiting"),
    ),
    _Counted(
        model="shared.outboxmessage",
        label="Mensajes abandonados",
        note="fallaron demasiadas veces",
        query="status__exact=dead",
        count=_outbox("dead"),
        is_alarm=True,
    ),
]


def tiles_for(user: User) -> list[Tile]:
    """Return the tiles of what ``user`` may view: one statement a tile, two for the orders."""
    tiles = [_orders_tile()] if _may_view(user, "orders.order") else []
    return tiles + [_tile(each) for each in _COUNTED if _may_view(user, each.model)]


def _may_view(user: User, model: str) -> bool:
    app, name = model.split(".")
    return user.has_perm(f"{app}.view_{name}")


def _orders_tile() -> Tile:
    today = orders_today()
    return Tile(
        label="Pedidos de hoy",
        figure=str(today.placed),
        note=f"pagados: {today.paid} · {format_pesos(today.paid_total)}",
        address=_address("orders.order", ""),
    )


def _tile(counted: _Counted) -> Tile:
    count = counted.count()
    return Tile(
        label=counted.label,
        figure=str(count),
        note=counted.note,
        address=_address(counted.model, counted.query),
        is_alarm=counted.is_alarm and count > 0,
    )


def _address(model: str, query: str) -> str:
    """Return where the rows are listed; nothing where the model has no staff screen."""
    try:
        address = reverse(f"admin:{model.replace('.', '_')}_changelist")
    except NoReverseMatch:
        return ""
    return f"{address}?{query}" if query else address
