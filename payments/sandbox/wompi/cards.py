"""``POST /tokens/cards``: the browser brings a card, the sandbox keeps what it stands for.

The number and the code live in this call only; the book gets the brand, the first six and the
last four digits.
"""

import json
import re
import secrets
import time
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from .. import book
from .access import json_object, needs_key
from .answers import invalid, moment

OUTCOMES = {
    "4242424242424242": ("APPROVED", None),
    "4111111111111111": ("DECLINED", "La transacción fue rechazada (Sandbox)"),
}
ANY_OTHER = ("ERROR", "Transacción con ERROR en Sandbox")
BRANDS = {"4": "VISA", "5": "MASTERCARD", "2": "MASTERCARD", "3": "AMEX", "6": "DISCOVER"}
MAX_USES = 2
TOKEN_SECONDS = 180 * 24 * 60 * 60


@needs_key("public")
def tokenize(request: HttpRequest) -> HttpResponse:
    """Give a token for a valid card."""
    form = json_object(request)
    _check_form(form)
    number = form["number"]
    token = f"tok_test_{book.MERCHANT_ID}_{secrets.token_hex(16)}"
    card = {
        "brand": BRANDS.get(number[0], "VISA"),
        "name": f"{BRANDS.get(number[0], 'VISA')}-{number[-4:]}",
        "last_four": number[-4:],
        "bin": number[:6],
        "exp_year": form["exp_year"],
        "exp_month": form["exp_month"],
        "card_holder": form["card_holder"],
    }
    outcome = OUTCOMES.get(number, ANY_OTHER)
    book.connection().execute(
        "INSERT INTO card_tokens (id, card, outcome) VALUES (?, ?, ?)",
        (token, json.dumps(card), json.dumps(outcome)),
    )
    now = time.time()
    data = {
        "id": token,
        "created_at": moment(now),
        **card,
        "expires_at": moment(now + TOKEN_SECONDS),
    }
    return JsonResponse({"status": "CREATED", "data": data}, status=201)


def use_token(token: Any) -> tuple[dict[str, str], tuple[str, str | None]]:
    """Return the card behind a token and its outcome, and count the use.

    Raises:
        WompiError: 422, there is no such token, or it was used twice already.
    """
    row = (
        book.connection()
        .execute(
            "UPDATE card_tokens SET uses = uses + 1 WHERE id = ? AND uses < ? RETURNING *",
            (str(token), MAX_USES),
        )
        .fetchone()
    )
    if row is None:
        raise invalid({"payment_method": {"token": ["El token no existe o ya fue usado"]}})
    status, message = json.loads(row["outcome"])
    return json.loads(row["card"]), (status, message)


def _check_form(form: dict[str, Any]) -> None:
    rules = {
        "number": r"[0-9]{13,19}",
        "cvc": r"[0-9]{3,4}",
        "exp_month": r"0[1-9]|1[0-2]",
        "exp_year": r"[0-9]{2}",
        "card_holder": r".{5,100}",
    }
    messages: dict[str, list[str]] = {}
    for field, pattern in rules.items():
        value = form.get(field)
        if value in (None, ""):
            messages[field] = ["No está presente"]
        elif not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            messages[field] = ["Formato inválido"]
    if not messages and not _luhn(form["number"]):
        messages["number"] = ["El número de la tarjeta no es válido"]
    if not messages and (form["exp_year"], form["exp_month"]) < (
        time.strftime("%y"),
        time.strftime("%m"),
    ):
        messages["exp_year"] = ["La tarjeta está vencida"]
    if messages:
        raise invalid(messages)


def _luhn(number: str) -> bool:
    doubled = "0246813579"
    odd, even = number[-1::-2], number[-2::-2]
    return sum(map(int, odd), sum(int(doubled[int(digit)]) for digit in even)) % 10 == 0
