"""Setting the second factor up, turning it off, and which codes are good."""

from datetime import timedelta

import pytest

from accounts.errors import (
    SecondFactorOff,
    SecondFactorOn,
    SecondFactorRequired,
    StrongerAccount,
    TooManyAttempts,
    WrongPassword,
    WrongSecondFactor,
)
from accounts.models import LoginSession, RecoveryCode, TotpDevice
from accounts.selectors.second_factor import has_second_factor, recovery_codes_left
from accounts.services import second_factor
from accounts.services.second_factor import is_right_code
from accounts.totp import recovery_digest
from marketplace.shared import clock
from marketplace.shared.db import in_transaction
from marketplace.shared.models import AuditEntry, OutboxMessage
from tests.factories.accounts import (
    PASSWORD,
    Authenticator,
    make_staff_user,
    make_user,
    sign_in,
    turn_on_second_factor,
)

pytestmark = pytest.mark.django_db


def begin(user):
    setup = second_factor.begin_setup(user_id=user.pk, password=PASSWORD)
    return Authenticator(secret=setup.secret, recovery_codes=[])


def confirm(user, code):
    session = LoginSession.objects.filter(user=user).order_by("created_at").first()
    return second_factor.confirm_setup(user_id=user.pk, code=code, session_id=session.pk)


def is_good(user, code):
    return in_transaction(is_right_code)(user_id=user.pk, code=code)


def test_a_first_code_turns_it_on_ends_other_sessions_and_is_told(drain_outbox, mailoutbox):
    user = make_user()
    sign_in(user)
    sign_in(user)
    drain_outbox()
    mailoutbox.clear()

    phone = begin(user)
    assert has_second_factor(user_id=user.pk) is False
    codes = confirm(user, phone.code())

    here, there = LoginSession.objects.order_by("created_at")
    assert has_second_factor(user_id=user.pk) is True
    assert (here.revoked_at, here.second_factor) == (None, True)
    assert there.revoked_reason == "second_factor_changed"
    assert len(set(codes)) == 10
    assert all(len(code) == 19 for code in codes)
    drain_outbox()
    assert [mail.subject for mail in mailoutbox] == ["Verificación en dos pasos activada"]
    assert AuditEntry.objects.filter(action="accounts.second_factor_on").count() == 1


def test_secret_and_codes_are_not_stored_as_they_are():
    user = make_user()
    phone = turn_on_second_factor(user)

    device = TotpDevice.objects.get()
    assert phone.secret not in device.sealed_secret
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert stored == {recovery_digest(code) for code in phone.recovery_codes}
    assert not stored & set(phone.recovery_codes)


def test_the_next_setup_replaces_one_that_was_not_confirmed():
    user = make_user()
    sign_in(user)
    first, second = begin(user), begin(user)

    with pytest.raises(WrongSecondFactor):
        confirm(user, first.code())
    assert TotpDevice.objects.count() == 1
    assert len(confirm(user, second.code())) == 10


def test_what_is_on_cannot_be_set_up_or_confirmed_again():
    user = make_user()
    sign_in(user)
    phone = turn_on_second_factor(user)
    sealed = TotpDevice.objects.get().sealed_secret

    with pytest.raises(SecondFactorOn):
        begin(user)
    with pytest.raises(SecondFactorOn):
        confirm(user, phone.code())

    assert TotpDevice.objects.get().sealed_secret == sealed


def test_what_is_off_has_nothing_to_confirm_turn_off_or_renew():
    user = make_user()
    sign_in(user)

    with pytest.raises(SecondFactorOff):
        confirm(user, "123456")
    for service in (second_factor.turn_off, second_factor.renew_recovery_codes):
        with pytest.raises(SecondFactorOff):
            service(user_id=user.pk, password=PASSWORD, code="123456")
    with pytest.raises(SecondFactorOff):
        second_factor.take_away(user_id=user.pk, actor_id=None)


@pytest.mark.parametrize(
    ("password", "has_code", "error"),
    [("equivocada-1", True, WrongPassword), (PASSWORD, False, WrongSecondFactor)],
)
def test_turning_off_and_renewing_need_password_and_code(password, has_code, error):
    user = make_user()
    phone = turn_on_second_factor(user)
    digests = sorted(RecoveryCode.objects.values_list("digest", flat=True))
    waiting = OutboxMessage.objects.count()

    for service in (second_factor.turn_off, second_factor.renew_recovery_codes):
        with pytest.raises(error):
            service(
                user_id=user.pk,
                password=password,
                code=phone.code() if has_code else phone.wrong_code(),
            )

    assert has_second_factor(user_id=user.pk) is True
    assert sorted(RecoveryCode.objects.values_list("digest", flat=True)) == digests
    assert OutboxMessage.objects.count() == waiting


def test_turning_off_forgets_secret_and_codes_and_is_told(drain_outbox, mailoutbox):
    user = make_user()
    phone = turn_on_second_factor(user)
    drain_outbox()
    mailoutbox.clear()

    second_factor.turn_off(user_id=user.pk, password=PASSWORD, code=phone.code())

    assert TotpDevice.objects.count() == RecoveryCode.objects.count() == 0
    drain_outbox()
    assert [mail.subject for mail in mailoutbox] == ["Verificación en dos pasos desactivada"]


def test_staff_cannot_do_without_it_where_it_is_required(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    staff = make_staff_user("soporte")
    phone = turn_on_second_factor(staff)

    with pytest.raises(SecondFactorRequired):
        second_factor.turn_off(user_id=staff.pk, password=PASSWORD, code=phone.code())

    assert has_second_factor(user_id=staff.pk) is True


def test_new_recovery_codes_replace_the_old():
    user = make_user()
    phone = turn_on_second_factor(user)

    codes = second_factor.renew_recovery_codes(
        user_id=user.pk, password=PASSWORD, code=phone.code()
    )

    assert recovery_codes_left(user_id=user.pk) == 10
    assert is_good(user, phone.recovery_codes[0]) is False
    assert is_good(user, codes[0].lower().replace("-", " ")) is True
    assert recovery_codes_left(user_id=user.pk) == 9


@pytest.mark.parametrize(
    ("steps_off", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_telephones_clock_may_be_one_step_off(steps_off, good):
    user = make_user()
    phone = turn_on_second_factor(user)

    assert is_good(user, phone.code(steps_off=steps_off)) is good


def test_no_code_is_good_twice_and_none_older_than_the_last():
    user = make_user()
    phone = turn_on_second_factor(user)

    assert is_good(user, phone.code()) is True
    assert is_good(user, phone.code()) is False
    assert is_good(user, phone.code(steps_off=-1)) is False
    assert is_good(user, phone.code(steps_off=1)) is True


@pytest.mark.parametrize("nonsense", ["", " ", "ñ", "１２３４５６", "12345", "x" * 40, "\x00"])
def test_nonsense_is_no_code(nonsense):
    user = make_user()
    turn_on_second_factor(user)

    assert is_good(user, nonsense) is False


def test_a_code_is_good_for_its_own_person_only():
    user, other = make_user(), make_user()
    phone = turn_on_second_factor(user)
    turn_on_second_factor(other)

    assert is_good(other, phone.code()) is False
    assert is_good(other, phone.recovery_codes[0]) is False


def test_a_recovery_code_is_good_once_and_is_told(drain_outbox, mailoutbox):
    user = make_user()
    phone = turn_on_second_factor(user)
    drain_outbox()
    mailoutbox.clear()

    assert is_good(user, phone.recovery_codes[3]) is True
    assert is_good(user, phone.recovery_codes[3]) is False

    drain_outbox()
    assert [mail.subject for mail in mailoutbox] == ["Se usó un código de recuperación"]


def test_wrong_codes_lock_and_the_right_password_does_not_wipe_them():
    user = make_user(email="ana@example.com")
    phone = turn_on_second_factor(user)
    for _ in range(5):
        with pytest.raises(WrongSecondFactor):
            second_factor.turn_off(user_id=user.pk, password=PASSWORD, code=phone.wrong_code())

    with pytest.raises(TooManyAttempts):
        second_factor.turn_off(user_id=user.pk, password=PASSWORD, code=phone.code())

    assert has_second_factor(user_id=user.pk) is True


def test_staff_take_it_away_from_the_weaker_only():
    user, chief = make_user(), make_staff_user(is_superuser=True)
    support = make_staff_user("soporte")
    for person in (user, chief):
        turn_on_second_factor(person)
        sign_in(person)

    second_factor.take_away(user_id=user.pk, actor_id=support.pk, reason="perdió el teléfono")
    with pytest.raises(StrongerAccount):
        second_factor.take_away(user_id=chief.pk, actor_id=support.pk)

    assert has_second_factor(user_id=user.pk) is False
    assert has_second_factor(user_id=chief.pk) is True
    still_open = LoginSession.objects.filter(revoked_at__isnull=True)
    assert [session.user_id for session in still_open] == [chief.pk]


def test_codes_go_by_the_databases_clock():
    user = make_user()
    phone = turn_on_second_factor(user)
    code = phone.code()

    with clock.travel(clock.now() + timedelta(minutes=3)):
        assert is_good(user, code) is False
