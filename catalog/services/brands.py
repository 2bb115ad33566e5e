"""The only writer of brands."""

from uuid import UUID

from marketplace.shared.db import in_transaction

from ..errors import BrandNotFound, NameTaken
from ..models import Brand
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
def verify_brand(*, brand_id: UUID) -> Brand:
    """Mark a proposed brand as known to staff; a second call changes nothing.

    Raises:
        BrandNotFound: no such brand.
    """
    brand = _lock(brand_id)
    if not brand.is_verified:
        brand.is_verified = True
        Brand.objects.filter(pk=brand_id).update(is_verified=True)
    return brand


def _lock(brand_id: UUID) -> Brand:
    brand = Brand.objects.select_for_update(no_key=True).filter(pk=brand_id).first()
    if brand is None:
        raise BrandNotFound("La marca no existe.")
    return brand


def _check_name(name: str, *, but: UUID | None = None) -> None:
    others = Brand.objects.exclude(pk=but) if but else Brand.objects.all()
    if others.filter(name__iexact=name).exists():
        raise NameTaken("Ya hay una marca con este nombre.", name=name)
