"""``docs/roles.md`` says what the tables of rights say."""

import re

from django.core.management import get_commands

from accounts.staff_groups import DECISIONS, STAFF_GROUPS
from vendors.member_rules import changeable_areas, visible_areas
from vendors.models import Member

from .source import ROOT

PAGE = (ROOT / "docs" / "roles.md").read_text()


def rows(*heads: str) -> list[list[str]]:
    """Return the cells of the table whose header has these words."""
    table = re.search(rf"^\|[^\n]*{'[^|]*[|][^|]*'.join(heads)}[^\n]*\n((?:\|.*\n)+)", PAGE, re.M)
    assert table is not None, heads
    lines = table[1].splitlines()[1:]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


def test_the_page_has_the_table_of_staffs_rights():
    listed = {
        model: dict(zip(STAFF_GROUPS, (cell or "-" for cell in cells), strict=True))
        for model, *cells in rows(*STAFF_GROUPS)
    }
    closed = {model for model, letters in DECISIONS.items() if set(letters.values()) == {"-"}}

    assert listed == {model: DECISIONS[model] for model in DECISIONS if model not in closed}
    told = re.search(r"Superusers alone, or nobody: (.*)\.\n", PAGE)
    assert told is not None
    assert set(re.findall(r"`([\w.]+)`", told[1])) == closed


def test_the_page_has_the_functions_of_members():
    def areas(cell: str) -> set[str]:
        return set(cell.split(", ")) - {"–"}

    listed = {
        role: (areas(sees), areas(changes)) for role, sees, changes in rows("sees", "changes")
    }

    assert listed == {
        role: (set(visible_areas(role)), set(changeable_areas(role))) for role in Member.Role.values
    }


def test_the_commands_of_the_page_exist():
    named = set(re.findall(r"manage\.py (\w+)", PAGE))

    assert {"make_staff", "remove_staff", "make_superuser", "sync_staff_groups"} <= named
    assert named <= set(get_commands())
