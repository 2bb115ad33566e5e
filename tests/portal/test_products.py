"""A shop's products in the portal."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.models import PriceChange, Product, ProductImage, StockMovement
from catalog.services.products import NewVariant, change_status
from catalog.states import ProductAction, ProductRole
from tests.factories.catalog import (
    make_brand,
    make_category,
    make_product,
    picture_file,
    variant_of,
)
from tests.factories.vendors import make_vendor

pytestmark = pytest.mark.django_db

LIST = "/portal/productos/"
SCRIPT = "<script>alert(1)</script>"


def page_of(product):
    return reverse("catalog_portal:product", args=[product.pk])


def form(category, **values):
    return {
        "name": "Café tostado 500 g",
        "category_id": str(category.pk),
        "brand_id": "",
        "description": "De Nariño.",
        "condition": "new",
        "iva_class": "reduced",
        "price": "$ 32.900",
        "stock": "12",
        "sku": "CAF-500",
        **values,
    }


def test_the_list_shows_the_shop_s_products_and_nobody_else_s(shop, member):
    make_product(vendor=shop, name="Olla de barro", price=89_900, stock=7)
    make_product(vendor=make_vendor(), name="Ajeno")

    page = member().get(LIST).content.decode()

    assert "Olla de barro" in page
    assert "$ 89.900" in page
    assert "Ajeno" not in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_one_product_and_for_twenty(
    shop, member, count, django_assert_num_queries
):
    category = make_category()
    for _ in range(count):
        make_product(vendor=shop, category=category)
    client = member()

    with django_assert_num_queries(5):  # session, user, membership, count, rows
        page = client.get(LIST)

    assert page.content.decode().count('<th scope="row">') == count


def test_the_list_is_searched_by_name_and_sku_and_filtered_by_status(shop, member):
    make_product(vendor=shop, name="Olla de barro", sku="ZZ-1")
    make_product(vendor=shop, name="Taza", sku="OL-2", status="draft")
    client = member()

    def names(query):
        return [row["name"] for row in client.get(f"{LIST}?{query}").context["rows"]]

    assert names("q=olla") == ["Olla de barro"]
    assert names("q=ol-2") == ["Taza"]
    assert names("q=%25") == []
    assert names("status=draft") == ["Taza"]
    assert names("q=olla&status=draft") == []


def test_a_wrong_filter_shows_nothing_and_says_why(shop, member):
    make_product(vendor=shop)

    page = member().get(f"{LIST}?status=nada&q={'x' * 101}").content.decode()

    assert "Ningún producto coincide" in page
    assert "nada no es una de las opciones disponibles" in page
    assert "como máximo 100 caracteres" in page


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "1e1", "٣", "99999"])
def test_a_page_that_does_not_exist_is_a_404(shop, member, page):
    make_product(vendor=shop)

    assert member().get(LIST, {"page": page}).status_code == 404


def test_pages_keep_the_filter(shop, member):
    category = make_category()
    for _ in range(21):
        make_product(vendor=shop, category=category, status="draft")

    first = member().get(f"{LIST}?status=draft").content.decode()

    assert "Página 1 de 2" in first
    assert "?status=draft&amp;page=2" in first


def test_a_product_is_made_with_its_picture(shop, member):
    category, brand = make_category(), make_brand()

    response = member().post(
        f"{LIST}nuevo/", form(category, brand_id=str(brand.pk), picture=picture_file())
    )

    product = Product.objects.get(vendor=shop)
    variant = variant_of(product)
    assert response["Location"] == page_of(product)
    assert (product.status, product.name, product.brand_id) == (
        "draft",
        "Café tostado 500 g",
        brand.pk,
    )
    assert (variant.sku, variant.price, variant.on_hand) == ("CAF-500", Decimal(32_900), 12)
    assert (product.iva_class, product.condition) == ("reduced", "new")
    assert product.images.get().alt == "Café tostado 500 g"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Este campo es requerido."),
        ("name", "x" * 151, "como máximo 150 caracteres"),
        ("name", "Caf\x07é", "Quite los caracteres de control."),
        ("category_id", "018f0000-0000-7000-8000-000000000000", "opciones disponibles"),
        ("category_id", "no", "opciones disponibles"),
        ("price", "0", "al menos $ 1"),
        ("price", "-5", "Escriba pesos enteros"),
        ("price", "12,50", "Escriba pesos enteros"),
        ("price", "12.50", "Escriba pesos enteros"),
        ("price", "1e5", "Escriba pesos enteros"),
        ("price", "٣٤", "Escriba pesos enteros"),
        ("stock", "-1", "mayor o igual a 0"),
        ("stock", "1.5", "Ingrese un número entero."),
        ("stock", "10000000", "menor o igual a 1000000"),
        ("iva_class", "none", "opciones disponibles"),
    ],
)
def test_a_wrong_product_is_refused_in_spanish_and_nothing_is_written(
    shop, member, field, value, message
):
    response = member().post(f"{LIST}nuevo/", form(make_category(), **{field: value}))

    assert response.status_code == 422
    assert message in response.content.decode()
    assert Product.objects.count() == 0


def test_a_file_that_is_no_picture_leaves_no_product(shop, member):
    fake = SimpleUploadedFile("foto.png", b"<svg onload=alert(1)>", content_type="image/png")

    response = member().post(f"{LIST}nuevo/", form(make_category(), picture=fake))

    assert response.status_code == 400
    assert "no es una imagen JPEG, PNG o WebP" in response.content.decode()
    assert Product.objects.count() == 0


def test_a_taken_sku_is_refused_and_what_was_typed_stays(shop, member):
    make_product(vendor=shop, sku="CAF-500")

    response = member().post(f"{LIST}nuevo/", form(make_category()))

    assert response.status_code == 409
    assert "La tienda ya usa este SKU." in response.content.decode()
    assert 'value="Café tostado 500 g"' in response.content.decode()
    assert Product.objects.count() == 1


def test_marks_that_turn_the_text_are_taken_out_of_names(shop, member):
    member().post(f"{LIST}nuevo/", form(make_category(), name="Caf\u202eé\u2066 bueno"))

    assert Product.objects.get().name == "Café bueno"


def test_facts_are_changed(shop, member):
    product, category = make_product(vendor=shop), make_category("Cocina")
    facts = {
        "name": "Otro nombre",
        "category_id": str(category.pk),
        "brand_id": "",
        "description": "Otra",
        "condition": "used",
        "iva_class": "exempt",
    }

    response = member().post(f"{page_of(product)}datos/", facts, follow=True)

    product.refresh_from_db()
    assert "Datos guardados." in response.content.decode()
    assert (product.name, product.category_id, product.condition) == (
        "Otro nombre",
        category.pk,
        "used",
    )


def test_stock_is_changed_with_its_reason(shop, member):
    product = make_product(vendor=shop, stock=10)
    change = {
        "variant_id": str(variant_of(product).pk),
        "operation": "add",
        "quantity": "5",
        "reason": "Llegó el pedido",
    }

    response = member().post(f"{page_of(product)}existencias/", change, follow=True)

    assert variant_of(product).on_hand == 15
    assert StockMovement.objects.latest("pk").reason == "Llegó el pedido"
    assert "Existencias: 15, de ellas 15 libres." in response.content.decode()
    assert "Llegó el pedido" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"reason": ""}, 422, "Este campo es requerido."),
        ({"quantity": "x"}, 422, "Ingrese un número entero."),
        ({"operation": "steal"}, 422, "opciones disponibles"),
        ({"operation": "subtract", "quantity": "11"}, 409, ""),
    ],
)
def test_a_wrong_change_of_stock_writes_nothing(shop, member, change, status, message):
    product = make_product(vendor=shop, stock=10)
    right = {
        "variant_id": str(variant_of(product).pk),
        "operation": "add",
        "quantity": "5",
        "reason": "conteo",
    }

    response = member().post(f"{page_of(product)}existencias/", right | change)

    assert response.status_code == status
    assert message in response.content.decode()
    assert variant_of(product).on_hand == 10


def test_the_stock_of_another_product_s_variant_cannot_be_changed_here(shop, member):
    product, other = make_product(vendor=shop), make_product(vendor=make_vendor(), stock=3)
    change = {
        "variant_id": str(variant_of(other).pk),
        "operation": "set",
        "quantity": "0",
        "reason": "x",
    }

    response = member().post(f"{page_of(product)}existencias/", change)

    assert response.status_code == 422
    assert variant_of(other).on_hand == 3


def test_the_price_of_one_of_several_variants_is_changed(shop, member):
    variants = [
        NewVariant(price=Decimal(price), stock=1, name=name)
        for name, price in (("Roja", 10_000), ("Verde", 20_000))
    ]
    product = make_product(vendor=shop, variants=variants)
    second = product.variants.get(name="Verde")

    page = member().get(page_of(product)).content.decode()
    member().post(f"{page_of(product)}precio/", {"variant_id": str(second.pk), "price": "25000"})

    second.refresh_from_db()
    assert second.price == Decimal(25_000)
    assert PriceChange.objects.filter(variant=second).count() == 2
    assert "Verde (" in page


def test_a_picture_is_added_and_a_fake_one_is_not(shop, member):
    product = make_product(vendor=shop)
    address = f"{page_of(product)}imagenes/"

    right = member().post(address, {"picture": picture_file(), "alt": "De frente"})
    wrong = member().post(address, {"picture": SimpleUploadedFile("a.png", b"GIF89a")})
    empty = member().post(address, {})

    assert (right.status_code, wrong.status_code, empty.status_code) == (302, 400, 422)
    assert ProductImage.objects.get(product=product).alt == "De frente"


def test_a_product_goes_to_review_and_is_paused_and_resumed(shop, member):
    product = make_product(vendor=shop, status="draft")
    client, address = member(), f"{page_of(product)}estado/"

    client.post(address, {"action": "submit"})
    product.refresh_from_db()
    assert product.status == "pending_review"

    change_status(
        product_id=product.pk, action=ProductAction.APPROVE, role=ProductRole.STAFF, actor_id=None
    )
    client.post(address, {"action": "pause"})
    product.refresh_from_db()
    assert product.status == "paused"

    client.post(address, {"action": "resume"})
    product.refresh_from_db()
    assert product.status == "active"


def test_a_shop_cannot_approve_its_own_product(shop, member):
    product = make_product(vendor=shop, status="pending_review")

    response = member().post(f"{page_of(product)}estado/", {"action": "approve"})

    product.refresh_from_db()
    assert response.status_code == 409
    assert "El producto no admite esta acción en su estado." in response.content.decode()
    assert product.status == "pending_review"


def test_the_reason_of_a_rejection_is_shown(shop, member):
    product = make_product(vendor=shop, status="pending_review")
    change_status(
        product_id=product.pk,
        action=ProductAction.REJECT,
        role=ProductRole.STAFF,
        actor_id=None,
        reason="Falta una foto",
    )

    assert "Motivo del rechazo: Falta una foto" in member().get(page_of(product)).content.decode()


def test_what_people_typed_is_escaped_everywhere(shop, member):
    category = make_category(f"Cat {SCRIPT}")
    product = make_product(
        vendor=shop, category=category, name=f"Café {SCRIPT}", description=SCRIPT
    )
    client = member()
    change = {
        "variant_id": str(variant_of(product).pk),
        "operation": "add",
        "quantity": "1",
        "reason": SCRIPT,
    }
    client.post(f"{page_of(product)}existencias/", change)

    for address in ("/", "/portal/", LIST, page_of(product), f"{LIST}nuevo/"):
        page = client.get(address).content.decode()
        assert "<script" not in page, address
    assert "&lt;script&gt;" in client.get(page_of(product)).content.decode()


def test_someone_who_only_looks_gets_no_forms(shop, member):
    product = make_product(vendor=shop)

    page = member("read_only").get(page_of(product)).content.decode()

    assert page.count("<form") == 1  # the way out
    assert "Hecho en Colombia." in page
