"""The only writer of a product's state."""

from uuid import UUID

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit

from ..errors import ProductIncomplete
from ..models import Product, ProductStatusChange
from ..states import ProductAction, ProductRole, ProductStatus, next_status
from .products import lock_product, save_product


@in_transaction
def change_status(
    *,
    product_id: UUID,
    action: ProductAction,
    role: ProductRole,
    actor_id: UUID | None,
    reason: str = "",
    vendor_id: UUID | None = None,
) -> Product:
    """Take one step of the table in ``states.py`` and write it down.

    Args:
        vendor_id: only this shop's products; None is for staff.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's.
        ProductTransitionNotAllowed: the table has no such step, or not for this role.
        ProductIncomplete: it would be sold, and no variant of it is for sale.

    A second call is refused by the table. Locks the product.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    before = ProductStatus(product.status)
    product.status = next_status(before, ProductAction(action), role=ProductRole(role))
    fields = {"status"}
    if product.status in (ProductStatus.PENDING_REVIEW, ProductStatus.ACTIVE):
        _check_complete(product)
    if product.status == ProductStatus.ACTIVE and product.published_at is None:
        product.published_at = DbNow()  # type: ignore[assignment]  # the database fills it in
        fields.add("published_at")
    save_product(product, fields=fields, is_searched=True)
    ProductStatusChange.objects.create(
        product=product,
        from_status=before,
        to_status=product.status,
        actor_id=actor_id,
        reason=reason[:300],
    )
    if role == ProductRole.STAFF:
        audit.record(
            action=f"product.{action}",
            subject_type="product",
            subject_id=product.pk,
            actor_id=actor_id,
            changes={"status": [before.value, str(product.status)]},
            reason=reason[:300],
        )
    return product


def _check_complete(product: Product) -> None:
    if product.price <= 0 or not product.variants.filter(is_active=True).exists():
        raise ProductIncomplete("El producto necesita una variante a la venta con precio.")
