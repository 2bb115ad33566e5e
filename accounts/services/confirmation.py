"""Asks somebody who is signed in for their password again, before something grave."""

from uuid import UUID

from django.contrib.auth.hashers import check_password

from ..errors import UserNotFound, WrongPassword
from ..models import User
from .login_guard import AttemptKind, begin_attempt


def require_password(*, user_id: UUID, password: str) -> User:
    """Return the person as they were when the password was checked.

    Failures count like failed logins, so nobody finds out a password here that they could not
    find out at the login.

    Raises:
        UserNotFound: no such person, or the account is closed.
        WrongPassword: it is another, or there is none yet.
        TooManyAttempts: too many failures, here and at the login; nothing was hashed.
        RuntimeError: called inside a transaction, which could undo the count.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise UserNotFound("La cuenta no existe.")
    with begin_attempt(kind=AttemptKind.PASSWORD, name=user.email) as attempt:
        if not check_password(password, user.password):
            raise WrongPassword("La contraseña actual no es correcta.")
        attempt.succeed()
    return user
