"""How Twilio signs what it sends us.

Source: https://www.twilio.com/docs/usage/security#validating-requests
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlsplit

STANDARD_PORTS = {"https": 443, "http": 80}


def is_signed(
    *, url: str, parameters: Iterable[tuple[str, str]], signature: str, token: str
) -> bool:
    """Tell whether ``signature`` is Twilio's for this form.

    Args:
        url: as Twilio called it, with its query; the standard port may stand in it or not.
        parameters: names and values of the form, as they were sent: also empty and unknown ones.
        token: the account's auth token.

    Compares in constant time, and each spelling of the address whatever the others gave.
    """
    tail = _signed_tail(parameters)
    sent = signature.encode()
    found = [
        hmac.compare_digest(_digest(spelling + tail, token), sent) for spelling in _spellings(url)
    ]
    return any(found)


def _digest(text: str, token: str) -> bytes:
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest())


def _signed_tail(parameters: Iterable[tuple[str, str]]) -> str:
    """Return names and values without separators, by name; a repeated name's values once each."""
    values: dict[str, set[str]] = {}
    for name, value in parameters:
        values.setdefault(name, set()).add(value)
    return "".join(name + value for name in sorted(values) for value in sorted(values[name]))


def _spellings(url: str) -> list[str]:
    """Return the address as it is, and with or without the standard port."""
    parts = urlsplit(url)
    port = STANDARD_PORTS.get(parts.scheme)
    if parts.port is None and port is not None:
        other = f"{parts.netloc}:{port}"
    elif parts.port == port:
        other = parts.netloc.removesuffix(f":{port}")
    else:
        return [url]
    return [url, url.replace(f"//{parts.netloc}", f"//{other}", 1)]
