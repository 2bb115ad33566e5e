"""Orders: one purchase, one payment; a part for each vendor; lines with everything frozen."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from catalog.tax import IvaClass
from marketplace.shared.clock import DbNow
from marketplace.shared.models import PesoField, RateField, Record

from ..states import OrderStatus, Role

if TYPE_CHECKING:
    from accounts.models import User

    from .parcel import Shipment

_ADDS_UP = Q(total=F("subtotal") + F("iva") + F("shipping") - F("discount"))
_STATUS_KNOWN = Q(status__in=OrderStatus.values)


class OrderQuerySet(models.QuerySet["Order"]):
    """The doors for readers."""

    def of_buyer(self, buyer: "User") -> "OrderQuerySet":
        """A person's own orders; staff work in the admin and see none here."""
        return self.filter(buyer=buyer)


class Amounts(models.Model):
    """Whole pesos, frozen at the sale: base, IVA of the goods, shipping, discount, total."""

    subtotal = PesoField("subtotal")
    iva = PesoField("IVA")
    shipping = PesoField("envío")
    discount = PesoField("descuento", default=0)
    total = PesoField("total")

    class Meta:
        abstract = True


class Order(Record, Amounts):
    """One purchase. Its status is written by ``services/transitions.py`` alone."""

    number = models.CharField("número", max_length=21, unique=True)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="comprador",
        on_delete=models.PROTECT,
        related_name="orders",
    )
    status = models.CharField(
        "estado", max_length=12, choices=OrderStatus, default=OrderStatus.PENDING
    )
    currency = models.CharField("moneda", max_length=3, default="COP")
    email = models.EmailField("correo")
    shipping_address = models.JSONField("dirección de entrega")
    reserved_until = models.DateTimeField("apartado hasta")
    paid_at = models.DateTimeField("pagado", null=True)

    # The vendor orders, where a selector or the placement has put them at hand.
    parts: list["VendorOrder"]

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "pedido"
        verbose_name_plural = "pedidos"
        indexes = [
            models.Index(fields=["buyer", "-created_at", "-id"], name="order_of_buyer"),
            models.Index(fields=["-created_at", "-id"], name="order_newest"),
            models.Index(
                fields=["reserved_until"],
                condition=Q(status="pending"),
                name="order_waiting_for_payment",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=_ADDS_UP, name="order_total_adds_up"),
            models.CheckConstraint(condition=_STATUS_KNOWN, name="order_status_known"),
            models.CheckConstraint(condition=Q(currency="COP"), name="order_in_pesos"),
        ]

    def __str__(self) -> str:
        return self.number


class VendorOrder(Record, Amounts):
    """The part of one vendor: one package, one state of its own."""

    order = models.ForeignKey(
        Order, verbose_name="pedido", on_delete=models.PROTECT, related_name="vendor_orders"
    )
    vendor = models.ForeignKey(
        "vendors.Vendor", verbose_name="tienda", on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField("número", max_length=25, unique=True)
    status = models.CharField(
        "estado", max_length=12, choices=OrderStatus, default=OrderStatus.PENDING
    )
    # A fraction, frozen at the sale.
    commission_rate = RateField("comisión")
    delivered_at = models.DateTimeField("entregado", null=True)

    # At hand where a selector or the placement has put them.
    own_lines: list["OrderLine"]
    own_shipments: list["Shipment"]
    vendor_name: str
    vendor_slug: str

    class Meta:
        verbose_name = "pedido de tienda"
        verbose_name_plural = "pedidos de tienda"
        indexes = [
            models.Index(fields=["vendor", "-created_at", "-id"], name="vendor_order_newest")
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "vendor"], name="vendor_order_once"),
            models.CheckConstraint(condition=_ADDS_UP, name="vendor_order_total_adds_up"),
            models.CheckConstraint(condition=_STATUS_KNOWN, name="vendor_order_status_known"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(Record):
    """Some units of one variant, with what was true at the sale."""

    order = models.ForeignKey(
        Order, verbose_name="pedido", on_delete=models.PROTECT, related_name="lines"
    )
    vendor_order = models.ForeignKey(
        VendorOrder,
        verbose_name="pedido de tienda",
        on_delete=models.PROTECT,
        related_name="lines",
    )
    product = models.ForeignKey(
        "catalog.Product", verbose_name="producto", on_delete=models.PROTECT, related_name="+"
    )
    variant = models.ForeignKey(
        "catalog.Variant", verbose_name="variante", on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField("posición")
    name = models.CharField("nombre", max_length=280)
    sku = models.CharField("SKU", max_length=60)
    quantity = models.PositiveIntegerField("unidades")
    unit_price = PesoField("precio")
    gross = PesoField("valor con IVA")
    discount = PesoField("descuento", default=0)
    iva_class = models.CharField("clase de IVA", max_length=10, choices=IvaClass)
    iva_rate = RateField("tarifa de IVA")
    base = PesoField("base")
    iva = PesoField("IVA")

    class Meta:
        verbose_name = "renglón"
        verbose_name_plural = "renglones"
        constraints = [
            models.UniqueConstraint(fields=["order", "variant"], name="line_variant_once"),
            models.CheckConstraint(condition=Q(quantity__range=(1, 999)), name="line_units"),
            models.CheckConstraint(
                condition=Q(gross=F("unit_price") * F("quantity")), name="line_gross"
            ),
            models.CheckConstraint(
                condition=Q(gross=F("base") + F("iva")), name="line_base_and_iva"
            ),
            models.CheckConstraint(
                condition=Q(discount__lte=F("gross")), name="line_discount_within"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.sku}"


class StatusChange(models.Model):
    """One step in the life of an order, or of one of its vendor orders; never changed."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(
        Order, verbose_name="pedido", on_delete=models.PROTECT, related_name="history"
    )
    vendor_order = models.ForeignKey(
        VendorOrder,
        verbose_name="pedido de tienda",
        on_delete=models.PROTECT,
        null=True,
        related_name="history",
    )
    from_status = models.CharField("de", max_length=12, choices=OrderStatus, blank=True)
    to_status = models.CharField("a", max_length=12, choices=OrderStatus)
    role = models.CharField("quien", max_length=10, choices=Role)
    actor_id = models.UUIDField("persona", null=True)
    reason = models.CharField("motivo", max_length=300, blank=True)
    at = models.DateTimeField("momento", db_default=DbNow())

    class Meta:
        verbose_name = "cambio de estado"
        verbose_name_plural = "cambios de estado"
        indexes = [models.Index(fields=["order", "id"], name="status_change_in_order")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_from_status_display()} → {self.get_to_status_display()}"
