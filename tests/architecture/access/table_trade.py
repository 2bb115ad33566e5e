"""What shops and staff reach."""

from . import audiences as who
from .lines import DONE, About, Table, each

REFUSED_FORM = frozenset({400})
OF_THE_SHOP = who.SHOP_PEOPLE | who.STAFF

SHOPS: Table = (
    each(who.SHOP, "GET vendor/profile", "GET products/my-products")
    | each(who.SHOP_OWNERS, "PATCH vendor/profile", body={"description": "Loza"})
    | each(
        who.SHOP_OWNERS,
        "PUT vendor/bank-account",
        body={
            "bank": "Bancolombia",
            "kind": "savings",
            "number": "12345678901",
            "holder_name": "Barro Vivo",
            "holder_document": "900123456",
        },
    )
    | each(who.SHOP_CATALOGUE, "POST products", body={}, answers=REFUSED_FORM)
    | each(who.PRODUCTS_OF_SHOP, "GET products/check-sku", answers=REFUSED_FORM)
    | each(who.SHOP_OWNERS, "GET vendor/members")
    | each(who.SHOP_OWNERS, "POST vendor/members", body={}, answers=REFUSED_FORM)
    | each(
        who.SHOP_OWNERS,
        "PATCH vendor/members/<uuid:place_id>",
        about=(About("place", who.SHOP_PEOPLE), About("open_place", who.SHOP_PEOPLE)),
        body={"role": "finance"},
    )
    | each(
        who.SHOP_OWNERS,
        "DELETE vendor/members/<uuid:place_id>",
        about=(About("place", who.SHOP_PEOPLE), About("open_place", who.SHOP_PEOPLE)),
    )
    | each(
        who.SALES_SEEN,
        "GET vendor/orders",
        "GET vendor/orders/summary",
    )
    | each(
        who.SALES_SEEN,
        "GET vendor/orders/<uuid:vendor_order_id>",
        about=(About("vendor_order", who.SHOP_PEOPLE),),
    )
    | each(
        who.SALES_MOVED,
        "POST vendor/orders/<uuid:vendor_order_id>/prepare",
        about=(About("vendor_order", who.SHOP_PEOPLE),),
    )
    # They come after it was prepared.
    | each(
        who.SALES_MOVED,
        "POST vendor/orders/<uuid:vendor_order_id>/ship",
        about=(About("vendor_order", who.SHOP_PEOPLE),),
        body={"courier": "Envía", "tracking_number": "1"},
        answers=frozenset({409}),
    )
    | each(
        who.SALES_MOVED,
        "POST vendor/orders/<uuid:vendor_order_id>/deliver",
        about=(About("vendor_order", who.SHOP_PEOPLE),),
        answers=frozenset({409}),
    )
    | each(
        who.SALES_MOVED,
        "POST vendor/orders/<uuid:vendor_order_id>/cancel",
        about=(About("vendor_order", who.SHOP_PEOPLE),),
        body={"reason": "no hay"},
    )
    | each(
        who.MONEY_SEEN,
        "GET vendor/commissions",
        "GET vendor/commissions/summary",
        "GET vendor/balance",
        "GET vendor/ledger",
    )
)

PRODUCTS: Table = (
    each(
        who.OPEN_TO_ALL,
        "GET products/<uuid:product_id>",
        about=(About("product"), About("draft", who.PRODUCTS_SEEN.names & OF_THE_SHOP)),
        # A token is looked at for what the public does not find.
        absent={who.MONITOR: 401},
    )
    | each(
        who.PRODUCTS_SEEN,
        "GET products/<uuid:product_id>/stock-movements",
        about=(About("product", OF_THE_SHOP),),
    )
    | each(
        who.PRODUCTS_CHANGED,
        "PATCH products/<uuid:product_id>",
        about=(About("product", OF_THE_SHOP), About("draft", OF_THE_SHOP)),
        body={"name": "Olla grande"},
    )
    | each(
        who.PRODUCTS_CHANGED,
        "POST products/<uuid:product_id>/stock",
        about=(About("draft", OF_THE_SHOP),),
        body={"operation": "add", "quantity": 1},
    )
    | each(
        who.PRODUCTS_CHANGED,
        "POST products/<uuid:product_id>/submit",
        about=(About("draft", OF_THE_SHOP),),
        body={},
    )
    | each(
        who.PRODUCTS_CHANGED,
        "POST products/<uuid:product_id>/pause",
        about=(About("product", OF_THE_SHOP),),
        body={},
    )
    | each(
        who.PRODUCTS_CHANGED,
        "POST products/<uuid:product_id>/resume",
        about=(About("product", OF_THE_SHOP),),
        body={},
        answers=frozenset({409}),
    )
    | each(
        who.PRODUCTS_CHANGED,
        "POST products/<uuid:product_id>/images",
        about=(About("product", OF_THE_SHOP),),
        picture=True,
    )
    | each(
        who.PRODUCTS_CHANGED,
        "PUT products/<uuid:product_id>",
        about=(About("product", OF_THE_SHOP),),
        body={},
        answers=REFUSED_FORM,
        missing=400,
    )
    | each(
        who.PRODUCTS_CHANGED,
        "DELETE products/<uuid:product_id>",
        about=(About("product", OF_THE_SHOP), About("draft", OF_THE_SHOP)),
    )
    | each(
        who.PRODUCTS_CHANGED,
        "PUT products/<uuid:product_id>/images/<uuid:image_id>",
        "PATCH products/<uuid:product_id>/images/<uuid:image_id>",
        about=(About("image", OF_THE_SHOP),),
        body={"alt": "De lado"},
    )
    | each(
        who.PRODUCTS_CHANGED,
        "DELETE products/<uuid:product_id>/images/<uuid:image_id>",
        about=(About("image", OF_THE_SHOP),),
    )
    | each(
        who.PRODUCTS_CHANGED,
        "POST products/<uuid:product_id>/variants",
        about=(About("product", OF_THE_SHOP),),
        body={"price": "70000.00", "stock": 1, "name": "Mediana"},
    )
    | each(
        who.PRODUCTS_CHANGED,
        "PATCH products/<uuid:product_id>/variants/<uuid:variant_id>",
        about=(About("variant", OF_THE_SHOP),),
        body={"name": "Enorme"},
    )
    | each(
        who.PRODUCTS_CHANGED,
        "DELETE products/<uuid:product_id>/variants/<uuid:variant_id>",
        about=(About("variant", OF_THE_SHOP),),
    )
    | each(
        who.PRODUCTS_CHANGED,
        "POST brands",
        body={},
        answers=REFUSED_FORM,
    )
    | each(
        who.KEEPS_SHELVES,
        "POST products/<uuid:product_id>/approve",
        "POST products/<uuid:product_id>/reject",
        "POST products/<uuid:product_id>/request-changes",
        about=(About("draft", who.STAFF),),
        body={"reason": "no es claro"},
        answers=frozenset({409}),
    )
)

STAFF: Table = (
    each(who.SEES_SHOPS, "GET admin/vendors")
    | each(
        who.KEEPS_SHELVES,
        "POST categories",
        "POST categories/bulk",
        "POST brands/bulk",
        body={},
        answers=REFUSED_FORM,
    )
    | each(
        who.KEEPS_SHELVES,
        "PUT categories/<uuid:category_id>",
        "PATCH categories/<uuid:category_id>",
        about=(About("category"),),
        body={"name": "Loza"},
    )
    # There are products on the shelf and of the brand.
    | each(
        who.KEEPS_SHELVES,
        "DELETE categories/<uuid:category_id>",
        about=(About("category"),),
        answers=frozenset({409}),
    )
    | each(
        who.KEEPS_SHELVES,
        "POST categories/<uuid:category_id>/move",
        about=(About("category"),),
        body={"parent_id": None},
    )
    | each(
        who.KEEPS_SHELVES,
        "PUT brands/<uuid:brand_id>",
        "PATCH brands/<uuid:brand_id>",
        about=(About("brand"),),
        body={"name": "Loza"},
    )
    | each(
        who.KEEPS_SHELVES,
        "DELETE brands/<uuid:brand_id>",
        about=(About("brand"),),
        answers=DONE | {409},
    )
    | each(
        who.KEEPS_SHOPS,
        "POST admin/vendors/<uuid:vendor_id>/approve",
        "POST admin/vendors/<uuid:vendor_id>/reject",
        about=(About("waiting_shop", who.STAFF),),
        body={"reason": "para la prueba"},
    )
    | each(
        who.KEEPS_SHOPS,
        "POST admin/vendors/<uuid:vendor_id>/suspend",
        "POST admin/vendors/<uuid:vendor_id>/reactivate",
        about=(About("waiting_shop", who.STAFF),),
        body={"reason": "para la prueba"},
        answers=frozenset({409}),
    )
    | each(
        who.KEEPS_ORDERS,
        "PUT orders/<uuid:order_id>/status",
        about=(About("order", who.STAFF),),
        body={"status": "processing", "reason": "para la prueba"},
    )
)
