"""Refuses passwords that are little more than words that everybody would try here."""

import re
import unicodedata
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

# What people write around a few digits, besides their own names. Without accents.
WORDS = (
    *("marketplace", "contrasena", "bienvenido", "colombia", "mercado", "password"),
    *("bogota", "medellin", "barranquilla", "cartagena", "tienda", "compras", "vendedor"),
    *("plaza", "clave", "acceso", "usuario", "admin", "qwerty", "hola"),
)
LEAST_LETTERS = 4
LEAST_DIGITS = 12


class ContextWordValidator:
    """A password needs something that is neither such a word nor the person's name nor a number.

    Four letters of anything else are enough, or twelve digits that are no sequence: this is no
    rule of composition.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Pass what has enough of its own.

        Raises:
            ValidationError: little is left without the words.
        """
        letters = _letters(password)
        for word in sorted({*WORDS, *_own_words(user)}, key=len, reverse=True):
            letters = letters.replace(word, " ")
        left = letters.replace(" ", "").replace("mi", "", 1)
        if len(left) < LEAST_LETTERS and not _is_long_number(password):
            raise ValidationError(
                "La contraseña es fácil de adivinar: agregue palabras que nadie espere aquí.",
                code="password_context_words",
            )

    def get_help_text(self) -> str:
        return "Su contraseña no puede ser solo palabras de la plaza, su nombre y números."


def _is_long_number(text: str) -> bool:
    digits = [int(digit) for digit in re.sub(r"[^0-9]", "", text)]
    steps = {(after - before) % 10 for before, after in pairwise(digits)}
    return len(digits) >= LEAST_DIGITS and len(steps) > 1


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalpha())


def _own_words(user: Any) -> set[str]:
    if user is None:
        return set()
    said = f"{user.first_name} {user.last_name} {user.email.partition('@')[0]}"
    words = {_letters(word) for word in re.split(r"[\W_]+", said)}
    return {word for word in words if len(word) > 2}
