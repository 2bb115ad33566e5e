"""Takes an erased person out of their orders; numbers, amounts and states stay for the books."""

from uuid import UUID

from marketplace.shared.db import in_transaction
from marketplace.shared.services.mail import FORGOTTEN, forget_recipient

from ..models import Cart, Order
from ..selectors.own_data import goods_under_way

# The town stays: taxes and statistics need it, and it names nobody.
REPLACED = {
    "full_name": "Persona retirada",
    "phone": "",
    "address": "",
    "postal_code": "",
    "notes": "",
}


def orders_obstacle(user_id: UUID) -> str | None:
    """Orders on their way, unpaid ones too, and returns have to end before their buyer can."""
    count = goods_under_way(buyer_id=user_id).distinct().count()
    if not count:
        return None
    return (
        "Tiene un pedido o una devolución en curso: espere a que termine, o cancélelo."
        if count == 1
        else f"Tiene {count} pedidos o devoluciones en curso: espere a que terminen, o cancélelos."
    )


@in_transaction
def erase_buyer(*, user_id: UUID) -> int:
    """Replace name, telephone, address and e-mail in a person's orders, and remove their cart.

    The mails about the orders went to an e-mail that may have been another than the last.

    Returns how many orders there were; twice is once. Locks the orders by id.
    """
    Cart.objects.filter(user_id=user_id).delete()
    orders = Order.objects.select_for_update(no_key=True).filter(buyer_id=user_id)
    count = 0
    addresses = set()
    for order in orders.order_by("pk").only("email", "shipping_address"):
        addresses.add(order.email)
        order.shipping_address = {
            name: REPLACED.get(name, value) for name, value in order.shipping_address.items()
        }
        order.email = FORGOTTEN
        order.save(update_fields=["shipping_address", "email"])
        count += 1
    for address in addresses - {FORGOTTEN}:
        forget_recipient(address=address)
    return count
