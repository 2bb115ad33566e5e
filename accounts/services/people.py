"""Changes what is known about people, and closes accounts."""

from uuid import UUID

from marketplace.shared.db import in_transaction
from marketplace.shared.documents import Document
from marketplace.shared.phones import normalise_phone
from marketplace.shared.services import audit
from marketplace.shared.text import one_line

from ..errors import StrongerAccount, UserNotFound
from ..models import User
from .documents import DOCUMENT_FIELDS, write_document
from .guard import require_may_manage
from .sessions import DEACTIVATED, revoke_all

PROFILE_FIELDS = ("first_name", "last_name", "phone", "language", *DOCUMENT_FIELDS)


@in_transaction
def update_profile(
    *,
    user_id: UUID,
    first_name: str | None = None,
    last_name: str | None = None,
    phone: str | None = None,
    document: Document | None = None,
    language: str | None = None,
    actor_id: UUID | None = None,
) -> User:
    """Change what is given and leave the rest; another telephone is no longer verified.

    Args:
        document: checked by ``parse_document``; ``NO_DOCUMENT`` takes it away. Audited apart,
            without its number.
        language: one of ``User.Language``.
        actor_id: the member of staff who does it; None is the person.

    Raises:
        UserNotFound: no such person.
        StrongerAccount: staff reach for somebody as strong as they are.
        InvalidPhone: the telephone is no Colombian one.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    require_may_manage(actor_id=actor_id, subject=user)
    before = (user.first_name, user.last_name, user.phone, user.language)
    if first_name is not None:
        user.first_name = one_line(first_name)
    if last_name is not None:
        user.last_name = one_line(last_name)
    if phone is not None:
        user.phone = normalise_phone(phone)
    if language is not None:
        user.language = User.Language(language)
    has_new_document = document is not None and write_document(
        user, document, actor_id=actor_id or user_id
    )
    after = (user.first_name, user.last_name, user.phone, user.language)
    if before == after and not has_new_document:
        return user
    if user.phone != before[2]:
        user.phone_verified_at = None
        user.pending_phone = ""
    user.save(update_fields=[*PROFILE_FIELDS, "pending_phone", "phone_verified_at"])
    if before == after:
        return user
    audit.record(
        action="accounts.profile_changed",
        subject_type="user",
        subject_id=user_id,
        actor_id=actor_id or user_id,
    )
    return user


@in_transaction
def set_active(*, user_id: UUID, is_active: bool, actor_id: UUID | None, reason: str = "") -> User:
    """Close an account, which ends its login sessions at once, or open it again.

    Doing it twice changes nothing. Locks the user.

    Raises:
        UserNotFound: no such person.
        StrongerAccount: staff reach for somebody as strong as they are, themselves included.
    """
    user = lock_user(user_id=user_id)
    require_may_manage(actor_id=actor_id, subject=user)
    if user.is_staff and actor_id == user_id:
        raise StrongerAccount("Nadie del equipo cierra ni abre su propia cuenta.")
    if user.is_active == is_active:
        return user
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        revoke_all(user_id=user_id, reason=DEACTIVATED, actor_id=actor_id)
    audit.record(
        action="accounts.activated" if is_active else "accounts.deactivated",
        subject_type="user",
        subject_id=user_id,
        actor_id=actor_id,
        changes={"is_active": [not is_active, is_active]},
        reason=reason,
    )
    return user


def lock_user(*, user_id: UUID) -> User:
    """Return the person, locked for the caller's transaction; orders may still refer to them.

    Raises:
        UserNotFound: no such person.
    """
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise UserNotFound("La cuenta no existe.")
    return user
