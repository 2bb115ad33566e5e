"""A shop's day in the portal, with a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Product
from catalog.services.products import change_status
from catalog.states import ProductAction, ProductRole
from tests.factories.accounts import PASSWORD
from tests.factories.catalog import make_category, make_product, picture_file, variant_of
from tests.factories.orders import make_order
from tests.factories.vendors import make_vendor, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/portal/")
    page.get_by_label("Correo").fill(email)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()


def test_a_product_is_made_stocked_sold_and_sent(
    live_server: Any, tidy_page: Page, tmp_path: Path
) -> None:
    page, base = tidy_page, live_server.url
    shop = make_vendor(name="Taller del Barro")
    make_category("Cocina")
    picture = tmp_path / "olla.png"
    picture.write_bytes(picture_file(size=(300, 300)).read())

    sign_in(page, base, owner_of(shop).email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Taller del Barro")

    page.get_by_role("link", name="Productos", exact=True).click()
    page.get_by_role("link", name="Nuevo producto").click()
    page.get_by_label("Nombre").fill("Olla de barro 3 litros")
    page.get_by_label("Categoría").select_option(label="Cocina")
    page.get_by_label("Precio").fill("89.900")
    page.get_by_label("Existencias").fill("4")
    page.get_by_label("Imagen").set_input_files(picture)
    page.get_by_role("button", name="Crear borrador").click()

    expect(page.get_by_role("status")).to_contain_text("Producto creado como borrador")
    expect(page.get_by_role("img", name="Olla de barro 3 litros")).to_be_visible()

    page.get_by_label("Unidades").fill("6")
    page.get_by_label("Motivo").fill("Salió otra hornada")
    page.get_by_role("button", name="Registrar cambio").click()
    expect(page.get_by_role("status")).to_have_text("Existencias: 10, de ellas 10 libres.")

    page.get_by_role("button", name="Enviar a revisión").click()
    expect(page.get_by_role("status")).to_have_text("El producto quedó en revisión.")

    product = Product.objects.get(vendor=shop)
    change_status(
        product_id=product.pk, action=ProductAction.APPROVE, role=ProductRole.STAFF, actor_id=None
    )
    number = make_order(products={product: 2}, status="confirmed").vendor_orders.get().number

    page.get_by_role("link", name="Ventas", exact=True).click()
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="Preparar pedido").click()
    page.get_by_label("Transportadora").fill("Servientrega")
    page.get_by_label("Número de guía").fill("9001234")
    page.get_by_role("button", name="Marcar como enviado").click()
    page.get_by_role("button", name="Marcar como entregado").click()

    expect(page.get_by_role("status")).to_have_text("Pedido entregado.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("entregado")
    assert variant_of(product).on_hand == 8


def test_a_script_in_a_name_never_runs(live_server: Any, tidy_page: Page) -> None:
    page, base = tidy_page, live_server.url
    shop = make_vendor()
    make_product(vendor=shop, name="<script>document.title='roto'</script><img src=x>")

    sign_in(page, base, owner_of(shop).email)
    page.get_by_role("link", name="Productos", exact=True).click()

    expect(page.get_by_role("table")).to_contain_text("<script>document.title='roto'</script>")
    assert "roto" not in page.title()
    page.goto(base)
    expect(page.get_by_role("main")).to_contain_text("<script>")
    assert "roto" not in page.title()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_sticks_out_at_the_side(
    live_server: Any, tidy_page: Page, fits: Callable[[Page], bool], width: int
) -> None:
    page, base = tidy_page, live_server.url
    page.set_viewport_size({"width": width, "height": 844})
    shop = make_vendor(name="Una tienda con un nombre verdaderamente largo y más palabras")
    product = make_product(vendor=shop, name="Un nombre larguísimo " * 7)
    part = make_order(products={product: 1}, status="processing").vendor_orders.get()

    sign_in(page, base, owner_of(shop).email)
    addresses = [
        "/",
        "/portal/",
        "/portal/productos/",
        "/portal/productos/nuevo/",
        f"/portal/productos/{product.pk}/",
        "/portal/ventas/",
        f"/portal/ventas/{part.pk}/",
        "/portal/comisiones/",
    ]

    sticking_out = []
    for address in addresses:
        page.goto(f"{base}{address}")
        if not fits(page):
            sticking_out.append(address)
    assert sticking_out == []


def test_the_keyboard_is_enough(live_server: Any, tidy_page: Page) -> None:
    page, base = tidy_page, live_server.url
    shop = make_vendor()
    page.goto(f"{base}/portal/")

    page.get_by_label("Correo").focus()
    page.keyboard.type(owner_of(shop).email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/portal/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Saltar al contenido")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#contenido")).to_be_focused()
