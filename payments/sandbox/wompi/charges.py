"""Checks a new transaction in Wompi's order: body and card token, tokens, signature, reference."""

import hashlib
import re
from typing import Any

from django.conf import settings

from .. import book, switches
from .answers import invalid, not_found
from .banks import BANKS
from .banks import OUTCOMES as BANK_OUTCOMES
from .cards import use_token
from .merchant import METHODS, spend_acceptances

NEQUI_OUTCOMES = {
    "3991111111": ("APPROVED", None),
    "3992222222": ("DECLINED", "La transacción fue rechazada (Sandbox)"),
}
NEQUI_OTHER = ("ERROR", "Número no válido en Sandbox")
OBLIGATORY = (
    "acceptance_token",
    "accept_personal_auth",
    "amount_in_cents",
    "currency",
    "customer_email",
    "reference",
)
LEGAL_ID_TYPES = ("CC", "CE", "NIT", "PP", "TI", "DNI", "RG", "OTHER")
PRESENT = "No está presente"
FORMAT = "Formato inválido"


def enter_charge(body: dict[str, Any]) -> str:
    """Check a charge, enter it in the book as pending, and return its id.

    Raises:
        WompiError: the first group of problems found; the tokens may be spent all the same.
    """
    _check_body(body)
    method = body["payment_method"]
    card, outcome = _outcome(method)
    spend_acceptances(body)
    _check_signature(body)
    behaviour = switches.behaviour()
    by_itself = "pse_auto_resolve_seconds" if method["type"] == "PSE" else "auto_resolve_seconds"
    row = book.add_transaction(
        gateway="wompi",
        reference=body["reference"],
        amount_in_cents=body["amount_in_cents"],
        currency=body["currency"],
        method=method["type"],
        outcome=outcome,
        resolve_after=behaviour[by_itself],
        url_after=behaviour["payment_url_seconds"],
        details={
            "customer_email": body["customer_email"],
            "customer_data": body.get("customer_data"),
            "payment_method": method,
            "card": card,
            "redirect_url": body.get("redirect_url"),
            "shipping_address": body.get("shipping_address"),
            "taxes": body.get("taxes", []),
        },
    )
    if row is None:
        raise invalid({"reference": ["La referencia ya ha sido usada"]})
    return str(row["id"])


def _check_body(body: dict[str, Any]) -> None:
    messages: dict[str, Any] = {
        field: [PRESENT] for field in OBLIGATORY if body.get(field) in (None, "")
    }
    if "payment_method" not in body:
        messages["payment_method"] = ["No se especificó método de pago o fuente de pago"]
    if messages:
        raise invalid(messages)
    amount = body["amount_in_cents"]
    if type(amount) is not int:
        messages["amount_in_cents"] = ["Debe ser un número entero"]
    elif amount <= 0:
        messages["amount_in_cents"] = ["Debe ser mayor que cero"]
    if body["currency"] != "COP":
        messages["currency"] = ["La moneda no está habilitada"]
    if not _fits(r"[A-Za-z0-9_-]{1,255}", body["reference"]):
        messages["reference"] = [FORMAT]
    if not _fits(r"[^@\s]+@[^@\s]+\.[^@\s]+", body["customer_email"]):
        messages["customer_email"] = [FORMAT]
    redirect_url = body.get("redirect_url")
    if redirect_url is not None and not _fits(r"https?://\S+", redirect_url):
        messages["redirect_url"] = [FORMAT]
    method_messages = _method_messages(body["payment_method"], body.get("customer_data"))
    if method_messages:
        messages["payment_method"] = method_messages
    if messages:
        raise invalid(messages)


def _method_messages(method: Any, customer: Any) -> dict[str, list[str]]:
    if not isinstance(method, dict) or not isinstance(method.get("type"), str):
        return {"type": [PRESENT]}
    kind = method["type"]
    if kind not in METHODS:
        raise not_found(f"No hay una identidad de pago para {kind} configurada para este comercio")
    messages: dict[str, list[str]] = {}
    if kind == "CARD":
        if type(method.get("installments")) is not int or method["installments"] < 1:
            messages["installments"] = [FORMAT]
        if not _fits(r"tok_test_[A-Za-z0-9_]+", method.get("token")):
            messages["token"] = [FORMAT]
    elif kind == "NEQUI":
        if not _fits(r"[0-9]{10}", method.get("phone_number")):
            messages["phone_number"] = [FORMAT]
    else:
        messages = _pse_messages(method, customer)
    return messages


def _pse_messages(method: dict[str, Any], customer: Any) -> dict[str, list[str]]:
    messages: dict[str, list[str]] = {}
    if type(method.get("user_type")) is not int or method["user_type"] not in (0, 1):
        messages["user_type"] = [FORMAT]
    if method.get("user_legal_id_type") not in LEGAL_ID_TYPES:
        messages["user_legal_id_type"] = [FORMAT]
    if not _fits(r"[A-Za-z0-9-]{4,20}", method.get("user_legal_id")):
        messages["user_legal_id"] = [FORMAT]
    if str(method.get("financial_institution_code")) not in BANKS:
        messages["financial_institution_code"] = ["La institución financiera no existe"]
    if not _fits(r"[ -~]{1,64}", method.get("payment_description")):
        messages["payment_description"] = [FORMAT]
    customer = customer if isinstance(customer, dict) else {}
    if not customer.get("full_name"):
        messages["customer_data.full_name"] = [PRESENT]
    if not _fits(r"[0-9]{10,15}", customer.get("phone_number")):
        messages["customer_data.phone_number"] = [FORMAT if customer else PRESENT]
    return messages


def _outcome(method: dict[str, Any]) -> tuple[dict[str, str], tuple[str, str | None]]:
    """Return the card, if there is one, and how the payment will end."""
    if method["type"] == "CARD":
        return use_token(method["token"])
    if method["type"] == "NEQUI":
        return {}, NEQUI_OUTCOMES.get(method["phone_number"], NEQUI_OTHER)
    return {}, BANK_OUTCOMES[str(method["financial_institution_code"])]


def _check_signature(body: dict[str, Any]) -> None:
    if body.get("signature") in (None, ""):
        raise invalid({"signature": ["Firma de integridad requerida no enviada"]})
    parts = (
        body["reference"],
        str(body["amount_in_cents"]),
        body["currency"],
        str(body.get("expiration_time") or ""),
        settings.WOMPI_INTEGRITY_SECRET,
    )
    if body["signature"] != hashlib.sha256("".join(parts).encode()).hexdigest():
        raise invalid({"signature": ["La firma es inválida"]})


def _fits(pattern: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None
