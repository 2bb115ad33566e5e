"""The only writer of brands."""

from uuid import UUID

from marketplace.shared.db import in_transaction

from ..errors import BrandInUse, BrandNotFound, NameTaken
from ..models import Brand, Product
from .slugs import free_slug


@in_transaction
def create_brand(*, name: str, is_verified: bool = False, is_featured: bool = False) -> Brand:
    """Make a brand; vendors propose it unverified, staff verify.

    Raises:
        NameTaken: there is a brand of this name, in capitals or not.
    """
    slug = free_slug(Brand, name)
    _check_name(name)
    return Brand.objects.create(
        name=name, slug=slug, is_verified=is_verified, is_featured=is_featured
    )


@in_transaction
def rename_brand(*, brand_id: UUID, name: str) -> Brand:
    """Give a brand another name; its address stays. The index hears of every product of it.

    Raises:
        BrandNotFound: no such brand.
        NameTaken: another brand has this name.

    Locks the brand.
    """
    brand = _lock(brand_id)
    if brand.name == name:
        return brand
    _check_name(name, but=brand_id)
    brand.name = name
    brand.save(update_fields=["name"])
    return brand


@in_transaction
def update_brand(
    *,
    brand_id: UUID,
    name: str | None = None,
    is_verified: bool | None = None,
    is_featured: bool | None = None,
) -> Brand:
    """Change what is given; a second call changes nothing.

    Raises:
        BrandNotFound: no such brand.
        NameTaken: another brand has this name.

    Locks the brand.
    """
    brand = _lock(brand_id)
    if name is not None:
        brand = rename_brand(brand_id=brand_id, name=name)
    marks = {"is_verified": is_verified, "is_featured": is_featured}
    given = {mark: value for mark, value in marks.items() if value is not None}
    if given:
        Brand.objects.filter(pk=brand_id).update(**given)
        brand.refresh_from_db()
    return brand


@in_transaction
def delete_brand(*, brand_id: UUID) -> None:
    """Remove a brand that no product, not even a deleted one, is of.

    Raises:
        BrandNotFound: no such brand, or no more.
        BrandInUse: products are of this brand.

    Locks the brand, so no product can take it meanwhile.
    """
    brand = Brand.objects.select_for_update().filter(pk=brand_id).first()
    if brand is None:
        raise BrandNotFound("La marca no existe.")
    if Product.objects.filter(brand=brand).exists():
        raise BrandInUse("Hay productos de esta marca.")
    brand.delete()


def _lock(brand_id: UUID) -> Brand:
    brand = Brand.objects.select_for_update(no_key=True).filter(pk=brand_id).first()
    if brand is None:
        raise BrandNotFound("La marca no existe.")
    return brand


def _check_name(name: str, *, but: UUID | None = None) -> None:
    others = Brand.objects.exclude(pk=but) if but else Brand.objects.all()
    if others.filter(name__iexact=name).exists():
        raise NameTaken("Ya hay una marca con este nombre.", name=name)
