"""Asks for the password again before something that a thief of the session must not do."""

from uuid import UUID

from ..errors import WrongPassword
from ..models import User


def require_password(*, user_id: UUID, password: str) -> None:
    """Pass who knows the account's password.

    Raises:
        WrongPassword: it is another.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not user.check_password(password):
        raise WrongPassword("La contraseña no es correcta.")
