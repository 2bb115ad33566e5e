from statistics import median
from time import perf_counter

import pytest
from django.contrib.auth.hashers import make_password

from accounts.errors import InvalidCredentials
from accounts.models import LoginSession, User
from accounts.services import login as login_module
from accounts.services.login import login
from accounts.services.people import set_active
from marketplace.shared.models import AuditEntry
from marketplace.shared.request_context import RequestContext, enter_request, leave_request
from tests.factories.accounts import PASSWORD, make_staff_user, make_user


@pytest.mark.django_db
def test_login_opens_a_session_of_this_device():
    user = make_user(email="ana@example.com")
    enter_request(RequestContext(ip="192.0.2.9", user_agent="Navegador"))
    try:
        issued = login(email=" ANA@example.com", password=PASSWORD)
    finally:
        leave_request()

    session = LoginSession.objects.get()
    user.refresh_from_db()
    assert issued.user.pk == session.user_id == user.pk
    assert (session.ip, session.user_agent, session.revoked_at) == ("192.0.2.9", "Navegador", None)
    assert (session.expires_at - session.created_at).days == 7
    assert user.last_login is not None
    assert AuditEntry.objects.filter(action="accounts.logged_in", actor_id=user.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_login_costs_eight_statements_beside_the_guards(django_assert_num_queries):
    user = make_user()
    login(email=user.email, password=PASSWORD)

    with django_assert_num_queries(21) as captured:
        login(email=user.email, password=PASSWORD)

    statements = [query["sql"].split()[0] for query in captured]
    begun = len(statements) - statements[::-1].index("BEGIN") - 1
    assert statements[begun:] == [
        *("BEGIN", "SELECT", "SELECT", "UPDATE", "SELECT"),  # lock, second factor, devices seen
        *("INSERT", "INSERT", "INSERT", "SELECT", "COMMIT"),  # session, audit, token, its key
    ]


@pytest.mark.django_db
def test_unknown_wrong_and_closed_are_one_refusal():
    user, closed = make_user(), make_user()
    set_active(user_id=closed.pk, is_active=False, actor_id=None)
    tries = [("nobody@example.com", PASSWORD), (user.email, "x" * 12), (closed.email, PASSWORD)]

    refusals = []
    for email, password in tries:
        with pytest.raises(InvalidCredentials) as refusal:
            login(email=email, password=password)
        refusals.append((refusal.value.code, refusal.value.message, refusal.value.details))

    assert len(set(map(str, refusals))) == 1
    assert LoginSession.objects.count() == 0


@pytest.mark.django_db
def test_only_staff_pass_the_staff_login():
    buyer, staff = make_user(), make_staff_user("soporte")

    with pytest.raises(InvalidCredentials):
        login(email=buyer.email, password=PASSWORD, staff_only=True)

    assert login(email=staff.email, password=PASSWORD, staff_only=True).user.pk == staff.pk
    assert LoginSession.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"password": "another hash"}, {"is_active": False}])
def test_a_change_between_check_and_login_refuses_the_login(monkeypatch, change):
    user = make_user()
    real_admit = login_module.admit

    def late_admit(*, user, staff_only):
        User.objects.filter(pk=user.pk).update(**change)
        return real_admit(user=user, staff_only=staff_only)

    monkeypatch.setattr(login_module, "admit", late_admit)
    with pytest.raises(InvalidCredentials):
        login(email=user.email, password=PASSWORD)

    assert LoginSession.objects.count() == 0


@pytest.mark.django_db
def test_each_refusal_hashes_once(monkeypatch):
    """The time class of an answer is the number of hashes behind it."""
    user, closed = make_user(), make_user()
    set_active(user_id=closed.pk, is_active=False, actor_id=None)
    hashes = []

    def counted(real):
        def count(*args, **kwargs):
            hashes.append(real.__name__)
            return real(*args, **kwargs)

        return count

    monkeypatch.setattr(User, "check_password", counted(User.check_password))
    monkeypatch.setattr(login_module, "make_password", counted(make_password))
    for email in ("nobody@example.com", user.email, closed.email):
        with pytest.raises(InvalidCredentials):
            login(email=email, password="equivocada-1")

    assert hashes == ["make_password", "check_password", "check_password"]


@pytest.mark.django_db
def test_known_and_unknown_accounts_take_about_the_same_time(settings):
    settings.PASSWORD_HASHERS = ["accounts.hashers.SingleLaneArgon2"]
    settings.LOGIN_FAILURE_LIMITS = dict.fromkeys(settings.LOGIN_FAILURE_LIMITS, 1_000)
    user = make_user()

    def milliseconds(email):
        times = []
        for _ in range(7):
            started = perf_counter()
            with pytest.raises(InvalidCredentials):
                login(email=email, password="equivocada-1")
            times.append((perf_counter() - started) * 1_000)
        return median(times)

    milliseconds(user.email)
    known, unknown = milliseconds(user.email), milliseconds("nobody@example.com")

    assert 0.5 < known / unknown < 2
