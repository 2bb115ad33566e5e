import pytest

from accounts.errors import EmailTaken, TermsNotAccepted, WeakPassword
from accounts.models import Consent, User
from accounts.services.registration import register_user
from marketplace.shared.models import AuditEntry
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
