"""Reading what Wompi answers: strictly where money hangs on it, patiently about unknown keys."""

import base64
import json
import logging
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from marketplace.shared.money import from_centavos

from .base import Bank, ChargeState, ChargeStatus, Document, Merchant
from .errors import MalformedAnswer

logger = logging.getLogger("plaza.payments.wompi")

TRANSACTION_ID = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)
MAX_CENTS = 10**14
# Wompi's name of each document, and the field of a charge that carries its token.
ACCEPTANCES = {
    "presigned_acceptance": "END_USER_POLICY",
    "presigned_personal_data_auth": "PERSONAL_DATA_AUTH",
}


def parse_transaction(data: Any, *, environment: str) -> ChargeState:
    """Return the state that a transaction object tells.

    Raises:
        MalformedAnswer: a key that we need is missing or has another type.
    """
    if not isinstance(data, dict):
        raise MalformedAnswer("Wompi no devolvió una transacción.")
    transaction_id = _text(data, "id", length=80)
    if not TRANSACTION_ID.fullmatch(transaction_id):
        raise MalformedAnswer("Wompi devolvió un id inválido.", field="id")
    cents = data.get("amount_in_cents")
    if type(cents) is not int or not 0 <= cents < MAX_CENTS:
        raise MalformedAnswer("Wompi devolvió un valor inválido.", field="amount_in_cents")
    try:
        status = ChargeStatus(_text(data, "status"))
    except ValueError as error:
        raise MalformedAnswer("Wompi devolvió un estado desconocido.", field="status") from error
    return ChargeState(
        gateway="wompi",
        transaction_id=transaction_id,
        reference=_text(data, "reference"),
        status=status,
        amount=from_centavos(cents),
        currency=_text(data, "currency", length=3),
        method=_text(data, "payment_method_type", length=64),
        environment=environment,
        payment_url=_payment_url(data.get("payment_method")),
        status_message=_optional_text(data.get("status_message")),
        created_at=_moment(data.get("created_at")),
    )


def parse_merchant(data: Any) -> tuple[Merchant, dict[str, str]]:
    """Return the merchant, and the fresh token of each document by Wompi's name for it.

    Raises:
        MalformedAnswer: the name, a token or a link is missing or has another type.
    """
    if not isinstance(data, dict):
        raise MalformedAnswer("Wompi no devolvió el comercio.")
    methods = data.get("accepted_payment_methods")
    if not isinstance(methods, list) or not all(isinstance(method, str) for method in methods):
        raise MalformedAnswer("Wompi no devolvió los medios de pago.")
    documents, tokens = [], {}
    for key, kind in ACCEPTANCES.items():
        acceptance = data.get(key)
        if not isinstance(acceptance, dict):
            raise MalformedAnswer("Wompi no devolvió los tokens de aceptación.", field=key)
        token = tokens[key] = _text(acceptance, "acceptance_token", length=8_000)
        url = _web_address(acceptance.get("permalink"))
        if url is None:
            raise MalformedAnswer("Wompi no devolvió el documento por aceptar.", field=key)
        documents.append(Document(kind=kind, url=url, file_hash=_file_hash(token)))
    merchant = Merchant(
        name=_text(data, "name"), methods=frozenset(methods), documents=tuple(documents)
    )
    return merchant, tokens


def parse_banks(data: Any) -> tuple[Bank, ...]:
    """Return the PSE banks, without the entry "choose your bank" that Wompi lists as code 0.

    Raises:
        MalformedAnswer: no list of banks.
    """
    if not isinstance(data, list):
        raise MalformedAnswer("Wompi no devolvió los bancos.")
    banks = []
    for entry in data:
        if not isinstance(entry, dict):
            raise MalformedAnswer("Wompi no devolvió los bancos.")
        code = _text(entry, "financial_institution_code", length=10)
        name = _text(entry, "financial_institution_name")
        if code != "0":
            banks.append(Bank(code=code, name=name))
    return tuple(banks)


def _text(source: Mapping[str, Any], key: str, *, length: int = 255) -> str:
    value = source.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= length or "\x00" in value:
        raise MalformedAnswer("Wompi devolvió un campo inválido.", field=key)
    return value


def _optional_text(value: Any) -> str:
    return value.replace("\x00", "")[:255] if isinstance(value, str) else ""


def _moment(text: Any) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _payment_url(payment_method: Any) -> str | None:
    """Return the bank's address; a strange one is left out: the state itself is still good."""
    extra = payment_method.get("extra") if isinstance(payment_method, dict) else None
    value = extra.get("async_payment_url") if isinstance(extra, dict) else None
    if value is None:
        return None
    url = _web_address(value)
    if url is None:
        logger.warning("Wompi gave a payment address that is no web address")
    return url


def _web_address(value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > 2_000 or re.search(r"[\s\x00-\x1f\\]", value):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in ("https", "http") and parts.hostname else None


def _file_hash(token: str) -> str:
    """Return the hash of the document from the token's payload, or nothing if it tells none."""
    pieces = token.split(".")
    if len(pieces) != 3:
        return ""
    try:
        payload = json.loads(base64.urlsafe_b64decode(pieces[1] + "=" * (-len(pieces[1]) % 4)))
    except (ValueError, RecursionError):
        return ""
    file_hash = payload.get("file_hash") if isinstance(payload, dict) else None
    return file_hash[:128] if isinstance(file_hash, str) else ""
