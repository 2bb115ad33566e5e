"""The NIT, Colombia's tax number, and its check digit (DIAN, Orden Administrativa 4 of 1989)."""

import re
from dataclasses import dataclass

from .errors import InvalidNit

# From the rightmost digit to the left.
WEIGHTS = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)
_FORM = re.compile(r"([0-9]{1,15}) *- *([0-9])")


@dataclass(frozen=True, kw_only=True)
class Nit:
    """A tax number and its check digit, which are stored apart."""

    number: str
    check_digit: str

    def __str__(self) -> str:
        return f"{self.number}-{self.check_digit}"


def check_digit(number: str) -> str:
    """Return the digit that belongs to ``number``, 1 to 15 ASCII digits."""
    weighed = zip(reversed(number), WEIGHTS, strict=False)
    remainder = sum(int(digit) * weight for digit, weight in weighed) % 11
    return str(remainder if remainder < 2 else 11 - remainder)


def with_check_digit(number: str) -> str:
    """Return ``number`` the way people write it, ``890903938-8``."""
    return f"{number}-{check_digit(number)}"


def parse_nit(text: str) -> Nit:
    """Read a NIT such as ``890.903.938-8``; points and spaces around it do not matter.

    Raises:
        InvalidNit: no dash and digit (they are asked for, not guessed), other characters, or a
            digit that does not belong to the number.
    """
    found = _FORM.fullmatch(text.strip().replace(".", ""))
    if found is None:
        raise InvalidNit("Escriba el NIT con su dígito de verificación: 890903938-8.")
    number, digit = found.groups()
    if digit != check_digit(number):
        raise InvalidNit("El dígito de verificación no corresponde al NIT.")
    return Nit(number=number, check_digit=digit)
