"""The front page and the pages of errors."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from catalog.services.images import add_image
from tests.factories.catalog import make_product, picture_file
from tests.factories.vendors import make_vendor

pytestmark = pytest.mark.django_db


def test_the_front_page_shows_real_products_and_where_everything_is(
    client, django_assert_num_queries
):
    product = make_product(name="Olla de barro", price=89_900, vendor=make_vendor(name="Barro"))
    make_product(name="Escondido", status="draft")

    with django_assert_num_queries(2):  # which, and their cards
        response = client.get("/")

    page = response.content.decode()
    assert "Olla de barro" in page
    assert "$ 89.900" in page
    assert f"/api/v1/products/slug/{product.slug}" in page
    assert "Escondido" not in page
    for place in ("/api/docs/", "/portal/", "/admin/", "/api/v1/health"):
        assert f'href="{place}"' in page


def test_the_front_page_shows_pictures(client):
    product = make_product()
    image = add_image(product_id=product.pk, upload=BytesIO(picture_file().read()))

    assert f'src="/media/{image.file.name}"' in client.get("/").content.decode()


def test_the_front_page_finds_by_words(client):
    make_product(name="Olla de barro")
    make_product(name="Ruana de lana")

    found = client.get("/?q=olla").content.decode()
    nothing = client.get("/?q=%3Cscript%3Exyz").content.decode()
    too_short = client.get("/?q=x")
    too_long = client.get("/", {"q": "x" * 101})

    assert "Olla de barro" in found
    assert "Ruana de lana" not in found
    assert "Nada de esto hay hoy en la plaza." in nothing
    assert "<script>xyz" not in nothing
    assert "como mínimo 2 caracteres" in too_short.content.decode()
    assert (too_short.status_code, too_long.status_code) == (200, 200)


def test_an_empty_market_has_a_front_page_too(client):
    assert "Aún no hay productos a la venta." in client.get("/").content.decode()


def test_the_demo_shows_its_accounts(client):
    page = client.get("/").content.decode()

    assert "comprador2@plaza.test" in page
    assert "Plaza-demo-2026" in page
    assert "Pasarela de pruebas" in page


@override_settings(DEMO=False)
def test_without_the_demo_there_are_no_accounts_and_no_sandbox(client):
    page = client.get("/").content.decode()

    assert "plaza.test" not in page
    assert "Plaza-demo-2026" not in page
    assert "Pasarela de pruebas" not in page


def test_only_reading_is_possible(client):
    assert client.post("/").status_code == 405


def test_the_policy_allows_nothing_from_elsewhere(client):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@override_settings(DEBUG=False)
def test_a_page_that_does_not_exist_says_so_in_spanish(client):
    response = client.get("/no-existe")

    assert response.status_code == 404
    assert "No encontrado" in response.content.decode()


TEMPLATES = [
    path
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
    if path.relative_to(settings.BASE_DIR).parts[1] not in ("mail", "sandbox", "api")
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_code_and_trust_no_text(path):
    text = path.read_text()

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text)
    assert "|safe" not in text
    assert "autoescape" not in text
    # The law wants a visible link to the authority that buyers can complain to.
    own = text.replace('href="https://www.sic.gov.co"', "")
    assert not re.search(r"(src|href)=\"(https?:)?//", own)
