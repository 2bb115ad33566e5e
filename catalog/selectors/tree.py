"""Categories and brands for the public. One statement each."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ..errors import BrandNotFound, CategoryNotFound
from ..models import Brand, Category

_CATEGORY = ("id", "name", "slug", "path", "parent_id", "position", "is_featured")
_BRAND = ("id", "name", "slug", "is_verified", "is_featured")


def visible_categories() -> QuerySet[Category, dict[str, Any]]:
    """Return all visible categories in order of the tree's paths."""
    return Category.objects.filter(is_active=True).order_by("path").values(*_CATEGORY)


def category_tree() -> list[dict[str, Any]]:
    """Return the visible roots, each with its ``children`` inside, in order of position."""
    rows = Category.objects.filter(is_active=True).order_by("position", "name", "id")
    nodes: dict[UUID, dict[str, Any]] = {
        row["id"]: {**row, "children": []} for row in rows.values(*_CATEGORY)
    }
    for node in nodes.values():
        parent = nodes.get(node["parent_id"])
        if parent is not None:
            parent["children"].append(node)
    return [node for node in nodes.values() if node["parent_id"] is None]


def child_categories(*, category_id: UUID) -> list[dict[str, Any]]:
    """Return the visible categories right below, in order of position; two statements.

    Raises:
        CategoryNotFound: there is no such category, or it is hidden.
    """
    if not visible_categories().filter(pk=category_id).exists():
        raise CategoryNotFound("La categoría no existe.")
    rows = visible_categories().filter(parent_id=category_id)
    return list(rows.order_by("position", "name", "id"))


def category(
    *, category_id: UUID | None = None, slug: str | None = None, with_hidden: bool = False
) -> dict[str, Any]:
    """Return a category with its ``breadcrumbs`` from the root; two statements.

    Raises:
        CategoryNotFound: there is none, or it is hidden and ``with_hidden`` is not said.
    """
    wanted = {"slug": slug} if slug is not None else {"pk": category_id}
    rows = Category.objects.values(*_CATEGORY) if with_hidden else visible_categories()
    row = rows.filter(**wanted).first()
    if row is None:
        raise CategoryNotFound("La categoría no existe.")
    # A path is the slugs from the root, so it names every category above.
    slugs = row["path"].strip("/").split("/")
    above = Category.objects.filter(slug__in=slugs).order_by("path").values("id", "name", "slug")
    return {**row, "breadcrumbs": list(above)}


def brands() -> QuerySet[Brand, dict[str, Any]]:
    """Return all brands by name."""
    return Brand.objects.order_by("name", "id").values(*_BRAND)


def brand(*, brand_id: UUID | None = None, slug: str | None = None) -> dict[str, Any]:
    """Return one brand.

    Raises:
        BrandNotFound: there is none.
    """
    wanted = {"slug": slug} if slug is not None else {"pk": brand_id}
    row = Brand.objects.filter(**wanted).values(*_BRAND).first()
    if row is None:
        raise BrandNotFound("La marca no existe.")
    return row
