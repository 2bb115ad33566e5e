"""Charges for tests: valid, and with nothing surprising in them."""

import uuid
from decimal import Decimal
from typing import Any

from payments.gateways.base import Charge, ChargeMethod

METHOD_DATA: dict[str, dict[str, Any]] = {
    "CARD": {"token": "tok_test_1_unknown", "installments": 1},
    "PSE": {
        "financial_institution_code": "1",
        "user_type": 0,
        "user_legal_id_type": "CC",
        "user_legal_id": "1020304050",
    },
    "NEQUI": {"phone_number": "3991111111"},
}


def make_charge(method: str = "PSE", data: dict[str, Any] | None = None, **values: Any) -> Charge:
    """Return a charge of 250,000 pesos with a new reference."""
    defaults: dict[str, Any] = {
        "reference": f"MST-{uuid.uuid4().hex}-1",
        "amount": Decimal("250000.00"),
        "method": ChargeMethod(method),
        "method_data": METHOD_DATA[method] | (data or {}),
        "buyer_email": "ana@example.com",
        "full_name": "Ana Núñez",
        "phone": "+573001112233",
        "redirect_url": "https://tienda.example.co/checkout/retorno/wompi",
        "accepts_terms": True,
        "accepts_personal_data": True,
        "description": "Pedido Núñez #000123, con muchas palabras",
        "legal_id": "1020304050",
        "legal_id_type": "CC",
        "iva": Decimal("39916.00"),
        "ip": "190.0.0.1",
    }
    return Charge(**(defaults | values))
