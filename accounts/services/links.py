"""Links in mails: 256 random bits that act once, kept only as SHA-256.

Like a code's digits the bits are made when they are sent (``code_sending.py``).
"""

import hashlib
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.services.outbox import publish

from ..errors import InvalidLink
from ..events import LinkAsked
from ..models import LinkToken, OneTimeCode
from .codes import void_codes

Purpose = LinkToken.Purpose


def open_link(*, user_id: UUID, purpose: LinkToken.Purpose, destination: str) -> LinkToken:
    """Make room for a link, in the caller's transaction; the older one is worthless from now on."""
    void_links(user_id=user_id, purposes=[purpose])
    return LinkToken.objects.create(
        user_id=user_id,
        purpose=purpose,
        destination=destination,
        expires_at=DbNow() + lifetime(purpose),
    )


@in_transaction
def ask_link(*, user_id: UUID, purpose: LinkToken.Purpose, destination: str) -> None:
    """Have a link made and sent. The caller has counted the request."""
    link = open_link(user_id=user_id, purpose=purpose, destination=destination)
    publish(LinkAsked(link_id=str(link.pk)))


def find_link(*, token: str, purpose: LinkToken.Purpose) -> LinkToken:
    """Return the link that ``token`` belongs to, with its person: 1 query. It is not used up.

    Raises:
        InvalidLink: unknown, of another purpose, used, replaced or expired, or the account closed.
    """
    link = (
        live_links()
        .filter(digest=digest_of(token), purpose=purpose, user__is_active=True)
        .select_related("user")
        .first()
    )
    if link is None:
        raise InvalidLink
    return link


def use_up(link: LinkToken) -> None:
    """Use the link, in the transaction of what it does; of any number at once one gets through.

    Raises:
        InvalidLink: somebody was faster, or it was replaced or has expired since.
    """
    if not live_links().filter(pk=link.pk, digest=link.digest).update(used_at=DbNow()):
        raise InvalidLink


def void_links(*, user_id: UUID, purposes: list[LinkToken.Purpose]) -> None:
    """Make the person's open links of these purposes worthless, in the caller's transaction."""
    LinkToken.objects.filter(
        user_id=user_id, purpose__in=purposes, used_at__isnull=True, replaced_at__isnull=True
    ).update(replaced_at=DbNow())


def void_pending_changes(*, user_id: UUID) -> None:
    """Forget what somebody began who may have been a thief: called when the password changes."""
    void_links(user_id=user_id, purposes=[Purpose.RESET_PASSWORD, Purpose.CHANGE_EMAIL])
    void_codes(user_id=user_id, purposes=[OneTimeCode.Purpose.CHANGE_PHONE])


def live_links() -> QuerySet[LinkToken]:
    """Return the links that are neither used nor replaced nor expired."""
    return LinkToken.objects.filter(
        used_at__isnull=True, replaced_at__isnull=True, expires_at__gt=DbNow()
    )


def digest_of(token: str) -> str:
    """Return the only form in which a link's token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def lifetime(purpose: str) -> timedelta:
    """Return how long a link of ``purpose`` lives."""
    lifetimes: dict[str, timedelta] = settings.LINK_LIFETIMES
    return lifetimes[purpose]
