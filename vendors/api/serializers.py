"""What may be sent about shops. Form only; rules with rows are the services'."""

from typing import Any

from rest_framework import serializers

from marketplace.shared.api.contact_fields import EmailField, LineText, PhoneField
from marketplace.shared.api.fields import StrictBoolean, StrictSerializer, StrictText
from marketplace.shared.api.views import PageQuery
from marketplace.shared.documents import InvalidNit, parse_nit

from ..models import BankAccount, Member
from ..states import VendorStatus


class NitField(StrictText):
    """A NIT with its check digit, which must belong to it; becomes ``890903938-8``."""

    def to_internal_value(self, data: Any) -> str:
        try:
            return str(parse_nit(super().to_internal_value(data)))
        except InvalidNit as error:
            raise serializers.ValidationError(error.message, code=error.code) from error


class RegisterVendorInput(StrictSerializer):
    """A new shop."""

    name = LineText(min_length=2, max_length=80)
    legal_name = LineText(max_length=120)
    nit = NitField(max_length=40)
    email = EmailField()
    phone = PhoneField()
    city = LineText(max_length=80)
    department = LineText(max_length=80)
    address = LineText(max_length=200, required=False, allow_blank=True)
    description = StrictText(max_length=2_000, required=False, allow_blank=True)
    charges_iva = StrictBoolean(required=False)


class ShopPatch(StrictSerializer):
    """Name, legal name and NIT are not here: they were checked at the approval."""

    description = StrictText(max_length=2_000, required=False, allow_blank=True)
    email = EmailField(required=False)
    phone = PhoneField(required=False)
    city = LineText(max_length=80, required=False)
    department = LineText(max_length=80, required=False)
    address = LineText(max_length=200, required=False, allow_blank=True)


class BankAccountInput(StrictSerializer):
    """Where payouts shall go."""

    bank = LineText(max_length=60)
    kind = serializers.ChoiceField(BankAccount.Kind.choices)
    number = StrictText(max_length=30)
    holder_name = LineText(max_length=120)
    holder_document = LineText(max_length=20)


class InvitationInput(StrictSerializer):
    """Who shall work for the shop, and as what."""

    email = EmailField()
    role = serializers.ChoiceField(Member.Role.choices)


class RoleInput(StrictSerializer):
    """Another function."""

    role = serializers.ChoiceField(Member.Role.choices)


class DecisionInput(StrictSerializer):
    """The reason of a decision."""

    reason = LineText(max_length=300, required=False, allow_blank=True, default="")


class AdminVendorsQuery(PageQuery):
    """Filters of the list of all shops."""

    status = serializers.ChoiceField(VendorStatus.choices, required=False)
    q = serializers.CharField(max_length=100, required=False)
