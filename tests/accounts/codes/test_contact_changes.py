"""Proving and changing mailbox and telephone."""

import pytest
from django.core import mail

from accounts.errors import (
    AlreadyVerified,
    CodeTooSoon,
    EmailTaken,
    InvalidLink,
    NotAMobile,
    SameContact,
    WrongCode,
    WrongPassword,
)
from accounts.models import LinkToken, LoginSession, OneTimeCode, SendRequest, User
from accounts.selectors.masking import masked
from accounts.services import verification
from accounts.services.email_change import ask_email_change, confirm_email_change
from accounts.services.passwords import change_password
from accounts.services.people import set_active, update_profile
from accounts.services.phone_change import (
    ask_phone_change,
    confirm_phone_change,
    update_own_profile,
)
from accounts.services.recovery import ask_reset, reset_password
from marketplace.shared.models import AuditEntry, OutboxMessage
from tests.accounts.test_invariants import findings
from tests.factories.accounts import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db

NEW_EMAIL, NEW_PHONE = "nueva@example.com", "+573104445566"


@pytest.fixture
def user():
    return make_user(email="ana@example.com", phone="3001112233")


@pytest.fixture
def fresh():
    """Somebody who has proven nothing yet."""
    return make_user(email="luz@example.com", phone="3201112233", verified=False)


def test_the_welcome_carries_the_link_that_confirms_the_mailbox(fresh, inbox):
    token = inbox.token("luz@example.com")
    assert inbox.subjects("luz@example.com") == ["Bienvenido a Plaza"]

    verification.verify_email(token=token)

    fresh.refresh_from_db()
    assert fresh.email_verified_at is not None
    assert AuditEntry.objects.filter(action="accounts.email_verified").count() == 1
    with pytest.raises(InvalidLink):
        verification.verify_email(token=token)


def test_a_welcome_delivered_twice_goes_out_once_and_its_link_still_works(fresh, inbox):
    token = inbox.token()
    OutboxMessage.objects.update(status="waiting", done_at=None)

    inbox.drain()

    assert len(mail.outbox) == 1
    verification.verify_email(token=token)


def test_somebody_proven_by_an_operator_is_greeted_without_a_link(user, inbox):
    (welcome,) = inbox.mails(user.email)

    assert "plz_" not in welcome.body
    assert LinkToken.objects.count() == 0


def test_a_new_link_makes_the_one_of_the_welcome_worthless(fresh, inbox):
    first = inbox.token()
    sending = verification.ask_email_link(user_id=fresh.pk)

    assert (sending.destination, sending.lifetime.days) == ("luz@example.com", 1)
    with pytest.raises(InvalidLink):
        verification.verify_email(token=first)
    with pytest.raises(CodeTooSoon):
        verification.ask_email_link(user_id=fresh.pk)
    verification.verify_email(token=inbox.token())


def test_a_link_proves_only_the_mailbox_it_was_sent_to(fresh, inbox):
    token = inbox.token()
    User.objects.filter(pk=fresh.pk).update(email="otra@example.com")

    with pytest.raises(InvalidLink):
        verification.verify_email(token=token)

    assert LinkToken.objects.get().used_at is None


def test_a_link_of_a_day_ago_and_one_of_a_closed_account_prove_nothing(fresh, inbox, later):
    token = inbox.token()

    with later(hours=24, seconds=1), pytest.raises(InvalidLink):
        verification.verify_email(token=token)
    set_active(user_id=fresh.pk, is_active=False, actor_id=None)
    with pytest.raises(InvalidLink):
        verification.verify_email(token=token)


def test_codes_prove_mailbox_and_telephone(fresh, inbox):
    verification.ask_email_code(user_id=fresh.pk)
    verification.ask_phone_code(user_id=fresh.pk)

    by_mail = verification.verify_email_code(user_id=fresh.pk, code=inbox.mailed_code())
    by_sms = verification.verify_phone_code(user_id=fresh.pk, code=inbox.sms_code(fresh.phone))

    assert by_mail.email_verified_at is not None
    assert by_sms.phone_verified_at is not None
    assert LinkToken.objects.get().replaced_at is not None
    for ask in (
        verification.ask_email_code,
        verification.ask_email_link,
        verification.ask_phone_code,
    ):
        with pytest.raises(AlreadyVerified):
            ask(user_id=fresh.pk)
    for check in (verification.verify_email_code, verification.verify_phone_code):
        with pytest.raises(AlreadyVerified):
            check(user_id=fresh.pk, code="123456")
    assert SendRequest.objects.count() == 2
    assert findings() == set()


def test_a_code_proves_only_what_it_was_sent_to(fresh, inbox):
    verification.ask_phone_code(user_id=fresh.pk)
    digits = inbox.sms_code()
    update_profile(user_id=fresh.pk, phone="3009998877")

    with pytest.raises(WrongCode):
        verification.verify_phone_code(user_id=fresh.pk, code=digits)

    fresh.refresh_from_db()
    assert fresh.phone_verified_at is None


def test_a_landline_cannot_be_proven(inbox):
    user = make_user(phone="6011234567", verified=False)

    with pytest.raises(NotAMobile):
        verification.ask_phone_code(user_id=user.pk)

    assert (OneTimeCode.objects.count(), SendRequest.objects.count()) == (0, 0)


# --- another mailbox ------------------------------------------------------------------------------


def ask_email(user, new=NEW_EMAIL):
    return ask_email_change(user_id=user.pk, new_email=new, password=PASSWORD)


def test_another_mailbox_is_asked_confirmed_and_told_to_the_old_one(user, inbox, later):
    sign_in(user)
    ask_email(user, " NUEVA@example.com ")
    assert inbox.subjects(user.email)[-1] == "Pidieron cambiar el correo de su cuenta"
    assert "n•••@example.com" in inbox.mails(user.email)[-1].body
    user.refresh_from_db()
    assert user.email == "ana@example.com"

    with later(minutes=1):
        confirm_email_change(token=inbox.token(NEW_EMAIL))
        inbox.drain()

    changed = User.objects.get(pk=user.pk)
    assert (changed.email, LoginSession.objects.get().revoked_reason) == (
        NEW_EMAIL, "email_changed",
    )  # fmt: skip
    assert changed.email_verified_at > user.email_verified_at
    assert inbox.subjects("ana@example.com")[-1] == "El correo de su cuenta cambió"
    assert AuditEntry.objects.get(action="accounts.email_changed").changes == {}
    assert findings() == set()


def test_the_change_needs_the_password_and_another_address(user, inbox):
    with pytest.raises(WrongPassword):
        ask_email_change(user_id=user.pk, new_email=NEW_EMAIL, password="equivocada-1")
    with pytest.raises(SameContact):
        ask_email(user, "ANA@example.com")

    assert SendRequest.objects.count() == 0
    assert inbox.mails(NEW_EMAIL) == []


def test_a_taken_address_gets_the_same_answer_and_its_owner_a_mail(user, inbox):
    owner = make_user(email="ocupada@example.com")

    taken = ask_email(user, owner.email)
    free = ask_email_change(user_id=owner.pk, new_email=NEW_EMAIL, password=PASSWORD)

    assert taken.lifetime == free.lifetime
    assert inbox.subjects(owner.email)[1:] == [
        "Alguien quiso usar su correo en otra cuenta",
        "Pidieron cambiar el correo de su cuenta",
    ]
    assert inbox.subjects(user.email)[-1] == "Pidieron cambiar el correo de su cuenta"
    assert LinkToken.objects.get().user_id == owner.pk


def test_an_address_that_was_taken_in_the_meantime_is_refused(user, inbox):
    ask_email(user)
    token = inbox.token(NEW_EMAIL)
    make_user(email=NEW_EMAIL)

    with pytest.raises(EmailTaken):
        confirm_email_change(token=token)

    user.refresh_from_db()
    assert user.email == "ana@example.com"
    assert LinkToken.objects.get(purpose="change_email").used_at is None
    assert AuditEntry.objects.filter(action="accounts.email_changed").count() == 0


@pytest.mark.parametrize("way", ["change", "reset"])
def test_a_new_password_stops_a_change_that_a_thief_began(user, inbox, way):
    ask_email(user)
    ask_phone_change(user_id=user.pk, phone=NEW_PHONE)
    token, digits = inbox.token(NEW_EMAIL), inbox.sms_code(NEW_PHONE)
    if way == "change":
        change_password(user_id=user.pk, current=PASSWORD, new="otra-frase-larga-9")
    else:
        ask_reset(email=user.email)
        reset_password(token=inbox.token(user.email), password="otra-frase-larga-9")

    with pytest.raises(InvalidLink):
        confirm_email_change(token=token)
    with pytest.raises(WrongCode):
        confirm_phone_change(user_id=user.pk, code=digits)


def test_a_changed_mailbox_makes_the_links_to_the_old_one_worthless(user, inbox):
    ask_reset(email=user.email)
    to_old = inbox.token(user.email)
    ask_email(user)

    confirm_email_change(token=inbox.token(NEW_EMAIL))

    with pytest.raises(InvalidLink):
        reset_password(token=to_old, password="otra-frase-larga-9")


def test_events_delivered_twice_send_nothing_twice(user, inbox):
    ask_email(user)
    token = inbox.token(NEW_EMAIL)
    OutboxMessage.objects.update(status="waiting", done_at=None)
    inbox.drain()
    confirm_email_change(token=token)
    inbox.drain()
    OutboxMessage.objects.update(status="waiting", done_at=None)
    inbox.drain()

    assert len(inbox.mails(NEW_EMAIL)) == 1
    assert len(inbox.mails("ana@example.com")) == 3  # welcome, asked, changed


# --- another telephone ----------------------------------------------------------------------------


def test_another_telephone_is_proven_and_told_to_mailbox_and_old_telephone(user, inbox, later):
    sending = ask_phone_change(user_id=user.pk, phone="310 444 5566")
    assert sending.destination == NEW_PHONE
    user.refresh_from_db()
    assert (user.phone, user.pending_phone) == ("+573001112233", NEW_PHONE)

    with later(minutes=1):
        changed = confirm_phone_change(user_id=user.pk, code=inbox.sms_code(NEW_PHONE))
        inbox.drain()

    assert (changed.phone, changed.pending_phone) == (NEW_PHONE, "")
    assert changed.phone_verified_at > user.phone_verified_at
    assert inbox.subjects(user.email)[-1] == "El teléfono de su cuenta cambió"
    assert inbox.sms("+573001112233") == [
        "Plaza: su cuenta tiene otro celular. Si no fue usted, cambie ya su clave."
    ]
    assert findings() == set()


def test_the_present_telephone_and_a_landline_are_refused(user):
    with pytest.raises(SameContact):
        ask_phone_change(user_id=user.pk, phone="3001112233")
    with pytest.raises(NotAMobile):
        ask_phone_change(user_id=user.pk, phone="6011234567")

    user.refresh_from_db()
    assert (user.pending_phone, SendRequest.objects.count()) == ("", 0)


def test_the_profile_replaces_an_unproven_telephone_at_once(fresh, inbox):
    changed = update_own_profile(user_id=fresh.pk, phone="3104445566", first_name="Eva")

    assert (changed.phone, changed.pending_phone, changed.first_name) == (NEW_PHONE, "", "Eva")
    assert inbox.sms() == []


def test_names_change_without_any_telephone(fresh):
    User.objects.filter(pk=fresh.pk).update(phone="")

    changed = update_own_profile(user_id=fresh.pk, first_name="Sol", language="es")

    assert (changed.first_name, changed.phone) == ("Sol", "")


def test_the_profile_keeps_a_proven_telephone_until_the_new_one_is_proven(user, inbox):
    asked = update_own_profile(user_id=user.pk, phone="3104445566", first_name="Eva")
    again = update_own_profile(user_id=user.pk, phone="3104445566")

    assert (asked.phone, asked.pending_phone, asked.first_name) == (
        "+573001112233", NEW_PHONE, "Eva",
    )  # fmt: skip
    assert again.pending_phone == NEW_PHONE
    assert asked.phone_verified_at is not None
    assert len(inbox.sms(NEW_PHONE)) == 1
    with pytest.raises(CodeTooSoon):
        update_own_profile(user_id=user.pk, phone="3109998877", first_name="Sol")
    user.refresh_from_db()
    assert (user.first_name, user.pending_phone) == ("Eva", NEW_PHONE)


def test_the_present_telephone_in_the_profile_takes_the_wish_back(user, inbox):
    update_own_profile(user_id=user.pk, phone=NEW_PHONE)
    digits = inbox.sms_code()

    taken_back = update_own_profile(user_id=user.pk, phone="3001112233")

    assert taken_back.pending_phone == ""
    with pytest.raises(WrongCode):
        confirm_phone_change(user_id=user.pk, code=digits)


def test_staff_replace_a_telephone_at_once(user):
    chief_sets = update_profile(user_id=user.pk, phone=NEW_PHONE)

    assert (chief_sets.phone, chief_sets.phone_verified_at) == (NEW_PHONE, None)


@pytest.mark.parametrize(
    ("destination", "shown"),
    [
        ("ana@example.com", "a•••@example.com"),
        ("+573001112233", "•••• 2233"),
        ("", "•••• "),
    ],
)
def test_destinations_are_shown_in_part(destination, shown):
    assert masked(destination) == shown
