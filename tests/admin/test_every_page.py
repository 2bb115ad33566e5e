"""Each list and each row's page of the staff's site opens, in Spanish, on one small world."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import (
    DataExport,
    DeletionRequest,
    LinkToken,
    Notification,
    NotificationPreference,
    OneTimeCode,
    SendRequest,
    SignInNonce,
    SocialIdentity,
    User,
)
from accounts.privacy_terms import RequestKind
from accounts.services.login import login
from accounts.services.login_guard import AttemptKind, begin_attempt
from accounts.services.privacy_requests import receive_request
from catalog.models import Review, SearchSynonym, SearchWord
from catalog.services.images import add_image
from marketplace.shared.clock import DbNow
from marketplace.shared.models import IdempotencyKey, SentMail, SentSms, Unreachable
from marketplace.shared.money import format_pesos
from orders.admin import OrderAdmin
from orders.models import Order, Return, ReturnLine, VendorOrder
from orders.selectors.cart import CartHolder
from orders.services.cart import add_item
from orders.services.transitions import deliver, prepare, ship
from orders.states import Role
from payments.models import CommissionRule, Payout, RejectedNotice, Statement, WebhookNotice
from payments.services.settlement import settle
from tests.factories.accounts import (
    PASSWORD,
    make_address,
    make_staff_user,
    make_user,
    sign_in,
    turn_on_second_factor,
)
from tests.factories.catalog import make_brand, make_product, picture_file
from tests.factories.orders import make_order
from tests.factories.payments import answer, make_attempt
from tests.factories.vendors import make_vendor, owner_of
from vendors.models import BankAccount, Member, ShippingRate, VendorDocument
from vendors.services.bank_accounts import set_bank_account
from vendors.services.invitations import invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(make_staff_user(is_superuser=True))
    return client


@pytest.fixture
def world() -> Order:
    """A shop, a product with a picture, and an order that was paid for and delivered."""
    vendor = make_vendor(name="Barro Vivo")
    account = set_bank_account(
        vendor_id=vendor.pk,
        bank="Bancolombia",
        kind=BankAccount.Kind.SAVINGS,
        number="12345678901",
        holder_name="Barro Vivo",
        holder_document="900123456",
        actor_id=None,
    )
    ShippingRate.objects.create(vendor=vendor, department="", fee=8_000)
    VendorDocument.objects.create(vendor=vendor, kind=VendorDocument.Kind.RUT, file="rut.pdf")
    invite(
        vendor_id=vendor.pk,
        email="luis@example.com",
        role=Member.Role.ORDERS,
        actor_id=owner_of(vendor).pk,
    )
    product = make_product(vendor=vendor, brand=make_brand(), price=184_706)
    picture = BytesIO(picture_file().read())
    add_image(product_id=product.pk, upload=picture)
    buyer = make_user()
    sign_in(buyer)
    begin_attempt(kind=AttemptKind.PASSWORD, name=buyer.email).fail()
    make_address(user_id=buyer.pk)
    add_item(holder=CartHolder(user_id=buyer.pk), product_id=product.pk, quantity=2)
    order = make_order(buyer=buyer, products={product: 1})
    settle(state=answer(make_attempt(order)))
    for part in VendorOrder.objects.filter(order=order):
        mover = {"vendor_order_id": part.pk, "role": Role.VENDOR, "actor_id": None}
        prepare(**mover)
        ship(**mover, courier="Servientrega", tracking_number="900123")
        deliver(**mover)
    voided = settle(state=answer(make_attempt(make_order(products={product: 1}))))
    settle(state=answer(voided, "VOIDED"))
    add_what_no_service_makes(order, account)
    return Order.objects.get(pk=order.pk)


def add_what_no_service_makes(order: Order, account: BankAccount) -> None:
    part = VendorOrder.objects.get(order=order)
    line = part.lines.get()
    goods_return = Return.objects.create(vendor_order=part, kind=Return.Kind.WITHDRAWAL)
    ReturnLine.objects.create(goods_return=goods_return, line=line, quantity=1)
    Review.objects.create(
        product_id=line.product_id, buyer_id=order.buyer_id, order_line_id=line.pk, stars=5
    )
    OneTimeCode.objects.create(
        user_id=order.buyer_id,
        purpose=OneTimeCode.Purpose.VERIFY_EMAIL,
        destination="ana@example.com",
        code_hash="x",
        expires_at=DbNow() + timedelta(minutes=10),
    )
    LinkToken.objects.create(
        user_id=order.buyer_id,
        purpose=LinkToken.Purpose.VERIFY_EMAIL,
        destination="ana@example.com",
        digest="x",
        expires_at=DbNow() + timedelta(hours=1),
    )
    SendRequest.objects.create(
        purpose=SendRequest.Purpose.RESET_LINK, destination="ana@example.com"
    )
    wish = {"user_id": order.buyer_id}
    DataExport.objects.create(**wish)
    DeletionRequest.objects.create(**wish, due_at=DbNow() + timedelta(days=15))
    receive_request(**wish, kind=RequestKind.QUERY, text="¿Qué saben de mí?")
    SocialIdentity.objects.create(
        user_id=order.buyer_id, provider="google", subject="1", email="ana@example.com"
    )
    SignInNonce.objects.create(digest="x", expires_at=DbNow())
    turn_on_second_factor(User.objects.get(pk=order.buyer_id))
    login(email=User.objects.get(pk=order.buyer_id).email, password=PASSWORD)
    Payout.objects.create(
        vendor=account.vendor, bank_account=account, reference="L-1", amount=50_000
    )
    Statement.objects.create(
        vendor=account.vendor,
        month="2026-01-01",
        **dict.fromkeys(["opening", "sales", "refunds", "commissions"], 0),
        **dict.fromkeys(["commission_iva", "payouts", "closing"], 0),
    )
    WebhookNotice.objects.create(gateway="wompi", fingerprint="f", event="e", body="{}")
    RejectedNotice.objects.create(gateway="wompi", reason="bad_signature", body_hash="h")
    CommissionRule.objects.create(vendor=account.vendor, rate="0.05", valid_from=DbNow())
    SentMail.objects.create(key="k", kind="welcome", recipient="ana@example.com", subject="Hola")
    SentSms.objects.create(key="k", kind="code", recipient="+573001112233")
    Unreachable.objects.create(channel="email", address="ana@example.com", reason="550")
    Notification.objects.create(
        user_id=order.buyer_id, kind="orders", about="1", title="Su pedido va en camino"
    )
    NotificationPreference.objects.create(
        user_id=order.buyer_id, kind="marketing", channel="email", is_enabled=False
    )
    IdempotencyKey.objects.create(
        actor="a", route="r", key="k", body_hash="h", locked_until=DbNow() + timedelta(hours=1)
    )
    SearchSynonym.objects.create(term="olla", synonyms=["cazuela"])
    SearchWord.objects.create(word="olla")
    Group.objects.get_or_create(name="Soporte")


def open_page(staff: Client, model: type[Model], page: str, *args: object) -> str:
    """Return the page, which is neither refused nor somewhere else nor Django's own of errors."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    response = staff.get(reverse(name, args=args))
    assert response.status_code == 200, (name, response.status_code)
    text = response.content.decode()
    assert '<html lang="es-co"' in text, name
    return text


def test_every_list_every_row_and_every_form_opens(staff: Client, world: Order):
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(is_superuser=True)
    empty = []
    for model, screen in admin.site._registry.items():
        open_page(staff, model, "changelist")
        if screen.has_add_permission(request):
            open_page(staff, model, "add")
        row = screen.get_queryset(request).order_by("pk").last()
        if row is None:
            empty.append(model.__name__)
        else:
            open_page(staff, model, "change", row.pk)

    assert empty == []


def test_an_order_reads_in_spanish_with_pesos_states_and_an_address(staff: Client, world: Order):
    page = open_page(staff, Order, "change", world.pk)
    listed = open_page(staff, Order, "changelist")

    assert f"{format_pesos(world.total)}</div>" in page
    assert ">$ 184.706</p>" in page  # in the table of lines
    assert "184706" not in page + listed
    assert f'<td class="field-total">{format_pesos(world.total)}</td>' in listed
    assert "por pagar → confirmado" in page
    assert "pending" not in page
    assert "Ana Gómez<br>+573001112233<br>Cra 7 # 1-23, Apto 402<br>" in page
    assert "full_name" not in page
    for english in ("Buyer", "Vendor", "Vendor order", "Order", "Product"):
        assert not re.search(rf">\s*{english}\s*[:<]", page + listed)


def test_a_list_is_sorted_by_its_money(staff: Client, world: Order):
    make_order(products={make_product(price=1_000): 1})
    column = next(n for n, name in enumerate(OrderAdmin.list_display, 1) if name == "total")

    for order, totals in (("", sorted), ("-", lambda rows: sorted(rows, reverse=True))):
        response = staff.get(reverse("admin:orders_order_changelist"), {"o": f"{order}{column}"})
        shown = [row.total for row in response.context["cl"].result_list]
        assert len(shown) == 3
        assert shown == totals(shown)


def test_every_foreign_key_has_a_spanish_label():
    apps_of_ours = {"accounts", "vendors", "catalog", "orders", "payments", "shared"}
    unlabelled = [
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in apps_of_ours
        for field in model._meta.fields
        if field.is_relation and field.verbose_name == field.name.replace("_", " ")
    ]

    assert unlabelled == []
