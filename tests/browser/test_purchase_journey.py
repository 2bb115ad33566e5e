"""A purchase by the API, paid at the bank's page, seen in the portal."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from marketplace.shared.ids import new_id
from payments.models import WebhookNotice
from tests.browser.test_portal_journey import sign_in
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.catalog import make_product, variant_of
from tests.factories.orders import ADDRESS
from tests.factories.payments import PSE
from tests.factories.vendors import make_vendor, owner_of
from tests.sandbox_fixture import Sandbox, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Buyer:
    """Somebody who knows nothing but the API."""

    def __init__(self, base: str, email: str) -> None:
        self.base = f"{base}/api/v1"
        login = self.post("/auth/login", {"email": email, "password": PASSWORD})
        self.headers = {"Authorization": f"Bearer {login['access']}"}

    def post(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Idempotency-Key": str(new_id()), **getattr(self, "headers", {})}
        response = requests.post(self.base + path, json=body, headers=headers, timeout=30)
        assert response.ok, response.text
        return response.json()

    def get(self, path: str) -> Any:
        response = requests.get(self.base + path, headers=self.headers, timeout=30)
        assert response.ok, response.text
        return response.json()

    def buy(self, product: Any) -> Any:
        items = [{"product_id": str(product.pk), "quantity": 2}]
        return self.post("/orders", {"items": items, "shipping_address": ADDRESS})

    def pay(self, order: Any) -> Any:
        accepted = {"accept_terms": True, "accept_personal_data": True}
        wish = {
            "order_id": order["id"],
            "payment_method": "PSE",
            "payment_data": {**PSE, **accepted},
        }
        return self.post("/payments/process", wish)


@pytest.mark.parametrize(
    ("button", "status", "on_hand"), [("Aprobar", "confirmed", 3), ("Rechazar", "pending", 5)]
)
def test_what_the_bank_says_reaches_the_shop(
    live_server: Any,
    sandbox_for_shop: Sandbox,
    page: Page,
    drain_outbox: Callable[..., int],
    button: str,
    status: str,
    on_hand: int,
) -> None:
    shop = make_vendor(name="Café de la Sierra")
    product = make_product(vendor=shop, price=119_000, stock=5)
    buyer = Buyer(live_server.url, make_user().email)

    order = buyer.buy(product)
    page.goto(buyer.pay(order)["payment_url"])
    page.get_by_role("button", name=button).click()
    wait_until(WebhookNotice.objects.exists)
    drain_outbox()

    assert buyer.get(f"/orders/{order['id']}")["status"] == status
    assert variant_of(product).on_hand == on_hand
    sign_in(page, live_server.url, owner_of(shop).email)
    page.get_by_role("link", name="Ventas", exact=True).click()
    page.get_by_role("link", name=order["order_number"]).click()
    if status == "confirmed":
        expect(page.get_by_role("button", name="Preparar pedido")).to_be_visible()
        expect(page.get_by_text("Para la tienda")).to_be_visible()
    else:
        expect(page.get_by_role("heading", level=1)).to_contain_text("por pagar")
        expect(page.get_by_text("Para la tienda")).to_be_hidden()
