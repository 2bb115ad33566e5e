"""Each operation of the API × each person × own, other's, missing and deleted things.

Who may do what stands in ``access/table.py``. Strangers get 401; people outside an operation's
audience are refused, whatever they ask for; what is not theirs looks as if it did not exist.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import resolve

from accounts.models import User
from accounts.staff_groups import STAFF_GROUPS
from tests.architecture.access import audiences as who
from tests.architecture.access.asking import PREFIX, VARIABLE, ask, what_it_says
from tests.architecture.access.lines import About, Line
from tests.architecture.access.table import GROUPS, TABLE
from tests.architecture.access.world import World, built, for_one_request, missing
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


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), built() as world:
        yield world


def expected(line: Line, name: str, about: About | None) -> set[int]:
    """Return what ``name`` gets for the world's own thing."""
    if name not in line.audience.names:
        return {line.audience.refusal_of(name)}
    if about is not None and name not in about.reach:
        return {line.absent.get(name, 404)}
    return set(line.answers)


def faults_of(world: World, operation: tuple[str, str]) -> list[str]:
    """Return where the operation's answers differ from its line."""
    line = TABLE[operation]
    faults = []
    for name in sorted(who.EVERYBODY):
        for about in line.about or (None,):
            thing = world.things[about.kind] if about else ""
            response = ask(world, name, operation, thing)
            wanted = expected(line, name, about)
            if response.status_code not in wanted:
                faults.append(f"{name} {about}: {response.status_code}, not {wanted}")
            elif about is not None and name in line.audience.names:
                faults += faults_of_absence(world, name, operation, about, response)
    return faults


def faults_of_absence(
    world: World, name: str, operation: tuple[str, str], about: About, response: Any
) -> list[str]:
    """Return where missing and deleted things answer otherwise than somebody else's."""
    nowhere = [missing(world.things[about.kind])]
    if about.kind in world.gone:
        nowhere.append(world.gone[about.kind])
    answers = [ask(world, name, operation, thing) for thing in nowhere]
    if name not in about.reach:
        answers.append(response)
    wanted = TABLE[operation].absent.get(name, 404)
    said = {str(what_it_says(answer)) for answer in answers}
    as_wanted = all(answer.status_code == wanted for answer in answers)
    return [] if as_wanted and len(said) == 1 else [f"{name} {about}: {sorted(said)}"]


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

    answers = [ask(world, name, (method, route), thing) for method in {*METHODS} - known]

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
        found.append({fault.partition(" ")[0] for fault in faults_of(world, operation)})

    assert found == [{who.ANONYMOUS, who.MONITOR}, who.MEMBERS | {who.BUYER}]


@pytest.mark.django_db
def test_what_a_request_did_is_undone():
    with for_one_request():
        make_user()

    assert User.objects.count() == 0
