"""What the documents point to is there."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
PAGES = [
    *sorted(PROJECT.glob("*.md")),
    *sorted((PROJECT / "docs").rglob("*.md")),
]


def dead_links(text: str, folder: Path) -> list[str]:
    """Return the relative links in ``text``, a page in ``folder``, that lead nowhere."""
    links = re.findall(r"\]\(([^)#\s]+)", text)
    return [
        link for link in links if not re.match(r"[a-z]+:", link) and not (folder / link).exists()
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_leads_to_a_file(page):
    assert dead_links(page.read_text(encoding="utf-8"), page.parent) == []


def test_a_dead_link_is_found():
    text = "[a](README.md) [b](nowhere.md#x) [c](https://example.com/x)"

    assert dead_links(text, PROJECT) == ["nowhere.md"]


def test_decisions_are_numbered_without_gaps_and_listed():
    folder = PROJECT / "docs" / "decisions"
    names = sorted(path.name for path in folder.glob("[0-9]*.md"))
    index = (folder / "README.md").read_text(encoding="utf-8")

    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert [name for name in names if f"]({name})" not in index] == []
