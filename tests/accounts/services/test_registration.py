import pytest

from accounts.errors import EmailTaken, TermsNotAccepted, WeakPassword
from accounts.models import Consent, User
from accounts.services import registration
from accounts.services.people import set_active
from accounts.services.registration import register_user, sign_up
from marketplace.shared import clock
from marketplace.shared.models import AuditEntry, OutboxMessage
from marketplace.shared.phones import InvalidPhone
from marketplace.shared.request_context import RequestContext, enter_request, leave_request
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def form(**changes):
    return {
        "email": "Luz@Example.com ",
        "password": PASSWORD,
        "first_name": " Luz ",
        "last_name": "Marín",
        "phone": "300 111 2233",
        "accept_terms": True,
    } | changes


def test_registering_opens_a_buyers_account_with_proof_of_consent(settings):
    enter_request(RequestContext(request_id="r1", ip="192.0.2.7"))
    try:
        user = register_user(**form())
    finally:
        leave_request()

    user.refresh_from_db()
    consents = Consent.objects.filter(user=user).order_by("-kind")
    assert (user.email, user.first_name, user.phone) == ("luz@example.com", "Luz", "+573001112233")
    assert (user.role, user.is_staff, user.is_active) == ("buyer", False, True)
    assert (user.email_verified_at, user.phone_verified_at) == (None, None)
    assert user.check_password(PASSWORD)
    assert list(consents.values_list("kind", "version", "is_given", "ip")) == [
        ("terms", settings.TERMS_VERSION, True, "192.0.2.7"),
        ("personal_data", settings.PERSONAL_DATA_VERSION, True, "192.0.2.7"),
    ]
    entry = AuditEntry.objects.get(action="accounts.registered")
    assert (entry.subject_id, entry.ip) == (str(user.pk), "192.0.2.7")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"accept_terms": False}, TermsNotAccepted),
        ({"password": "corta"}, WeakPassword),
        ({"phone": "2001112233"}, InvalidPhone),
    ],
)
def test_a_refused_registration_writes_nothing(changes, error):
    with pytest.raises(error):
        register_user(**form(**changes))

    assert User.objects.count() == Consent.objects.count() == AuditEntry.objects.count() == 0


def test_a_known_address_is_refused_however_it_is_spelt():
    make_user(email="luz@example.com")

    with pytest.raises(EmailTaken):
        register_user(**form(email="LUZ@example.COM"))

    assert (User.objects.count(), Consent.objects.count()) == (1, 2)


def test_a_new_person_is_greeted_once(drain_outbox, mailoutbox):
    user = register_user(**form(first_name="O'Hara"))

    assert drain_outbox() == 1
    drain_outbox()

    [welcome] = mailoutbox
    assert welcome.to == [user.email]
    assert welcome.subject == "Bienvenido a Plaza"
    assert "Hola, O'Hara Marín:" in welcome.body
    assert "Hola, O&#x27;Hara Marín:" in welcome.alternatives[0][0]


def test_a_known_address_signs_up_as_if_it_were_new_and_changes_nothing():
    owner = make_user(email="luz@example.com", first_name="Otra")
    before = {**vars(User.objects.get()), "_state": None}
    written = AuditEntry.objects.count(), Consent.objects.count()
    now = clock.now()

    person = sign_up(**form(email="LUZ@example.com", password="otra-frase-larga-9"))

    assert person.pk != owner.pk
    assert (person.email, person.first_name, person.phone) == (
        "luz@example.com",
        "Luz",
        "+573001112233",
    )
    assert (person.role, person.email_verified_at, person.created_at) == ("buyer", None, now)
    assert {**vars(User.objects.get()), "_state": None} == before
    assert (AuditEntry.objects.count(), Consent.objects.count()) == written


def test_an_unknown_address_signs_up_as_it_registers():
    person = sign_up(**form())

    assert User.objects.get().pk == person.pk
    assert Consent.objects.filter(user=person, kind="terms", is_given=True).count() == 1
    assert AuditEntry.objects.get().action == "accounts.registered"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"accept_terms": False}, TermsNotAccepted),
        ({"password": "corta"}, WeakPassword),
        ({"phone": "2001112233"}, InvalidPhone),
    ],
)
def test_known_and_unknown_addresses_are_refused_for_the_same_reasons(changes, error):
    make_user(email="luz@example.com")
    messages = OutboxMessage.objects.count()

    for email in ("luz@example.com", "nueva@example.com"):
        with pytest.raises(error):
            sign_up(**form(email=email, **changes))

    assert (User.objects.count(), OutboxMessage.objects.count()) == (1, messages)


def test_known_and_unknown_addresses_are_hashed_once(monkeypatch):
    make_user(email="luz@example.com")
    hashes = []
    real = User.set_password
    monkeypatch.setattr(
        User, "set_password", lambda user, text: (hashes.append(user.email), real(user, text))
    )

    sign_up(**form())
    sign_up(**form(email="nueva@example.com"))

    assert hashes == ["luz@example.com", "nueva@example.com"]


def test_the_owner_of_an_address_is_told_once_a_day(drain_outbox, mailoutbox, settings):
    owner = make_user(email="luz@example.com", first_name="O'Hara", last_name="Marín")
    drain_outbox()
    mailoutbox.clear()

    for _ in range(3):
        sign_up(**form(first_name="<b>Ataque</b>"))
    drain_outbox()

    [mail] = mailoutbox
    html = mail.alternatives[0][0]
    assert (mail.to, mail.subject) == ([owner.email], "Usted ya tiene una cuenta en Plaza")
    assert "Hola, O'Hara Marín:" in mail.body
    for text in (mail.body, html):
        assert f"{settings.PUBLIC_BASE_URL}/cuenta/olvide/" in text
        assert "Ataque" not in text


def test_the_owner_of_a_closed_account_is_not_told(drain_outbox, mailoutbox):
    owner = make_user(email="luz@example.com")
    set_active(user_id=owner.pk, is_active=False, actor_id=None)
    drain_outbox()
    mailoutbox.clear()

    sign_up(**form())
    drain_outbox()

    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_up_with_one_address_at_once_both_get_an_answer_and_one_an_account(race):
    people = race([lambda: registration.sign_up(**form())] * 4)

    assert len({person.pk for person in people}) == 4
    assert User.objects.get().pk in {person.pk for person in people}
