"""A small world with two of everything, so that each thing has an owner and strangers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings
from rest_framework.test import APIClient

from accounts.models import SocialIdentity
from accounts.services.data_exports import ask_export, make_export
from catalog.services.images import add_image
from catalog.services.products import NewVariant, delete_product
from catalog.services.variant_edits import add_variant
from marketplace.shared.ids import new_id
from orders.models import VendorOrder
from orders.selectors.cart import CartHolder
from orders.services.cart import add_item
from payments.services.settlement import settle
from tests.factories.accounts import (
    access_token_of,
    make_address,
    make_staff_user,
    make_user,
    sign_in,
)
from tests.factories.catalog import (
    make_brand,
    make_category,
    make_product,
    picture_file,
    variant_of,
)
from tests.factories.orders import make_order
from tests.factories.payments import answer, make_attempt, make_order_to_pay
from tests.factories.vendors import make_member, make_vendor, owner_of
from vendors.models import Member, Vendor
from vendors.services.invitations import invite, issue_token

from . import audiences as who

# Monitoring from outside the private network has to show this.
MONITOR_TOKEN = "for-tests-only-monitoring"
OUTSIDE = "190.0.0.1"
SETTINGS = {
    "HEALTH_TOKEN": MONITOR_TOKEN,
    "GOOGLE_CLIENT_ID": "for-tests.apps.googleusercontent.com",
}


@dataclass
class World:
    """The people by name, and the things by kind.

    ``gone`` are deleted ones, and parts under a thing of the same shop that they do not belong to.
    """

    people: dict[str, Any]
    things: dict[str, Any] = field(default_factory=dict)
    gone: dict[str, list[Any]] = field(default_factory=dict)
    clients: dict[str, APIClient] = field(default_factory=dict)

    def client(self, name: str) -> APIClient:
        """Return a client of this person, from outside the private network."""
        client = APIClient(raise_request_exception=False, REMOTE_ADDR=OUTSIDE)
        token = self._token(name)
        if token:
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    def _token(self, name: str) -> str:
        if name == who.ANONYMOUS:
            return ""
        return MONITOR_TOKEN if name == who.MONITOR else access_token_of(self.people[name])


def missing(thing: Any) -> Any:
    """Return an id like that of ``thing`` which nobody has; of a nested thing the last one."""
    if isinstance(thing, tuple):
        return (*thing[:-1], new_id())
    return "no-existe" if isinstance(thing, str) else new_id()


@contextmanager
def for_one_request() -> Iterator[None]:
    """Undo everything that happens inside; services see no transaction of their own."""
    block = transaction.atomic()
    vars(block)["_from_testcase"] = True
    with block:
        yield
        transaction.set_rollback(True)


@contextmanager
def built(folder: Path) -> Iterator[World]:
    """Build the world in a transaction, and let it vanish; its files lie in ``folder``."""
    with override_settings(**SETTINGS, PRIVATE_ROOT=folder), for_one_request():
        shop, other_shop = make_vendor(name="Barro Vivo"), make_vendor(name="Otra Tienda")
        world = World(people=_people(shop, other_shop))
        _shop_things(world, shop)
        _buyers_things(world)
        world.clients = {name: world.client(name) for name in sorted(who.EVERYBODY)}
        yield world


def _people(shop: Vendor, other_shop: Vendor) -> dict[str, Any]:
    people = {
        who.BUYER: make_user(),
        who.OTHER_BUYER: make_user(),
        who.OWNER: owner_of(shop),
        who.OTHER_OWNER: owner_of(other_shop),
        who.SUPERUSER: make_staff_user(is_superuser=True),
    }
    for role in (who.CATALOGUE, who.ORDERS, who.FINANCE, who.READ_ONLY):
        people[role] = make_member(shop, role)
    for group in who.STAFF_GROUP_NAMES:
        people[group] = make_staff_user(group)
    return people


def _shop_things(world: World, shop: Vendor) -> None:
    category, brand = make_category("Cocina"), make_brand("Barro")
    goods = {"vendor": shop, "category": category, "brand": brand}
    product = make_product(**goods)
    deleted = make_product(**goods)
    delete_product(product_id=deleted.pk, actor_id=None)
    order = make_order(buyer=world.people[who.BUYER], products={product: 1}, status="confirmed")
    world.things |= {
        "product": product.pk,
        "product_slug": product.slug,
        "draft": make_product(**goods, status="draft").pk,
        "category": category.pk,
        "category_slug": category.slug,
        "brand": brand.pk,
        "brand_slug": brand.slug,
        "shop_slug": shop.slug,
        "gateway": "wompi",
        "waiting_shop": make_vendor(status="pending").pk,
        "vendor_order": VendorOrder.objects.get(order=order).pk,
        "order": order.pk,
    }
    world.gone["product"] = world.gone["draft"] = [deleted.pk]
    world.gone["product_slug"] = [deleted.slug]
    _parts_of_products(world, product, make_product(**goods))
    _team(world, shop)


def _parts_of_products(world: World, product: Any, other: Any) -> None:
    """Two pictures and two variants: the last one of a product cannot go."""
    parts: dict[str, list[Any]] = {"image": [], "variant": [variant_of(product).pk]}
    for _ in range(2):
        upload = BytesIO(picture_file().read())
        image = add_image(product_id=product.pk, upload=upload)
        parts["image"].append(image.pk)
    wanted = NewVariant(price=Decimal(60_000), stock=3, name="Grande")
    variant = add_variant(product_id=product.pk, wanted=wanted, actor_id=None)
    parts["variant"].append(variant.pk)
    for kind, ids in parts.items():
        world.things[kind] = (product.pk, ids[-1])
        world.gone[kind] = [(other.pk, ids[-1])]


def _team(world: World, shop: Vendor) -> None:
    owner = world.people[who.OWNER]
    invitation = invite(
        vendor_id=shop.pk,
        email=world.people[who.BUYER].email,
        role=Member.Role.ORDERS,
        actor_id=owner.pk,
    )
    place = Member.objects.get(vendor=shop, user=world.people[who.CATALOGUE])
    world.things |= {
        "place": place.pk,
        "open_place": invitation.pk,
        "invitation": issue_token(invitation_id=invitation.pk),
    }


def _buyers_things(world: World) -> None:
    buyer = world.people[who.BUYER]
    to_pay = make_order_to_pay(buyer=buyer)
    paid = settle(state=answer(make_attempt(make_order_to_pay(buyer=buyer))))
    item = add_item(
        holder=CartHolder(user_id=buyer.pk), product_id=world.things["product"], quantity=1
    )
    sign_in(buyer)
    world.things |= {
        "order_to_pay": to_pay.pk,
        "payment": paid.pk,
        "cart_item": item.id,
        "address": make_address(user_id=buyer.pk).pk,
        "session": buyer.login_sessions.order_by("created_at")[0].pk,
        "identity": SocialIdentity.objects.create(
            user=buyer, provider="google", subject="1", email=buyer.email
        ).pk,
        "copy": _copy_of(buyer),
        # Whoever made this link up has no better one.
        "link": "inventado",
        "department": "11",
    }


def _copy_of(user: Any) -> Any:
    export = ask_export(user_id=user.pk)
    make_export(export_id=export.pk)
    return export.pk
