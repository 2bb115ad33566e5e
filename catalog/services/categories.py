"""The only writer of categories. Whoever changes the tree waits for whoever else does."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from marketplace.shared.db import in_transaction

from ..errors import CategoryInUse, CategoryMoveNotAllowed, CategoryNotFound, NameTaken
from ..models import Category, Product
from ..selectors.branches import forget_branches
from .search_index import refresh_products
from .slugs import free_slug

MAX_PATH = Category._meta.get_field("path").max_length or 500


@in_transaction
def create_category(
    *,
    name: str,
    parent_id: UUID | None = None,
    position: int = 0,
    is_featured: bool = False,
    is_active: bool = True,
) -> Category:
    """Make a category below ``parent_id``, or a root; below a hidden one it is hidden too.

    Raises:
        CategoryNotFound: no such parent.
        NameTaken: the parent has a category of this name.
        CategoryMoveNotAllowed: the tree would be too deep.

    Locks the tree.
    """
    _lock_tree()
    parent = _get(parent_id) if parent_id else None
    _check_name(name, parent)
    slug = free_slug(Category, name)
    return Category.objects.create(
        parent=parent,
        name=name,
        slug=slug,
        path=_path(parent, slug),
        position=position,
        is_featured=is_featured,
        is_active=is_active and (parent is None or parent.is_active),
    )


@in_transaction
def update_category(*, category_id: UUID, **changes: Any) -> Category:
    """Change what is given of ``name``, ``parent_id``, ``position``, both ``is_…``; or nothing.

    Raises:
        CategoryNotFound, CategoryMoveNotAllowed, NameTaken: see the single steps below.

    Locks the tree.
    """
    _lock_tree()
    category = _get(category_id)
    if "name" in changes:
        rename_category(category_id=category_id, name=changes["name"])
    if {"parent_id", "position"} & changes.keys():
        move_category(
            category_id=category_id,
            parent_id=changes.get("parent_id", category.parent_id),
            position=changes.get("position"),
        )
    if "is_featured" in changes:
        set_featured(category_id=category_id, is_featured=changes["is_featured"])
    if "is_active" in changes:
        set_visible(category_id=category_id, is_active=changes["is_active"])
    category.refresh_from_db()
    return category


@in_transaction
def rename_category(*, category_id: UUID, name: str) -> Category:
    """Give a category another name; its address (slug, path) stays.

    Raises:
        CategoryNotFound: no such category.
        NameTaken: a sister has this name.

    Locks the tree. The index hears of every product on the shelf.
    """
    _lock_tree()
    category = _get(category_id)
    if category.name == name:
        return category
    _check_name(name, category.parent)
    category.name = name
    category.save(update_fields=["name"])
    return category


@in_transaction
def move_category(
    *, category_id: UUID, parent_id: UUID | None, position: int | None = None
) -> Category:
    """Hang a category, with all below it, under another parent, or make it a root.

    Raises:
        CategoryNotFound: no such category or parent.
        CategoryMoveNotAllowed: the new parent is the category itself or below it, or the paths
            would be too long.
        NameTaken: the new parent has a category of this name.

    A second call changes nothing. Locks the tree. The index hears of every product below.
    """
    _lock_tree()
    category = _get(category_id)
    parent = _get(parent_id) if parent_id else None
    if parent is not None and parent.path.startswith(category.path):
        raise CategoryMoveNotAllowed("Una categoría no puede quedar debajo de sí misma.")
    if category.parent_id != parent_id:
        _check_name(category.name, parent)
        _move_branch(category, parent)
    if position is not None and position != category.position:
        category.position = position
        Category.objects.filter(pk=category.pk).update(position=position)
    return category


def _move_branch(category: Category, parent: Category | None) -> None:
    before, after = category.path, _path(parent, category.slug)
    branch = Category.objects.filter(path__startswith=before)
    longest = max(len(path) for path in branch.values_list("path", flat=True))
    if longest - len(before) + len(after) > MAX_PATH:
        raise CategoryMoveNotAllowed("El árbol quedaría demasiado profundo.")
    category.parent, category.path = parent, after
    Category.objects.filter(pk=category.pk).update(parent=parent)
    branch.update(path=Concat(Value(after), Substr(F("path"), len(before) + 1)))
    refresh_products(category_path=after)


@in_transaction
def set_featured(*, category_id: UUID, is_featured: bool) -> Category:
    """Put a category in front, or back among the others; a second call changes nothing.

    Raises:
        CategoryNotFound: no such category.

    Locks the tree.
    """
    _lock_tree()
    category = _get(category_id)
    if category.is_featured != is_featured:
        category.is_featured = is_featured
        Category.objects.filter(pk=category.pk).update(is_featured=is_featured)
    return category


@in_transaction
def delete_category(*, category_id: UUID, force: bool = False) -> None:
    """Remove a category that nothing hangs on.

    Args:
        force: its children and its products, deleted ones too, go to the category above it.

    Raises:
        CategoryNotFound: no such category, or no more.
        CategoryInUse: it has children or products and ``force`` is not given, or it is a root
            with products, which would belong nowhere.
        NameTaken: the parent has a category with the name of one of the children.
        CategoryMoveNotAllowed: see ``move_category``.

    Nothing is changed when it raises. Locks the tree. The index hears of every product lifted.
    """
    _lock_tree()
    category = _get(category_id)
    children = list(category.children.order_by("path").values_list("pk", flat=True))
    products = Product.objects.filter(category=category)
    has_products = products.exists()
    if (children or has_products) and not force:
        raise CategoryInUse("La categoría tiene subcategorías o productos.")
    if has_products and category.parent is None:
        raise CategoryInUse("Una categoría principal con productos no se puede borrar.")
    for child_id in children:
        move_category(category_id=child_id, parent_id=category.parent_id)
    if has_products:
        product_ids = list(products.order_by("pk").values_list("pk", flat=True))
        Product.objects.filter(pk__in=product_ids).update(category=category.parent)
        refresh_products(product_ids=product_ids)
    category.delete()


@in_transaction
def set_visible(*, category_id: UUID, is_active: bool) -> int:
    """Show or hide a category with everything below it; return how many categories changed.

    Raises:
        CategoryNotFound: no such category.
        CategoryMoveNotAllowed: it is to be shown below a hidden one.

    A second call changes nothing. Locks the tree. The index hears of every product below.
    """
    _lock_tree()
    category = _get(category_id)
    if is_active and category.parent is not None and not category.parent.is_active:
        raise CategoryMoveNotAllowed("Muestre primero la categoría de arriba.")
    changed = (
        Category.objects.filter(path__startswith=category.path)
        .exclude(is_active=is_active)
        .update(is_active=is_active)
    )
    if changed:
        refresh_products(category_path=category.path)
    return changed


def _lock_tree() -> None:
    """Hold the tree for a change; this process forgets what it remembered of it."""
    forget_branches()
    transaction.on_commit(forget_branches)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalog_category'))")


def _get(category_id: UUID) -> Category:
    category = Category.objects.select_related("parent").filter(pk=category_id).first()
    if category is None:
        raise CategoryNotFound("La categoría no existe.")
    return category


def _path(parent: Category | None, slug: str) -> str:
    path = f"{parent.path if parent else ''}{slug}/"
    if len(path) > MAX_PATH:
        raise CategoryMoveNotAllowed("El árbol quedaría demasiado profundo.")
    return path


def _check_name(name: str, parent: Category | None) -> None:
    if Category.objects.filter(parent=parent, name=name).exists():
        raise NameTaken("Ya hay una categoría con este nombre.", name=name)
