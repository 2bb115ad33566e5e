"""Login in two steps and the account's own pages, with a real browser."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import TotpDevice, User
from tests.factories.accounts import (
    PASSWORD,
    make_staff_user,
    make_user,
    sign_in,
)
from tests.factories.vendors import make_vendor, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


def enter(page: Page, address: str, user: User) -> None:
    page.goto(address)
    page.get_by_label("Correo").fill(user.email)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()


def set_up(page: Page) -> tuple[str, str]:
    """Go through the set-up that the page shows; return the secret and a recovery code."""
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Continuar").click()
    picture = page.get_by_role("img", name="Código QR")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth > 100")
    page.get_by_text("No puedo escanear").click()
    _keep(page, "setup")
    secret = page.locator("details code").inner_text()
    page.get_by_label("Código", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Activar").click()
    codes = page.get_by_role("list", name="Códigos de recuperación")
    expect(codes.get_by_role("listitem")).to_have_count(10)
    _keep(page, "codes")
    return secret, codes.get_by_role("listitem").first.inner_text()


def test_a_member_turns_the_second_factor_on_and_signs_in_with_it(
    live_server: Any, page: Page, fits: Callable[[Page], bool]
) -> None:
    base = live_server.url
    page.set_viewport_size(PHONE)
    owner = owner_of(make_vendor(name="Taller del Barro"))

    enter(page, f"{base}/portal/", owner)
    page.get_by_role("link", name="Seguridad").click()
    expect(page.get_by_text("este dispositivo")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Activar").click()
    secret, _ = set_up(page)
    assert fits(page)
    page.get_by_role("link", name="Los guardé").click()
    expect(page.get_by_text("Le quedan 10 códigos")).to_be_visible()
    page.get_by_role("link", name="Mi tienda").click()
    page.get_by_role("button", name="Salir").click()

    TotpDevice.objects.update(last_used_step=0)
    enter(page, f"{base}/portal/ventas/", owner)
    expect(page.get_by_text("Verificación en dos pasos")).to_be_visible()
    _keep(page, "second-step")
    assert fits(page)
    page.get_by_label("Código").fill("000 00")
    page.get_by_role("button", name="Verificar").click()
    expect(page.get_by_role("alert")).to_contain_text("El código no es correcto")
    page.get_by_label("Código").fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/portal/ventas/")


def test_staff_must_set_it_up_before_they_see_the_panel(
    live_server: Any, page: Page, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    base = live_server.url
    staff = make_staff_user(is_superuser=True)

    enter(page, f"{base}/admin/accounts/user/", staff)
    expect(page.get_by_role("heading", level=1)).to_have_text("Verificación en dos pasos")
    page.goto(f"{base}/admin/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Verificación en dos pasos")
    _, recovery_code = set_up(page)
    page.get_by_role("link", name="ir al panel").click()
    expect(page.get_by_role("heading", name="Tablero")).to_be_visible()
    _keep(page, "panel")
    page.get_by_role("button", name="Cerrar sesión").click()

    enter(page, f"{base}/admin/accounts/user/", staff)
    page.get_by_label("Código").fill(recovery_code)
    page.get_by_role("button", name="Verificar").click()
    page.wait_for_url(f"{base}/admin/accounts/user/")
    page.get_by_role("link", name="Seguridad de la cuenta").click()
    expect(page.get_by_text("Le quedan 9 códigos")).to_be_visible()


def test_a_device_that_is_closed_is_out_at_its_next_click(
    live_server: Any, tidy_page: Page, browser: Browser
) -> None:
    page, base = tidy_page, live_server.url
    user = make_user()
    elsewhere = browser.new_context().new_page()
    for each in (elsewhere, page):
        enter(each, f"{base}/cuenta/entrar/", user)
        expect(each.get_by_text("este dispositivo")).to_be_visible()

    page.get_by_role("button", name="Cerrar Chrome en Linux").click()
    expect(page.get_by_role("status")).to_have_text("Dispositivo cerrado.")
    elsewhere.reload()

    expect(elsewhere.get_by_role("button", name="Entrar")).to_be_visible()
    expect(page.get_by_text("este dispositivo")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_the_account_sticks_out(
    live_server: Any, tidy_page: Page, fits: Callable[[Page], bool], width: int
) -> None:
    page, base = tidy_page, live_server.url
    page.set_viewport_size({"width": width, "height": 844})
    user = make_user(first_name="María Fernanda del Pilar", last_name="Rodríguez Castellanos")
    for _ in range(4):
        sign_in(user)
    enter(page, f"{base}/cuenta/entrar/", user)

    sticking_out = []
    for address in ("seguridad/", "seguridad/dos-pasos/", "seguridad/codigos/"):
        page.goto(f"{base}/cuenta/{address}")
        _keep(page, f"{address.replace('/', '-')}{width}")
        if not fits(page):
            sticking_out.append(address)
    assert sticking_out == []


def _keep(page: Page, name: str) -> None:
    """Keep a picture for whoever asked for them in the environment."""
    folder = os.environ.get("SCREENSHOTS", "")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
