"""Which passwords are good enough; the messages are Django's own, in Spanish."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from .errors import WeakPassword

MAX_LENGTH = 128
STAFF_MIN_LENGTH = 15


def weaknesses(password: str, *, user: Any, is_staff: bool = False) -> Sequence[str]:
    """Return what is wrong with ``password`` for ``user``, one Spanish sentence each.

    ``settings.AUTH_PASSWORD_VALIDATORS`` has the rules (ten characters, not common, not like
    the person's own data); staff need fifteen.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    if is_staff and len(password) < STAFF_MIN_LENGTH:
        return [f"La contraseña del equipo tiene al menos {STAFF_MIN_LENGTH} caracteres."]
    if len(password) > MAX_LENGTH:
        return [f"La contraseña tiene como máximo {MAX_LENGTH} caracteres."]
    return []


def require_strong(password: str, *, user: Any, is_staff: bool = False) -> None:
    """Refuse a weak password.

    Raises:
        WeakPassword: ``message`` joins the sentences of ``weaknesses``.
    """
    found = weaknesses(password, user=user, is_staff=is_staff)
    if found:
        raise WeakPassword(" ".join(found))
