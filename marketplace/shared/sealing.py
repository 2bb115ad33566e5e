"""Seals secrets that must be read again, such as the key of somebody's second factor.

What only has to be compared is hashed instead. The keys are ``settings.SEALING_KEYS``: the first
seals, all of them open, so a key is rolled by putting a new one in front, running
``manage.py reseal_secrets``, and then taking the old one away.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from .errors import UnavailableError

# So that a key used elsewhere by mistake does not open what is sealed here.
_PURPOSE = b"plaza sealing 1:"


class SealBroken(UnavailableError):
    """No key of the settings opens it: a key was lost, or the row was changed by hand."""

    def __init__(self) -> None:
        super().__init__("No se puede leer un dato protegido. Avise al equipo.")


def seal(text: str) -> str:
    """Return ``text`` encrypted and authenticated under the first key; each time another text."""
    return MultiFernet(_fernets()).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed, under whichever key.

    Raises:
        SealBroken: no key opens it.
    """
    return _open(MultiFernet(_fernets()), sealed)


def resealed(sealed: str) -> str:
    """Return ``sealed`` under the first key; unchanged when it is under that one already.

    Raises:
        SealBroken: no key opens it.
    """
    try:
        _open(_fernets()[0], sealed)
    except SealBroken:
        return seal(unseal(sealed))
    return sealed


def _open(fernet: Fernet | MultiFernet, sealed: str) -> str:
    try:
        return fernet.decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _fernets() -> list[Fernet]:
    """Return the ciphers, first key first. The keys are long and random, so one hash is enough."""
    return [
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(_PURPOSE + key.encode()).digest()))
        for key in settings.SEALING_KEYS
    ]
