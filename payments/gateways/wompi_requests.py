"""Building what Wompi is asked for, and refusing here what it would refuse there."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any, NoReturn

from marketplace.shared.money import is_whole_pesos, to_centavos

from .base import Charge, ChargeMethod
from .errors import InvalidCharge
from .wompi_signatures import integrity_signature

CARD_TOKEN = re.compile(r"tok_(test|prod)_[A-Za-z0-9_]+", re.ASCII)
REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,255}", re.ASCII)
NEQUI_PHONE = re.compile(r"3[0-9]{9}", re.ASCII)
E164_PHONE = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
BANK_CODE = re.compile(r"[0-9]{1,10}", re.ASCII)
LEGAL_ID = re.compile(r"[A-Za-z0-9-]{4,20}", re.ASCII)
LEGAL_ID_TYPES = frozenset({"CC", "CE", "NIT", "PP", "TI", "DNI", "RG", "OTHER"})
# One page of the documentation says 30 characters, another 64.
DESCRIPTION_LENGTH = 30
MAX_INSTALLMENTS = 36


def transaction_payload(
    charge: Charge,
    *,
    acceptance_token: str,
    personal_data_token: str,
    integrity_secret: str,
    environment: str,
) -> dict[str, Any]:
    """Return the body of ``POST /transactions``, signed.

    Raises:
        InvalidCharge: a value has not the form that Wompi demands.
    """
    check_charge(charge, environment=environment)
    cents = to_centavos(charge.amount)
    payload: dict[str, Any] = {
        "acceptance_token": acceptance_token,
        "accept_personal_auth": personal_data_token,
        "amount_in_cents": cents,
        "currency": charge.currency,
        "customer_email": charge.buyer_email,
        "reference": charge.reference,
        "redirect_url": charge.redirect_url,
        "customer_data": _customer_data(charge),
        "payment_method": _payment_method(charge),
    }
    expiration_time = None
    if charge.expires_at is not None:
        moment = charge.expires_at.astimezone(UTC)
        expiration_time = moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        payload["expiration_time"] = expiration_time
    if charge.iva:
        payload["taxes"] = [{"type": "VAT", "amount_in_cents": to_centavos(charge.iva)}]
    if charge.ip:
        payload["ip"] = charge.ip
    payload["signature"] = integrity_signature(
        reference=charge.reference,
        amount_in_cents=cents,
        currency=charge.currency,
        secret=integrity_secret,
        expiration_time=expiration_time,
    )
    return payload


def check_charge(charge: Charge, *, environment: str) -> None:
    """Refuse a charge that Wompi would refuse, before a token is spent on it.

    Raises:
        InvalidCharge: ``details["field"]`` names what is wrong.
    """
    if not (charge.accepts_terms is True and charge.accepts_personal_data is True):
        _refuse("accept_terms", "Se deben aceptar los términos y el tratamiento de datos.")
    if not REFERENCE.fullmatch(charge.reference):
        _refuse("reference", "La referencia no es válida.")
    if charge.currency != "COP":
        _refuse("currency", "Wompi solo cobra en pesos colombianos.")
    if charge.amount <= 0 or not is_whole_pesos(charge.amount):
        _refuse("amount", "El valor debe ser un número entero y positivo de pesos.")
    if charge.iva is not None and not (
        0 <= charge.iva <= charge.amount and is_whole_pesos(charge.iva)
    ):
        _refuse("iva", "El IVA debe estar dentro del valor.")
    if charge.expires_at is not None and charge.expires_at.tzinfo is None:
        _refuse("expires_at", "El vencimiento debe tener zona horaria.")
    if "@" not in charge.buyer_email:
        _refuse("customer_email", "El correo no es válido.")
    if not charge.full_name.strip():
        _refuse("full_name", "Falta el nombre.")
    if not E164_PHONE.fullmatch(charge.phone):
        _refuse("phone", "El teléfono no es válido.")
    _CHECKS[ChargeMethod(charge.method)](charge.method_data, environment)


def _check_card(data: Mapping[str, Any], environment: str) -> None:
    token, installments = data.get("token"), data.get("installments", 1)
    match = CARD_TOKEN.fullmatch(token) if isinstance(token, str) else None
    if match is None or match[1] != environment:
        _refuse("token", "El token de la tarjeta no es válido.")
    if type(installments) is not int or not 1 <= installments <= MAX_INSTALLMENTS:
        _refuse("installments", "El número de cuotas no es válido.")


def _check_pse(data: Mapping[str, Any], environment: str) -> None:
    if not _matches(BANK_CODE, data.get("financial_institution_code")):
        _refuse("financial_institution_code", "El banco no es válido.")
    if type(data.get("user_type")) is not int or data["user_type"] not in (0, 1):
        _refuse("user_type", "El tipo de persona debe ser 0 (natural) o 1 (jurídica).")
    kind = data.get("user_legal_id_type")
    if not isinstance(kind, str) or kind not in LEGAL_ID_TYPES:
        _refuse("user_legal_id_type", "El tipo de documento no es válido.")
    if not _matches(LEGAL_ID, data.get("user_legal_id")):
        _refuse("user_legal_id", "El número de documento no es válido.")


def _check_nequi(data: Mapping[str, Any], environment: str) -> None:
    if not _matches(NEQUI_PHONE, data.get("phone_number")):
        _refuse("phone_number", "El celular de Nequi debe tener diez dígitos y empezar por 3.")


_CHECKS: dict[ChargeMethod, Callable[[Mapping[str, Any], str], None]] = {
    ChargeMethod.CARD: _check_card,
    ChargeMethod.PSE: _check_pse,
    ChargeMethod.NEQUI: _check_nequi,
}


def _payment_method(charge: Charge) -> dict[str, Any]:
    data = charge.method_data
    if charge.method == ChargeMethod.CARD:
        return {
            "type": "CARD",
            "token": data["token"],
            "installments": data.get("installments", 1),
        }
    if charge.method == ChargeMethod.NEQUI:
        return {"type": "NEQUI", "phone_number": data["phone_number"]}
    return {
        "type": "PSE",
        "user_type": data["user_type"],
        "user_legal_id_type": data["user_legal_id_type"],
        "user_legal_id": data["user_legal_id"],
        "financial_institution_code": data["financial_institution_code"],
        "payment_description": plain_description(charge.description or charge.reference),
    }


def _customer_data(charge: Charge) -> dict[str, str]:
    data = {"full_name": charge.full_name, "phone_number": charge.phone.removeprefix("+")}
    if charge.legal_id and charge.legal_id_type in LEGAL_ID_TYPES:
        data |= {"legal_id": charge.legal_id, "legal_id_type": charge.legal_id_type}
    return data


def plain_description(text: str) -> str:
    """Return at most 30 characters of plain ASCII: ``Pedido Núñez`` becomes ``Pedido Nunez``."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    kept = re.sub(r"[^A-Za-z0-9 ._-]+", " ", ascii_text)
    return " ".join(kept.split())[:DESCRIPTION_LENGTH].strip() or "Compra"


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _refuse(field: str, message: str) -> NoReturn:
    raise InvalidCharge(message, field=field)
