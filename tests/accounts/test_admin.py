import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import read_access
from accounts.models import LoginSession, OneTimeCode, TotpDevice, User
from accounts.services.login import login
from marketplace.shared import clock
from tests.factories.accounts import (
    PASSWORD,
    make_address,
    make_staff_user,
    make_user,
    sign_in,
    turn_on_second_factor,
)

pytestmark = pytest.mark.django_db

MODELS = ["user", "loginsession", "refreshtoken", "consent", "address", "onetimecode"]
MODELS += ["totpdevice", "recoverycode", "loginchallenge"]


def url(model, page="changelist", *args):
    return reverse(f"admin:accounts_{model}_{page}", args=args)


@pytest.fixture
def chief(client):
    user = make_staff_user(is_superuser=True)
    client.force_login(user)
    return user


def make_rows():
    user = make_user()
    sign_in(user)
    make_address(user_id=user.pk)
    OneTimeCode.objects.create(
        user=user,
        purpose="verify_email",
        destination=user.email,
        code_hash="geheim",
        expires_at=clock.now(),
    )
    turn_on_second_factor(user)
    login(email=user.email, password=PASSWORD)
    sign_in(user)
    return user


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_one_row_and_for_more(client, chief, model):
    counts = []
    for _ in range(2):
        make_rows()
        make_rows()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(model)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 8


@pytest.mark.parametrize("model", MODELS)
def test_no_page_shows_a_secret_or_adds_or_deletes(client, chief, model):
    user = make_rows()
    issued = sign_in(user)
    row = {
        "user": user,
        "loginsession": user.login_sessions.first(),
        "refreshtoken": user.login_sessions.first().tokens.first(),
        "consent": user.consents.first(),
        "address": user.addresses.first(),
        "onetimecode": user.codes.first(),
        "totpdevice": user.totp_device,
        "recoverycode": user.recovery_codes.first(),
        "loginchallenge": user.login_challenges.first(),
    }[model]

    page = client.get(url(model, "change", row.pk)).content.decode()

    digests = user.login_sessions.values_list("tokens__digest", flat=True)
    secrets = [user.password, "geheim", issued.refresh, *digests]
    secrets += [user.totp_device.sealed_secret, user.login_challenges.first().digest]
    secrets += user.recovery_codes.values_list("digest", flat=True)
    assert not [secret for secret in secrets if secret in page]
    assert client.get(url(model, "add")).status_code == 403
    assert client.get(url(model, "delete", row.pk)).status_code == 403


def test_staff_correct_names_and_nothing_else(client):
    client.force_login(make_staff_user(is_superuser=True))
    user = make_user()
    form = {
        "first_name": "Eva",
        "last_name": "Paz",
        "phone": "310 444 5566",
        "email": "x@example.com",
        "role": "staff",
        "is_staff": "on",
        "is_superuser": "on",
        "password": "x",
    }

    assert client.post(url("user", "change", user.pk), form).status_code == 302

    changed = User.objects.get(pk=user.pk)
    assert (changed.first_name, changed.phone) == ("Eva", "+573104445566")
    assert (changed.email, changed.password) == (user.email, user.password)
    assert (changed.role, changed.is_staff, changed.is_superuser) == ("buyer", False, False)


def test_groups_are_the_superusers_affair(client, chief):
    staff = make_staff_user("soporte")
    form = {"first_name": "Ana", "last_name": "Gómez", "phone": staff.phone, "groups": []}

    assert client.post(url("user", "change", staff.pk), form).status_code == 302
    assert staff.groups.count() == 0

    own = client.get(url("user", "change", chief.pk)).content.decode()
    assert 'name="groups"' not in own


def test_support_sees_people_but_cannot_change_them(client):
    support, chief = make_staff_user("soporte"), make_staff_user(is_superuser=True)
    client.force_login(support)

    assert client.get(url("user")).status_code == 200
    assert client.post(url("user", "change", chief.pk), {"first_name": "X"}).status_code == 403
    client.post(url("user"), {"action": "deactivate_selected", "_selected_action": [chief.pk]})
    chief.refresh_from_db()
    assert (chief.first_name, chief.is_active) == ("Ana", True)


def test_closing_accounts_by_action_goes_through_the_service(client, chief):
    user = make_user()
    issued = sign_in(user)

    client.post(url("user"), {"action": "deactivate_selected", "_selected_action": [user.pk]})
    session = LoginSession.objects.get(pk=read_access(issued.access).session_id)
    user.refresh_from_db()
    assert (user.is_active, session.revoked_reason) == (False, "deactivated")

    client.post(url("user"), {"action": "activate_selected", "_selected_action": [user.pk]})
    user.refresh_from_db()
    assert user.is_active


def test_support_closes_sessions_but_not_the_chiefs(client):
    chief = make_staff_user(is_superuser=True)
    sign_in(chief)
    sign_in(make_user())
    every = [str(pk) for pk in LoginSession.objects.values_list("pk", flat=True)]
    client.force_login(make_staff_user("soporte"))

    response = client.post(
        url("loginsession"),
        {"action": "revoke_selected", "_selected_action": every},
        follow=True,
    )

    still_open = LoginSession.objects.filter(revoked_at__isnull=True)
    assert [session.user for session in still_open if str(session.pk) in every] == [chief]
    assert "Sesiones cerradas: 1" in response.content.decode()
    assert "No puede cambiar una cuenta con tantos" in response.content.decode()


def test_a_second_factor_is_taken_away_with_a_reason(client, chief):
    user = make_user()
    turn_on_second_factor(user)
    sign_in(user)
    form = {"action": "take_away_selected", "_selected_action": [str(user.totp_device.pk)]}

    without = client.post(url("totpdevice"), form, follow=True).content.decode()
    assert "Escriba el motivo." in without
    assert TotpDevice.objects.count() == 1
    done = client.post(url("totpdevice"), form | {"reason": "perdió todo"}, follow=True)

    assert "Verificaciones quitadas: 1" in done.content.decode()
    assert TotpDevice.objects.count() == 0
    assert user.login_sessions.get().revoked_reason == "second_factor_changed"
