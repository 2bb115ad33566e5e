import re
import threading
from datetime import UTC, datetime
from unittest import mock
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.models import Consent, Notification, NotificationPreference
from accounts.notification_kinds import KINDS, Channel, NotificationKind
from accounts.services.notifications import notify, set_preferences, unsubscribe_url, wants
from marketplace.shared.clock import travel
from tests.factories.accounts import make_user
from tests.factories.orders import make_order
from tests.factories.vendors import make_vendor, owner_of
from tests.support.races import tally

INBOX = "/api/v1/me/notifications"
READ = f"{INBOX}/read"
PREFERENCES = "/api/v1/me/notification-preferences"
K, C = NotificationKind, Channel
MONDAY_NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)  # 12:00 in Bogotá


def tell(user, *, kind=K.ORDERS, about="1", **values):
    defaults = {"title": "Su pedido va", "body": "Guía 1", "link": "/api/v1/orders/1"}
    return notify(user_id=user.pk, kind=kind, about=about, **(defaults | values))


def consent(user, *, is_given=True):
    Consent.objects.create(user=user, kind=Consent.Kind.MARKETING, version="1", is_given=is_given)


@pytest.mark.django_db
def test_the_same_news_is_told_once():
    ana, luz = make_user(), make_user()

    assert [tell(ana), tell(ana), tell(ana, about="2"), tell(luz), tell(ana, kind=K.PAYMENTS)] == [
        True, False, True, True, True,
    ]  # fmt: skip


@pytest.mark.django_db
def test_news_belongs_to_the_callers_transaction():
    ana = make_user()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(ana)
        raise ZeroDivisionError

    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_long_news_is_cut_and_foreign_links_are_refused():
    ana = make_user()
    tell(ana, title="t" * 300, body="b" * 600)
    for link in ("https://evil.test/", "//evil.test", "javascript:x"):
        with pytest.raises(ValueError, match="paths of ours"):
            tell(ana, about="2", link=link)

    row = Notification.objects.get()
    assert (len(row.title), len(row.body)) == (200, 500)


@pytest.mark.django_db(transaction=True)
def test_the_same_news_at_the_same_time_is_told_once(race):
    ana = make_user()

    outcomes = race([lambda: tell(ana)] * 6)

    assert tally(outcomes) == {"True": 1, "False": 5}
    assert Notification.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_looking_before_writing_would_tell_it_several_times(race):
    """Control: everybody has looked before anybody writes; only the constraint is left."""
    ana = make_user()
    everybody_has_looked = threading.Barrier(6)

    def look_then_write(*, defaults, **values):
        found = Notification.objects.filter(**values).first()
        everybody_has_looked.wait(timeout=5)
        return (found or Notification.objects.create(**values, **defaults)), found is None

    with mock.patch.object(Notification.objects, "get_or_create", look_then_write):
        outcomes = race([lambda: tell(ana)] * 6)

    assert tally(outcomes) == {"True": 1, "IntegrityError": 5}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_for_one_and_for_three(
    client_of, django_assert_num_queries, count
):
    ana, luz = make_user(), make_user()
    tell(luz)
    for number in range(count):
        tell(ana, about=str(number), title=f"Noticia {number}")
    client = client_of(ana)

    with django_assert_num_queries(4):  # token, count, rows, unread
        answer = client.get(INBOX).json()

    assert (answer["count"], answer["unread_count"]) == (count, count)
    newest = answer["results"][0]
    assert newest.pop("created_at")
    assert re.fullmatch(r"[0-9a-f-]{36}", newest.pop("id"))
    assert newest == {
        "kind": "orders",
        "title": f"Noticia {count - 1}",
        "body": "Guía 1",
        "link": "/api/v1/orders/1",
        "read_at": None,
    }


@pytest.mark.django_db
def test_some_and_then_all_are_read_and_others_inboxes_stay(client_of):
    ana, luz = make_user(), make_user()
    for number in range(3):
        tell(ana, about=str(number))
    tell(luz)
    client = client_of(ana)
    first = str(Notification.objects.filter(user=ana).earliest("created_at").pk)
    foreign = str(Notification.objects.get(user=luz).pk)

    answers = [
        client.post(READ, body, format="json").json()
        for body in ({"ids": [first, foreign, str(uuid4())]}, {"ids": [first]})
    ]
    assert answers == [{"marked": 1, "unread_count": 2}, {"marked": 0, "unread_count": 2}]
    assert [row["id"] for row in client.get(f"{INBOX}?unread=false").json()["results"]] == [first]
    assert client.get(f"{INBOX}?unread=true").json()["count"] == 2

    assert client.post(READ, {"all": True}, format="json").json()["marked"] == 2
    assert Notification.objects.get(user=luz).read_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ids": []},
        {"ids": ["x"]},
        {"ids": [str(uuid4())] * 101},
        {"all": False},
        {"all": True, "ids": [str(uuid4())]},
        {"all": "true"},
        {"everything": True},
    ],
)
def test_a_strange_wish_to_read_is_refused(client_of, body):
    ana = make_user()
    tell(ana)

    assert client_of(ana).post(READ, body, format="json").status_code == 400
    assert Notification.objects.get().read_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["unread=yes", "unread=true&unread=true", "other=1", "page=x"])
def test_a_strange_query_is_refused(client_of, query):
    assert client_of(make_user()).get(f"{INBOX}?{query}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), [("get", INBOX), ("post", READ), ("put", PREFERENCES)])
def test_the_inbox_needs_a_login(api, method, path):
    assert getattr(api, method)(path).status_code == 401


@pytest.mark.django_db
def test_everything_is_switched_on_at_first_and_what_was_answered_can_be_sent_back(client_of):
    client = client_of(make_user())

    answer = client.get(PREFERENCES).json()

    assert [row["kind"] for row in answer["preferences"]] == [kind.value for kind in KINDS]
    assert all(all(row["channels"].values()) for row in answer["preferences"])
    assert answer["preferences"][0] == {
        "kind": "orders",
        "name": "Pedidos y entregas",
        "is_required": True,
        "channels": {"inbox": True, "email": True},
    }
    again = client.put(PREFERENCES, answer, format="json")
    assert (again.status_code, again.json()) == (200, answer)


@pytest.mark.django_db
def test_an_optional_way_is_switched_off_and_on_and_the_others_stay(client_of):
    ana, luz = make_user(), make_user()
    client = client_of(ana)

    def put(is_on):
        rows = [{"kind": "questions", "channels": {"email": is_on}}]
        answer = client.put(PREFERENCES, {"preferences": rows}, format="json").json()
        return next(row for row in answer["preferences"] if row["kind"] == "questions")["channels"]

    assert put(False) == put(False) == {"inbox": True, "email": False}
    assert not wants(user_id=ana.pk, kind=K.QUESTIONS, channel=C.EMAIL)
    assert wants(user_id=ana.pk, kind=K.QUESTIONS, channel=C.INBOX)
    assert wants(user_id=luz.pk, kind=K.QUESTIONS, channel=C.EMAIL)
    assert put(True) == {"inbox": True, "email": True}
    assert NotificationPreference.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind, rule in KINDS.items() if rule.is_required])
def test_required_news_cannot_be_switched_off(client_of, kind):
    ana = make_user()
    rows = [
        {"kind": "questions", "channels": {"email": False}},
        {"kind": kind.value, "channels": {"email": False}},
    ]

    answer = client_of(ana).put(PREFERENCES, {"preferences": rows}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "notification_required")
    assert "no se puede apagar" in answer.json()["detail"]
    assert not NotificationPreference.objects.exists()
    assert wants(user_id=ana.pk, kind=kind, channel=C.EMAIL)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"kind": "questions", "channels": {"sms": True}}],
        [{"kind": "nothing", "channels": {"email": True}}],
        [{"kind": "questions", "channels": {"fax": True}}],
        [{"kind": "questions", "channels": {"email": "no"}}],
        [{"kind": "questions", "channels": {}}] * 2,
        [{"kind": "questions"}],
        ["questions"],
        "questions",
    ],
)
def test_strange_choices_are_refused(client_of, rows):
    answer = client_of(make_user()).put(PREFERENCES, {"preferences": rows}, format="json")

    assert answer.status_code == 400
    assert not NotificationPreference.objects.exists()


@pytest.mark.django_db
def test_optional_news_that_somebody_does_without_stays_out_of_the_inbox():
    ana = make_user()
    set_preferences(user_id=ana.pk, choices={K.PRICE_ALERTS: {C.INBOX: False}})

    assert tell(ana, kind=K.PRICE_ALERTS) is False
    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_advertising_needs_the_last_word_to_be_yes():
    ana = make_user()

    with travel(MONDAY_NOON):
        assert not wants(user_id=ana.pk, kind=K.MARKETING, channel=C.EMAIL)
        consent(ana)
        assert wants(user_id=ana.pk, kind=K.MARKETING, channel=C.EMAIL)
        set_preferences(user_id=ana.pk, choices={K.MARKETING: {C.EMAIL: False}})
        assert not wants(user_id=ana.pk, kind=K.MARKETING, channel=C.EMAIL)
        assert wants(user_id=ana.pk, kind=K.MARKETING, channel=C.INBOX)
        assert not wants(user_id=ana.pk, kind=K.MARKETING, channel=C.SMS)
    with travel(MONDAY_NOON.replace(hour=18)):
        consent(ana, is_given=False)
        assert not wants(user_id=ana.pk, kind=K.MARKETING, channel=C.INBOX)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("local", "is_allowed"),
    [
        ("2026-11-23T06:59:59", False),  # a Monday
        ("2026-11-23T07:00:00", True),
        ("2026-11-23T18:59:59", True),
        ("2026-11-23T19:00:00", False),
        ("2026-11-28T07:59:59", False),  # a Saturday
        ("2026-11-28T08:00:00", True),
        ("2026-11-28T15:00:00", False),
        ("2026-11-29T10:00:00", False),  # a Sunday
        ("2026-12-08T10:00:00", False),  # a Tuesday, Inmaculada Concepción
    ],
)
def test_advertising_keeps_the_legal_hours_and_order_news_does_not_wait(local, is_allowed):
    ana = make_user()
    consent(ana)

    with travel(datetime.fromisoformat(f"{local}-05:00")):
        assert wants(user_id=ana.pk, kind=K.MARKETING, channel=C.EMAIL) == is_allowed
        assert wants(user_id=ana.pk, kind=K.MARKETING, channel=C.INBOX)
        assert wants(user_id=ana.pk, kind=K.ORDERS, channel=C.EMAIL)


@pytest.mark.django_db
def test_a_link_in_a_mail_asks_first_and_then_ends_such_mails(client, settings):
    ana = make_user()
    path = unsubscribe_url(user_id=ana.pk, kind=K.QUESTIONS).removeprefix(settings.PUBLIC_BASE_URL)

    asked = client.get(path)
    assert (asked.status_code, "Preguntas y reseñas" in asked.content.decode()) == (200, True)
    assert wants(user_id=ana.pk, kind=K.QUESTIONS, channel=C.EMAIL)

    for _ in range(2):  # as a mail program does it: no cookie, no token of ours
        client.handler.enforce_csrf_checks = True
        done = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert (done.status_code, "Listo" in done.content.decode()) == (200, True)
    assert not wants(user_id=ana.pk, kind=K.QUESTIONS, channel=C.EMAIL)
    assert wants(user_id=ana.pk, kind=K.QUESTIONS, channel=C.INBOX)
    assert wants(user_id=ana.pk, kind=K.PRICE_ALERTS, channel=C.EMAIL)


@pytest.mark.django_db
def test_a_forged_link_ends_nothing_and_required_mails_have_none(client):
    ana = make_user()
    good = unsubscribe_url(user_id=ana.pk, kind=K.QUESTIONS).rpartition("/")[2]

    for forged in (good[:-1] + ("A" if good[-1] != "A" else "B"), "x", "a:b:c", good + "x"):
        assert client.post(f"/avisos/baja/{forged}").status_code == 404
    with pytest.raises(ValueError, match="nobody may do without"):
        unsubscribe_url(user_id=ana.pk, kind=K.ORDERS)
    assert not NotificationPreference.objects.exists()


@pytest.mark.django_db
def test_what_is_mailed_is_also_in_the_inbox_once(drain_outbox, mailoutbox):
    vendor = make_vendor()
    drain_outbox()
    mailoutbox.clear()
    Notification.objects.all().delete()
    order = make_order(status="shipped")
    drain_outbox()

    told = {
        (row.user_id, row.kind, row.title, row.link) for row in Notification.objects.all()
        if row.kind in (K.ORDERS, K.PAYMENTS, K.SHOP_SALES)
    }  # fmt: skip
    part = order.vendor_orders.get()
    seller = owner_of(part.vendor)
    link = f"/api/v1/orders/{order.pk}"
    assert told == {
        (order.buyer_id, "orders", f"Recibimos su pedido {order.number}", link),
        (order.buyer_id, "payments", f"Recibimos el pago de su pedido {order.number}", link),
        (order.buyer_id, "orders", f"Su paquete de {part.vendor.name} va en camino", link),
        (
            seller.pk,
            "shop_sales",
            f"Tiene una venta nueva: {part.number}",
            f"/portal/ventas/{part.pk}/",
        ),
    }
    assert {title for _, _, title, _ in told} <= {mail.subject for mail in mailoutbox}
    assert not Notification.objects.filter(user_id=owner_of(vendor).pk).exists()


@pytest.mark.django_db
def test_the_inbox_does_not_wait_for_the_mail_server(drain_outbox, monkeypatch):
    def fail(message):
        raise OSError("no server")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
    ana = make_user()
    drain_outbox(failures_allowed=True)

    assert Notification.objects.get(user=ana).title == "Bienvenido a Plaza"
