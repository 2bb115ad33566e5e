"""The first page of the portal, and what a shop earns."""

from typing import Any

from django.db.models import QuerySet

from vendors.member_rules import Area, visible_areas
from vendors.portal.pages import PortalList, PortalPage

from ..selectors.earnings import balance_of_vendor, commission_summary, commissions_of_vendor
from ..selectors.portal import dashboard
from .chart import bars


class DashboardPage(PortalPage):
    """``/portal/``: how the shop is doing; each member sees the parts of their function."""

    template_name = "portal/payments/dashboard.html"

    def content(self) -> dict[str, Any]:
        figures = dashboard(vendor_id=self.vendor.vendor_id, areas=visible_areas(self.vendor.role))
        return {
            "figures": figures,
            "bars": bars(figures.sales.days) if figures.sales else [],
        }


class Commissions(PortalList):
    """``/portal/comisiones/``: each sale's commission, the totals and the balance."""

    area = Area.MONEY
    template_name = "portal/payments/commissions.html"

    def rows(self) -> QuerySet[Any, Any]:
        return commissions_of_vendor(vendor_id=self.vendor.vendor_id)

    def content(self) -> dict[str, Any]:
        return {
            **super().content(),
            "totals": commission_summary(vendor_id=self.vendor.vendor_id),
            "balance": balance_of_vendor(vendor_id=self.vendor.vendor_id),
            "sees_sales": Area.SALES in visible_areas(self.vendor.role),
        }
