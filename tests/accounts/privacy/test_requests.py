"""Queries and claims with the law's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import PrivacyRequestClosed
from accounts.models import PrivacyRequest
from accounts.privacy_terms import RequestKind
from accounts.selectors.privacy import overdue_privacy_requests, privacy_requests_to_answer
from accounts.services.privacy_requests import answer_request, extend_request, receive_request
from marketplace.shared import clock, metrics
from marketplace.shared.ids import new_id
from marketplace.shared.models import StaffAccess
from tests.factories.accounts import make_staff_user, make_user

pytestmark = pytest.mark.django_db

PATH = "/api/v1/me/privacy-requests"
# A Friday in Bogotá, already Saturday in Greenwich.
FRIDAY_NIGHT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LIST = "admin:accounts_privacyrequest_changelist"


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


@pytest.fixture
def staff():
    return make_staff_user("soporte")


@pytest.fixture
def desk(staff) -> Client:
    browser = Client()
    browser.force_login(staff)
    return browser


def receive(user, kind=RequestKind.QUERY, at=FRIDAY_NIGHT) -> PrivacyRequest:
    with clock.travel(at):
        return receive_request(user_id=user.pk, kind=kind, text="¿Qué saben de mí?")


def page_of(request) -> str:
    return reverse("admin:accounts_privacyrequest_change", args=[request.pk])


@pytest.mark.parametrize(
    ("kind", "due", "extended"),
    [
        ("query", "2026-12-04", "2026-12-14"),
        ("claim", "2026-12-14", "2026-12-24"),
        ("correction", "2026-12-14", "2026-12-24"),
        ("revocation", "2026-12-14", "2026-12-24"),
    ],
)
def test_the_terms_of_the_law_in_business_days_of_bogota(user, staff, kind, due, extended):
    request = receive(user, RequestKind(kind))
    assert request.due_on.isoformat() == due
    assert request.number.startswith("DP-20261120-")

    with clock.travel(FRIDAY_NIGHT):
        extend_request(request_id=request.pk, reason="Falta un dato", actor_id=staff.pk)

    request.refresh_from_db()
    assert (request.due_on.isoformat(), request.status) == (extended, "extended")


def test_a_request_from_the_wish_to_the_answer(client, user, staff, drain_outbox, mailoutbox):
    drain_outbox()
    mailoutbox.clear()
    text = "¿Qué datos míos tienen?"

    made = client.post(PATH, {"kind": "query", "text": text}, format="json")
    answer_request(request_id=made.json()["id"], answer="Estos.\nY ya.", actor_id=staff.pk)
    drain_outbox()

    assert made.status_code == 201
    assert (made.json()["status"], made.json()["text"]) == ("open", text)
    [row] = client.get(PATH).json()["results"]
    assert (row["status"], row["answer"]) == ("answered", "Estos.\nY ya.")
    assert str(staff.pk) not in str(row)
    received, answered = mailoutbox
    number = row["number"]
    assert received.subject == f"Recibimos su solicitud {number}"
    assert "a más tardar el" in received.body
    assert answered.subject == f"Respondimos su solicitud {number}"
    assert "Estos." in answered.body


def test_an_extension_is_given_once_in_time_and_told(user, staff, drain_outbox, mailoutbox):
    request = receive(user)
    with clock.travel(FRIDAY_NIGHT):
        extend_request(request_id=request.pk, reason="Falta un dato", actor_id=staff.pk)
        with pytest.raises(PrivacyRequestClosed):
            extend_request(request_id=request.pk, reason="Otra vez", actor_id=staff.pk)
    late = receive(user)
    with clock.travel(FRIDAY_NIGHT + timedelta(days=15)), pytest.raises(PrivacyRequestClosed):
        extend_request(request_id=late.pk, reason="Tarde", actor_id=staff.pk)
    drain_outbox()

    assert "Falta un dato" in next(m.body for m in mailoutbox if "más tiempo" in m.subject)
    late.refresh_from_db()
    assert (late.status, late.extension_reason) == ("open", "")


def test_an_answered_request_is_not_answered_again(user, staff):
    request = receive(user)
    answer_request(request_id=request.pk, answer="Sí", actor_id=staff.pk)

    for deed in (
        lambda: answer_request(request_id=request.pk, answer="No", actor_id=staff.pk),
        lambda: extend_request(request_id=request.pk, reason="No", actor_id=staff.pk),
    ):
        with pytest.raises(PrivacyRequestClosed):
            deed()

    request.refresh_from_db()
    assert request.answer == "Sí"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/kind", "/text"}),
        ({"kind": "wish", "text": "x"}, {"/kind"}),
        ({"kind": "query", "text": ""}, {"/text"}),
        ({"kind": "query", "text": "x" * 4_001}, {"/text"}),
        ({"kind": "query", "text": "x", "due_on": "2030-01-01"}, {"/due_on"}),
    ],
)
def test_a_wrong_form_is_refused(client, body, pointers):
    answer = client.post(PATH, body, format="json")

    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == pointers
    assert PrivacyRequest.objects.count() == 0


def test_a_person_has_five_open_requests_at_most(client, user):
    for _ in range(5):
        receive(user)

    sixth = client.post(PATH, {"kind": "query", "text": "Otra"}, format="json")

    assert (sixth.status_code, sixth.json()["code"]) == (429, "too_many_privacy_requests")
    assert PrivacyRequest.objects.count() == 5


@pytest.mark.parametrize("count", [1, 3])
def test_people_see_their_own_at_a_fixed_cost(client, user, api, count, django_assert_num_queries):
    receive(make_user())
    for _ in range(count):
        receive(user)

    with django_assert_num_queries(3):  # token, count, rows
        assert client.get(PATH).json()["count"] == count

    assert api.get(PATH).status_code == 401


def test_staff_see_the_most_urgent_first_and_what_is_overdue(desk, user):
    later = receive(user, at=FRIDAY_NIGHT)
    sooner = receive(user, at=FRIDAY_NIGHT - timedelta(days=30))
    done = receive(user, at=FRIDAY_NIGHT - timedelta(days=60))
    answer_request(request_id=done.pk, answer="Sí", actor_id=new_id())

    with clock.travel(FRIDAY_NIGHT):
        listed = list(desk.get(reverse(LIST)).context["cl"].result_list)
        overdue = list(desk.get(reverse(LIST) + "?term=overdue").context["cl"].result_list)
        waiting = list(desk.get(reverse(LIST) + "?term=waiting").context["cl"].result_list)
        counted = (privacy_requests_to_answer(), overdue_privacy_requests())
        figures = metrics.read()

    assert listed == [sooner, later, done]
    assert (overdue, waiting) == ([sooner], [sooner, later])
    assert counted == (2, 1)
    assert figures["plaza_privacy_requests_waiting"] == 2
    assert figures["plaza_privacy_requests_overdue"] == 1


def test_staff_answer_on_the_page_which_is_logged(desk, staff, user):
    request = receive(user, at=clock.now())

    desk.get(page_of(request))
    saved = desk.post(page_of(request), {"answer": "Estos son.", "extension_reason": ""})

    assert saved.status_code == 302
    request.refresh_from_db()
    assert (request.status, request.answer) == ("answered", "Estos son.")
    assert request.answered_by == staff.pk
    assert StaffAccess.objects.filter(person_id=user.pk, staff_id=staff.pk).count() == 1
    again = desk.post(page_of(request), {"answer": "Otra", "extension_reason": ""})
    assert again.status_code == 403


@pytest.mark.parametrize(
    "form",
    [
        {"answer": "", "extension_reason": ""},
        {"answer": "  ", "extension_reason": ""},
        {"answer": "Sí", "extension_reason": "Y más tiempo"},
    ],
)
def test_the_page_wants_an_answer_or_a_reason(desk, user, form):
    request = receive(user)

    assert desk.post(page_of(request), form).status_code == 200

    request.refresh_from_db()
    assert (request.status, request.answer, request.extension_reason) == ("open", "", "")


def test_the_page_tells_that_an_extension_comes_too_late(desk, user):
    request = receive(user, at=clock.now() - timedelta(days=60))

    page = desk.post(page_of(request), {"answer": "", "extension_reason": "Tarde"}, follow=True)

    assert "Solo se puede prorrogar una vez" in page.content.decode()
    request.refresh_from_db()
    assert (request.status, request.extension_reason) == ("open", "")


def test_others_of_the_staff_neither_see_nor_answer(user):
    request = receive(user)
    browser = Client()
    browser.force_login(make_staff_user("catalogo"))

    assert browser.get(reverse(LIST)).status_code == 403
    assert browser.post(page_of(request), {"answer": "x"}).status_code == 403
    request.refresh_from_db()
    assert request.status == "open"


def test_no_page_of_staff_shows_where_a_copy_lies_or_the_last_mail_goes():
    from accounts.models import DataExport, DeletionRequest

    user = make_user()
    export = DataExport.objects.create(user=user, file_name="geheim.zip", status="expired")
    wish = DeletionRequest.objects.create(
        user=user, due_at=clock.now(), farewell_to="geheim@example.com"
    )
    browser = Client()
    browser.force_login(make_staff_user(is_superuser=True))

    for name, row in (("dataexport", export), ("deletionrequest", wish)):
        page = browser.get(reverse(f"admin:accounts_{name}_change", args=[row.pk]))
        assert page.status_code == 200
        assert "geheim" not in page.content.decode()
