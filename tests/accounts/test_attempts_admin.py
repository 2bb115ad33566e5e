import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AttemptKind, LoginAttempt
from accounts.selectors.login_attempts import name_digest
from marketplace.shared import clock
from tests.factories.accounts import make_staff_user, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:accounts_loginattempt_changelist")


def make_failures(*, email="nobody@example.com", user=None, times=1, block="192.0.2.0/24"):
    now = clock.now()
    return LoginAttempt.objects.bulk_create(
        LoginAttempt(
            kind=AttemptKind.PASSWORD,
            name_digest=name_digest(email),
            user=user,
            block=block,
            outcome="failed",
            started_at=now,
            settled_at=now,
        )
        for _ in range(times)
    )


def listed(client, **query):
    return set(client.get(LIST, query).context["cl"].queryset.values_list("pk", flat=True))


def lift(client, action, rows):
    chosen = [str(row.pk) for row in rows]
    return client.post(LIST, {"action": action, "_selected_action": chosen}, follow=True)


def test_the_list_costs_the_same_for_few_and_for_many(client):
    client.force_login(make_staff_user(is_superuser=True))
    counts = []
    for _ in range(2):
        make_failures(user=make_user(), times=3)
        make_failures(user=make_user(), times=2)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(LIST, {"lock": "account_and_block"})
        counts.append(len(captured))

    assert page.status_code == 200
    assert counts[0] == counts[1] <= 8


def test_the_filters_show_the_locks_in_force(client, settings):
    settings.LOGIN_FAILURE_LIMITS = {"account_and_block": 5, "account": 6, "block": 8}
    client.force_login(make_staff_user("soporte"))
    five = make_failures(times=5)
    six = [
        *make_failures(email="ana@example.com", times=4, block="198.51.100.0/24"),
        *make_failures(email="ana@example.com", times=2),
    ]
    one = make_failures(email="eva@example.com")
    LoginAttempt.objects.filter(pk=make_failures(times=1)[0].pk).update(counts_here=False)

    assert listed(client, lock="account_and_block") == {row.pk for row in five}
    assert listed(client, lock="account") >= {row.pk for row in six}
    assert listed(client, lock="block") >= {row.pk for row in [*five, *six[4:], *one]}
    assert not listed(client, lock="block") & {row.pk for row in six[:4]}
    assert len(listed(client)) == LoginAttempt.objects.count() == 13


def test_staff_lift_the_lock_of_a_name_by_one_of_its_tries(client):
    client.force_login(make_staff_user("soporte"))
    user = make_user()
    rows = make_failures(email=user.email, user=user, times=5)
    others = make_failures(times=5)

    page = lift(client, "lift_accounts", rows[:1])

    assert "Intentos que ya no cuentan: 5" in page.content.decode()
    assert listed(client, lock="account_and_block") == {row.pk for row in others}


def test_staff_do_not_lift_locks_of_somebody_as_strong(client):
    client.force_login(make_staff_user("soporte"))
    chief = make_staff_user(is_superuser=True)
    rows = make_failures(email=chief.email, user=chief, times=5)
    other = make_failures(times=5)

    page = lift(client, "lift_accounts", [rows[0], other[0]])

    assert "No puede cambiar una cuenta con tantos" in page.content.decode()
    assert "Intentos que ya no cuentan: 5" in page.content.decode()
    assert listed(client, lock="account_and_block") == {row.pk for row in rows}


def test_staff_lift_the_lock_of_a_block_and_nothing_of_the_names(client, settings):
    settings.LOGIN_FAILURE_LIMITS = settings.LOGIN_FAILURE_LIMITS | {"block": 5}
    client.force_login(make_staff_user("soporte"))
    rows = make_failures(times=5)

    page = lift(client, "lift_blocks", rows[:1])

    assert "Intentos que ya no cuentan: 5" in page.content.decode()
    assert listed(client, lock="block") == set()
    assert len(listed(client, lock="account_and_block")) == 5


def test_a_page_shows_neither_what_was_typed_nor_its_hash(client):
    client.force_login(make_staff_user(is_superuser=True))
    row = make_failures()[0]
    address = reverse("admin:accounts_loginattempt_change", args=[row.pk])

    page = client.get(address).content.decode()

    assert row.name_digest not in page
    assert "192.0.2.0/24" in page
    assert client.get(reverse("admin:accounts_loginattempt_add")).status_code == 403
    assert client.post(address, {"outcome": "succeeded"}).status_code == 403


def test_finance_does_not_see_tries(client):
    client.force_login(make_staff_user("finanzas"))

    assert client.get(LIST).status_code == 403
