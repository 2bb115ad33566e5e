"""A person is erased: after the days of grace, once, with the books left as they are."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from accounts.errors import DeletionRequestNotFound
from accounts.models import Address, Consent, DataExport, DeletionRequest, LoginSession, User
from accounts.privacy_terms import RequestKind
from accounts.services import data_exports, erasure
from accounts.services.privacy_requests import receive_request
from marketplace.shared import clock, invariants
from marketplace.shared.models import AuditEntry, IdempotencyKey, SentMail
from orders.models import Cart, Order
from orders.selectors.cart import CartHolder
from orders.services.cart import add_item
from payments.models import LedgerEntry, WebhookNotice
from payments.services.settlement import settle
from tests.factories.accounts import (
    PASSWORD,
    make_address,
    make_staff_user,
    make_user,
    sign_in,
)
from tests.factories.catalog import make_product
from tests.factories.orders import bring_to, make_order
from tests.factories.payments import answer, make_attempt
from tests.factories.vendors import make_member, make_vendor, owner_of
from tests.support.races import tally
from vendors.models import Member

PATH = "/api/v1/me/deletion-request"
EMAIL, NAME, STREET = "zoraida@example.com", "Zoraida", "Calle Única 77"


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT / "data-exports"


@pytest.fixture
def user(db):
    return make_user(email=EMAIL, first_name=NAME, last_name="Única")


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def ask(client, password=PASSWORD):
    return client.post(PATH, {"password": password}, format="json")


def after_grace():
    return clock.travel(clock.now() + timedelta(days=15, minutes=1))


def erased_now(user) -> bool:
    erasure.ask_erasure(user_id=user.pk, password=PASSWORD)
    with after_grace():
        return erasure.erase(user_id=user.pk)


def everything_stored() -> str:
    """Return every row of every table as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            found.append(f"{table}: {cursor.fetchone()[0]}")
    return "\n".join(found)


def fill_life_of(user) -> Order:
    """Give the person what people leave behind, with a purchase that is paid and delivered."""
    sign_in(user)
    LoginSession.objects.filter(user=user).update(ip="203.0.113.77", user_agent="Navegador Único")
    make_address(user_id=user.pk, full_name=NAME, address=STREET)
    user.codes.create(
        purpose="verify_email", destination=EMAIL, code_hash="x", expires_at=clock.now()
    )
    receive_request(user_id=user.pk, kind=RequestKind.CLAIM, text=f"Soy {NAME}")
    export = data_exports.ask_export(user_id=user.pk)
    data_exports.make_export(export_id=export.pk)
    product = make_product(price=50_000)
    add_item(holder=CartHolder(user_id=user.pk), product_id=product.pk, quantity=1)
    where = {"full_name": NAME, "phone": user.phone, "address": STREET, "city": "Cali"}
    where |= {"department": "Valle del Cauca", "postal_code": "", "notes": "Timbre Único"}
    order = make_order(buyer=user, products={product: 1}, shipping_address=where)
    attempt = settle(state=answer(make_attempt(order)))
    notice = {"data": {"transaction": {"status": "APPROVED", "customer_email": EMAIL}}}
    WebhookNotice.objects.create(
        gateway=attempt.gateway, fingerprint="f", event="e", reference=attempt.reference,
        body=json.dumps(notice), outcome="applied",
    )  # fmt: skip
    IdempotencyKey.objects.create(
        actor=str(user.pk), route="r", key="k", body_hash="h", response_status=201,
        response_body=f'{{"full_name": "{NAME}"}}',
    )  # fmt: skip
    LogEntry.objects.create(
        user=make_staff_user(), content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk), object_repr=EMAIL, action_flag=2,
    )  # fmt: skip
    return order


def test_nothing_of_the_identity_is_left_in_any_table_and_the_books_stay(
    user, drain_outbox, mailoutbox, private_folder
):
    order = fill_life_of(user)
    drain_outbox()
    for status in ("processing", "shipped", "delivered"):
        bring_on(order, status)
    drain_outbox()
    number, total = order.number, order.total
    entries = list(LedgerEntry.objects.order_by("pk").values_list("pk", "amount"))
    mails_before = SentMail.objects.count()
    assert list(private_folder.iterdir()) != []
    erasure.ask_erasure(user_id=user.pk, password=PASSWORD)
    drain_outbox()

    with after_grace():
        assert erasure.erase_due() == 1
        drain_outbox()
        assert erasure.erase_due() == 0
        drain_outbox()

    stored = everything_stored()
    for trace in (EMAIL, NAME, STREET, user.phone, "Timbre Único", "203.0.113.77", "Navegador"):
        assert trace not in stored, trace
    person, order = User.objects.get(pk=user.pk), Order.objects.get(pk=order.pk)
    assert (person.full_name, person.phone, person.is_active) == ("Persona retirada", "", False)
    assert not person.has_usable_password()
    assert person.email.startswith("borrado-")
    assert person.email.endswith("@plaza.invalid")
    assert (order.number, order.total, order.email) == (number, total, "borrado@plaza.invalid")
    assert order.shipping_address["city"] == "Santiago de Cali"
    assert list(LedgerEntry.objects.order_by("pk").values_list("pk", "amount")) == entries
    assert SentMail.objects.count() == mails_before + 2  # asked, and done
    assert Consent.objects.filter(user=user, is_given=True, ip=None).count() == 2
    assert (Address.objects.count(), Cart.objects.count(), DataExport.objects.count()) == (0, 0, 0)
    assert user.privacy_requests.get().status == "closed"
    assert invariants.violations() == []
    call_command("check_ledger")
    assert mailoutbox[-1].to == [EMAIL]
    assert mailoutbox[-1].subject == "Borramos su cuenta"


def bring_on(order: Order, status: str) -> None:
    from orders.services.transitions import deliver, prepare, ship
    from orders.states import Role

    for part in order.vendor_orders.all():
        mover = {"vendor_order_id": part.pk, "role": Role.VENDOR, "actor_id": None}
        if status == "shipped":
            ship(**mover, courier="Servientrega", tracking_number="900123")
        else:
            {"processing": prepare, "delivered": deliver}[status](**mover)


@pytest.mark.django_db(transaction=True)
def test_files_of_copies_go_with_the_commit(private_folder):
    user = make_user()
    export = data_exports.ask_export(user_id=user.pk)
    data_exports.make_export(export_id=export.pk)

    assert erased_now(user)

    assert list(private_folder.iterdir()) == []


def test_asking_takes_the_password_and_begins_the_days_of_grace(
    client, user, drain_outbox, mailoutbox
):
    drain_outbox()
    wrong = ask(client, "otra-cosa-9")
    asked, again = ask(client), ask(client)
    drain_outbox()

    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong_password")
    assert (asked.status_code, again.status_code) == (201, 200)
    assert asked["Location"] == PATH
    assert again.json() == asked.json() == client.get(PATH).json()
    request = DeletionRequest.objects.get()
    assert request.due_at - request.created_at == timedelta(days=15)
    assert erasure.erase(user_id=user.pk) is False
    assert mailoutbox[-1].subject == "Recibimos su solicitud de borrar la cuenta"
    assert client.get("/api/v1/auth/me").status_code == 200


def test_a_withdrawn_wish_is_not_carried_out(client, user, drain_outbox, mailoutbox):
    ask(client)

    assert client.delete(PATH).status_code == 204
    with after_grace():
        assert erasure.erase_due() == 0
    drain_outbox()

    user.refresh_from_db()
    assert (user.email, user.is_active) == (EMAIL, True)
    assert mailoutbox[-1].subject == "Su cuenta no se borrará"
    for answer_ in (client.delete(PATH), client.get(PATH)):
        assert (answer_.status_code, answer_.json()["code"]) == (404, "deletion_request_not_found")
    assert ask(client).status_code == 201


@pytest.mark.parametrize("body", [{}, {"password": 7}, {"password": PASSWORD, "now": True}])
def test_a_wrong_form_asks_for_nothing(client, body):
    assert client.post(PATH, body, format="json").status_code == 400
    assert DeletionRequest.objects.count() == 0


def test_strangers_see_and_withdraw_nothing(client, client_of, api):
    ask(client)
    stranger = client_of(make_user())

    assert stranger.get(PATH).status_code == stranger.delete(PATH).status_code == 404
    assert [api.get(PATH).status_code, api.post(PATH).status_code] == [401, 401]
    assert DeletionRequest.objects.get().status == "pending"


@pytest.mark.parametrize("status", ["pending", "confirmed", "processing", "shipped"])
def test_orders_under_way_stand_in_the_way(client, user, status):
    make_order(buyer=user, status=status)

    refused = ask(client)

    assert (refused.status_code, refused.json()["code"]) == (409, "erasure_blocked")
    [told] = refused.json()["details"]["obstacles"]
    assert told.startswith("Tiene un pedido o una devolución en curso")
    assert told in refused.json()["detail"]
    assert DeletionRequest.objects.count() == 0


@pytest.mark.parametrize("status", ["delivered", "cancelled", "refunded"])
def test_orders_at_their_end_do_not(client, user, status):
    make_order(buyer=user, status=status)

    assert ask(client).status_code == 201


def test_a_return_stands_in_the_way(client, user):
    order = make_order(buyer=user, status="delivered")
    order.vendor_orders.get().returns.create(kind="withdrawal")

    assert ask(client).json()["code"] == "erasure_blocked"


def test_money_on_its_way_stands_in_the_way(client, user):
    order = make_order(buyer=user)
    attempt = make_attempt(order)
    bring_to(order, "cancelled")
    waiting = ask(client).json()["details"]["obstacles"]

    settle(state=answer(attempt))
    coming_back = ask(client).json()["details"]["obstacles"]

    assert waiting == ["Tiene un pago sin resultado: espere a que se confirme o se rechace."]
    assert coming_back == ["Tiene una devolución de dinero en curso: espere a que le llegue."]


@pytest.mark.parametrize(
    ("status", "blocked"),
    [("pending", True), ("approved", True), ("suspended", True), ("closed", False),
     ("rejected", False)],
)  # fmt: skip
def test_an_owner_closes_the_shop_first(client_of, db, status, blocked):
    vendor = make_vendor(status=status)
    client = client_of(owner_of(vendor))

    answer_ = ask(client)

    assert (answer_.status_code == 409) is blocked
    if blocked:
        assert vendor.name in answer_.json()["detail"]


def test_staff_leave_the_team_first(client_of, db):
    assert ask(client_of(make_staff_user("soporte"))).json()["code"] == "erasure_blocked"


def test_a_member_leaves_the_shop_by_being_erased(db, drain_outbox):
    vendor = make_vendor()
    member = make_member(vendor, Member.Role.ORDERS)

    assert erased_now(member)
    with after_grace():
        drain_outbox()

    assert list(vendor.members.values_list("user_id", flat=True)) == [owner_of(vendor).pk]
    assert invariants.violations() == []


def test_the_owner_of_a_closed_shop_leaves_its_legal_name_to_the_books(db, drain_outbox):
    vendor = make_vendor(status="closed")
    owner = owner_of(vendor)
    legal = (vendor.legal_name, vendor.nit)

    assert erased_now(owner)
    with after_grace():
        drain_outbox()

    vendor.refresh_from_db()
    assert (vendor.legal_name, vendor.nit) == legal
    assert (vendor.email, vendor.phone) == ("borrado@plaza.invalid", "")
    assert owner_of(vendor) == owner
    assert invariants.violations() == []
    Member.objects.update(role="orders")
    assert "erased_member_without_identity" in {each.code for each in invariants.violations()}


def test_what_came_up_during_the_grace_holds_the_erasure_up_and_is_told_once(
    client, user, drain_outbox, mailoutbox
):
    ask(client)
    order = make_order(buyer=user, status="confirmed")
    drain_outbox()
    mailoutbox.clear()

    with after_grace():
        assert (erasure.erase_due(), erasure.erase_due()) == (0, 0)
        drain_outbox()
        told = client_state(user)
        bring_to_cancelled(order)
        assert erasure.erase_due() == 1

    assert [mail.subject for mail in mailoutbox] == ["Todavía no podemos borrar su cuenta"]
    assert told.startswith("Tiene un pedido o una devolución en curso")


def client_state(user) -> str:
    return DeletionRequest.objects.get(user=user).obstacle


def bring_to_cancelled(order: Order) -> None:
    for part in order.vendor_orders.all():
        type(part).objects.filter(pk=part.pk).update(status="cancelled")
    Order.objects.filter(pk=order.pk).update(status="cancelled")


def test_an_erased_person_cannot_get_in(api, client, user):
    assert erased_now(user)

    assert client.get("/api/v1/auth/me").status_code == 401
    body = {"email": EMAIL, "password": PASSWORD}
    assert api.post("/api/v1/auth/login", body, format="json").status_code == 401
    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 0
    assert LoginSession.objects.exclude(revoked_reason="erased").count() == 0


def test_the_address_is_free_again_and_belongs_to_somebody_else(user):
    erased_now(user)

    assert make_user(email=EMAIL).pk != user.pk


def test_no_mail_goes_to_an_erased_person(user, drain_outbox, mailoutbox):
    drain_outbox()
    erased_now(user)
    mailoutbox.clear()

    with after_grace():
        drain_outbox()

    assert [mail.subject for mail in mailoutbox] == ["Borramos su cuenta"]
    assert DeletionRequest.objects.get().farewell_to == ""
    assert not SentMail.objects.filter(recipient=EMAIL).exists()


def test_an_address_that_no_mail_reaches_is_forgotten_after_a_week(user):
    erased_now(user)
    assert DeletionRequest.objects.get().farewell_to == EMAIL

    with clock.travel(clock.now() + timedelta(days=23)):
        erasure.erase_due()

    assert DeletionRequest.objects.get().farewell_to == ""


def test_the_deed_is_in_the_audit_without_a_name(user):
    erased_now(user)

    entry = AuditEntry.objects.get(action="accounts.erased")
    assert (entry.subject_id, entry.changes, entry.reason) == (str(user.pk), {}, "")


@pytest.mark.parametrize(
    "damage",
    [
        lambda user: User.objects.filter(pk=user.pk).update(first_name="Zoraida"),
        lambda user: User.objects.filter(pk=user.pk).update(is_active=True),
        lambda user: make_address(user_id=user.pk),
        lambda user: LoginSession.objects.create(
            user=user, ip="192.0.2.1", expires_at=clock.now(), revoked_at=clock.now(),
            revoked_reason="x",
        ),
        lambda user: user.data_exports.create(),
    ],
)  # fmt: skip
def test_the_check_finds_identity_that_came_back(user, damage):
    erased_now(user)
    assert invariants.violations() == []

    damage(user)

    assert "erased_without_identity" in {each.code for each in invariants.violations()}


@pytest.mark.parametrize("table", ["order", "cart"])
def test_the_check_finds_a_buyer_in_orders_again(user, drain_outbox, table):
    order = make_order(buyer=user, status="cancelled")
    erased_now(user)
    with after_grace():
        drain_outbox()
    assert invariants.violations() == []

    if table == "order":
        Order.objects.filter(pk=order.pk).update(email=EMAIL)
    else:
        Cart.objects.create(user=user)

    assert {each.code for each in invariants.violations()} == {"erased_buyer_without_identity"}


@pytest.mark.django_db(transaction=True)
def test_a_person_is_erased_once_by_parallel_runs(race, drain_outbox):
    user = make_user()
    erasure.ask_erasure(user_id=user.pk, password=PASSWORD)
    DeletionRequest.objects.update(due_at=clock.now())

    outcomes = race([erasure.erase_due] * 4)

    assert sorted(outcomes) == [0, 0, 0, 1]
    assert AuditEntry.objects.filter(action="accounts.erased").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_withdrawal_and_erasure_never_both_win(race, attempt):
    user = make_user()
    erasure.ask_erasure(user_id=user.pk, password=PASSWORD)
    DeletionRequest.objects.update(due_at=clock.now())

    outcomes = race(
        [
            lambda: erasure.withdraw_erasure(user_id=user.pk),
            lambda: erasure.erase(user_id=user.pk),
        ]
    )

    status, user = DeletionRequest.objects.get().status, User.objects.get()
    if status == "withdrawn":
        assert (outcomes, user.is_active) == ([None, False], True)
    else:
        assert isinstance(outcomes[0], DeletionRequestNotFound)
        assert (status, outcomes[1], user.is_active) == ("done", True, False)
        assert tally(outcomes)["True"] == 1
