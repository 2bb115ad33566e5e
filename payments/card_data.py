"""Finding card data in what people send us, so that it can be refused before it is kept or logged.

Whoever stores, processes or transmits a card number is in full PCI DSS scope; the browser gives
the number to the gateway itself, and we only ever see a token.
"""

import re
from typing import Any

from marketplace.shared.luhn import passes_luhn

# Compared without case, spaces, dashes and underscores.
CARD_KEYS = frozenset(
    {
        "number",
        "cardnumber",
        "pan",
        "cvc",
        "cvc2",
        "cvv",
        "cvv2",
        "cardcvc",
        "cardcvv",
        "securitycode",
        "cardsecuritycode",
        "expmonth",
        "expyear",
        "cardholder",
        "track1",
        "track2",
    }
)
# Standing alone: the digits inside of a UUID or of a token are no card number.
_DIGIT_RUN = re.compile(r"(?<![\w-])[0-9](?:[ -]*[0-9]){12,18}(?![\w-])", re.ASCII)
_MAX_DEPTH = 20


def carries_card_data(body: Any) -> bool:
    """Tell whether a parsed JSON body has a key of a card form, or a value like a card number.

    A value is like a card number when it holds, standing alone, 13 to 19 digits, spaces and dashes
    aside, that pass the Luhn check. A body nested deeper than any of ours counts as carrying them.
    """
    pending: list[tuple[Any, int]] = [(body, 0)]
    while pending:
        value, depth = pending.pop()
        if depth > _MAX_DEPTH:
            return True
        if isinstance(value, dict):
            if any(_is_card_key(key) for key in value):
                return True
            pending.extend((inner, depth + 1) for inner in value.values())
        elif isinstance(value, list):
            pending.extend((inner, depth + 1) for inner in value)
        elif isinstance(value, str | int) and _looks_like_a_card(str(value)):
            return True
    return False


def _is_card_key(key: Any) -> bool:
    return re.sub(r"[\s_-]+", "", str(key)).lower() in CARD_KEYS


def _looks_like_a_card(text: str) -> bool:
    return any(passes_luhn(re.sub(r"[ -]", "", match[0])) for match in _DIGIT_RUN.finditer(text))
