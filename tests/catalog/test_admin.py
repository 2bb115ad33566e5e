from uuid import uuid4

import pytest
from django.contrib import admin
from django.test import Client

from catalog.models import Brand, Category, Product, Variant
from catalog.services.stock import reserve_stock
from marketplace.shared.staff_screens import SeenOnly
from tests.catalog.books import assert_sound
from tests.factories.accounts import make_staff_user
from tests.factories.catalog import make_brand, make_category, make_product, variant_of
from tests.factories.vendors import make_vendor

pytestmark = pytest.mark.django_db

SCREENS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "catalog"),
    key=lambda model: model.__name__,
)


@pytest.fixture
def staff():
    client = Client()
    client.force_login(
        make_staff_user(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def url(model, page="changelist", *args):
    from django.urls import reverse

    return reverse(f"admin:catalog_{model._meta.model_name}_{page}", args=args)


def told(response):
    return [str(message) for message in response.context["messages"]]


def act(staff, model, action, rows, **values):
    body = {"action": action, "_selected_action": [row.pk for row in rows], **values}
    return staff.post(url(model), body, follow=True)


def test_every_model_of_the_catalogue_has_a_screen():
    from django.apps import apps

    assert set(SCREENS) == set(apps.get_app_config("catalog").get_models())


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_for_two_rows_and_for_twelve(
    staff, model, django_assert_max_num_queries
):
    counts = []
    for rows in (2, 10):
        vendor = make_vendor()
        for _ in range(rows):
            product = make_product(
                vendor=vendor, category=make_category(parent=make_category()), brand=make_brand()
            )
            reserve_stock(order_id=uuid4(), quantities={variant_of(product).pk: 1})
        staff.get(url(model))
        with django_assert_max_num_queries(20) as captured:
            assert staff.get(url(model)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_product_page_shows_stock_and_changes_none(staff):
    product = make_product(stock=7)

    page = staff.get(url(Product, "change", product.pk)).content.decode()

    assert 'name="on_hand"' not in page
    assert "variants-0-on_hand" not in page
    assert 'name="status"' not in page
    assert 'name="price"' not in page


def test_staff_correct_what_a_product_says(staff):
    product = make_product(name="Mal escrito")
    body = {
        "name": "Bien escrito",
        "description": "x",
        "category": product.category_id,
        "brand": make_brand().pk,
        "iva_class": "reduced",
        "condition": "new",
        "warranty_months": 6,
        "is_featured": "on",
        **inline_forms("variants", "images", "history"),
    }

    response = staff.post(url(Product, "change", product.pk), body, follow=True)

    assert response.status_code == 200
    changed = Product.objects.get(pk=product.pk)
    assert (changed.name, changed.iva_class, changed.is_featured) == (
        "Bien escrito",
        "reduced",
        True,
    )
    assert changed.search_version == product.search_version + 1


def inline_forms(*names):
    return {f"{name}-{part}": 0 for name in names for part in ("TOTAL_FORMS", "INITIAL_FORMS")}


def test_staff_approve_many_and_hear_of_each_refusal(staff):
    waiting = make_product(name="Espera", status="pending_review")
    draft = make_product(name="Borrador", status="draft")

    response = act(staff, Product, "approve_selected", [waiting, draft], reason="bien")

    assert told(response) == [
        "Borrador: El producto no admite esta acción en su estado.",
        "Productos cambiados: 1",
    ]
    waiting.refresh_from_db()
    assert waiting.status == "active"
    assert waiting.history.latest("id").reason == "bien"
    assert_sound()


def test_staff_change_stock_through_the_service(staff):
    product, reserved = make_product(stock=10), make_product(stock=2, sku="POCAS")
    reserve_stock(order_id=uuid4(), quantities={variant_of(reserved).pk: 2})
    rows = [variant_of(product), variant_of(reserved)]

    response = act(
        staff,
        Variant,
        "change_stock_of_selected",
        rows,
        operation="subtract",
        quantity="1",
        reason="Robo",
    )

    assert told(response) == [
        "POCAS: Quedarían menos unidades que las reservadas por compradores.",
        "Variantes cambiadas: 1",
    ]
    assert (variant_of(product).on_hand, variant_of(reserved).on_hand) == (9, 2)
    assert_sound()


@pytest.mark.parametrize(
    ("quantity", "message"),
    [
        ("", "Escriba cuántas unidades."),
        ("-1", "No se seleccionó ninguna acción."),
        ("mil", "No se seleccionó ninguna acción."),
        ("99999999999", "No se seleccionó ninguna acción."),
    ],
)
def test_a_stock_change_needs_a_quantity(staff, quantity, message):
    variant = variant_of(make_product(stock=10))

    response = act(
        staff, Variant, "change_stock_of_selected", [variant], operation="set", quantity=quantity
    )

    assert told(response) == [message]
    assert variant_of(variant.product).on_hand == 10


def test_a_category_is_made_moved_and_hidden_by_the_service(staff):
    root, child = make_category("Hogar"), make_category("Sala")
    body = {"name": "Sala", "parent": root.pk, "position": 2, "is_active": "on"}

    staff.post(url(Category, "change", child.pk), body)
    staff.post(url(Category, "add"), {"name": "Baño", "parent": root.pk, "position": 0})
    staff.post(url(Category, "change", root.pk), {"name": "Casa", "parent": "", "position": 0})

    rows = Category.objects.order_by("path").values_list("path", "name", "is_active")
    assert list(rows) == [
        ("hogar/", "Casa", False),
        ("hogar/bano/", "Baño", False),
        ("hogar/sala/", "Sala", False),
    ]
    assert_sound()


def test_a_refused_move_is_told_and_changes_nothing(staff):
    root = make_category("Hogar")
    child = make_category("Sala", parent=root)
    body = {"name": "Otro", "parent": child.pk, "position": 0, "is_active": "on"}

    response = staff.post(url(Category, "change", root.pk), body, follow=True)

    assert told(response) == ["Una categoría no puede quedar debajo de sí misma."]
    assert Category.objects.get(pk=root.pk).name == "Hogar"


def test_brands_are_made_renamed_and_verified_by_the_service(staff):
    brand = make_brand("Hasseb")

    staff.post(url(Brand, "add"), {"name": "Oster"})
    staff.post(url(Brand, "change", brand.pk), {"name": "Haceb"})
    act(staff, Brand, "verify_selected", [brand])

    rows = Brand.objects.order_by("name").values_list("name", "slug", "is_verified")
    assert list(rows) == [("Haceb", "hasseb", True), ("Oster", "oster", True)]


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: model.__name__)
def test_nobody_deletes_and_only_lists_are_written_by_hand(staff, rf, model):
    screen = admin.site._registry[model]
    request = rf.get("/")
    request.user = make_staff_user(is_superuser=True)
    if model.__name__ == "SearchSynonym":
        return

    assert not screen.has_delete_permission(request)
    if isinstance(screen, SeenOnly):
        assert not screen.has_change_permission(request)
        assert not screen.has_add_permission(request)
