"""Routes of shops, under ``/api/v1/``."""

from django.urls import path

from ..states import VendorAction
from . import moderation, own_shop, shops, team

_DECISIONS = (
    VendorAction.APPROVE,
    VendorAction.REJECT,
    VendorAction.SUSPEND,
    VendorAction.REACTIVATE,
)

urlpatterns = [
    path("vendors", shops.Shops.as_view(), name="shops"),
    path("vendors/register", shops.RegisterVendor.as_view(), name="vendor-register"),
    path("vendors/<slug:slug>", shops.ShopDetail.as_view(), name="shop"),
    path("vendor/profile", own_shop.OwnProfile.as_view(), name="vendor-profile"),
    path("vendor/bank-account", own_shop.OwnBankAccount.as_view(), name="vendor-bank-account"),
    path("vendor/members", team.Members.as_view(), name="vendor-members"),
    path("vendor/members/<uuid:place_id>", team.MemberDetail.as_view(), name="vendor-member"),
    path(
        "vendor/invitations/<str:token>/accept",
        team.AcceptInvitation.as_view(),
        name="vendor-invitation-accept",
    ),
    path("admin/vendors", moderation.AdminVendors.as_view(), name="admin-vendors"),
    *(
        path(
            f"admin/vendors/<uuid:vendor_id>/{action.value}",
            moderation.Decision.as_view(action=action),
            name=f"admin-vendor-{action.value}",
        )
        for action in _DECISIONS
    ),
]
