"""What the vendors' API answers: the JSON itself, and serializers that document it."""

from typing import Any

from rest_framework import serializers

from ..models import BankAccount, Member, Vendor
from ..selectors.team import TEAM_STATUSES
from ..services.bank_accounts import masked
from ..states import VendorStatus


class ShopCard(serializers.Serializer):
    """A shop in a list."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    description = serializers.CharField()
    city = serializers.CharField()
    department = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)


class ShopOutput(ShopCard):
    """With what the law lets every buyer know about who sells (Ley 1480 of 2011, art. 50)."""

    legal_name = serializers.CharField()
    nit = serializers.CharField()
    email = serializers.EmailField()
    phone = serializers.CharField()
    address = serializers.CharField()
    charges_iva = serializers.BooleanField()


class VendorOutput(ShopOutput):
    """With what only its own people and staff see."""

    status = serializers.CharField()
    commission_rate = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)
    created_at = serializers.DateTimeField()


class BankAccountOutput(serializers.Serializer):
    """Where payouts go, masked."""

    bank = serializers.CharField()
    kind = serializers.CharField()
    number = serializers.CharField(help_text="Solo las cuatro últimas cifras.")
    holder_name = serializers.CharField()
    created_at = serializers.DateTimeField()


class PlaceOutput(serializers.Serializer):
    """A member of a team, or somebody who has been asked to join."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(TEAM_STATUSES)
    email = serializers.EmailField()
    full_name = serializers.CharField(help_text="Vacío en las invitaciones.")
    role = serializers.ChoiceField(Member.Role.choices)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True, help_text="De las invitaciones.")


class _MembershipShop(serializers.Serializer):
    """The shop that somebody works for."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    status = serializers.ChoiceField(VendorStatus.choices)


class MembershipOutput(serializers.Serializer):
    """A person's own place in a shop, as in ``/auth/me``."""

    vendor = _MembershipShop()
    role = serializers.ChoiceField(Member.Role.choices)


def card_json(vendor: Vendor) -> dict[str, Any]:
    """Return a shop in a list."""
    return {
        "id": vendor.pk,
        "name": vendor.name,
        "slug": vendor.slug,
        "description": vendor.description,
        "city": vendor.city,
        "department": vendor.department,
        "approved_at": vendor.approved_at,
    }


def shop_json(vendor: Vendor) -> dict[str, Any]:
    """Return a shop's public page."""
    return card_json(vendor) | {
        "legal_name": vendor.legal_name,
        "nit": f"{vendor.nit}-{vendor.nit_check_digit}",
        "email": vendor.email,
        "phone": vendor.phone,
        "address": vendor.address,
        "charges_iva": vendor.charges_iva,
    }


def vendor_json(vendor: Vendor) -> dict[str, Any]:
    """Return a shop for its own people and for staff; no rate of its own means the general one."""
    return shop_json(vendor) | {
        "status": vendor.status,
        "commission_rate": vendor.commission_rate,
        "created_at": vendor.created_at,
    }


def bank_account_json(account: BankAccount) -> dict[str, Any]:
    """Return a bank account, its number masked and the holder's document left out."""
    return {
        "bank": account.bank,
        "kind": account.kind,
        "number": masked(account.number),
        "holder_name": account.holder_name,
        "created_at": account.created_at,
    }
