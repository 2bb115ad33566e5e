"""Refuses staff who reach for a stronger account."""

from uuid import UUID

from ..errors import StrongerAccount
from ..models import User
from ..rank import may_manage


def require_may_manage(*, actor_id: UUID | None, subject: User) -> None:
    """Pass the system, the person and whoever stands above them: at most 1 query.

    Raises:
        StrongerAccount: the actor is weaker than, or as strong as, the person.
    """
    if actor_id in (None, subject.pk):
        return
    actor = User.objects.filter(pk=actor_id).first()
    if actor is None or not may_manage(actor, subject):
        raise StrongerAccount("No puede cambiar una cuenta con tantos o más permisos que la suya.")
