"""A purchase from sign-in to the books, over HTTP like any client, checked at each step."""

import json
import re
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import requests

from marketplace.shared.http import OutgoingClient
from marketplace.shared.money import format_pesos, split_iva, to_pesos

from .accounts import PASSWORD

API = "/api/v1"
PATIENCE_SECONDS = 40.0
ADDRESS = {
    "full_name": "Ana Núñez",
    "phone": "3001112233",
    "address": "Cra 7 # 12-34, Apto 501",
    "city": "Bogotá",
    "department": "Bogotá D.C.",
}
Tell = Callable[[str], None]


class StoryFailed(Exception):
    """A step did not go as it must; the message says which and how."""


def must(condition: object, what: str) -> None:
    """Go on only if ``condition`` holds.

    Raises:
        StoryFailed: it does not.
    """
    if not condition:
        raise StoryFailed(what)


class Teller:
    """Speaks to the shop and shows each request with its answer."""

    def __init__(self, base_url: str, tell: Tell) -> None:
        self._client = OutgoingClient(base_url, read_timeout=60)
        self._tell = tell
        self._step = 0

    def step(self, title: str) -> None:
        """Begin the next step."""
        self._step += 1
        self._tell(f"\n── {self._step:>2}. {title}")

    def note(self, text: str) -> None:
        """Show a finding."""
        self._tell(f"     {text}")

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        token: str = "",
        key: str = "",
        expect: int = 200,
    ) -> tuple[Any, requests.Response]:
        """Send one API request and show it.

        Raises:
            StoryFailed: the answer has another status than ``expect``.
        """
        headers = {"Accept": "application/json"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        self._tell(f"     {method} {API}{path}" + (f"  {_short(body)}" if body else ""))
        answer = self._client.request(method, API + path, json=body, headers=headers)
        data = answer.json() if answer.content else None
        self._tell(f"     → {answer.status_code} {_short(data)}")
        must(answer.status_code == expect, f"{method} {path}: {answer.status_code}, not {expect}")
        return data, answer

    def quietly(self, path: str, *, token: str) -> Any:
        """Read something without showing it, for waiting."""
        headers = {"Authorization": f"Bearer {token}"}
        return self._client.request("GET", API + path, headers=headers).json()

    def login(self, email: str) -> str:
        """Sign a demo account in and return its access token."""
        body = {"email": email, "password": PASSWORD}
        data, _ = self.call("POST", "/auth/login", body=body)
        return str(data["access"])


class Purchase:
    """The story's buyer and what they gather on the way."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self.token = ""
        self.products: list[dict[str, Any]] = []
        self.order: dict[str, Any] = {}
        self.payment: dict[str, Any] = {}

    def sign_in(self) -> None:
        self._teller.step("Entra la compradora")
        self.token = self._teller.login("comprador@plaza.test")
        me, _ = self._teller.call("GET", "/auth/me", token=self.token)
        must(me["email"] == "comprador@plaza.test", "the token belongs to somebody else")

    def choose(self) -> None:
        self._teller.step("Busca en dos tiendas")
        for shop in ("tecnosabana", "casa-andina"):
            path = f"/products?vendor={shop}&in_stock=true&ordering=price&page_size=1"
            found, _ = self._teller.call("GET", path)
            must(found["results"], f"{shop} has nothing in stock")
            self.products += found["results"]

    def fill_cart(self) -> None:
        self._teller.step("Vacía el carrito de antes")
        self._teller.call("DELETE", "/cart", token=self.token, expect=204)
        for quantity, product in enumerate(self.products, start=1):
            self._teller.step(f"Agrega {quantity} × {product['name']}")
            body = {"product_id": product["id"], "quantity": quantity}
            self._teller.call("POST", "/cart/items", body=body, token=self.token, expect=201)
        self._teller.step("Mira el carrito, por tiendas")
        cart, _ = self._teller.call("GET", "/cart", token=self.token)
        must(len(cart["groups"]) == 2, "the cart does not have two vendors")

    def place(self) -> None:
        self._teller.step("Hace el pedido: una compra, dos tiendas, unidades apartadas")
        body = {"from_cart": True, "shipping_address": ADDRESS}
        key = f"story-{uuid4().hex}"
        self.order, _ = self._teller.call(
            "POST", "/orders", body=body, token=self.token, key=key, expect=201
        )
        must(self.order["status"] == "pending", "the order is not pending")
        must(len(self.order["vendor_orders"]) == 2, "the order does not have two vendor orders")
        self._teller.step("Repite la misma solicitud: no nace otro pedido")
        again, answer = self._teller.call(
            "POST", "/orders", body=body, token=self.token, key=key, expect=201
        )
        must(again["id"] == self.order["id"], "a second order was made")
        must(answer.headers.get("Idempotent-Replayed") == "true", "the answer is not a replay")

    def check_iva(self) -> None:
        self._teller.step("Revisa el IVA, renglón por renglón")
        base = iva = Decimal(0)
        for part in self.order["vendor_orders"]:
            for line in part["lines"]:
                gross = Decimal(line["unit_price"]) * line["quantity"]
                taxed = split_iva(gross, rate=Decimal(line["iva_rate"]))
                must(Decimal(line["base"]) == taxed.base, f"base of {line['name']}")
                must(Decimal(line["iva"]) == taxed.iva, f"IVA of {line['name']}")
                base, iva = base + taxed.base, iva + taxed.iva
                rate = f"{Decimal(line['iva_rate']):.0%}"
                self._teller.note(
                    f"{line['name']}: {format_pesos(taxed.base)}"
                    f" + IVA {rate} {format_pesos(taxed.iva)}"
                )
        figures = {
            name: Decimal(self.order[name]) for name in ("subtotal", "iva", "shipping", "total")
        }
        must(figures["subtotal"] == base and figures["iva"] == iva, "subtotal or IVA are off")
        must(base + iva + figures["shipping"] == figures["total"], "the total does not add up")
        self._teller.note(
            f"envío {format_pesos(figures['shipping'])}, total {format_pesos(figures['total'])}"
        )

    def pay(self) -> None:
        self._teller.step("Elige cómo pagar")
        methods, _ = self._teller.call("GET", f"/payments/methods?amount={self.order['total']}")
        must("PSE" in json.dumps(methods), "PSE is not offered")
        self._teller.step("Paga por PSE: el cobro queda guardado antes de llamar a la pasarela")
        body = {
            "order_id": self.order["id"],
            "payment_method": "PSE",
            "payment_data": {
                "financial_institution_code": "1",
                "user_type": 0,
                "user_legal_id_type": "CC",
                "user_legal_id": "1020304050",
                "accept_terms": True,
                "accept_personal_data": True,
            },
        }
        self.payment, _ = self._teller.call(
            "POST", "/payments/process", body=body, token=self.token, key=f"story-{uuid4().hex}"
        )
        must(self.payment["payment_url"], "there is no bank page")

    def approve_at_bank(self) -> None:
        self._teller.step("Abre la página del banco y pulsa «Aprobar»")
        url = self.payment["payment_url"]
        self._teller.note(url)
        page = requests.get(url, timeout=20)
        must(page.status_code == 200 and "Aprobar" in page.text, "the bank page has no «Aprobar»")
        action, fields = _approval_form(page.text)
        target = urljoin(url, action)
        same_host = urlsplit(target).netloc == urlsplit(url).netloc
        must(same_host, "the form leads to another host")
        done = requests.post(target, data=fields, timeout=20, allow_redirects=False)
        must(done.status_code in (200, 302, 303), f"the bank answered {done.status_code}")

    def wait_for_confirmation(self) -> None:
        self._teller.step("La pasarela avisa, Plaza pregunta, el pedido queda confirmado")
        path = f"/orders/{self.order['id']}"
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (now := self._teller.quietly(path, token=self.token))["status"] == "pending":
            must(time.monotonic() < deadline, "the order was not confirmed in time")
            time.sleep(0.3)
        must(now["status"] == "confirmed", f"the order is {now['status']}")
        self._teller.call("GET", path, token=self.token)

    def check_commissions(self) -> None:
        for number, email in enumerate(("vendedor1@plaza.test", "vendedor2@plaza.test")):
            self._teller.step(f"La comisión de la tienda {number + 1}")
            token = self._teller.login(email)
            commissions, _ = self._teller.call(
                "GET", "/vendor/commissions?page_size=5", token=token
            )
            numbers = {part["number"]: part for part in self.order["vendor_orders"]}
            mine = [row for row in commissions["results"] if row["vendor_order_number"] in numbers]
            must(len(mine) == 1, f"{email} does not see exactly one commission of this order")
            row, part = mine[0], numbers[mine[0]["vendor_order_number"]]
            amount = to_pesos(Decimal(part["total"]) * Decimal("0.05"))
            iva = to_pesos(amount * Decimal("0.19"))
            must(Decimal(row["amount"]) == amount, "the commission is not 5 % of the total")
            must(Decimal(row["iva"]) == iva, "the commission's IVA is not 19 %")
            net = Decimal(part["total"]) - amount - iva
            must(Decimal(row["vendor_net"]) == net, "the vendor's part is off")
            self._teller.note(
                f"{format_pesos(Decimal(part['total']))} = comisión {format_pesos(amount)}"
                f" + IVA {format_pesos(iva)} + tienda {format_pesos(net)}"
            )


def _approval_form(page: str) -> tuple[str, dict[str, str]]:
    """Return where the form with «Aprobar» goes (empty: the page itself), and its hidden fields."""
    for attributes, content in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.S):
        if ">Aprobar<" in content:
            action = re.search(r'action="([^"]*)"', attributes)
            fields = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', content)
            return (action[1] if action else ""), dict(fields)
    raise StoryFailed("the bank page has no form with «Aprobar»")


def _short(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, default=str)
    text = re.sub(r'"(access|refresh|password)": "[^"]*"', r'"\1": "…"', text)
    return text if len(text) <= 240 else f"{text[:239]}…"
