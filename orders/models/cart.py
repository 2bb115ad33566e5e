"""What somebody means to buy; nothing is reserved by it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow
from marketplace.shared.models import PesoField, Record


class Cart(Record):
    """One cart a user, or one a guest's token, of which only the SHA-256 is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="persona",
        on_delete=models.CASCADE,
        null=True,
        related_name="cart",
    )
    token_digest = models.CharField("huella", max_length=64, null=True, unique=True)  # noqa: DJ001 - unique when set
    updated_at = models.DateTimeField("cambiado", db_default=DbNow())

    class Meta:
        verbose_name = "carrito"
        verbose_name_plural = "carritos"
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) ^ Q(token_digest__isnull=False),
                name="cart_has_one_holder",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class CartItem(Record):
    """Some units of one variant, with the price seen when they were put in."""

    cart = models.ForeignKey(
        Cart, verbose_name="carrito", on_delete=models.CASCADE, related_name="items"
    )
    variant = models.ForeignKey(
        "catalog.Variant", verbose_name="variante", on_delete=models.CASCADE, related_name="+"
    )
    quantity = models.PositiveIntegerField("unidades")
    seen_price = PesoField("precio visto")

    class Meta:
        verbose_name = "artículo del carrito"
        verbose_name_plural = "artículos del carrito"
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cart_item_once"),
            models.CheckConstraint(condition=Q(quantity__range=(1, 999)), name="cart_item_units"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} × {self.quantity}"
