"""Opens the demo's shops and fills their shelves, by the services that vendors and staff use."""

import io
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from catalog.services.brands import create_brand
from catalog.services.categories import create_category
from catalog.services.images import add_image
from catalog.services.products import change_status, create_product, update_product
from catalog.services.variants import NewVariant
from catalog.states import ProductAction, ProductRole
from marketplace.shared.db import in_transaction
from marketplace.shared.documents import with_check_digit
from marketplace.shared.services import outbox
from vendors.selectors.shops import all_shops
from vendors.services.approval import change_status as change_shop_status
from vendors.services.bank_accounts import set_bank_account
from vendors.services.registration import register_vendor
from vendors.services.tariffs import set_shipping_rate
from vendors.states import VendorAction, VendorStatus

from .catalogue import SHOPS, DemoProduct, DemoShop, first_stock, read_products
from .pictures import draw

FEATURED_EVERY = 12
Progress = Callable[[str], None]


class Shelves:
    """Categories and brands by name, made when first asked for."""

    def __init__(self) -> None:
        self._categories: dict[str, UUID] = {}
        self._brands: dict[str, UUID] = {}

    def category(self, product: DemoProduct) -> UUID:
        """Return the id of the product's shelf."""
        if product.root not in self._categories:
            root = create_category(
                name=product.root, position=len(self._categories), is_featured=True
            )
            self._categories[product.root] = root.pk
        if product.shelf not in self._categories:
            leaf = create_category(
                name=product.leaf,
                parent_id=self._categories[product.root],
                position=len(self._categories),
            )
            self._categories[product.shelf] = leaf.pk
        return self._categories[product.shelf]

    def brand(self, product: DemoProduct) -> UUID | None:
        """Return the id of the product's brand; None for a product without one."""
        if not product.brand:
            return None
        if product.brand not in self._brands:
            brand = create_brand(name=product.brand, is_verified=True)
            self._brands[product.brand] = brand.pk
        return self._brands[product.brand]


@in_transaction
def open_shops(*, people: dict[str, UUID], admin_id: UUID, tell: Progress) -> bool:
    """Make every shop with its products, all or nothing; say whether there was anything to do."""
    if all_shops(search=SHOPS[0].name).exists():
        return False
    vendor_ids = {shop.name: _open_shop(shop, people[shop.owner], admin_id) for shop in SHOPS}
    by_root = {root: shop for shop in SHOPS for root in shop.roots}
    shelves = Shelves()
    for number, product in enumerate(read_products()):
        shop = by_root[product.root]
        owner_id = people[shop.owner]
        _add_product(number, product, shelves, vendor_ids[shop.name], owner_id, admin_id)
        if number % 50 == 49:
            tell(f"{number + 1} productos")
    outbox.drop(queue="mails")
    return True


def _open_shop(shop: DemoShop, owner_id: UUID, admin_id: UUID) -> UUID:
    vendor = register_vendor(
        owner_id=owner_id,
        name=shop.name,
        legal_name=shop.legal_name,
        nit=with_check_digit(shop.nit),
        email=shop.owner,
        phone="+573005550100",
        city=shop.city,
        department=shop.department,
        address="Cl 10 # 4-56",
        description=f"{shop.name}: envíos desde {shop.city} a todo el país.",
        charges_iva=shop.charges_iva,
        commission_rate=shop.commission_rate,
    )
    if not shop.roots:
        return vendor.pk
    if vendor.status == VendorStatus.PENDING:
        change_shop_status(vendor_id=vendor.pk, action=VendorAction.APPROVE, actor_id=admin_id)
    set_bank_account(
        vendor_id=vendor.pk,
        bank="Bancolombia",
        kind="savings",
        number=f"4100{shop.nit}",
        holder_name=shop.legal_name,
        holder_document=shop.nit,
        actor_id=owner_id,
    )
    if shop.name == "La Despensa Paisa":
        set_shipping_rate(
            vendor_id=vendor.pk,
            department="Antioquia",
            fee=Decimal(6_000),
            free_from=Decimal(80_000),
        )
    return vendor.pk


def _add_product(
    number: int,
    product: DemoProduct,
    shelves: Shelves,
    vendor_id: UUID,
    owner_id: UUID,
    admin_id: UUID,
) -> None:
    made = create_product(
        vendor_id=vendor_id,
        category_id=shelves.category(product),
        brand_id=shelves.brand(product),
        name=product.name,
        description=product.description,
        price=product.price,
        stock=first_stock(product.name),
        iva_class=product.iva_class,
        variants=_variants(product),
        actor_id=owner_id,
    )
    picture = io.BytesIO(draw(name=product.name, leaf=product.leaf))
    add_image(product_id=made.pk, upload=picture, alt=product.name)
    if number % FEATURED_EVERY == 0:
        update_product(product_id=made.pk, changes={"is_featured": True}, actor_id=admin_id)
    for action, role, actor_id in (
        (ProductAction.SUBMIT, ProductRole.VENDOR, owner_id),
        (ProductAction.APPROVE, ProductRole.STAFF, admin_id),
    ):
        change_status(product_id=made.pk, action=action, role=role, actor_id=actor_id)


def _variants(product: DemoProduct) -> list[NewVariant]:
    if product.options is None:
        return []
    option, values = product.options
    return [
        NewVariant(
            name=value,
            options={option: value},
            price=product.price,
            stock=first_stock(product.name + value),
        )
        for value in values
    ]
