"""The table: each operation under ``/api/v1`` with whom it is for, by audience.

A new route is a line here: choose the group of its audience, or write a new one. The route is
written as in ``urls.py``, without the prefix.
"""

from tests.factories.orders import ADDRESS

from . import audiences as who
from .lines import DONE, About, Table, each

REFUSED_FORM = frozenset({400})
BUYERS_OWN = frozenset({who.BUYER})
OF_THE_SHOP = who.SHOP_PEOPLE | who.STAFF

OPEN: Table = (
    each(
        who.OPEN,
        "GET health",
        "GET health/liveness",
        "GET health/readiness",
        "GET vendors",
        "GET products",
        "GET products/featured",
        "GET categories",
        "GET categories/tree",
        "GET categories/featured",
        "GET brands",
        "GET brands/featured",
        "GET geo/departments",
        "GET orders/health",
        "GET payments/health",
        "GET webhooks/health",
        "GET payments/config",
        "GET payments/methods",
        "POST auth/google/challenge",
    )
    # Their forms say what is missing before anybody is looked up.
    | each(
        who.OPEN,
        "GET products/search",
        "POST auth/register",
        "POST auth/login",
        "POST auth/admin-login",
        "POST auth/login/2fa",
        "POST auth/refresh",
        "POST auth/refresh-token",
        "POST auth/google",
        "POST auth/forgot-password",
        "POST auth/reset-password",
        "POST brands/compare",
        body={},
        answers=REFUSED_FORM,
    )
    | each(who.OPEN, "GET vendors/<slug:slug>", about=(About("shop_slug"),))
    | each(who.OPEN, "GET products/slug/<slug:slug>", about=(About("product_slug"),))
    | each(who.OPEN, "GET categories/slug/<slug:slug>", about=(About("category_slug"),))
    | each(
        who.OPEN,
        "GET categories/<uuid:category_id>",
        "GET categories/<uuid:category_id>/breadcrumbs",
        "GET categories/<uuid:category_id>/breadcrumb",
        "GET categories/<uuid:category_id>/children",
        "GET categories/<uuid:category_id>/products",
        "GET categories/<uuid:category_id>/products/count",
        about=(About("category"),),
    )
    | each(who.OPEN, "GET brands/slug/<slug:slug>", about=(About("brand_slug"),))
    | each(
        who.OPEN,
        "GET brands/<uuid:brand_id>",
        "GET brands/<uuid:brand_id>/products",
        "GET brands/<uuid:brand_id>/products/count",
        about=(About("brand"),),
    )
    | each(
        who.OPEN,
        "GET geo/departments/<str:department_code>/cities",
        about=(About("department"),),
    )
    | each(
        who.OPEN,
        "GET products/<uuid:product_id>/images",
        "GET products/<uuid:product_id>/variants",
        about=(About("product"),),
    )
    # Whoever holds the link may act; it is made up here.
    | each(
        who.OPEN,
        "POST auth/verify-email/<str:token>",
        "POST auth/confirm-email-change/<str:token>",
        about=(About("link", frozenset()),),
        missing=400,
    )
    # Twilio has not been configured.
    | each(who.OPEN, "POST notifications/twilio/status", body={}, answers=frozenset({503}))
    # Gateways prove themselves by their signature, which is missing here.
    | each(who.OPEN, "POST payments/webhook", body={}, answers=frozenset({400, 401, 404}))
    | each(
        who.OPEN,
        "POST payments/webhooks/<slug:gateway>",
        "POST webhooks/<slug:gateway>",
        about=(About("gateway"),),
        body={},
        answers=frozenset({400, 401}),
    )
)

GUESTS: Table = each(who.OPEN_WITH_TOKEN, "GET cart", "DELETE cart", "POST cart/accept-changes") | {
    **each(who.OPEN_WITH_TOKEN, "POST cart/items", body={}, answers=REFUSED_FORM),
    **each(
        who.OPEN_WITH_TOKEN,
        "PUT cart/items/<uuid:item_id>",
        "PATCH cart/items/<uuid:item_id>",
        "DELETE cart/items/<uuid:item_id>",
        about=(About("cart_item", BUYERS_OWN),),
        body={"quantity": 2},
    ),
}

OPERATORS: Table = each(
    who.OPERATORS,
    "GET health/detailed",
    "GET health/database",
    "GET health/cache",
    "GET health/dependencies",
    "GET health/metrics",
)

SIGNED_IN: Table = (
    each(
        who.SIGNED_IN,
        "GET auth/me",
        "GET auth/sessions",
        "GET auth/identities",
        "POST auth/logout",
        "POST auth/logout-all",
        "GET me/addresses",
        "GET orders",
        "GET payments",
        "GET me/notifications",
        "GET me/notification-preferences",
        "GET me/consents",
        "GET me/data-exports",
        "GET me/privacy-requests",
    )
    # Nobody has asked to be erased.
    | each(
        who.SIGNED_IN,
        "GET me/deletion-request",
        "DELETE me/deletion-request",
        answers=frozenset({404}),
    )
    # Some have asked before, and their address is proven already.
    | each(
        who.SIGNED_IN,
        "POST me/data-exports",
        "POST auth/resend-verification",
        "POST auth/send-verification-email",
        "POST auth/send-verification-sms",
        answers=DONE | {409},
    )
    | each(who.SIGNED_IN, "PATCH auth/me", body={"first_name": "Eva"})
    | each(
        who.SIGNED_IN,
        "PUT auth/me",
        body={"first_name": "Eva", "last_name": "Ruiz", "phone": "3001112233"},
    )
    | each(who.SIGNED_IN, "POST me/addresses", body=ADDRESS)
    | each(
        who.SIGNED_IN,
        "POST auth/change-password",
        "POST auth/2fa/setup",
        "POST auth/2fa/confirm",
        "POST auth/2fa/disable",
        "POST auth/2fa/recovery-codes",
        "POST auth/verify-email-otp",
        "POST auth/verify-phone-otp",
        "POST auth/change-email",
        "POST auth/change-phone",
        "POST auth/confirm-phone-change",
        "POST me/notifications/read",
        "PUT me/notification-preferences",
        "POST me/consents",
        "POST me/deletion-request",
        "POST me/privacy-requests",
        "POST vendors/register",
        "POST orders",
        body={},
        answers=REFUSED_FORM,
    )
    | each(who.SIGNED_IN, "POST cart/merge", body={})
)

BUYERS_THINGS: Table = (
    each(
        who.SIGNED_IN,
        "GET me/addresses/<uuid:address_id>",
        "DELETE me/addresses/<uuid:address_id>",
        "POST me/addresses/<uuid:address_id>/default",
        about=(About("address", BUYERS_OWN),),
    )
    | each(
        who.SIGNED_IN,
        "PATCH me/addresses/<uuid:address_id>",
        about=(About("address", BUYERS_OWN),),
        body={"address": "Calle 9 # 8-76"},
    )
    | each(
        who.SIGNED_IN,
        "DELETE auth/sessions/<uuid:session_id>",
        about=(About("session", BUYERS_OWN),),
    )
    | each(
        who.SIGNED_IN,
        "GET me/data-exports/<uuid:export_id>/download",
        about=(About("copy", BUYERS_OWN),),
    )
    | each(
        who.SIGNED_IN,
        "POST vendor/invitations/<str:token>/accept",
        about=(About("invitation", BUYERS_OWN),),
    )
    | each(
        who.SIGNED_IN,
        "DELETE auth/identities/<uuid:identity_id>",
        about=(About("identity", BUYERS_OWN),),
    )
    | each(
        who.SIGNED_IN,
        "GET orders/<uuid:order_id>",
        "GET orders/<uuid:order_id>/timeline",
        about=(About("order", BUYERS_OWN),),
    )
    | each(
        who.SIGNED_IN,
        "POST orders/<uuid:order_id>/cancel",
        about=(About("order", BUYERS_OWN),),
        body={"reason": "ya no"},
    )
    | each(
        who.SIGNED_IN,
        "POST vendor-orders/<uuid:vendor_order_id>/cancel",
        about=(About("vendor_order", BUYERS_OWN),),
        body={"reason": "ya no"},
    )
    # It is not on its way yet.
    | each(
        who.SIGNED_IN,
        "POST vendor-orders/<uuid:vendor_order_id>/confirm-delivery",
        about=(About("vendor_order", BUYERS_OWN),),
        answers=frozenset({409}),
    )
    | each(
        who.SIGNED_IN,
        "GET payments/status/<str:intent>",
        about=(About("payment", BUYERS_OWN),),
    )
    | each(
        who.SIGNED_IN,
        "GET payments/status/order/<uuid:order_id>",
        about=(About("order_to_pay", BUYERS_OWN),),
        answers=frozenset({200}),
    )
    | each(
        who.SIGNED_IN,
        "POST payments/create-intent",
        about=(About("order_to_pay", BUYERS_OWN),),
        body=lambda order: {"order_id": str(order)},
    )
    # Nobody takes cash yet, so nothing is asked of a gateway.
    | each(
        who.SIGNED_IN,
        "POST payments/process",
        "POST payments/process/wompi",
        "POST payments/process/payu",
        "POST payments/process/efecty",
        about=(About("order_to_pay", BUYERS_OWN),),
        body=lambda order: {
            "order_id": str(order),
            "payment_method": "CASH",
            "payment_data": {"accept_terms": True, "accept_personal_data": True},
        },
        answers=frozenset({409}),
    )
    | each(
        who.SIGNED_IN,
        "POST payments/confirm",
        about=(About("payment", BUYERS_OWN),),
        body=lambda payment: {
            "intent_id": str(payment),
            "payment_data": {"accept_terms": True, "accept_personal_data": True},
        },
        answers=frozenset({400, 409}),
    )
)

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

GROUPS = (OPEN, GUESTS, OPERATORS, SIGNED_IN, BUYERS_THINGS, SHOPS, PRODUCTS, STAFF)
TABLE: Table = {operation: line for group in GROUPS for operation, line in group.items()}
