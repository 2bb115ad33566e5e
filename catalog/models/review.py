"""What buyers say."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.shared.models import Record

from .product import Product


class Review(Record):
    """One buyer's opinion of one product they received."""

    class Status(models.TextChoices):
        PUBLISHED = "published", "publicada"
        HIDDEN = "hidden", "oculta"

    product = models.ForeignKey(
        Product, verbose_name="producto", on_delete=models.PROTECT, related_name="reviews"
    )
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="comprador",
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    # The line that proves the purchase; orders are above the catalogue.
    order_line_id = models.UUIDField("renglón", unique=True)
    stars = models.PositiveSmallIntegerField("estrellas")
    text = models.TextField("texto", max_length=2_000, blank=True)
    reply = models.TextField("respuesta de la tienda", max_length=2_000, blank=True)
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.PUBLISHED)

    class Meta:
        verbose_name = "reseña"
        verbose_name_plural = "reseñas"
        constraints = [
            models.UniqueConstraint(fields=["product", "buyer"], name="review_once"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="review_stars"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.stars}/5"
