"""Who gets into the portal, and how far."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from marketplace.shared.ids import new_id
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.catalog import make_product
from tests.factories.orders import make_order
from tests.factories.vendors import make_vendor, owner_of
from vendors.models import Member

pytestmark = pytest.mark.django_db

LOGIN = "/portal/entrar/"
ROLES = ["owner", "catalogue", "orders", "finance", "read_only"]
PAGES = {
    "/portal/": ROLES,
    "/portal/productos/": ["owner", "catalogue", "read_only"],
    "/portal/productos/nuevo/": ["owner", "catalogue"],
    "/portal/ventas/": ["owner", "orders", "read_only"],
    "/portal/comisiones/": ["owner", "finance", "read_only"],
}


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"email": email, "password": password, **more})


def test_a_member_signs_in_and_comes_to_the_first_page(client, shop):
    response = sign_in(client, owner_of(shop).email.upper())

    assert response.status_code == 302
    assert response["Location"] == "/portal/"
    assert client.get("/portal/").status_code == 200


def test_a_signed_in_member_is_sent_on_from_the_login_page(member):
    response = member().get(LOGIN)

    assert response["Location"] == "/portal/"


@pytest.mark.parametrize("wrong", ["password", "email", "closed"])
def test_a_wrong_login_gets_the_same_answer_whatever_was_wrong(client, shop, wrong):
    user = owner_of(shop)
    if wrong == "closed":
        user.is_active = False
        user.save(update_fields=["is_active"])
    email = "nadie@example.com" if wrong == "email" else user.email

    response = sign_in(client, email, "otra-clave-123" if wrong == "password" else PASSWORD)

    assert response.status_code == 401
    assert "El correo o la contraseña no son correctos." in response.content.decode()
    assert client.get("/portal/").status_code == 302


def test_a_buyer_does_not_get_in(client):
    buyer = make_user()

    response = sign_in(client, buyer.email)

    assert response.status_code == 403
    assert "no pertenece a ninguna tienda" in response.content.decode()
    assert client.get("/portal/").status_code == 302


def test_an_empty_login_is_refused_in_spanish(client):
    response = sign_in(client, "", "")

    assert response.status_code == 422
    assert "Este campo es requerido." in response.content.decode()


@override_settings(RATE_LIMITS={"login": (2, 60)})
def test_too_many_logins_from_one_address_are_refused(client, shop):
    email = owner_of(shop).email
    answers = [sign_in(client, email, "otra-clave-123").status_code for _ in range(2)]

    response = sign_in(client, email)

    assert answers == [401, 401]
    assert response.status_code == 429
    assert "Demasiados intentos" in response.content.decode()


@pytest.mark.parametrize(
    ("wanted", "followed"),
    [
        ("/portal/ventas/?status=confirmed", "/portal/ventas/?status=confirmed"),
        ("https://evil.example/portal/", "/portal/"),
        ("//evil.example", "/portal/"),
        ("/\\evil.example", "/portal/"),
        ("javascript:alert(1)", "/portal/"),
    ],
)
def test_next_is_followed_only_within_the_site(client, shop, wanted, followed):
    response = sign_in(client, owner_of(shop).email, next=wanted)

    assert response["Location"] == followed


def test_login_needs_the_form_s_own_token(shop):
    client = Client(enforce_csrf_checks=True)

    response = sign_in(client, owner_of(shop).email)

    assert response.status_code == 403
    assert "El formulario venció" in response.content.decode()


def test_logout_ends_the_session_and_wants_a_post(member):
    client = member()

    assert client.get("/portal/salir/")["Location"] == LOGIN
    assert client.get("/portal/").status_code == 200
    assert client.post("/portal/salir/")["Location"] == LOGIN
    assert client.get("/portal/").status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_sent_to_the_login_page_and_back(client, page):
    response = client.get(page)

    assert response.status_code == 302
    assert response["Location"] == f"{LOGIN}?next={page}"


@pytest.mark.parametrize("page", PAGES)
def test_a_signed_in_person_without_a_shop_is_refused(portal_of, page):
    response = portal_of(make_user()).get(page)

    assert response.status_code == 403
    assert "no pertenece a ninguna tienda" in response.content.decode()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_each_function_sees_its_own_pages(member, page, role):
    response = member(role).get(page)

    assert response.status_code == (200 if role in PAGES[page] else 403)


def deeds(product, part):
    return {
        **{
            reverse(f"catalog_portal:{name}", args=[product.pk]): ["owner", "catalogue"]
            for name in (
                "change_facts",
                "change_stock",
                "change_price",
                "add_picture",
                "change_status",
            )
        },
        **{
            reverse(f"orders_portal:{name}", args=[part.pk]): ["owner", "orders"]
            for name in ("prepare", "ship", "deliver", "cancel")
        },
    }


@pytest.mark.parametrize("role", ROLES)
def test_only_the_right_function_changes_things(shop, member, role):
    product = make_product(vendor=shop)
    part = make_order(products={product: 1}, status="confirmed").vendor_orders.get()
    client = member(role)

    # Nothing that is sent is complete but the order's first step, which a refusal must not take.
    for address, allowed in deeds(product, part).items():
        if role in allowed:
            assert client.post(address).status_code in (302, 409, 422), address
        else:
            assert client.post(address).status_code == 403, address

    part.refresh_from_db()
    assert part.status == ("processing" if role in ("owner", "orders") else "confirmed")


def test_another_shop_s_objects_look_as_if_they_did_not_exist(member):
    other = make_vendor()
    product = make_product(vendor=other)
    part = make_order(products={product: 1}, status="confirmed").vendor_orders.get()
    client = member()
    pages = [
        reverse("catalog_portal:product", args=[product.pk]),
        reverse("orders_portal:sale", args=[part.pk]),
    ]
    missing = reverse("orders_portal:sale", args=[new_id()])

    answers = [client.get(page) for page in [*pages, missing]]
    posts = [client.post(address, whole_form()) for address in deeds(product, part)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].content == answers[2].content
    assert {answer.status_code for answer in posts} == {404}
    part.refresh_from_db()
    assert part.status == "confirmed"


def whole_form():
    return {
        "action": "pause",
        "courier": "Envía",
        "tracking_number": "1",
        "reason": "no hay",
        "operation": "add",
        "quantity": "1",
        "price": "1000",
    }


def test_a_member_who_loses_the_shop_loses_the_portal(shop, member):
    client = member("catalogue")
    Member.objects.filter(vendor=shop, role="catalogue").delete()

    assert client.get("/portal/").status_code == 403


def test_a_closed_account_is_out_at_once(shop, member):
    client = member()
    user = owner_of(shop)
    user.is_active = False
    user.save(update_fields=["is_active"])

    assert client.get("/portal/").status_code == 302


def test_a_waiting_shop_may_prepare_its_products_and_is_told(portal_of):
    waiting = make_vendor(status="pending")

    page = portal_of(owner_of(waiting)).get("/portal/")

    assert page.status_code == 200
    assert "Su tienda aún no vende" in page.content.decode()
