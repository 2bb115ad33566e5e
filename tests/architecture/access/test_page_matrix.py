"""Each page of the portal and of the staff's site × each person: data only for whom it is for.

The pages come from the resolver; a new one is walked by itself. Strangers are sent to a login
page, people of another kind are refused, and what is not theirs looks as if it did not exist.
"""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.staff_groups import DECISIONS, STAFF_GROUPS
from tests.architecture.access import audiences as who
from tests.architecture.access.asking import VARIABLE
from tests.architecture.access.world import World, for_one_request, missing
from tests.architecture.test_doors import routes

PORTAL_LOGIN, ACCOUNT_LOGIN, STAFF_LOGIN = "/portal/entrar/", "/cuenta/entrar/", "/admin/login/"
# What strangers have to find: doors, ways out, texts, and links out of mails, whose tokens prove.
DOORS = {
    *("portal/entrar/", "portal/salir/", "cuenta/entrar/", "cuenta/salir/", "cuenta/olvide/"),
    "cuenta/crear/",
    *("cuenta/terminos/", "cuenta/datos-personales/", "cuenta/restablecer/<str:token>/"),
    *("cuenta/verificar-correo/<str:token>/", "cuenta/confirmar-correo/<str:token>/"),
}
# Whoever was invited has no shop yet.
INVITATION = "portal/invitaciones/<str:token>/"
# Which thing of the world is behind the id in a page's address.
THINGS = {
    "product_id": "product",
    "vendor_order_id": "vendor_order",
    "place_id": "place",
    "session_id": "session",
    "export_id": "copy",
    "token": "invitation",
}
NO_MEMBERS = sorted({who.BUYER, who.SUPPORT, who.SUPERUSER})


@pytest.fixture(scope="package")
def pages_of(world: World) -> Any:
    """``pages_of(name)`` is signed in as this person; the anonymous one is not."""
    kept: dict[str, Client] = {}

    def of(name: str) -> Client:
        if name not in kept:
            kept[name] = Client(raise_request_exception=False)
            if name != who.ANONYMOUS:
                kept[name].force_login(world.people[name])
        return kept[name]

    return of


def pages(prefix: str) -> list[str]:
    """Return the routes below the prefix that are not for everybody."""
    own = {route for route, _ in routes() if route.startswith(prefix)}
    return sorted(own - DOORS - {INVITATION})


def with_an_id(routes_of_pages: list[str]) -> list[str]:
    return [route for route in routes_of_pages if VARIABLE.search(route)]


PORTAL, ACCOUNT = pages("portal/"), pages("cuenta/")


def address(route: str, world: World, *, is_missing: bool = False) -> str:
    """Return the page's address about the world's thing, or about one that does not exist."""
    variables = VARIABLE.findall(route)
    for variable in variables:
        thing = world.things[THINGS[variable.strip("<>").rpartition(":")[2]]]
        route = route.replace(variable, str(missing(thing) if is_missing else thing))
    return f"/{route}"


def visit(client: Client, path: str) -> dict[str, Any]:
    """Return the answers to a look and to an empty form; what they did is undone."""
    answers = {}
    for method in ("get", "post"):
        with for_one_request():
            answers[method] = getattr(client, method)(path)
        if answers[method].streaming:
            answers[method].getvalue()  # to its end, which closes the file
    return answers


@pytest.mark.parametrize(
    ("route", "door"),
    [
        *((route, PORTAL_LOGIN) for route in [*PORTAL, INVITATION]),
        *((route, ACCOUNT_LOGIN) for route in ACCOUNT),
    ],
)
def test_strangers_are_sent_to_the_door(world, pages_of, route, door):
    path = address(route, world)

    for answer in visit(pages_of(who.ANONYMOUS), path).values():
        assert answer.status_code == 302
        assert answer["Location"].startswith((f"{door}?next=", f"{ACCOUNT_LOGIN}?next="))
        assert answer.content == b""


@pytest.mark.parametrize("route", PORTAL)
def test_people_without_a_shop_are_refused(world, pages_of, route):
    for name in NO_MEMBERS:
        answers = visit(pages_of(name), address(route, world))
        refused = {404} if VARIABLE.search(route) else {403}
        assert {answer.status_code for answer in answers.values()} == refused, name


@pytest.mark.parametrize(
    ("route", "name"),
    [
        *((route, who.OTHER_OWNER) for route in [*with_an_id(PORTAL), INVITATION]),
        *((route, who.OTHER_BUYER) for route in [*with_an_id(ACCOUNT), INVITATION]),
    ],
)
def test_other_people_s_things_look_as_if_they_did_not_exist(world, pages_of, route, name):
    client = pages_of(name)

    others = visit(client, address(route, world))
    none = visit(client, address(route, world, is_missing=True))

    for method, answer in others.items():
        # A look at a form's own address leads to the page that has it, and an empty form is
        # refused, whatever the id.
        assert answer.status_code in (302, 404, 405, 422), method
        assert answer.status_code == none[method].status_code
        assert without_ids(answer) == without_ids(none[method])


def without_ids(answer: Any) -> str:
    """Return the page but for the form's token, which is another in each answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.mark.parametrize(
    ("route", "name"),
    [*((route, who.OWNER) for route in PORTAL), *((route, who.BUYER) for route in ACCOUNT)],
)
def test_no_page_fails_for_those_whom_it_is_for(world, pages_of, route, name):
    answers = visit(pages_of(name), address(route, world))

    allowed = {200, 302, 403, 405, 409, 422} if "dos-pasos" in route else {200, 302, 405, 409, 422}
    assert {answer.status_code for answer in answers.values()} <= allowed


SCREENS = {model._meta.label_lower: screen for model, screen in admin.site._registry.items()}


@pytest.mark.parametrize("model", sorted(SCREENS))
def test_the_staff_s_screens_are_for_staff(world, pages_of, model):
    path = reverse(f"admin:{model.replace('.', '_')}_changelist")

    for name in (who.ANONYMOUS, who.OWNER):
        answer = pages_of(name).get(path)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(STAFF_LOGIN), name


@pytest.mark.parametrize("group", sorted(STAFF_GROUPS))
def test_each_group_of_staff_sees_what_was_decided(world, pages_of, group):
    request = RequestFactory().get("/admin/")
    request.user = world.people[group]

    seen = {model for model, screen in SCREENS.items() if screen.has_view_permission(request)}

    assert seen == {model for model in SCREENS if "v" in DECISIONS[model][group]}
    refused = sorted(set(SCREENS) - seen)[0]
    path = reverse(f"admin:{refused.replace('.', '_')}_changelist")
    assert pages_of(group).get(path).status_code == 403


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/password_change/", "/admin/jsi18n/", "/admin/autocomplete/"]
)
def test_the_staff_s_own_pages_are_for_staff(world, pages_of, path):
    for name in (who.ANONYMOUS, who.OWNER):
        answer = pages_of(name).get(path)
        assert answer.status_code in (302, 403, 404), name
        if answer.status_code == 302:
            assert answer["Location"].startswith(STAFF_LOGIN), name
