"""The only writer of members: their function, and how they leave.

Rights are read from the member's row at every request, so a change works at the next one; whoever
gets another function signs in anew.
"""

from uuid import UUID

from accounts.services.roles import withdraw_vendor_role
from accounts.services.sessions import RIGHTS_CHANGED, revoke_all
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.errors import ForbiddenError
from marketplace.shared.ids import new_id
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import LastOwner, MemberNotFound, VendorNotFound
from ..events import JOINED, LEFT, MOVED, TeamChanged
from ..models import Invitation, Member, Vendor
from ..models.invitation import PENDING

_OWNER = Member.Role.OWNER


@in_transaction
def change_role(
    *, vendor_id: UUID, place_id: UUID, role: Member.Role, actor_id: UUID
) -> Member | Invitation:
    """Give a member, or somebody invited, another function. The same again changes nothing.

    Args:
        place_id: the id of a member or of a pending invitation.
        actor_id: an owner of the shop.

    Raises:
        ForbiddenError: the actor does not own the shop (any more).
        MemberNotFound: no such place in this shop.
        LastOwner: nobody would own the shop.

    Locks the shop.
    """
    lock_team(vendor_id=vendor_id, actor_id=actor_id)
    place = _place(vendor_id, place_id)
    before = place.role
    if before == role:
        return place
    if isinstance(place, Member):
        _leave_an_owner(place)
    place.role = role
    place.save(update_fields=["role"])
    _note(vendor_id, "vendors.member_role_changed", actor_id, place, role=[before, role.value])
    if isinstance(place, Member):
        _end_invitations_of(place.user_id, vendor_id)
        if place.user_id != actor_id:
            revoke_all(user_id=place.user_id, reason=RIGHTS_CHANGED, actor_id=None)
        _tell(place, MOVED)
    return place


@in_transaction
def remove(*, vendor_id: UUID, place_id: UUID, actor_id: UUID) -> None:
    """Take a member out of the shop, or an invitation back; owners may leave themselves.

    Whoever leaves is a buyer again and signed out everywhere; what they had asked others to
    join is withdrawn.

    Args:
        place_id: the id of a member or of a pending invitation.
        actor_id: an owner of the shop.

    Raises:
        ForbiddenError: the actor does not own the shop (any more).
        MemberNotFound: no such place in this shop; so it is the second time.
        LastOwner: nobody would own the shop.

    Locks the shop, then the person.
    """
    lock_team(vendor_id=vendor_id, actor_id=actor_id)
    place = _place(vendor_id, place_id)
    if isinstance(place, Invitation):
        place.withdrawn_at = DbNow()
        place.save(update_fields=["withdrawn_at"])
        _note(vendor_id, "vendors.invitation_withdrawn", actor_id, place)
        return
    _leave_an_owner(place)
    _note(vendor_id, "vendors.member_removed", actor_id, place)
    withdraw_vendor_role(user_id=place.user_id, actor_id=actor_id)
    _end_invitations_of(place.user_id, vendor_id)
    if place.user_id != actor_id:
        _tell(place, LEFT)
    place.delete()


@in_transaction
def add_member(*, vendor: Vendor, user_id: UUID, role: str) -> Member:
    """Let a person work for a shop that the caller has locked, and tell the shop."""
    member = Member.objects.create(vendor=vendor, user_id=user_id, role=role)
    _note(vendor.pk, "vendors.member_joined", user_id, member)
    _tell(member, JOINED)
    return member


def lock_vendor(*, vendor_id: UUID) -> Vendor:
    """Return the shop, locked for the caller's transaction, and with it its team.

    Raises:
        VendorNotFound: no such shop.
    """
    vendor = Vendor.objects.select_for_update(no_key=True).filter(pk=vendor_id).first()
    if vendor is None:
        raise VendorNotFound("La tienda no existe.")
    return vendor


def lock_team(*, vendor_id: UUID, actor_id: UUID) -> Vendor:
    """Lock the shop for one of its owners, who must be one still when the lock is there.

    Raises:
        VendorNotFound: no such shop.
        ForbiddenError: the actor does not own it (any more).
    """
    vendor = lock_vendor(vendor_id=vendor_id)
    owners = Member.objects.filter(vendor_id=vendor_id, role=_OWNER)
    if not owners.filter(user_id=actor_id).exists():
        raise ForbiddenError("Solo los dueños de la tienda cambian su equipo.")
    return vendor


def _place(vendor_id: UUID, place_id: UUID) -> Member | Invitation:
    member = Member.objects.filter(vendor_id=vendor_id, pk=place_id).first()
    invitation = Invitation.objects.filter(PENDING, vendor_id=vendor_id, pk=place_id).first()
    place = member or invitation
    if place is None:
        raise MemberNotFound("Esta persona no está en el equipo.")
    return place


def _leave_an_owner(member: Member) -> None:
    """Refuse to take the function of the only owner; the shop is locked."""
    others = Member.objects.filter(vendor_id=member.vendor_id, role=_OWNER).exclude(pk=member.pk)
    if member.role == _OWNER and not others.exists():
        raise LastOwner("La tienda debe tener al menos un dueño.")


def _end_invitations_of(user_id: UUID, vendor_id: UUID) -> None:
    """Withdraw what a person asked others to join: owners alone ask, and this one is none now."""
    sent = Invitation.objects.filter(PENDING, vendor_id=vendor_id, invited_by_id=user_id)
    sent.update(withdrawn_at=DbNow())


def _note(
    vendor_id: UUID, action: str, actor_id: UUID, place: Member | Invitation, **changes: list[str]
) -> None:
    who = {"email": place.email} if isinstance(place, Invitation) else {"user": str(place.user_id)}
    audit.record(
        action=action,
        subject_type="vendor",
        subject_id=vendor_id,
        actor_id=actor_id,
        changes={"place": str(place.pk), "function": str(place.role)} | who | changes,
    )


def _tell(member: Member, change: str) -> None:
    publish(
        TeamChanged(
            vendor_id=str(member.vendor_id),
            user_id=str(member.user_id),
            change=change,
            role=str(member.role),
            change_id=str(new_id()),
        )
    )
