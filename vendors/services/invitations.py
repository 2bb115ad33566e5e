"""Asks people to work for a shop, and lets them in.

Whether a mailbox has an account is never told: an invitation is the same with and without one.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Min

from accounts.errors import EmailNotVerified
from accounts.services.roles import grant_vendor_role
from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import AlreadyAMember, InvitationNotFound, TeamFull, TooManyInvitations
from ..events import MemberInvited
from ..models import Invitation, Member
from ..models.invitation import PENDING
from ..selectors.team import digest_of, open_invitations
from ..states import VendorStatus
from .team import add_member, lock_team, lock_vendor

DAY = timedelta(days=1)
KEPT_AFTER_THE_END = timedelta(days=90)


@in_transaction
def invite(*, vendor_id: UUID, email: str, role: Member.Role, actor_id: UUID) -> Invitation:
    """Ask whoever reads ``email`` to work for the shop; the link is mailed afterwards.

    A pending invitation for the same mailbox is withdrawn: the last one counts.

    Args:
        actor_id: an owner of the shop.

    Raises:
        ForbiddenError: the actor does not own the shop (any more).
        AlreadyAMember: somebody of this shop has the mailbox, which its owners may know.
        TeamFull: members and open invitations reach ``settings.VENDOR_TEAM_SIZE``.
        TooManyInvitations: ``settings.VENDOR_INVITATIONS_PER_DAY`` were sent.

    Nothing is kept when it raises. Locks the shop.
    """
    address = email.strip().lower()
    lock_team(vendor_id=vendor_id, actor_id=actor_id)
    members = Member.objects.filter(vendor_id=vendor_id)
    if members.filter(user__email=address).exists():
        raise AlreadyAMember("Esta persona ya está en el equipo.")
    _require_within_day(vendor_id, address)
    sent = Invitation.objects.filter(PENDING, vendor_id=vendor_id)
    sent.filter(email=address).update(withdrawn_at=DbNow())
    if members.count() + open_invitations().filter(vendor_id=vendor_id).count() >= (
        settings.VENDOR_TEAM_SIZE
    ):
        raise _full()
    invitation = Invitation.objects.create(
        vendor_id=vendor_id,
        email=address,
        role=role,
        invited_by_id=actor_id,
        expires_at=DbNow() + settings.VENDOR_INVITATION_LIFETIME,
    )
    audit.record(
        action="vendors.member_invited",
        subject_type="vendor",
        subject_id=vendor_id,
        actor_id=actor_id,
        changes={"place": str(invitation.pk), "email": address, "function": role.value},
    )
    publish(MemberInvited(invitation_id=str(invitation.pk)))
    invitation.refresh_from_db(fields=["created_at", "expires_at"])
    return invitation


@in_transaction
def accept(*, token: str, user_id: UUID) -> Member:
    """Let the invited person in, once.

    Raises:
        InvitationNotFound: unknown, used, withdrawn, expired or for another mailbox, or the
            shop is closed; so it is the second time.
        EmailNotVerified: the mailbox is the invited one and not proven to be the person's.
        AlreadyAMember: the person works for a shop.
        TeamFull: the shop has as many members as it may.

    Nothing is kept when it raises. Locks the shop, then the person.
    """
    found = open_invitations().filter(digest=digest_of(token)).first()
    if found is None:
        raise _missing()
    vendor = lock_vendor(vendor_id=found.vendor_id)
    invitation = open_invitations().filter(pk=found.pk, digest=digest_of(token)).first()
    if invitation is None or vendor.status == VendorStatus.CLOSED:
        raise _missing()
    user = grant_vendor_role(user_id=user_id)
    if user.email != invitation.email or not user.is_active:
        raise _missing()
    if user.email_verified_at is None:
        raise EmailNotVerified("Verifique primero su correo y abra de nuevo la invitación.")
    if Member.objects.filter(user_id=user_id).exists():
        raise AlreadyAMember("Esta cuenta ya pertenece a una tienda.")
    if Member.objects.filter(vendor=vendor).count() >= settings.VENDOR_TEAM_SIZE:
        raise _full()
    invitation.accepted_at, invitation.accepted_by_id = DbNow(), user_id
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return add_member(vendor=vendor, user_id=user_id, role=invitation.role)


@in_transaction
def issue_token(*, invitation_id: UUID) -> str | None:
    """Return a new secret for the invitation's link, of which only the hash is kept.

    None for an invitation that is no longer open or whose mail went out. A second call before
    that replaces the first secret, which nobody has seen.

    Locks the invitation.
    """
    waiting = open_invitations().filter(pk=invitation_id, sent_at__isnull=True)
    invitation = waiting.select_for_update(no_key=True).first()
    if invitation is None:
        return None
    token = secrets.token_urlsafe(32)
    invitation.digest = digest_of(token)
    invitation.save(update_fields=["digest"])
    return token


def mark_sent(*, invitation_id: UUID) -> None:
    """Note that the mail with the link went out."""
    Invitation.objects.filter(pk=invitation_id).update(sent_at=DbNow())


def delete_old() -> int:
    """Forget invitations that ended or expired 90 days ago; return how many."""
    deleted, _ = Invitation.objects.filter(expires_at__lt=DbNow() - KEPT_AFTER_THE_END).delete()
    return deleted


def _require_within_day(vendor_id: UUID, email: str) -> None:
    """Refuse to fill mailboxes; the shop is locked.

    Raises:
        TooManyInvitations: with the seconds until the oldest is a day ago.
    """
    recent = Invitation.objects.filter(vendor_id=vendor_id, created_at__gt=DbNow() - DAY)
    for sent, limit in (
        (recent, settings.VENDOR_INVITATIONS_PER_DAY),
        (recent.filter(email=email), settings.VENDOR_INVITATIONS_PER_DAY_AND_MAILBOX),
    ):
        if sent.count() >= limit:
            oldest = sent.aggregate(at=Min("created_at"))["at"]
            seconds = int((oldest + DAY - clock.now()).total_seconds()) + 1
            raise TooManyInvitations(
                "Ya envió demasiadas invitaciones por hoy.", retry_after=max(1, seconds)
            )


def _missing() -> InvitationNotFound:
    return InvitationNotFound("La invitación no existe, venció, ya se usó o es para otro correo.")


def _full() -> TeamFull:
    return TeamFull("El equipo ya tiene todas las personas que puede tener.")
