"""The team of a shop: who works there, and who has been asked to."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from marketplace.shared.clock import DbNow

from ..errors import InvitationNotFound
from ..models import Invitation, Member
from ..models.invitation import PENDING
from ..states import VendorStatus

ACTIVE, INVITED, EXPIRED = TEAM_STATUSES = "active", "invited", "expired"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A member's place, or one kept for somebody invited, who has no ``user_id`` and no name."""

    id: UUID
    status: str
    email: str
    full_name: str
    role: str
    role_name: str
    created_at: datetime
    expires_at: datetime | None = None
    user_id: UUID | None = None


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations that can still be accepted."""
    return Invitation.objects.filter(PENDING, expires_at__gt=DbNow())


def team_of(*, vendor_id: UUID) -> list[Place]:
    """Return members, then pending invitations, each from the oldest: 2 queries."""
    members = Member.objects.filter(vendor_id=vendor_id).select_related("user")
    invitations = Invitation.objects.filter(PENDING, vendor_id=vendor_id).annotate(
        has_expired=Q(expires_at__lte=DbNow())
    )
    return [
        *[member_place(member) for member in members.order_by("created_at", "pk")],
        *[
            invitation_place(each, has_expired=each.has_expired)
            for each in invitations.order_by("created_at", "pk")
        ],
    ]


def member_place(member: Member) -> Place:
    """Return a member as teams show it."""
    return Place(
        id=member.pk,
        status=ACTIVE,
        email=member.user.email,
        full_name=member.user.full_name,
        role=str(member.role),
        role_name=member.get_role_display(),
        created_at=member.created_at,
        user_id=member.user_id,
    )


def invitation_place(invitation: Invitation, *, has_expired: bool = False) -> Place:
    """Return an invitation as teams show it; nothing of it tells whether there is an account."""
    return Place(
        id=invitation.pk,
        status=EXPIRED if has_expired else INVITED,
        email=invitation.email,
        full_name="",
        role=str(invitation.role),
        role_name=invitation.get_role_display(),
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )


def digest_of(token: str) -> str:
    """Return what is kept of the secret in an invitation's link."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_for(*, token: str, email: str) -> Invitation:
    """Return the open invitation behind a link, for the mailbox it was sent to: 1 query.

    Raises:
        InvitationNotFound: unknown, used, withdrawn, expired or for another mailbox, or the
            shop is closed.
    """
    mine = open_invitations().filter(digest=digest_of(token), email=email)
    open_shops = mine.exclude(vendor__status=VendorStatus.CLOSED)
    invitation = open_shops.select_related("vendor").first()
    if invitation is None:
        raise InvitationNotFound(
            "La invitación no existe, venció, ya se usó o es para otro correo."
        )
    return invitation
