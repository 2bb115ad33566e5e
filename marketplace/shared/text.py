"""Text from people, wherever it comes in."""

import re
import unicodedata

# Controls but tab, line feed and carriage return, and halves of surrogate pairs.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Overrides of the reading direction, which can make a name look like another one, and signs that
# nobody sees, of which a name could consist.
_DIRECTION_MARKS = dict.fromkeys(
    [
        *(0x00AD, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xE0000, 0xE0080),
    ]
)
_ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)


def normal_text(text: str) -> str:
    """Return ``text`` in Unicode's NFC.

    Raises:
        ValueError: it has control characters or halves of surrogate pairs.
    """
    if _REFUSED.search(text):
        raise ValueError("control characters")
    return unicodedata.normalize("NFC", text)


def without_direction_marks(text: str) -> str:
    """Return ``text`` without marks that turn the reading direction and signs that nobody sees."""
    return text.translate(_DIRECTION_MARKS)


def names_an_address(text: str) -> bool:
    """Tell whether ``text`` holds a web address, which has no place in a person's name: mails greet
    people by name, and strangers choose whom they go to.
    """
    return _ADDRESS.search(text) is not None


def one_line(text: str) -> str:
    """Return ``text`` as names and addresses are kept: one line, no direction marks."""
    return " ".join(without_direction_marks(text).split())


def comparable(text: str) -> str:
    """Return ``text`` for comparing: small letters without accents, single spaces for the rest.

    Points vanish, so that ``D.C.`` and ``DC`` are the same; other signs separate words.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(
            letter if letter.isalnum() else " "
            for letter in letters
            if not unicodedata.combining(letter) and letter != "."
        ).split()
    )
