"""Puts sealed columns under the first key, so that an old key can go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from ..models import SealedField
from ..sealing import SealBroken, resealed


@dataclass(frozen=True, kw_only=True)
class Resealed:
    """What became of one column: how many rows changed, and the keys of rows nobody can open."""

    column: str
    changed: int
    broken: list[str]


def sealed_columns() -> Iterator[tuple[type[Model], str]]:
    """Yield each model with the name of each of its sealed columns."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                yield model, field.name


def reseal_column(model: type[Model], name: str, *, dry_run: bool = False) -> Resealed:
    """Seal each row of one column anew that is not under the first key.

    Rows that change meanwhile are left alone: who wrote them used the first key. The second time
    nothing is left to do.
    """
    rows: Any = model._default_manager.exclude(**{name: ""})
    changed, broken = 0, []
    for pk, sealed in rows.values_list("pk", name).iterator():
        try:
            fresh = resealed(sealed)
        except SealBroken:
            broken.append(str(pk))
            continue
        if fresh != sealed:
            unchanged = rows.filter(pk=pk, **{name: sealed})
            changed += 1 if dry_run else unchanged.update(**{name: fresh})
    return Resealed(column=f"{model._meta.label}.{name}", changed=changed, broken=broken)
