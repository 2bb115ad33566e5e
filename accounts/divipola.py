"""Reads DIVIPOLA, DANE's list of departments and municipalities, and believes nothing unchecked."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.db.models import TextChoices

from marketplace.shared.text import comparable, normal_text

from .place_names import joined, kept_name, own_spellings, without_article

BUNDLED = Path(__file__).parent / "data" / "divipola.csv"
MAX_BYTES = 5_000_000
# Our own columns, those of DANE's geoportal and those of its open data, without accents.
COLUMNS = {
    "department_code": ("codigo departamento", "cod dpto", "cod depto"),
    "department": ("departamento", "nombre departamento", "nom dpto", "dpto"),
    "code": ("codigo municipio", "cod mpio"),
    "name": ("municipio", "nombre municipio", "nom mpio"),
    "kind": (
        "tipo",
        "tipo municipio",
        "tipo municipio isla area no municipalizada",
        "tipo de municipio",
    ),
}
_CODE = re.compile(r"[0-9]{5}")
_DEPARTMENT_CODE = re.compile(r"[0-9]{2}")
_NAME = re.compile(r"[^\W\d_][\w .,'()-]*")
# What UTF-8 looks like after somebody read it as Windows-1252, and lost characters.
_BROKEN = re.compile("[\u00c2\u00c3\ufffd?]")


class UnreadableDivipola(ValueError):
    """The file is not a list that can be believed; the message says where and why."""


class PlaceKind(TextChoices):
    """What DANE tells apart; parcels go to all of them."""

    MUNICIPALITY = "municipality", "municipio"
    ISLAND = "island", "isla"
    AREA = "area", "área no municipalizada"


_KINDS = {comparable(kind.label): kind for kind in PlaceKind}


@dataclass(frozen=True, kw_only=True)
class DepartmentRow:
    """A department; ``spellings`` as the column keeps them."""

    code: str
    name: str
    spellings: str


@dataclass(frozen=True, kw_only=True)
class TownRow:
    """A municipality, island or area; ``spellings`` as the column keeps them."""

    code: str
    name: str
    kind: PlaceKind
    spellings: str

    @property
    def department_code(self) -> str:
        """A town's code begins with its department's."""
        return self.code[:2]


@dataclass(frozen=True, kw_only=True)
class Divipola:
    """A checked list, in the order of the codes."""

    departments: list[DepartmentRow]
    towns: list[TownRow]

    def department(self, name: str) -> DepartmentRow | None:
        """Return the department that people call ``name``."""
        return self._departments.get(comparable(name))

    def town(self, name: str, *, department: DepartmentRow) -> TownRow | None:
        """Return the town of ``department`` that people call ``name``."""
        return self._towns.get((department.code, comparable(name)))

    @cached_property
    def _departments(self) -> dict[str, DepartmentRow]:
        return {text: row for row in self.departments for text in _split(row.spellings)}

    @cached_property
    def _towns(self) -> dict[tuple[str, str], TownRow]:
        return {
            (row.department_code, text): row for row in self.towns for text in _split(row.spellings)
        }


def _split(spellings: str) -> list[str]:
    return spellings.strip("|").split("|")


def read_divipola(path: Path = BUNDLED) -> Divipola:
    """Return the list in a CSV file: UTF-8, with commas or semicolons, lines with ``#`` in front.

    Raises:
        UnreadableDivipola: other columns or encoding, a code that is not text of its length
            (a spreadsheet has eaten the zero), of another department or there twice, two
            names for one thing, a broken or missing name, an unknown kind.
    """
    rows = _rows(_text(path))
    names: dict[str, str] = {}
    towns: dict[str, tuple[str, PlaceKind]] = {}
    for line, row in rows:
        department, code = _codes(line, row)
        name = _name(line, row["department"])
        if names.setdefault(department, name) != name:
            raise UnreadableDivipola(f"line {line}: department {department} has two names")
        if code in towns:
            raise UnreadableDivipola(f"line {line}: the code {code} is there twice")
        kind = _KINDS.get(comparable(row["kind"] or PlaceKind.MUNICIPALITY.label))
        if kind is None:
            raise UnreadableDivipola(f"line {line}: unknown kind {row['kind']!r}")
        towns[code] = (kept_name(code, _name(line, row["name"])), kind)
    kept = {code: kept_name(code, name) for code, name in sorted(names.items())}
    spellings = _town_spellings({code: name for code, (name, _) in towns.items()})
    return Divipola(
        departments=[
            DepartmentRow(code=code, name=name, spellings=joined(own_spellings(code, name)))
            for code, name in kept.items()
        ],
        towns=[
            TownRow(code=code, name=name, kind=kind, spellings=joined(spellings[code]))
            for code, (name, kind) in sorted(towns.items())
        ],
    )


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableDivipola(f"cannot read {path}: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise UnreadableDivipola("the file is too large for a list of towns")
    try:
        return normal_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableDivipola("the file is not UTF-8; save it as CSV UTF-8") from error
    except ValueError as error:
        raise UnreadableDivipola("the file has control characters") from error


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with the number of their line, their columns under our names."""
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise UnreadableDivipola("the file is empty")
    delimiter = ";" if ";" in lines[0][1] else ","
    reader = csv.reader((line for _, line in lines), delimiter=delimiter)
    header = next(reader)
    places = _places_of_columns(header)
    rows = []
    for values in reader:
        number = lines[reader.line_num - 1][0]
        if len(values) != len(header):
            raise UnreadableDivipola(f"line {number}: {len(values)} columns, not {len(header)}")
        rows.append((number, {name: values[place].strip() for name, place in places.items()}))
    if not rows:
        raise UnreadableDivipola("the file has no rows")
    return rows


def _places_of_columns(header: list[str]) -> dict[str, int]:
    written = [comparable(title.replace("_", " ")) for title in header]
    places = {}
    for name, titles in COLUMNS.items():
        found = [place for place, title in enumerate(written) if title in titles]
        if len(found) != 1:
            raise UnreadableDivipola(
                f"no column, or two, for {name}; known titles are: {', '.join(titles)}"
            )
        places[name] = found[0]
    return places


def _codes(line: int, row: dict[str, str]) -> tuple[str, str]:
    department, code = row["department_code"], row["code"]
    if not _DEPARTMENT_CODE.fullmatch(department):
        raise UnreadableDivipola(
            f"line {line}: {department!r} is no department's code; it has two digits, zeros too"
        )
    if not _CODE.fullmatch(code):
        raise UnreadableDivipola(
            f"line {line}: {code!r} is no town's code; it has five digits, zeros too"
        )
    if not code.startswith(department):
        raise UnreadableDivipola(f"line {line}: {code} does not begin with {department}")
    return department, code


def _name(line: int, text: str) -> str:
    if _BROKEN.search(text):
        raise UnreadableDivipola(f"line {line}: {text!r} has broken characters; save it as UTF-8")
    if not _NAME.fullmatch(text) or len(text) > 80:
        raise UnreadableDivipola(f"line {line}: {text!r} is no name")
    return text


def _town_spellings(names: dict[str, str]) -> dict[str, list[str]]:
    """Return how each town may be written, so that no spelling means two of one department.

    Official names come first, then other names, then names without their article.

    Raises:
        UnreadableDivipola: two towns of one department have the same name.
    """
    owners: dict[tuple[str, str], str] = {}
    for code, name in names.items():
        other = owners.setdefault((code[:2], comparable(name)), code)
        if other != code:
            raise UnreadableDivipola(f"{other} and {code} have the same name, {name}")
    for claims in (
        {code: own_spellings(code, name) for code, name in names.items()},
        {code: [without_article(comparable(name))] for code, name in names.items()},
    ):
        claimed = Counter((code[:2], text) for code, texts in claims.items() for text in texts)
        for code, texts in claims.items():
            for text in texts:
                if claimed[code[:2], text] == 1:
                    owners.setdefault((code[:2], text), code)
    spellings: dict[str, list[str]] = {}
    for (_, text), code in owners.items():
        spellings.setdefault(code, []).append(text)
    return spellings
