"""Erases people who ask for it: after some days of grace, and when nothing stands in the way.

The identity goes and the books stay. What belongs to the accounts is erased in one transaction;
the event ``UserErased`` lets the apps above take the person out of their own rows.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import DeletionRequestNotFound, ErasureBlocked
from ..events import ErasureStep, UserErased
from ..models import DeletionRequest, User
from .confirmation import require_password
from .erasers import erase_account
from .people import lock_user

Obstacle = Callable[[UUID], str | None]
Eraser = Callable[[UUID], None]

logger = logging.getLogger("plaza.accounts")

ASKED, WITHDRAWN, BLOCKED = "asked", "withdrawn", "blocked"
# A last mail that could not be sent for so long is given up, and its address with it.
FAREWELL_KEPT = timedelta(days=7)

_obstacles: list[Obstacle] = []
_erasers: list[Eraser] = []


def register_obstacle(obstacle: Obstacle) -> None:
    """Let ``obstacle(user_id)`` say in Spanish what has to end first, or nothing.

    Called when apps start; twice is once.
    """
    if obstacle not in _obstacles:
        _obstacles.append(obstacle)


def register_eraser(eraser: Eraser) -> None:
    """Let ``eraser(user_id)`` erase rows of the accounts in the transaction of the erasure.

    The apps above subscribe to ``UserErased`` instead. Called when apps start; twice is once.
    """
    if eraser not in _erasers:
        _erasers.append(eraser)


def obstacles_of(*, user_id: UUID) -> list[str]:
    """Return what stands in the way of erasing the person, one Spanish sentence each."""
    return [told for obstacle in _obstacles if (told := obstacle(user_id))]


def ask_erasure(*, user_id: UUID, password: str) -> tuple[DeletionRequest, bool]:
    """Note that a person wants to be erased in ``ERASURE_GRACE_DAYS``; say whether it is new.

    Asking again changes nothing: the first request goes on.

    Raises:
        UserNotFound, WrongPassword: see ``confirmation``.
        ErasureBlocked: something has to end first; ``details`` list what.

    Locks the user.
    """
    require_password(user_id=user_id, password=password)
    return _ask(user_id)


@in_transaction
def withdraw_erasure(*, user_id: UUID) -> None:
    """Let the account live on.

    Raises:
        DeletionRequestNotFound: nothing was asked, or it was withdrawn or done meanwhile.

    Locks the user, as the erasure does: one of the two comes first.
    """
    lock_user(user_id=user_id)
    request = _pending(user_id)
    if request is None:
        raise DeletionRequestNotFound("No hay una solicitud de borrado pendiente.")
    request.status = DeletionRequest.Status.WITHDRAWN
    request.closed_at = DbNow()
    request.save(update_fields=["status", "closed_at"])
    _record("accounts.erasure_withdrawn", user_id, actor_id=user_id)
    publish(ErasureStep(request_id=str(request.pk), step=WITHDRAWN))


def erase_due() -> int:
    """Erase everybody whose days of grace are over; return how many were erased.

    Who cannot be erased yet is told once why, and tried again at the next run. Safe to repeat
    and to run twice at once.
    """
    DeletionRequest.objects.filter(
        status=DeletionRequest.Status.DONE, closed_at__lt=DbNow() - FAREWELL_KEPT
    ).exclude(farewell_to="").update(farewell_to="")
    due = DeletionRequest.objects.filter(
        status=DeletionRequest.Status.PENDING, due_at__lte=DbNow()
    ).order_by("due_at", "pk")
    return sum(_erased(user_id) for user_id in due.values_list("user_id", flat=True))


def _erased(user_id: UUID) -> bool:
    """Erase one person; what goes wrong with one must not hold up the others."""
    try:
        return erase(user_id=user_id)
    except DatabaseError:
        logger.exception("Person not erased", extra={"user_id": str(user_id)})
        return False


@in_transaction
def erase(*, user_id: UUID) -> bool:
    """Erase one person whose days of grace are over; say whether it was done now.

    Nothing happens when the request was withdrawn or done meanwhile, or is not due. Where
    something stands in the way, the request says what and waits.

    Locks the user against new rows that refer to them, so that no order slips in.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    due = DeletionRequest.objects.filter(due_at__lte=DbNow())
    request = due.filter(user_id=user_id, status=DeletionRequest.Status.PENDING).first()
    if request is None:
        return False
    found = obstacles_of(user_id=user_id)
    if found:
        _hold_up(request, " ".join(found))
        return False
    request.farewell_to = user.email
    erase_account(user)
    for eraser in _erasers:
        eraser(user_id)
    request.status = DeletionRequest.Status.DONE
    request.closed_at = DbNow()
    request.obstacle = ""
    request.save(update_fields=["status", "closed_at", "obstacle", "farewell_to"])
    _record("accounts.erased", user_id, actor_id=None)
    publish(UserErased(user_id=str(user_id)))
    return True


def team_obstacle(user_id: UUID) -> str | None:
    """Members of the team leave it first: somebody else answers for what they decide."""
    if not User.objects.filter(pk=user_id, is_staff=True).exists():
        return None
    return "Su cuenta es del equipo de Plaza: pida primero que la retiren de él."


@in_transaction
def _ask(user_id: UUID) -> tuple[DeletionRequest, bool]:
    lock_user(user_id=user_id)
    pending = _pending(user_id)
    if pending is not None:
        return pending, False
    found = obstacles_of(user_id=user_id)
    if found:
        raise ErasureBlocked(
            "Todavía no podemos borrar su cuenta. " + " ".join(found), obstacles=found
        )
    request = DeletionRequest.objects.create(
        user_id=user_id, due_at=DbNow() + timedelta(days=settings.ERASURE_GRACE_DAYS)
    )
    request.refresh_from_db()
    _record("accounts.erasure_asked", user_id, actor_id=user_id)
    publish(ErasureStep(request_id=str(request.pk), step=ASKED))
    return request, True


def _pending(user_id: UUID) -> DeletionRequest | None:
    own = DeletionRequest.objects.filter(user_id=user_id)
    return own.filter(status=DeletionRequest.Status.PENDING).first()


def _hold_up(request: DeletionRequest, obstacle: str) -> None:
    if not request.obstacle:
        publish(ErasureStep(request_id=str(request.pk), step=BLOCKED))
    request.obstacle = obstacle[:500]
    request.save(update_fields=["obstacle"])


def _record(action: str, user_id: UUID, *, actor_id: UUID | None) -> None:
    audit.record(action=action, subject_type="user", subject_id=user_id, actor_id=actor_id)
