"""Refuses staff who reach for an account as strong as theirs."""

from uuid import UUID

from ..errors import StrongerAccount
from ..models import User
from ..rank import may_manage


def require_may_manage(*, actor_id: UUID | None, subject: User) -> None:
    """Pass the system, the person and whoever stands above them: at most 3 queries.

    Raises:
        StrongerAccount: the actor is weaker than, or as strong as, the person.
    """
    if actor_id != subject.pk:
        require_above(actor_id=actor_id, subject=subject)


def require_above(*, actor_id: UUID | None, subject: User) -> None:
    """Pass the system and whoever stands above the person, but not the person.

    Raises:
        StrongerAccount: the actor is weaker than, or as strong as, the person.
    """
    if actor_id is None:
        return
    actor = User.objects.filter(pk=actor_id).first()
    if actor is None or not may_manage(actor, subject):
        raise StrongerAccount("No puede cambiar una cuenta con tantos o más permisos que la suya.")
