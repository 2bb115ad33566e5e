"""What is open to everybody, with and without a token."""

from . import audiences as who
from .lines import About, Table, each

REFUSED_FORM = frozenset({400})
BUYERS_OWN = frozenset({who.BUYER})

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
