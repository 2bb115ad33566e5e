"""Identity documents of Colombia, and the NIT with its check digit (DIAN, Orden Administrativa 4
of 1989).
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices

from .errors import InvalidInputError


class InvalidDocument(InvalidInputError):
    """Not a number of this type of document."""

    code = "invalid_document"


class InvalidNit(InvalidDocument):
    """Not a NIT with its own check digit."""

    code = "invalid_nit"


class DocumentType(TextChoices):
    """What people and companies identify themselves with."""

    CC = "CC", "cédula de ciudadanía"
    CE = "CE", "cédula de extranjería"
    NIT = "NIT", "NIT"
    PP = "PP", "pasaporte"
    TI = "TI", "tarjeta de identidad"
    PPT = "PPT", "permiso por protección temporal"


# From the rightmost digit to the left.
WEIGHTS = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)
MAX_LENGTH = 16
_NIT = re.compile(r"([0-9]{1,15}) *- *([0-9])")
_SEPARATORS = re.compile(r"[ .\u00a0]")
# ASCII alone: other scripts have digits and letters that look the same.
_FORMS = {
    DocumentType.CC: (re.compile(r"[1-9][0-9]{2,9}"), "de 3 a 10 dígitos; el primero no es 0"),
    DocumentType.CE: (re.compile(r"[0-9A-Z]{1,10}"), "hasta 10 letras y dígitos"),
    DocumentType.PP: (re.compile(r"[0-9A-Z]{1,16}"), "hasta 16 letras y dígitos"),
    DocumentType.TI: (re.compile(r"[0-9]{10,11}"), "10 u 11 dígitos"),
    DocumentType.PPT: (re.compile(r"[0-9]{1,8}"), "hasta 8 dígitos"),
}


@dataclass(frozen=True, kw_only=True)
class Nit:
    """A tax number and its check digit, which are stored apart."""

    number: str
    check_digit: str

    def __str__(self) -> str:
        return f"{self.number}-{self.check_digit}"


@dataclass(frozen=True, kw_only=True)
class Document:
    """An identity document in its stored form; without a type there is none."""

    type: str = ""
    number: str = ""
    check_digit: str = ""


NO_DOCUMENT = Document()


def parse_document(*, type: str, text: str) -> Document:
    """Read a document's number; points and spaces do not matter, letters become capitals.

    Args:
        type: one of ``DocumentType``; a NIT needs its check digit.

    Raises:
        InvalidNit: see ``parse_nit``.
        InvalidDocument: an unknown type, or not the form of its numbers.
    """
    if type == DocumentType.NIT:
        nit = parse_nit(text)
        return Document(type=type, number=nit.number, check_digit=nit.check_digit)
    if type not in DocumentType.values:
        raise InvalidDocument("No conocemos ese tipo de documento.")
    form, told = _FORMS[DocumentType(type)]
    number = _SEPARATORS.sub("", text)
    if not number.isascii() or not form.fullmatch(number.upper()):
        raise InvalidDocument(f"Escriba el número de {DocumentType(type).label}: {told}.")
    return Document(type=type, number=number.upper())


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
    found = _NIT.fullmatch(text.strip().replace(".", ""))
    if found is None:
        raise InvalidNit(
            "¿Cuál es el dígito de verificación del NIT? Escríbalo después de un guion:"
            " 890903938-8."
        )
    number, digit = found.groups()
    if digit != check_digit(number):
        raise InvalidNit("El dígito de verificación no corresponde al NIT.")
    return Nit(number=number, check_digit=digit)
