"""A shop's sales in the portal. Another shop's sales answer 404."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from vendors.member_rules import Area, visible_areas
from vendors.portal.pages import PortalAction, PortalList, PortalPage

from ..selectors.portal import sale_of_vendor
from ..selectors.vendor import vendor_orders_of
from ..services.transitions import cancel_vendor_order, deliver, prepare, ship
from ..states import OrderStatus, Role
from .forms import CancelForm, SaleFilter, ShipForm


class Sales(PortalList):
    """``/portal/ventas/``: what the shop sold; five statements whatever their number."""

    area = Area.SALES
    template_name = "portal/orders/sales.html"

    def rows(self) -> QuerySet[Any, Any]:
        wanted = SaleFilter(self.request.GET)
        if not wanted.is_valid():
            raise Http404("No existe ese estado.")
        return vendor_orders_of(
            vendor_id=self.vendor.vendor_id, status=wanted.cleaned_data["status"]
        )

    def content(self) -> dict[str, Any]:
        return {
            **super().content(),
            "statuses": [("", "todas"), *OrderStatus.choices],
            "status": self.request.GET.get("status", ""),
        }


class SalePage(PortalPage):
    """``/portal/ventas/<id>/``: one sale with its buttons."""

    area = Area.SALES
    template_name = "portal/orders/sale.html"

    @property
    def vendor_order_id(self) -> UUID:
        return self.kwargs["vendor_order_id"]

    def content(self) -> dict[str, Any]:
        sale = sale_of_vendor(vendor_order_id=self.vendor_order_id, vendor_id=self.vendor.vendor_id)
        return {
            "sale": sale,
            "part": sale.part,
            "actions": [action.value for action in sale.actions],
            "sees_account": Area.MONEY in visible_areas(self.vendor.role),
            "shipping": ShipForm(),
            "cancelling": CancelForm(),
        }


class SaleDeed(PortalAction, SalePage):
    """A button of the sale's page."""

    def address(self) -> str:
        return reverse("orders_portal:sale", args=[self.vendor_order_id])

    def which(self) -> dict[str, Any]:
        """Return which vendor order moves, for whom, and by whom."""
        return {
            "vendor_order_id": self.vendor_order_id,
            "vendor_id": self.vendor.vendor_id,
            "role": Role.VENDOR,
            "actor_id": self.request.user.pk,
        }


class Prepare(SaleDeed):
    """``…/preparar/``: the shop packs the goods."""

    def perform(self, data: dict[str, Any]) -> str:
        prepare(**self.which())
        return "Pedido en preparación."


class Ship(SaleDeed):
    """``…/enviar/``: the parcel is on its way."""

    form_name = "shipping"

    def build_form(self) -> forms.Form:
        return ShipForm(self.request.POST)

    def perform(self, data: dict[str, Any]) -> str:
        ship(**data, **self.which())
        return "Pedido enviado; avisamos al comprador."


class Deliver(SaleDeed):
    """``…/entregar/``: the parcel arrived."""

    def perform(self, data: dict[str, Any]) -> str:
        deliver(**self.which())
        return "Pedido entregado."


class Cancel(SaleDeed):
    """``…/cancelar/``: the shop cannot deliver, and says why."""

    form_name = "cancelling"

    def build_form(self) -> forms.Form:
        return CancelForm(self.request.POST)

    def perform(self, data: dict[str, Any]) -> str:
        cancel_vendor_order(**data, **self.which())
        return "Pedido cancelado; el dinero vuelve al comprador."
