"""Keeps the search index up to date with every save, also those that went past the services.

The only signals of the project. Each writes the message for the index in the transaction of the
change. Variants are not watched: search knows neither prices nor stock, the database decides
about those when it shows a hit.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .models import Brand, Category, Product
from .services.search_index import announce_product, refresh_products


@receiver(post_save, sender=Product)
def product_saved(
    instance: Product, created: bool, update_fields: frozenset[str] | None, **_: Any
) -> None:
    """A service says by the version that search must hear; a bare ``save()`` cannot."""
    if created or (update_fields is not None and "search_version" in update_fields):
        announce_product(product_id=instance.pk, version=instance.search_version)
    elif update_fields is None:
        refresh_products(product_ids=[instance.pk])


@receiver(post_delete, sender=Product)
def product_deleted(instance: Product, **_: Any) -> None:
    announce_product(product_id=instance.pk, version=instance.search_version + 1)


@receiver(post_save, sender=Brand)
def brand_saved(
    instance: Brand, created: bool, update_fields: frozenset[str] | None, **_: Any
) -> None:
    if not created and (update_fields is None or "name" in update_fields):
        refresh_products(brand_id=instance.pk)


@receiver(post_save, sender=Category)
def category_saved(
    instance: Category, created: bool, update_fields: frozenset[str] | None, **_: Any
) -> None:
    watched = {"name", "is_active", "parent"}
    if not created and (update_fields is None or watched & update_fields):
        refresh_products(category_id=instance.pk)
