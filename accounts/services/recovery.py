"""Forgotten passwords: a link to the mailbox, which sets a new one.

Nobody outside learns whether an address has an account: asking writes the same row and event for
each, and only the handler looks the account up.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from marketplace.shared.addresses import address_block
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.ids import new_id
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..events import PasswordChanged, ResetAsked
from ..models import LinkToken, LoginSession, SendRequest, User
from ..passwords import require_strong
from ..selectors.identity import normalise_email, user_by_email
from .links import ask_link, find_link, use_up, void_pending_changes
from .login_guard import AttemptKind, lift_locks
from .people import lock_user
from .reclaiming import reclaim
from .sending_limits import Scope, count_request
from .sessions import PASSWORD_CHANGED, revoke_all
from .verification import mark_email_verified

# An address that nobody may have cannot use up anything of its owner's.
FROM_ONE_NETWORK: tuple[Scope, ...] = ("block",)
# Links that are really sent for one account; more requests than that get the same answer.
PER_BLOCK, BLOCK_WINDOW = 5, timedelta(hours=1)
PER_ACCOUNT, ACCOUNT_WINDOW = 10, timedelta(days=1)
KNOWN_FOR = timedelta(days=90)


@in_transaction
def ask_reset(*, email: str) -> None:
    """Take down that somebody forgot the password of ``email``; the same for every address.

    Raises:
        CodeLimitReached: too many requests from this network, for whatever addresses.
    """
    request = count_request(
        purpose=SendRequest.Purpose.RESET_LINK,
        destination=normalise_email(email),
        user_id=None,
        scopes=FROM_ONE_NETWORK,
    )
    publish(ResetAsked(request_id=str(request.pk)))


@in_transaction
def answer_reset_request(*, request_id: UUID) -> bool:
    """Have a link sent if the address has an open account; say whether. Twice is once.

    At most ``PER_BLOCK`` an hour for one account and network and ``PER_ACCOUNT`` a day for one
    account; networks from which the person signed in lately are outside the latter, so that
    nobody can keep a person from their recovery.

    Locks the user.
    """
    request = SendRequest.objects.filter(pk=request_id, handled_at__isnull=True).first()
    user = user_by_email(email=request.destination) if request else None
    if request is None or user is None or not user.is_active:
        return False
    lock_user(user_id=user.pk)
    untouched = SendRequest.objects.filter(pk=request_id, handled_at__isnull=True)
    if _asked_too_often(request, user) or not untouched.update(handled_at=DbNow(), user=user):
        return False
    ask_link(user_id=user.pk, purpose=LinkToken.Purpose.RESET_PASSWORD, destination=user.email)
    return True


def reset_password(*, token: str, password: str) -> None:
    """Set a new password by the link; all login sessions of the person end.

    The second factor stays, unless nobody had proven the mailbox before: then whatever the first
    comer left goes (``reclaiming``). The link's mailbox counts as proven, and tries that failed
    with the old password no longer keep the person out; blocks of addresses stay locked.

    Raises:
        InvalidLink: unknown, used, replaced or expired, or the account closed.
        WeakPassword: not good enough; the link can be used again.

    Nothing is changed when it raises. The hash is computed before the transaction.
    """
    link = find_link(token=token, purpose=LinkToken.Purpose.RESET_PASSWORD)
    require_strong(password, user=link.user, is_staff=link.user.is_staff)
    _replace(link, make_password(password))


@in_transaction
def _replace(link: LinkToken, hashed: str) -> None:
    user = lock_user(user_id=link.user_id)
    use_up(link)
    if user.email_verified_at is None and user.email == link.destination:
        reclaim(user, by="reset")
    user.password = hashed
    user.save(update_fields=["password"])
    if user.email == link.destination:
        mark_email_verified(user)
    void_pending_changes(user_id=user.pk)
    lift_locks(user_id=user.pk, actor_id=user.pk, kind=AttemptKind.PASSWORD)
    revoke_all(user_id=user.pk, reason=PASSWORD_CHANGED, actor_id=user.pk)
    audit.record(
        action="accounts.password_reset",
        subject_type="user",
        subject_id=user.pk,
        actor_id=user.pk,
    )
    publish(PasswordChanged(user_id=str(user.pk), change_id=str(new_id())))


def _asked_too_often(request: SendRequest, user: User) -> bool:
    if _answered(user, settings.CODE_PAUSE).exists():
        return True
    if _answered(user, BLOCK_WINDOW).filter(block=request.block).count() >= PER_BLOCK:
        return True
    too_many = _answered(user, ACCOUNT_WINDOW).count() >= PER_ACCOUNT
    return too_many and request.block not in _known_blocks(user)


def _answered(user: User, window: timedelta) -> QuerySet[SendRequest]:
    return SendRequest.objects.filter(
        user=user, purpose=SendRequest.Purpose.RESET_LINK, created_at__gt=DbNow() - window
    )


def _known_blocks(user: User) -> set[str]:
    """Return the networks from which the person signed in lately."""
    sessions = LoginSession.objects.filter(
        user=user, ip__isnull=False, created_at__gt=DbNow() - KNOWN_FOR
    )
    return {address_block(ip) for ip in sessions.values_list("ip", flat=True).distinct()}
