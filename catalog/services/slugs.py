"""Web addresses from names."""

from typing import Any

from django.db import connection, models
from slugify import slugify

from marketplace.shared.ids import readable_code


def free_slug(model: type[models.Model], name: str, *, max_length: int = 80) -> str:
    """Return an address for ``name`` that no row of ``model`` has, inside the caller's transaction.

    The plain one if it is free, else with six random letters. Two callers with one name wait
    for each other, so both get a free one.
    """
    slug = slugify(name, max_length=max_length, word_boundary=True) or readable_code(8).lower()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [model._meta.db_table, slug]
        )
    rows: Any = model._default_manager
    if rows.filter(slug=slug).exists():
        return f"{slug}-{readable_code(6).lower()}"
    return slug
