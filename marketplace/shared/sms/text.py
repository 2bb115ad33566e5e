"""How a text travels: the alphabet of GSM 03.38, and how many segments are paid for."""

import unicodedata

MAX_LENGTH = 1_600
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each is sent as an escape and one more character.
_EXTENDED = frozenset("\f^{}\\[~]|€")
_LOOK_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...",
     "\u00a0": " ", "\u202f": " ", "º": "o", "ª": "a", "·": "-"}
)  # fmt: skip
GSM_ONE, GSM_JOINED = 160, 153
UCS_ONE, UCS_JOINED = 70, 67


def plain_text(text: str) -> str:
    """Return ``text`` with what GSM lacks replaced by what looks alike: ``á`` becomes ``a``.

    ``á í ó ú`` alone would more than double the price of a text. What has no look-alike, such as
    an emoji, stays and makes the whole text UCS-2.
    """
    return "".join(
        _plain(character) for character in unicodedata.normalize("NFC", text).translate(_LOOK_ALIKE)
    )


def _plain(character: str) -> str:
    if character in _BASIC or character in _EXTENDED:
        return character
    bare = unicodedata.normalize("NFD", character)[0]
    return bare if bare in _BASIC else character


def is_gsm(text: str) -> bool:
    """Tell whether each character is in GSM's alphabet."""
    return all(character in _BASIC or character in _EXTENDED for character in text)


def segments(text: str) -> int:
    """Return how many segments ``text`` is sent and paid as; at least one.

    A character is not split between two segments: neither an escape pair of GSM nor a surrogate
    pair of UTF-16.
    """
    if is_gsm(text):
        return _segments([2 if each in _EXTENDED else 1 for each in text], GSM_ONE, GSM_JOINED)
    return _segments([2 if ord(each) > 0xFFFF else 1 for each in text], UCS_ONE, UCS_JOINED)


def _segments(widths: list[int], one: int, joined: int) -> int:
    if sum(widths) <= one:
        return 1
    count, used = 1, 0
    for width in widths:
        if used + width > joined:
            count, used = count + 1, 0
        used += width
    return count
