"""What operators and signed-in people reach, and their own things."""

from tests.factories.orders import ADDRESS

from . import audiences as who
from .lines import DONE, About, Table, each

REFUSED_FORM = frozenset({400})
BUYERS_OWN = frozenset({who.BUYER})

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
