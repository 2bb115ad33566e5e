"""Devices: how they are named, known again, noted in use, and how many there may be."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from accounts.access import read_access
from accounts.devices import device_label
from accounts.models import LoginSession
from accounts.selectors.identity import signed_in_user
from accounts.services.sessions import SessionKind, note_use, start_session
from accounts.services.tokens import refresh
from marketplace.shared import clock
from marketplace.shared.db import in_transaction
from marketplace.shared.models import OutboxMessage
from marketplace.shared.request_context import RequestContext, enter_request, leave_request
from tests.factories.accounts import make_staff_user, make_user, sign_in

CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/126.0.0.0 Mobile Safari/537.36"
)
HOME, STREET = "192.0.2.9", "198.51.100.7"


@contextmanager
def device(agent, ip):
    enter_request(RequestContext(ip=ip, user_agent=agent))
    try:
        yield
    finally:
        leave_request()


def sign_in_from(user, agent=CHROME, ip=HOME):
    with device(agent, ip):
        return sign_in(user)


def notices():
    return OutboxMessage.objects.filter(event="accounts.device_appeared").count()


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (CHROME, "Chrome en Android"),
        (CHROME.replace("Mobile", "SamsungBrowser/25.0 Mobile"), "Samsung Internet en Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
            " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari en iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Edge en Windows",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox en Linux",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605",
            "Safari en Mac",
        ),
        ("curl/8.5.0", "curl"),
        ("Plaza/3.1 okhttp/4.12 (Android 14)", "Aplicación en Android"),
        ("", "Dispositivo desconocido"),
        ("<script>alert(1)</script>", "Dispositivo desconocido"),
    ],
)
def test_a_device_has_a_name_for_people(agent, label):
    assert device_label(agent) == label


@pytest.mark.django_db
def test_the_very_first_device_is_not_told_and_a_known_one_neither():
    user = make_user()

    sign_in_from(user)
    sign_in_from(user)
    sign_in_from(user, ip="192.0.2.200")

    assert notices() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("agent", "ip"), [(CHROME, STREET), ("Firefox/127.0", HOME)])
def test_another_program_or_another_place_is_told_once(agent, ip, drain_outbox, mailoutbox):
    user = make_user()
    sign_in_from(user)
    drain_outbox()
    mailoutbox.clear()

    sign_in_from(user, agent, ip)
    sign_in_from(user, agent, ip)
    drain_outbox()

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([user.email], "Nuevo ingreso a su cuenta")
    ]
    assert ip in mailoutbox[0].body


@pytest.mark.django_db
def test_sessions_from_before_devices_were_noted_make_nothing_new():
    user = make_user()
    sign_in_from(user)
    LoginSession.objects.update(device="")

    sign_in_from(user, ip=STREET)

    assert notices() == 0


@pytest.mark.django_db
def test_the_oldest_session_makes_room_of_whatever_kind(settings):
    settings.MAX_LOGIN_SESSIONS = 3
    user, other = make_user(), make_user()
    theirs = sign_in(other)
    kinds = [SessionKind.PORTAL, SessionKind.API, SessionKind.ADMIN]
    oldest, *younger = [in_transaction(start_session)(user=user, kind=kind) for kind in kinds]

    newest = in_transaction(start_session)(user=user, kind=SessionKind.PORTAL)

    oldest.refresh_from_db()
    still_open = LoginSession.objects.filter(user=user, revoked_at__isnull=True)
    assert oldest.revoked_reason == "too_many"
    assert set(still_open) == {*younger, newest}
    assert refresh(refresh=theirs.refresh).user == other


@pytest.mark.django_db
def test_sessions_that_ended_by_themselves_take_no_room(settings):
    settings.MAX_LOGIN_SESSIONS = 2
    user = make_user()
    sign_in(user)
    LoginSession.objects.update(expires_at=clock.now() - timedelta(minutes=1))

    sign_in(user)
    sign_in(user)

    assert LoginSession.objects.filter(revoked_reason="too_many").count() == 0


@pytest.mark.django_db
def test_use_is_noted_at_most_once_in_a_few_minutes(django_assert_num_queries):
    claims = read_access(sign_in(make_user()).access)

    def use():
        user = signed_in_user(user_id=claims.user_id, session_id=claims.session_id, kid=claims.kid)
        note_use(session=user.login_session)

    with django_assert_num_queries(1):
        use()
    with clock.travel(clock.now() + timedelta(minutes=6)):
        with django_assert_num_queries(2):
            use()
        noted = LoginSession.objects.get().last_used_at
        assert noted == clock.now()
        with django_assert_num_queries(1):
            use()


@pytest.mark.django_db
def test_the_api_notes_that_a_device_is_in_use(client_of):
    client = client_of(make_user())
    LoginSession.objects.update(last_used_at=clock.now() - timedelta(hours=1))

    assert client.get("/api/v1/auth/me").status_code == 200

    assert clock.now() - LoginSession.objects.get().last_used_at < timedelta(minutes=1)


@pytest.mark.django_db
def test_staffs_tokens_live_shortly_and_each_refresh_begins_anew():
    staff = make_staff_user("soporte")

    issued = sign_in(staff)
    refresh(refresh=issued.refresh)

    session = LoginSession.objects.get()
    left = session.expires_at - session.last_used_at
    assert left == timedelta(hours=8)
    assert session.tokens.get(used_at__isnull=True).expires_at == session.expires_at


@pytest.mark.django_db
def test_the_list_of_devices_names_every_kind(client_of):
    user = make_user()
    client = client_of(user)
    with device(CHROME, HOME):
        in_transaction(start_session)(user=user, kind=SessionKind.PORTAL, second_factor=True)

    browser, here = client.get("/api/v1/auth/sessions").json()["results"]

    assert (browser["kind"], browser["device"], browser["ip"], browser["second_factor"]) == (
        *("portal", "Chrome en Android", HOME, True),
    )
    assert browser["user_agent"] == CHROME
    assert (here["kind"], here["is_current"], browser["is_current"]) == ("api", True, False)
