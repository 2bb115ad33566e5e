"""``/vendor/…``: a shop as its own people see and change it."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from marketplace.shared.api.views import PlazaView

from ..selectors.shops import shop
from ..services.bank_accounts import set_bank_account
from ..services.profile import update_vendor_profile
from .outputs import BankAccountOutput, VendorOutput, bank_account_json, vendor_json
from .permissions import IsVendorOwner, MemberRequest
from .serializers import BankAccountInput, ShopPatch


class OwnProfile(PlazaView):
    """``/vendor/profile``: every member reads, the owner writes."""

    permission_classes = [IsVendorOwner]

    @extend_schema(responses=VendorOutput)
    def get(self, request: MemberRequest) -> Response:
        return Response(vendor_json(shop(vendor_id=request.membership.vendor_id)))

    @extend_schema(request=ShopPatch, responses=VendorOutput)
    def patch(self, request: MemberRequest) -> Response:
        vendor = update_vendor_profile(
            vendor_id=request.membership.vendor_id,
            actor_id=request.user.pk,
            fields=self.checked_body(ShopPatch),
        )
        return Response(vendor_json(vendor))


class OwnBankAccount(PlazaView):
    """``PUT /vendor/bank-account``: the owner's; answers show the last four digits only."""

    permission_classes = [IsVendorOwner]

    @extend_schema(request=BankAccountInput, responses=BankAccountOutput)
    def put(self, request: MemberRequest) -> Response:
        account = set_bank_account(
            vendor_id=request.membership.vendor_id,
            actor_id=request.user.pk,
            **self.checked_body(BankAccountInput),
        )
        return Response(bank_account_json(account))
