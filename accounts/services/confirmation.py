"""Asks a signed-in person for their password again, before what cannot be undone."""

from uuid import UUID

from django.contrib.auth.hashers import check_password

from ..errors import UserNotFound, WrongPassword
from ..models import User


def require_password(*, user_id: UUID, password: str) -> None:
    """Pass whoever knows the account's password.

    Raises:
        UserNotFound: no such person, or a closed account.
        WrongPassword: it is another.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise UserNotFound("La cuenta no existe.")
    if not check_password(password, user.password):
        raise WrongPassword("La contraseña actual no es correcta.")
