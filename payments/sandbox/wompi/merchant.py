"""``GET /merchants/info``: who sells, and the two documents with their single-use tokens."""

import hashlib
import sqlite3
import time
import uuid
from typing import Any

import jwt
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from .. import book
from .access import check_key
from .answers import MERCHANT, WompiError, invalid, not_found, wrong_key

METHODS = ["CARD", "PSE", "NEQUI"]
TOKEN_SECONDS = 60 * 60
# Field of a charge, and the contract that its token must be for.
CONTRACTS = {"acceptance_token": 12, "accept_personal_auth": 27}
DOCUMENTS = {12: "terminos", 27: "datos"}


def merchant_info(request: HttpRequest) -> HttpResponse:
    """Answer the merchant of the public key, with a fresh pair of tokens."""
    key = request.headers.get("x-merchant-public-key", "")
    if not key:
        raise wrong_key("Se esperaba una llave pública pero no se recibió")
    check_key(key, "public")
    data = {
        **MERCHANT,
        "accepted_currencies": ["COP"],
        "accepted_payment_methods": METHODS,
        "presigned_acceptance": _acceptance(12, "END_USER_POLICY"),
        "presigned_personal_data_auth": _acceptance(27, "PERSONAL_DATA_AUTH"),
    }
    return JsonResponse({"data": data, "meta": {}})


def retired_merchant(request: HttpRequest, public_key: str) -> HttpResponse:
    """Answer like the retired address that had the public key in it."""
    raise not_found()


def spend_acceptances(body: dict[str, Any]) -> None:
    """Use up both tokens of a charge, for ever, whatever becomes of the charge.

    Raises:
        WompiError: 422, a token is missing, false, expired, the other one's or spent.
    """
    for field, contract in CONTRACTS.items():
        try:
            claims = jwt.decode(str(body[field]), _secret(), algorithms=["HS256"])
        except jwt.ExpiredSignatureError as error:
            raise _refusal(field, "El token de aceptación ha expirado") from error
        except jwt.InvalidTokenError as error:
            raise _refusal(field, "El token de aceptación no es válido") from error
        if claims["contract_id"] != contract:
            raise _refusal(field, "El token de aceptación no es válido")
        try:
            book.connection().execute("INSERT INTO spent_acceptances VALUES (?)", (claims["jit"],))
        except sqlite3.IntegrityError as error:
            raise _refusal(field, "El token de aceptación ya fue usado") from error


def _acceptance(contract: int, kind: str) -> dict[str, str]:
    permalink = f"{settings.SANDBOX_URL}/documentos/{DOCUMENTS[contract]}"
    claims = {
        "contract_id": contract,
        "permalink": permalink,
        "file_hash": hashlib.md5(permalink.encode(), usedforsecurity=False).hexdigest(),
        "jit": uuid.uuid4().hex,
        "exp": int(time.time()) + TOKEN_SECONDS,
    }
    token = jwt.encode(claims, _secret(), algorithm="HS256")
    return {"acceptance_token": token, "permalink": permalink, "type": kind}


def _secret() -> str:
    return hashlib.sha256(f"acceptance {settings.WOMPI_PRIVATE_KEY}".encode()).hexdigest()


def _refusal(field: str, message: str) -> WompiError:
    return invalid({field: [message]})
