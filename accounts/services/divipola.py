"""The only writer of departments and municipalities."""

from dataclasses import dataclass, field

from marketplace.shared.db import in_transaction

from ..divipola import Divipola
from ..errors import TooManyRetired
from ..models import Department, Municipality


@dataclass(kw_only=True)
class Changes:
    """What a load changed, by code; names as (before, after)."""

    added: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, tuple[str, str]] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)
    revived: dict[str, str] = field(default_factory=dict)


@in_transaction
def load_divipola(*, divipola: Divipola, most_retired: int) -> Changes:
    """Make ``divipola`` the list in force; twice is once.

    What it does not have any more is retired: no new address takes it, old ones keep it. What
    comes back is in force again.

    Args:
        most_retired: how many may be retired at most; half a file would retire hundreds.

    Raises:
        TooManyRetired: more would be; nothing is kept.

    Two at once write the rows in the same order; the second waits for the first.
    """
    changes = Changes()
    _write_departments(divipola, changes)
    _write_towns(divipola, changes)
    if len(changes.retired) > most_retired:
        raise TooManyRetired(
            f"La lista retiraría {len(changes.retired)} lugares.", limit=most_retired
        )
    return changes


def _write_departments(divipola: Divipola, changes: Changes) -> None:
    known = Department.objects.in_bulk()
    Department.objects.bulk_create(
        [
            Department(code=row.code, name=row.name, spellings=row.spellings)
            for row in divipola.departments
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "spellings", "is_current"],
    )
    _compare(known, {row.code: row.name for row in divipola.departments}, changes)
    present = {row.code for row in divipola.departments}
    Department.objects.exclude(code__in=present).update(is_current=False)


def _write_towns(divipola: Divipola, changes: Changes) -> None:
    known = Municipality.objects.in_bulk()
    Municipality.objects.bulk_create(
        [
            Municipality(
                code=row.code,
                department_id=row.department_code,
                name=row.name,
                kind=row.kind,
                spellings=row.spellings,
            )
            for row in divipola.towns
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind", "spellings", "is_current"],
    )
    _compare(known, {row.code: row.name for row in divipola.towns}, changes)
    present = {row.code for row in divipola.towns}
    Municipality.objects.exclude(code__in=present).update(is_current=False)


def _compare(
    known: dict[str, Department] | dict[str, Municipality], names: dict[str, str], changes: Changes
) -> None:
    """Note what a list of ``names`` by code means for the rows that were ``known``."""
    for code, name in names.items():
        before = known.get(code)
        if before is None:
            changes.added[code] = name
            continue
        if not before.is_current:
            changes.revived[code] = name
        if before.name != name:
            changes.renamed[code] = (before.name, name)
    for code, place in known.items():
        if place.is_current and code not in names:
            changes.retired[code] = place.name
