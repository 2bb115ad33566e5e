import re
from pathlib import Path

import pytest
from django.core import mail

from marketplace.shared.models import OutboxMessage, SentMail
from marketplace.shared.services import outbox
from orders.models import VendorOrder
from orders.services.transitions import cancel_order, cancel_vendor_order, confirm_paid
from orders.states import OrderStatus, Role
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.orders import ADDRESS, bring_to, make_order
from tests.factories.vendors import make_vendor
from tests.orders.support import deliver_mails

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).parents[3] / "templates" / "mail"


def two_vendors(**values):
    shop = make_vendor(name="Luz & Sombra", email="luz@example.com")
    other = make_vendor(name="Barro Vivo", email="barro@example.com")
    products = {
        make_product(price=99_900, vendor=shop, name="Lámpara <azul>"): 2,
        make_product(price=250_000, vendor=other, name="Tazas"): 1,
    }
    return make_order(buyer=make_user(email="ana@example.com"), products=products, **values)


def html_of(message):
    (alternative,) = message.alternatives
    assert alternative[1] == "text/html"
    return alternative[0]


def sent(subject_start):
    """Return the one mail of this subject."""
    (found,) = [message for message in mail.outbox if message.subject.startswith(subject_start)]
    return found


def test_the_buyer_hears_that_the_order_arrived_and_until_when_it_waits():
    order = two_vendors()

    deliver_mails()

    (message,) = mail.outbox
    assert message.to == ["ana@example.com"]
    assert message.subject == f"Recibimos su pedido {order.number}"
    for text in (message.body, html_of(message)):
        assert "páguelo antes" in text
        assert "$ 464.800" in text
        assert "Cra 7 # 1-23, Apto 402" in text
        assert "gratis" in text
    assert "2 × Lámpara <azul>: $ 199.800" in message.body
    assert "Luz & Sombra" in message.body
    assert "Lámpara &lt;azul&gt;" in html_of(message)


def test_an_order_that_is_paid_already_is_not_asked_for_money():
    two_vendors(status=OrderStatus.CONFIRMED)

    deliver_mails()

    assert "páguelo" not in sent("Recibimos su pedido").body


def test_buyer_and_each_vendor_hear_of_the_payment():
    order = two_vendors()
    deliver_mails()
    mail.outbox.clear()

    confirm_paid(order_id=order.pk)
    deliver_mails()

    assert sorted(message.to[0] for message in mail.outbox) == [
        "ana@example.com",
        "barro@example.com",
        "luz@example.com",
    ]
    paid = sent("Recibimos el pago")
    assert paid.subject == f"Recibimos el pago de su pedido {order.number}"
    assert "no es una factura" in paid.body


def test_a_vendor_reads_of_the_own_part_alone_and_of_the_buyer_what_shipping_needs():
    order = two_vendors(status=OrderStatus.CONFIRMED)

    deliver_mails()

    (message,) = [message for message in mail.outbox if message.to == ["luz@example.com"]]
    for text in (message.body, html_of(message)):
        assert "Tazas" not in text
        assert "Barro Vivo" not in text
        assert "ana@example.com" not in text
        assert "$ 214.800" in text
        assert ADDRESS["phone"] in text
    part = VendorOrder.objects.get(order=order, vendor__name="Luz & Sombra")
    assert message.subject == f"Tiene una venta nueva: {part.number}"


def test_the_buyer_hears_of_each_parcel_with_its_number():
    two_vendors(status=OrderStatus.SHIPPED)

    deliver_mails()

    message = sent("Su paquete de Barro Vivo va en camino")
    assert "Servientrega" in message.body
    assert "900123" in html_of(message)
    assert "Lámpara" not in message.body


def test_an_unpaid_order_that_is_cancelled_costs_nothing_and_vendors_never_knew():
    order = two_vendors()
    deliver_mails()
    mail.outbox.clear()

    bring_to(order, OrderStatus.CANCELLED)
    deliver_mails()

    (message,) = mail.outbox
    assert message.subject == f"Su pedido {order.number} se canceló"
    assert "No se le cobró nada." in message.body
    assert "Motivo: ya no lo quiero." in message.body


def test_a_paid_order_that_is_cancelled_tells_buyer_and_vendors():
    order = two_vendors(status=OrderStatus.CONFIRMED)
    deliver_mails()
    mail.outbox.clear()

    cancel_order(
        order_id=order.pk, role=Role.STAFF, actor_id=make_user().pk, reason="sin cobertura"
    )
    deliver_mails()

    assert len(mail.outbox) == 3
    assert "Le devolvemos $ 464.800" in sent("Su pedido").body
    assert all("Motivo: sin cobertura." in message.body for message in mail.outbox)


def test_a_part_that_is_cancelled_tells_of_its_own_money():
    order = two_vendors(status=OrderStatus.CONFIRMED)
    deliver_mails()
    mail.outbox.clear()
    part = VendorOrder.objects.get(order=order, vendor__name="Luz & Sombra")

    cancel_vendor_order(
        vendor_order_id=part.pk, role=Role.VENDOR, actor_id=None, reason="se rompió"
    )
    deliver_mails()

    assert {message.to[0] for message in mail.outbox} == {"ana@example.com", "luz@example.com"}
    assert len(mail.outbox) == 2
    message = sent("Una parte de su pedido")
    assert "Le devolvemos $ 214.800" in message.body
    assert "Tazas" not in message.body


def test_every_mail_goes_out_once_though_its_message_is_delivered_twice():
    order = two_vendors(status=OrderStatus.SHIPPED)
    deliver_mails()
    count = len(mail.outbox)
    assert count == SentMail.objects.count() == 6

    outbox.replay(message_ids=OutboxMessage.objects.values_list("pk", flat=True))
    deliver_mails()

    assert len(mail.outbox) == count
    assert SentMail.objects.filter(kind="orders.new_sale").count() == 2
    assert order.number in mail.outbox[0].subject


@pytest.mark.parametrize("name", sorted(path.stem for path in TEMPLATES.glob("*.html")))
def test_every_mail_has_both_forms_and_no_style_but_inline(name):
    html = (TEMPLATES / f"{name}.html").read_text()

    assert (TEMPLATES / f"{name}.txt").exists()
    assert not re.search(r"<(style|script|link|img)\b", html)
