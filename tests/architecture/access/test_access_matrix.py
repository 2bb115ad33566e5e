"""Each operation of the API × each person × own, other's, missing and deleted things.

Who may do what stands in ``table.py``. Strangers get 401; people outside an operation's
audience are refused, whatever they ask for; what is not theirs looks as if it did not exist.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.urls import resolve

from accounts.models import User
from accounts.staff_groups import STAFF_GROUPS
from tests.architecture.access import audiences as who
from tests.architecture.access.asking import PREFIX, VARIABLE, ask, what_it_says
from tests.architecture.access.lines import About, Line
from tests.architecture.access.table import GROUPS, TABLE
from tests.architecture.access.world import World, for_one_request, missing
from tests.architecture.test_doors import routes
from tests.factories.accounts import make_user

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def operations() -> Iterator[tuple[str, str]]:
    """Yield method and route of whatever the resolver has under the prefix."""
    for route, pattern in routes():
        if route.startswith(PREFIX):
            view = pattern.callback.view_class
            for method in METHODS:
                if hasattr(view, method.lower()):
                    yield method, route.removeprefix(PREFIX)


def expected(line: Line, name: str, about: About | None, *, is_about_a_thing: bool) -> set[int]:
    """Return what ``name`` gets for the world's own thing."""
    if name not in line.audience.names:
        return {line.audience.refusal_of(name, is_about_a_thing=is_about_a_thing)}
    if about is not None and name not in about.reach:
        return {line.absent.get(name, line.missing)}
    return set(line.answers)


def faults_of(world: World, operation: tuple[str, str]) -> list[str]:
    """Return where the operation's answers differ from its line."""
    line = TABLE[operation]
    faults = []
    for about in line.about or (None,):
        thing = world.things[about.kind] if about else ""
        answers = {name: ask(world, name, operation, thing) for name in sorted(line.audience.tried)}
        for name, answer in answers.items():
            wanted = expected(line, name, about, is_about_a_thing="<" in operation[1])
            if answer.status_code not in wanted:
                faults.append(f"{name} {about}: {answer.status_code}, not {wanted}")
        if about is not None:
            faults += faults_of_absence(world, operation, about, answers)
    return faults


def faults_of_absence(
    world: World, operation: tuple[str, str], about: About, answers: dict[str, Any]
) -> list[str]:
    """Return where missing and deleted things answer otherwise than somebody else's."""
    line = TABLE[operation]
    seekers = sorted((line.audience.names & line.audience.tried) - set(line.absent))
    strangers = [name for name in seekers if name not in about.reach]
    finders = [name for name in seekers if name in about.reach]
    nowhere = [missing(world.things[about.kind]), *world.gone.get(about.kind, [])]
    faults = []
    for group in (strangers, finders):
        said = {name: what_it_says(answers[name]) for name in group if group is strangers}
        for name, thing in product(group[:1], nowhere):
            said[f"{name} {thing}"] = what_it_says(ask(world, name, operation, thing))
        different = {str(each) for each in said.values()}
        is_absence = all(status == line.missing for status, _ in said.values())
        if not is_absence or len(different) > 1:
            faults.append(f"{about}: {said}")
    return faults


@pytest.mark.parametrize("operation", sorted(TABLE), ids=" ".join)
def test_the_operation_is_open_to_its_audience_and_to_nobody_else(world, operation):
    assert faults_of(world, operation) == []


@pytest.mark.parametrize("route", sorted({route for _, route in TABLE}))
def test_other_methods_are_refused_by_name(world, route):
    known = {method for method, named in TABLE if named == route}
    lines = [TABLE[method, route] for method in sorted(known)]
    name = next(name for name in who.ABLE if all(name in line.audience.names for line in lines))
    kinds = [about.kind for line in lines for about in line.about]
    thing = world.things[kinds[0]] if kinds else ""

    # PUT stands and falls with PATCH.
    others = {*METHODS} - known - ({"PUT"} if "PATCH" not in known else set())

    answers = [ask(world, name, (method, route), thing) for method in others]

    assert {answer.status_code for answer in answers} == {405}
    for answer in answers:
        assert known <= set(answer["Allow"].split(", ")) <= known | {"HEAD", "OPTIONS"}
        assert answer["Content-Type"] == "application/problem+json"


def test_every_operation_has_a_line_and_every_line_an_operation():
    declared, mounted = set(TABLE), set(operations())

    assert (sorted(mounted - declared), sorted(declared - mounted)) == ([], [])
    assert len(TABLE) == sum(len(group) for group in GROUPS)


def test_every_group_of_staff_has_somebody_in_the_world():
    assert set(STAFF_GROUPS) == who.STAFF_GROUP_NAMES


def test_literal_routes_come_before_those_with_an_id():
    literal = sorted({route for _, route in TABLE if not VARIABLE.search(route)})

    shadowed = [route for route in literal if resolve(f"/{PREFIX}{route}").route != PREFIX + route]

    assert shadowed == []


def test_a_line_that_promises_too_much_is_found(world, monkeypatch):
    """Control: the walk sees a wrong audience, and a thing that is said to be somebody else's."""
    operation = ("GET", "me/addresses/<uuid:address_id>")
    strangers_too = Line(audience=who.OPEN, about=TABLE[operation].about)
    others_too = Line(audience=who.SIGNED_IN, about=(About("address", who.MEMBERS),))

    found = []
    for wrong in (strangers_too, others_too):
        monkeypatch.setitem(TABLE, operation, wrong)
        faults = faults_of(world, operation)
        found.append({fault.partition(" ")[0] for fault in faults if ", not {" in fault})

    assert found == [{who.ANONYMOUS, who.MONITOR}, {who.BUYER, who.OWNER}]


def test_what_a_request_did_is_undone(world):
    before = User.objects.count()
    with for_one_request():
        make_user()

    assert User.objects.count() == before
