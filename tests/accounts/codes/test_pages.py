"""The pages behind the links of mails."""

import re

import pytest
from django.test import Client

from accounts.models import LinkToken, LoginSession, SendRequest
from accounts.services.email_change import ask_email_change
from tests.factories.accounts import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db

NEW = "otra-frase-larga-9"


@pytest.fixture
def luz():
    return make_user(email="luz@example.com", verified=False)


@pytest.fixture
def forgotten(client, inbox):
    """Ask on the page for the link of ``user``'s password and return its address."""

    def ask(user):
        answer = client.post("/cuenta/olvide/", {"email": user.email})
        assert "Revise su correo" in answer.content.decode()
        return f"/cuenta/restablecer/{inbox.token(user.email)}/"

    return ask


@pytest.mark.parametrize("name", ["verificar-correo", "restablecer", "confirmar-correo"])
def test_opening_a_dead_link_says_so_and_tells_nobody_where(client, name):
    answer = client.get(f"/cuenta/{name}/plz_x/")

    assert answer.status_code == 400
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "Pedir otro enlace" in answer.content.decode()
    assert "plz_x" not in answer.content.decode()


def test_opening_a_link_does_nothing(client, forgotten, luz):
    address = forgotten(luz)

    for _ in range(2):
        answer = client.get(address)
        assert answer.status_code == 200
        assert re.search(r"<form method=\"post\"", answer.content.decode())
    assert LinkToken.objects.get(purpose="reset_password").used_at is None


@pytest.mark.parametrize("name", ["verificar-correo", "confirmar-correo"])
def test_a_link_that_nobody_sent_is_refused(client, name):
    answer = client.post(f"/cuenta/{name}/plz_x/")

    assert answer.status_code == 400
    assert "El enlace no sirve" in answer.content.decode()


def test_the_button_confirms_the_mailbox(client, luz, inbox):
    address = f"/cuenta/verificar-correo/{inbox.token(luz.email)}/"
    client.get(address)
    luz.refresh_from_db()
    assert luz.email_verified_at is None

    answer = client.post(address, follow=True)

    assert "Su correo quedó confirmado." in answer.content.decode()
    luz.refresh_from_db()
    assert luz.email_verified_at is not None
    assert client.post(address).status_code == 400


def test_a_forgotten_password_is_replaced(client, luz, forgotten):
    sign_in(luz)
    address = forgotten(luz)

    different = client.post(address, {"new": NEW, "again": NEW + "x"})
    weak = client.post(address, {"new": "corta", "again": "corta"})
    answer = client.post(address, {"new": NEW, "again": NEW}, follow=True)

    assert (different.status_code, weak.status_code) == (422, 400)
    assert "no son iguales" in different.content.decode()
    assert "Su contraseña cambió" in answer.content.decode()
    luz.refresh_from_db()
    assert luz.check_password(NEW)
    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 0


def test_the_page_answers_the_same_for_every_address(client, luz):
    answers = {
        client.post("/cuenta/olvide/", {"email": email}).content
        for email in (luz.email, "nadie@example.com")
    }
    wrong = client.post("/cuenta/olvide/", {"email": "nadie"})

    assert len(answers) == 1
    assert wrong.status_code == 422
    assert SendRequest.objects.count() == 2


def test_the_button_confirms_the_new_mailbox(client, inbox):
    user = make_user()
    ask_email_change(user_id=user.pk, new_email="nueva@example.com", password=PASSWORD)

    answer = client.post(f"/cuenta/confirmar-correo/{inbox.token('nueva@example.com')}/")

    assert answer["Location"] == "/cuenta/entrar/"
    user.refresh_from_db()
    assert user.email == "nueva@example.com"


def test_a_form_of_another_site_does_nothing(luz, inbox):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/cuenta/verificar-correo/{inbox.token(luz.email)}/").status_code == 403
    luz.refresh_from_db()
    assert luz.email_verified_at is None


def test_tries_are_limited(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"links": (2, 60)}

    codes = [client.post("/cuenta/verificar-correo/plz_x/").status_code for _ in range(3)]

    assert codes == [400, 400, 429]


@pytest.mark.parametrize("name", ["/portal/entrar/", "/cuenta/entrar/", "/admin/login/"])
def test_every_login_page_leads_to_the_forgotten_password(client, name):
    assert 'href="/cuenta/olvide/"' in client.get(name).content.decode()
