"""Changes passwords."""

from uuid import UUID

from django.contrib.auth.hashers import make_password

from marketplace.shared.db import in_transaction
from marketplace.shared.ids import new_id
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import WeakPassword, WrongPassword
from ..events import PasswordChanged
from ..models import User
from ..passwords import require_strong
from .confirmation import require_password
from .links import void_pending_changes
from .sessions import PASSWORD_CHANGED, revoke_all


def change_password(
    *, user_id: UUID, current: str, new: str, keep_session_id: UUID | None = None
) -> None:
    """Replace the password and end the person's login sessions, except the one at hand.

    Raises:
        UserNotFound: no such person.
        WrongPassword: ``current`` is not the password, or no longer.
        TooManyAttempts: too many failures, here and at the login.
        WeakPassword: ``new`` is not good enough; staff need 15 characters.

    Nothing is changed when it raises. The hashes are computed before the transaction.
    """
    user = require_password(user_id=user_id, password=current)
    if current == new:
        raise WeakPassword("La contraseña nueva es la misma que ya tiene.")
    require_strong(new, user=user, is_staff=user.is_staff)
    _replace(user_id, user.password, make_password(new), keep_session_id)


@in_transaction
def _replace(user_id: UUID, checked: str, hashed: str, keep_session_id: UUID | None) -> None:
    if not User.objects.filter(pk=user_id, password=checked).update(password=hashed):
        raise WrongPassword("La contraseña actual no es correcta.")
    revoke_all(
        user_id=user_id,
        reason=PASSWORD_CHANGED,
        actor_id=user_id,
        except_session_id=keep_session_id,
    )
    void_pending_changes(user_id=user_id)
    audit.record(
        action="accounts.password_changed",
        subject_type="user",
        subject_id=user_id,
        actor_id=user_id,
    )
    publish(PasswordChanged(user_id=str(user_id), change_id=str(new_id())))
