"""Login by password."""

from django.contrib.auth.hashers import make_password

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction

from ..errors import InvalidCredentials
from ..models import User
from ..selectors.identity import user_by_email
from .sessions import open_session
from .tokens import IssuedTokens


def login(*, email: str, password: str, staff_only: bool = False) -> IssuedTokens:
    """Open a login session for whoever knows the password: 6 statements, one Argon2 check.

    The hash is computed before the transaction and also for an unknown account, so that known,
    unknown and closed accounts take the same time.

    Raises:
        InvalidCredentials: unknown account, wrong password, closed account, or not staff where
            ``staff_only`` asks for it; nothing is written.
    """
    user = user_by_email(email=email)
    if user is None:
        make_password(password)
        raise InvalidCredentials
    is_right = user.check_password(password)
    if not is_right or not user.is_active or (staff_only and not user.is_staff):
        raise InvalidCredentials
    return _enter(user)


@in_transaction
def _enter(user: User) -> IssuedTokens:
    """Open the session, unless password or account changed since the check.

    The update also locks the user, so a change of password at this moment comes wholly before
    (and refuses this login) or wholly after (and revokes it).
    """
    unchanged = User.objects.filter(pk=user.pk, is_active=True, password=user.password)
    if not unchanged.update(last_login=DbNow()):
        raise InvalidCredentials
    return open_session(user=user)
