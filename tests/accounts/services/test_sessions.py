import pytest

from accounts.access import read_access
from accounts.errors import (
    SessionNotFound,
    StrongerAccount,
    UserNotFound,
    WeakPassword,
    WrongPassword,
)
from accounts.models import LoginSession, User
from accounts.selectors.identity import signed_in_user
from accounts.selectors.sessions import open_sessions
from accounts.services import sessions
from accounts.services.passwords import change_password
from accounts.services.people import set_active, update_profile
from accounts.services.roles import grant_vendor_role, make_staff, set_groups
from accounts.tasks import delete_old_sessions
from marketplace.shared import clock
from marketplace.shared.ids import new_id
from marketplace.shared.models import AuditEntry, OutboxMessage
from tests.factories.accounts import PASSWORD, make_staff_user, make_user, sign_in

pytestmark = pytest.mark.django_db

NEW = "otra-frase-larga-9"


def session_of(issued):
    return read_access(issued.access).session_id


def is_open(issued):
    claims = read_access(issued.access)
    return (
        signed_in_user(user_id=claims.user_id, session_id=claims.session_id, kid=claims.kid)
        is not None
    )


def test_revoking_ends_one_session_once():
    user = make_user()
    here, there = sign_in(user), sign_in(user)

    for _ in range(2):
        sessions.revoke_session(
            session_id=session_of(here), reason=sessions.LOGOUT, actor_id=user.pk
        )

    assert (is_open(here), is_open(there)) == (False, True)
    assert AuditEntry.objects.filter(action="accounts.session_revoked").count() == 1
    assert [row.pk for row in open_sessions(user_id=user.pk)] == [session_of(there)]


def test_a_strangers_session_does_not_exist():
    mine, stranger = sign_in(make_user()), make_user()

    for session_id in (session_of(mine), new_id()):
        with pytest.raises(SessionNotFound):
            sessions.revoke_session(
                session_id=session_id, user_id=stranger.pk, reason="x", actor_id=stranger.pk
            )

    assert is_open(mine)


def test_revoking_all_spares_other_people():
    user, other = make_user(), make_user()
    mine, others = [sign_in(user), sign_in(user)], sign_in(other)

    assert sessions.revoke_all(user_id=user.pk, reason="x", actor_id=user.pk) == 2
    assert sessions.revoke_all(user_id=user.pk, reason="x", actor_id=user.pk) == 0

    assert [is_open(issued) for issued in mine] == [False, False]
    assert is_open(others)


def test_a_new_password_ends_the_other_sessions_and_warns(drain_outbox, mailoutbox):
    user = make_user()
    here, there = sign_in(user), sign_in(user)
    drain_outbox()
    mailoutbox.clear()

    change_password(user_id=user.pk, current=PASSWORD, new=NEW, keep_session_id=session_of(here))

    user.refresh_from_db()
    assert user.check_password(NEW)
    assert (is_open(here), is_open(there)) == (True, False)
    drain_outbox()
    assert [(message.to, message.subject) for message in mailoutbox] == [
        ([user.email], "Su contraseña cambió")
    ]


@pytest.mark.parametrize(
    ("current", "new", "error"),
    [("equivocada-1", NEW, WrongPassword), (PASSWORD, "corta", WeakPassword)],
)
def test_a_refused_new_password_changes_nothing(current, new, error):
    user = make_user()
    there = sign_in(user)
    waiting = OutboxMessage.objects.count()

    with pytest.raises(error):
        change_password(user_id=user.pk, current=current, new=new)

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert is_open(there)
    assert OutboxMessage.objects.count() == waiting


def test_staff_passwords_have_fifteen_characters():
    staff = make_staff_user("soporte")

    with pytest.raises(WeakPassword):
        change_password(user_id=staff.pk, current=PASSWORD, new="catorce letras")


def test_nobodys_password_cannot_be_changed():
    with pytest.raises(UserNotFound):
        change_password(user_id=new_id(), current=PASSWORD, new=NEW)


def test_closing_an_account_ends_its_sessions_and_opening_it_does_not_bring_them_back():
    user = make_user()
    issued = sign_in(user)

    set_active(user_id=user.pk, is_active=False, actor_id=None, reason="fraude")
    assert not is_open(issued)
    set_active(user_id=user.pk, is_active=True, actor_id=None)

    assert not is_open(issued)
    assert LoginSession.objects.get().revoked_reason == "deactivated"
    entry = AuditEntry.objects.get(action="accounts.deactivated")
    assert (entry.changes, entry.reason) == ({"is_active": [True, False]}, "fraude")


def test_another_telephone_is_not_verified_any_more():
    user = make_user(phone="3001112233")

    same = update_profile(user_id=user.pk, first_name="Eva", phone="300 111 2233")
    assert same.phone_verified_at is not None
    changed = update_profile(user_id=user.pk, phone="3104445566")

    assert (changed.first_name, changed.phone) == ("Eva", "+573104445566")
    assert changed.phone_verified_at is None


def test_becoming_a_vendor_keeps_the_session_and_happens_once():
    user = make_user()
    issued = sign_in(user)

    for _ in range(2):
        assert grant_vendor_role(user_id=user.pk).role == User.Role.VENDOR

    assert is_open(issued)
    assert AuditEntry.objects.filter(action="accounts.role_changed").count() == 1


def test_becoming_staff_ends_the_sessions_and_gives_the_groups_rights():
    user = make_user()
    issued = sign_in(user)

    staff = User.objects.get(pk=make_staff(user_id=user.pk, groups=["finanzas"]).pk)

    assert (staff.role, staff.is_staff, staff.is_superuser) == ("staff", True, False)
    assert not is_open(issued)
    assert staff.has_perm("payments.view_ledgerentry")
    assert staff.has_perm("payments.change_payout")
    assert not staff.has_perm("accounts.view_user")
    assert not staff.has_perm("vendors.change_vendor")
    assert grant_vendor_role(user_id=user.pk).role == "staff"


def test_an_unknown_group_makes_nobody_staff():
    user = make_user()

    with pytest.raises(ValueError, match="no such groups"):
        make_staff(user_id=user.pk, groups=["jefes"])

    user.refresh_from_db()
    assert not user.is_staff


@pytest.mark.parametrize("subject", ["peer", "superuser"])
def test_staff_do_not_reach_for_accounts_as_strong_as_theirs(subject):
    actor = make_staff_user("soporte")
    person = make_staff_user("soporte", is_superuser=subject == "superuser")
    issued = sign_in(person)
    groups = person.groups.count()
    deeds = [
        lambda: set_active(user_id=person.pk, is_active=False, actor_id=actor.pk),
        lambda: update_profile(user_id=person.pk, first_name="X", actor_id=actor.pk),
        lambda: sessions.revoke_session(
            session_id=session_of(issued), reason="x", actor_id=actor.pk
        ),
        lambda: set_groups(user_id=person.pk, group_ids=[], actor_id=actor.pk),
    ]

    for deed in deeds:
        with pytest.raises(StrongerAccount):
            deed()

    person.refresh_from_db()
    assert (person.is_active, person.first_name, person.groups.count()) == (True, "Ana", groups)
    assert is_open(issued)


def test_a_superuser_sets_the_groups_of_others_but_not_their_own():
    chief, staff = make_staff_user(is_superuser=True), make_staff_user("soporte")
    issued = sign_in(staff)

    set_groups(user_id=staff.pk, group_ids=[], actor_id=chief.pk)

    assert staff.groups.count() == 0
    assert not is_open(issued)
    with pytest.raises(StrongerAccount):
        set_groups(user_id=chief.pk, group_ids=[], actor_id=chief.pk)


def test_sessions_are_forgotten_90_days_after_they_expired():
    user = make_user()
    sign_in(user)
    expires_at = LoginSession.objects.get().expires_at

    with clock.travel(expires_at + sessions.KEPT_AFTER_THE_END):
        delete_old_sessions()
        assert LoginSession.objects.count() == 1
    with clock.travel(expires_at + sessions.KEPT_AFTER_THE_END * 2):
        delete_old_sessions()
        delete_old_sessions()

    assert LoginSession.objects.count() == 0
