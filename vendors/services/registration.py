"""Opens shops."""

from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.selectors.places import find_place
from accounts.services.roles import grant_vendor_role
from marketplace.shared.db import in_transaction
from marketplace.shared.documents import parse_nit
from marketplace.shared.ids import readable_code
from marketplace.shared.phones import normalise_phone
from marketplace.shared.services import audit

from ..errors import AlreadyAMember, VendorNameTaken
from ..models import Member, Vendor
from ..states import VendorAction
from .approval import change_status, record_step

INSTANT = "instant"
# Words that the API's own paths use in the place of a slug.
RESERVED_SLUGS = frozenset({"", "register"})
_SLUG_LENGTH = 80


@in_transaction
def register_vendor(
    *,
    owner_id: UUID,
    name: str,
    legal_name: str,
    nit: str,
    email: str,
    phone: str,
    city: str,
    department: str,
    address: str = "",
    description: str = "",
    charges_iva: bool = True,
    commission_rate: Decimal | None = None,
) -> Vendor:
    """Open a shop that waits for approval, with its owner; the policy may approve it at once.

    Args:
        nit: with its check digit, such as ``890.903.938-8``.
        phone: any Colombian spelling; stored as ``+57…``.
        charges_iva: False for *no responsables de IVA*.
        commission_rate: fraction, not per cent; None is the general rate.

    Raises:
        InvalidNit, InvalidPhone, UnknownDepartment, UnknownCity: see their modules.
        VendorNameTaken: another shop has the name.
        AlreadyAMember: the person works for a shop; so it is the second time.
        UserNotFound: no such person.

    Nothing is kept when it raises. Locks the owner's user row.
    """
    tax_number = parse_nit(nit)
    place = find_place(city=city.strip(), department=department.strip())
    grant_vendor_role(user_id=owner_id)
    if Member.objects.filter(user_id=owner_id).exists():
        raise AlreadyAMember("Esta cuenta ya pertenece a una tienda.")
    vendor = Vendor(
        name=name.strip(),
        slug=_free_slug(name),
        legal_name=legal_name.strip(),
        nit=tax_number.number,
        nit_check_digit=tax_number.check_digit,
        email=email.strip().lower(),
        phone=normalise_phone(phone),
        city=place.city,
        department=place.department,
        address=address.strip(),
        description=description.strip(),
        charges_iva=charges_iva,
        commission_rate=commission_rate,
    )
    _insert(vendor)
    Member.objects.create(vendor=vendor, user_id=owner_id, role=Member.Role.OWNER)
    record_step(vendor, before=None, actor_id=owner_id)
    audit.record(
        action="vendors.registered", subject_type="vendor", subject_id=vendor.pk, actor_id=owner_id
    )
    if settings.VENDOR_APPROVAL_POLICY == INSTANT:
        return change_status(vendor_id=vendor.pk, action=VendorAction.APPROVE, actor_id=None)
    return vendor


def _free_slug(name: str) -> str:
    """Return a web address for ``name`` that no shop has."""
    slug = slugify(name)[:_SLUG_LENGTH].strip("-")
    if slug in RESERVED_SLUGS or Vendor.objects.filter(slug=slug).exists():
        return f"{slug or 'tienda'}-{readable_code(6).lower()}"
    return slug


def _insert(vendor: Vendor) -> None:
    try:
        with transaction.atomic():
            vendor.save(force_insert=True)
    except IntegrityError as error:
        raise VendorNameTaken("Ya hay una tienda con este nombre.") from error
