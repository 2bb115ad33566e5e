"""Takes an erased person out of their shop; what the books name a shop by stays."""

from functools import partial
from uuid import UUID

from django.db import transaction

from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit
from marketplace.shared.services.mail import FORGOTTEN

from ..models import Invitation, Member, Vendor, VendorDocument
from ..states import VendorStatus

# A rejected shop never sold anything and cannot be closed.
_OVER = (VendorStatus.CLOSED, VendorStatus.REJECTED)


def shop_obstacle(user_id: UUID) -> str | None:
    """An owner's shop is closed first: buyers and the tax office must find who sold to them."""
    owned = Member.objects.filter(user_id=user_id, role=Member.Role.OWNER)
    name = owned.exclude(vendor__status__in=_OVER).values_list("vendor__name", flat=True).first()
    if name is None:
        return None
    return f"Es dueño de la tienda «{name}»: ciérrela primero, o pásela a otra persona."


@in_transaction
def erase_member(*, user_id: UUID) -> None:
    """End a person's membership; of their own closed shop remove how to reach them.

    A shop keeps its owner, who has no identity any more; legal name, NIT and bank accounts stay
    ten years with the books. The identity paper goes with its file. Twice is once.
    """
    Invitation.objects.filter(accepted_by_id=user_id).update(email=FORGOTTEN)
    member = Member.objects.filter(user_id=user_id).first()
    if member is None:
        return
    if member.role == Member.Role.OWNER:
        _erase_owner_of(member.vendor_id)
        return
    member.delete()
    audit.record(
        action="vendors.member_erased",
        subject_type="vendor",
        subject_id=member.vendor_id,
        changes={"user_id": str(user_id)},
    )


def _erase_owner_of(vendor_id: UUID) -> None:
    Vendor.objects.filter(pk=vendor_id).update(email=FORGOTTEN, phone="", address="")
    papers = VendorDocument.objects.filter(vendor_id=vendor_id, kind=VendorDocument.Kind.IDENTITY)
    for paper in papers:
        removal = partial(paper.file.storage.delete, str(paper.file.name))
        transaction.on_commit(removal, robust=True)
    papers.delete()
