"""Colombian telephone numbers, in the one form that is stored: E.164."""

import re

from .errors import InvalidInputError

_IGNORED = re.compile(r"[ .()\u00a0-]")
_MOBILE = re.compile(r"3[0-9]{9}")
_LANDLINE = re.compile(r"60[124-8][0-9]{7}")
COUNTRY = "+57"


class InvalidPhone(InvalidInputError):
    """Not a Colombian telephone number."""

    code = "invalid_phone"


def normalise_phone(text: str) -> str:
    """Return ``text`` as ``+57`` and ten digits; a number in that form stays as it is.

    Mobiles begin with 3, landlines with 60 and the digit of their area (numbering plan of the
    CRC, since September 2021).

    Raises:
        InvalidPhone: seven digits, another country, other scripts' digits, anything else.
    """
    number = _without_country(_IGNORED.sub("", text))
    if not (_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number)):
        raise InvalidPhone("Escriba un teléfono colombiano de diez dígitos.")
    return COUNTRY + number


def is_mobile(phone: str) -> bool:
    """Tell whether ``phone``, in the stored form, can get an SMS: landlines cannot."""
    return _MOBILE.fullmatch(phone.removeprefix(COUNTRY)) is not None


def _without_country(number: str) -> str:
    for prefix in (COUNTRY, "0057"):
        if number.startswith(prefix):
            return number.removeprefix(prefix)
    return number.removeprefix("57") if len(number) == 12 else number
