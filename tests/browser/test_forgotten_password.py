"""Forgotten, replaced, signed in: with a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.factories.vendors import make_vendor, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "otra-frase-larga-9"


def test_a_forgotten_password_is_replaced_and_opens_the_portal(
    live_server: Any,
    tidy_page: Page,
    drain_outbox: Callable[..., int],
    fits: Callable[[Page], bool],
    settings: Any,
) -> None:
    page, settings.PUBLIC_BASE_URL = tidy_page, live_server.url
    page.set_viewport_size({"width": 360, "height": 740})
    person = owner_of(make_vendor(name="Taller del Barro"))

    page.goto(f"{live_server.url}/portal/entrar/")
    page.get_by_role("link", name="¿Olvidó su contraseña?").click()
    page.get_by_label("Correo").fill(person.email)
    page.get_by_role("button", name="Enviar el enlace").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Revise su correo")
    assert fits(page)

    drain_outbox()
    page.goto(re.search(r"http\S+plz_\S+", mail.outbox[-1].body)[0])
    page.get_by_label("Contraseña nueva").fill(NEW)
    page.get_by_label("Otra vez").fill(NEW)
    assert fits(page)
    page.get_by_role("button", name="Guardar la contraseña").click()
    expect(page.get_by_role("status")).to_contain_text("Su contraseña cambió")

    page.goto(f"{live_server.url}/portal/entrar/")
    page.get_by_label("Correo").fill(person.email)
    page.get_by_label("Contraseña").fill(NEW)
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Taller del Barro")
