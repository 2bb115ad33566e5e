"""``/cuenta/seguridad/``: devices, password and second factor."""

import re

import pyotp
import pytest
from django.urls import reverse

from accounts.models import LoginSession
from accounts.selectors.second_factor import has_second_factor
from accounts.services.sessions import SessionKind, start_session
from marketplace.shared.db import in_transaction
from marketplace.shared.ids import new_id
from tests.factories.accounts import (
    PASSWORD,
    make_staff_user,
    make_user,
    sign_in,
    turn_on_second_factor,
)

pytestmark = pytest.mark.django_db

NEW = "otra-frase-larga-9"
OVERVIEW = "/cuenta/seguridad/"
PAGES = ["", "seguridad/", "seguridad/dos-pasos/", "seguridad/codigos/"]


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client


def address(name, *args):
    return reverse(f"account:{name}", args=args)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("page", [*PAGES, "seguridad/dos-pasos/desactivar/"])
def test_strangers_are_sent_to_the_login_page_and_back(client, page):
    response = client.get(f"/cuenta/{page}")

    assert response["Location"] == f"/cuenta/entrar/?next=/cuenta/{page}"


@pytest.mark.parametrize(
    "name", ["password", "close_other_devices", "second_factor_confirm", "second_factor_end"]
)
def test_strangers_change_nothing(client, name):
    assert client.post(address(name), {}).status_code == 302


def test_pages_are_kept_by_nobody_on_the_way(signed_in):
    for page in PAGES[1:]:
        assert "no-store" in signed_in.get(f"/cuenta/{page}")["Cache-Control"]


@pytest.mark.parametrize("more", [0, 5])
def test_the_overview_costs_the_same_for_one_device_and_for_more(
    signed_in, user, more, django_assert_num_queries
):
    for _ in range(more):
        sign_in(user)

    with django_assert_num_queries(5):  # session, user; devices, second factor, codes
        assert signed_in.get(OVERVIEW).status_code == 200


def test_own_devices_are_listed_and_closed_one_by_one(signed_in, user):
    mine = in_transaction(start_session)(user=user, kind=SessionKind.PORTAL)
    others = in_transaction(start_session)(user=make_user(), kind=SessionKind.PORTAL)

    page = text(signed_in.get(OVERVIEW))
    closed = signed_in.post(address("close_device", mine.pk), follow=True)
    strangers = [
        signed_in.post(address("close_device", key)).status_code for key in (others.pk, new_id())
    ]

    assert page.count("este dispositivo") == 1
    assert str(others.pk) not in page
    assert "Dispositivo cerrado." in text(closed)
    assert strangers == [404, 404]
    mine.refresh_from_db()
    others.refresh_from_db()
    assert (mine.revoked_reason, others.revoked_at) == ("closed_by_owner", None)


def test_all_other_devices_are_closed_at_once(signed_in, user):
    for _ in range(3):
        sign_in(user)

    response = signed_in.post(address("close_other_devices"), follow=True)

    assert "Dispositivos cerrados: 3." in text(response)
    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_new_password_keeps_this_browser_and_ends_the_others(signed_in, user):
    sign_in(user)

    response = signed_in.post(address("password"), {"current": PASSWORD, "new": NEW}, follow=True)

    user.refresh_from_db()
    assert "Contraseña cambiada." in text(response)
    assert user.check_password(NEW)
    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("current", "new", "status", "told"),
    [
        ("equivocada-1", NEW, 400, "La contraseña actual no es correcta."),
        (PASSWORD, "corta", 400, "demasiado corta"),
        ("", "", 422, "Este campo es requerido."),
    ],
)
def test_a_refused_password_is_told_on_the_page(signed_in, user, current, new, status, told):
    response = signed_in.post(address("password"), {"current": current, "new": new})

    user.refresh_from_db()
    assert response.status_code == status
    assert told in text(response)
    assert user.check_password(PASSWORD)


def test_the_second_factor_is_set_up_page_by_page(signed_in, user):
    key = signed_in.session.session_key
    begun = text(signed_in.post(address("second_factor"), {"password": PASSWORD}))
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", begun)[1]
    wrong = signed_in.post(address("second_factor_confirm"), {"code": "000"})
    done = signed_in.post(address("second_factor_confirm"), {"code": pyotp.TOTP(secret).now()})

    assert 'src="data:image/svg+xml' in begun
    assert wrong.status_code == 400
    assert secret not in text(wrong)
    assert len(set(re.findall(r"<code>([A-Z0-9-]{19})</code>", text(done)))) == 10
    assert has_second_factor(user_id=user.pk)
    assert signed_in.session.session_key != key
    assert "activada" in text(signed_in.get(OVERVIEW))
    assert signed_in.get(address("second_factor"))["Location"] == OVERVIEW


def test_a_wrong_password_shows_no_secret(signed_in, user):
    response = signed_in.post(address("second_factor"), {"password": "equivocada-1"})

    assert response.status_code == 400
    assert "data:image" not in text(response)


def test_codes_are_renewed_and_the_factor_is_turned_off(signed_in, user):
    phone = turn_on_second_factor(user)
    signed_in.force_login(user)
    both = {"password": PASSWORD, "code": phone.recovery_codes[0]}

    renewed = text(signed_in.post(address("recovery_codes"), both))
    code = re.search(r"<code>([A-Z0-9-]{19})</code>", renewed)[1]
    refused = signed_in.post(address("second_factor_end"), both)
    ended = signed_in.post(
        address("second_factor_end"), {"password": PASSWORD, "code": code}, follow=True
    )

    assert code not in phone.recovery_codes
    assert (refused.status_code, "El código no es correcto" in text(refused)) == (400, True)
    assert "Verificación en dos pasos desactivada." in text(ended)
    assert not has_second_factor(user_id=user.pk)


def test_the_staffs_own_password_pages_lead_here(client):
    client.force_login(make_staff_user("soporte"))

    for page in ("/admin/password_change/", "/admin/password_change/done/"):
        assert client.get(page)["Location"] == OVERVIEW
