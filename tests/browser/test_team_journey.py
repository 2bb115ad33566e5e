"""An owner asks somebody to join, who reads the mail and does, on a telephone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.accounts import PASSWORD, make_user
from tests.factories.vendors import make_vendor, owner_of
from tests.support.outbox import drain
from vendors.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Correo").fill(email)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()


def test_somebody_is_invited_joins_and_is_given_another_function(
    live_server: Any, tidy_page: Page, fits: Callable[[Page], bool], mailoutbox: list[Any]
) -> None:
    page, base = tidy_page, live_server.url
    page.set_viewport_size({"width": 390, "height": 844})
    shop, person = make_vendor(name="Taller del Barro"), make_user(email="luis@example.com")

    page.goto(f"{base}/portal/")
    sign_in(page, owner_of(shop).email)
    page.get_by_role("link", name="Equipo").click()
    page.get_by_label("Correo").fill(person.email)
    page.get_by_role("region", name="Invitar a alguien").get_by_label("Función").select_option(
        label="pedidos"
    )
    page.get_by_role("button", name="Enviar invitación").click()
    expect(page.get_by_role("status")).to_contain_text("Enviamos la invitación")
    expect(page.get_by_role("region", name="Invitaciones pendientes")).to_contain_text(person.email)
    assert fits(page)
    page.get_by_role("button", name="Salir").click()

    drain()
    [link] = re.findall(r"/portal/invitaciones/[\w-]+/", mailoutbox[-1].body)
    page.goto(f"{base}{link}")
    sign_in(page, person.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Taller del Barro le invita")
    assert fits(page)
    page.get_by_role("button", name="Aceptar la invitación").click()
    expect(page.get_by_role("status")).to_contain_text("Ya hace parte del equipo.")
    expect(page.get_by_role("link", name="Ventas")).to_be_visible()
    expect(page.get_by_role("link", name="Equipo")).to_have_count(0)
    page.get_by_role("button", name="Salir").click()

    page.goto(f"{base}/portal/equipo/")
    sign_in(page, owner_of(shop).email)
    page.get_by_text(f"Cambiar a {person.email}").click()
    page.get_by_label("Función").locator("visible=true").first.select_option(label="finanzas")
    page.get_by_role("button", name="Guardar función").locator("visible=true").first.click()
    expect(page.get_by_role("status")).to_have_text("La función es ahora: finanzas.")
    assert Member.objects.get(user=person).role == "finance"
    assert fits(page)
