"""Wompi's two signatures: ours on a charge (integrity) and theirs on an event (checksum).

Source: docs.wompi.co, "Widget & Checkout Web" and "Eventos" (Colombia).
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

_SHA256_HEX = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)


def integrity_signature(
    *,
    reference: str,
    amount_in_cents: int,
    currency: str,
    secret: str,
    expiration_time: str | None = None,
) -> str:
    """Return the lower-case hex SHA-256 that a charge must carry.

    ``expiration_time`` must be exactly the text that the request carries, or ``None`` when it
    carries none.
    """
    text = f"{reference}{amount_in_cents}{currency}{expiration_time or ''}{secret}"
    return hashlib.sha256(text.encode()).hexdigest()


def parse_event(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object in ``body``, or ``None`` when it is anything else."""
    try:
        event = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def signed_values(event: Mapping[str, Any]) -> list[tuple[str, str]] | None:
    """Return (path, value as signed) for each signed property, in the order of the event.

    ``None`` when the list of properties is missing, empty or not a list, or when a path is absent
    or leads to an object or a list. Booleans read ``true`` and ``false``, null is empty.
    """
    signature, data = event.get("signature"), event.get("data")
    if not isinstance(signature, dict) or not isinstance(data, dict):
        return None
    properties = signature.get("properties")
    if not isinstance(properties, list) or not properties:
        return None
    values = []
    for path in properties:
        if not isinstance(path, str):
            return None
        value = _value_at(data, path)
        if isinstance(value, dict | list):
            return None
        values.append((path, _as_signed(value)))
    return values


def checksum_is_valid(event: Mapping[str, Any], *, header: str | None, secret: str) -> bool:
    """Tell whether the event was made by someone who knows ``secret``. Fails closed.

    The checksum may come in the body, in the header ``X-Event-Checksum``, or in both if they
    agree. It proves the signed values only, and those only together with the rules of
    ``wompi_notices``: the values are joined without separators.
    """
    timestamp = event.get("timestamp")
    values = signed_values(event)
    if not secret or values is None or type(timestamp) is not int:
        return False
    claimed = _claimed_checksum(event["signature"].get("checksum"), header)
    if claimed is None:
        return False
    text = "".join(value for _, value in values) + str(timestamp) + secret
    try:
        expected = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:  # half of a surrogate pair: no gateway can have signed that
        return False
    return hmac.compare_digest(expected, claimed)


def _claimed_checksum(in_body: Any, in_header: str | None) -> str | None:
    """Return the one checksum claimed, in lower case; ``None`` if there is none or are two."""
    claims = set()
    for claim in (in_body, in_header):
        if claim is None or claim == "":
            continue
        if not isinstance(claim, str) or not _SHA256_HEX.fullmatch(claim):
            return None
        claims.add(claim.lower())
    return claims.pop() if len(claims) == 1 else None


def _value_at(data: Any, path: str) -> Any:
    """Return what the path leads to; an object, like the whole, if it leads nowhere."""
    whole = data
    for key in path.split("."):
        if not isinstance(data, dict) or key not in data:
            return whole
        data = data[key]
    return data


def _as_signed(value: str | float | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
