"""What the description says about the operations of payments, with examples."""

from typing import Any

from marketplace.shared.api.schema import Operation

_ORDER_ID = "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e10"
_INTENT_ID = "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e20"
_ACCEPTED = {"accept_terms": True, "accept_personal_data": True}
_CARD = {"token": "tok_test_1a2b3c4d", "installments": 3, **_ACCEPTED}
_PSE = {
    "financial_institution_code": "1022",
    "user_type": 0,
    "user_legal_id_type": "CC",
    "user_legal_id": "1020304050",
    **_ACCEPTED,
}
_NEQUI = {"phone_number": "3991111111", **_ACCEPTED}
_BY_METHOD = {"CARD": _CARD, "PSE": _PSE, "NEQUI": _NEQUI}
_PROCESS = {
    method: {"order_id": _ORDER_ID, "payment_method": method, "payment_data": data}
    for method, data in _BY_METHOD.items()
}
_PAYMENT: dict[str, Any] = {
    "id": _INTENT_ID,
    "intent_id": _INTENT_ID,
    "transaction_id": "15113-1700000000-12345",
    "reference": "PZ-2026-000042-P1",
    "order_id": _ORDER_ID,
    "status": "pending",
    "status_message": "",
    "amount": "194800.00",
    "currency": "COP",
    "payment_method": "PSE",
    "gateway": "wompi",
    "payment_url": "https://banco.example.com/pse/15113",
    "fraud_score": 0,
    "created_at": "2026-03-02T09:31:00-05:00",
    "settled_at": None,
}
_APPROVED = _PAYMENT | {"status": "approved", "settled_at": "2026-03-02T09:33:00-05:00"}
_NOTICE = {
    "event": "transaction.updated",
    "data": {
        "transaction": {
            "id": "15113-1700000000-12345",
            "reference": "PZ-2026-000042-P1",
            "status": "APPROVED",
            "amount_in_cents": 19480000,
            "currency": "COP",
        }
    },
    "environment": "test",
    "signature": {
        "properties": ["transaction.id", "transaction.status", "transaction.amount_in_cents"],
        "checksum": "3476DDA50F64CD7CBD160689640193FEBEA93239BC524FC0469D8A43A3FF8BD0",
    },
    "timestamp": 1772461980,
    "sent_at": "2026-03-02T14:33:00.000Z",
}


def _paying(summary: str) -> Operation:
    return Operation(summary=summary, requests=_PROCESS, answer=_PAYMENT)


def _receiving(summary: str) -> Operation:
    return Operation(summary=summary, requests={"De Wompi": _NOTICE}, answer={"status": "received"})


OPERATIONS = {
    "payments_process_create": _paying("Pagar un pedido"),
    "payments_process_wompi_create": _paying("Pagar un pedido por Wompi"),
    "payments_process_payu_create": _paying("Pagar un pedido por PayU"),
    "payments_process_efecty_create": _paying("Pagar un pedido por Efecty"),
    "payments_create_intent_create": Operation(
        summary="Anunciar un pago",
        requests={"PSE": {"order_id": _ORDER_ID, "payment_method": "PSE"}},
    ),
    "payments_confirm_create": Operation(
        summary="Cobrar un pago anunciado",
        requests={
            method: {"intent_id": _INTENT_ID, "payment_data": data}
            for method, data in _BY_METHOD.items()
        },
        answer=_PAYMENT,
    ),
    "payments_status_retrieve": Operation(summary="Ver el estado de un pago", answer=_APPROVED),
    "payments_status_order_retrieve": Operation(
        summary="Ver el pago de un pedido",
        answer={
            "order_id": _ORDER_ID,
            "order_status": "confirmed",
            "status": "approved",
            "payment": _APPROVED,
            "attempts": [_APPROVED],
        },
    ),
    "payments_webhook_create": _receiving("Recibir un aviso"),
    "payments_webhooks_create": _receiving("Recibir un aviso de una pasarela"),
    "webhooks_create": _receiving("Recibir un aviso de una pasarela (otro camino)"),
    "payments_list": Operation(summary="Ver los pagos propios", answer=_APPROVED),
    "payments_config_retrieve": Operation(summary="Ver la configuración de pagos"),
    "payments_methods_retrieve": Operation(summary="Ver los medios de pago"),
    "payments_health_retrieve": Operation(summary="Saber si los pagos marchan"),
    "webhooks_health_retrieve": Operation(summary="Saber si los avisos llegan"),
    "vendor_balance_retrieve": Operation(summary="Ver el saldo de la tienda"),
    "vendor_ledger_list": Operation(summary="Ver los movimientos de la tienda"),
    "vendor_commissions_list": Operation(summary="Ver las comisiones"),
    "vendor_commissions_summary_retrieve": Operation(summary="Ver la suma de las comisiones"),
}
