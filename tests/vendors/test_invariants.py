"""Each check is silent about good rows and speaks about the row that breaks it."""

import pytest
from django.db import connection

from accounts.models import User
from marketplace.shared import clock
from tests.factories.vendors import make_member, make_vendor
from tests.vendors.services.test_money import FORM
from vendors.invariants import CHECKS
from vendors.models import BankAccount, Invitation, Member, Vendor, VendorStatusChange
from vendors.services.bank_accounts import set_bank_account

pytestmark = pytest.mark.django_db


def findings():
    found = set()
    for check in CHECKS:
        with connection.cursor() as cursor:
            cursor.execute(check.sql)
            if cursor.fetchall():
                found.add(check.code)
    return found


def damage_invitation():
    vendor = Vendor.objects.filter(status="approved").get()
    asked_by = make_member(vendor, "orders")
    Invitation.objects.create(
        vendor=vendor,
        email="luis@example.com",
        role="orders",
        invited_by=asked_by,
        expires_at=clock.now(),
    )


@pytest.mark.parametrize(
    ("code", "damage"),
    [
        ("vendor_status_is_last_step", lambda: Vendor.objects.update(status="closed")),
        (
            "vendor_history_is_a_chain",
            lambda: VendorStatusChange.objects.filter(to_status="approved").update(
                from_status="closed"
            ),
        ),
        ("vendor_has_owner", lambda: Member.objects.update(role="orders")),
        ("invited_by_owner", damage_invitation),
        ("member_has_vendor_role", lambda: User.objects.update(role="buyer")),
        ("bank_account_current", lambda: BankAccount.objects.update(is_current=False)),
    ],
)
def test_each_check_finds_its_damage(code, damage):
    set_bank_account(vendor_id=make_vendor().pk, **FORM)
    make_vendor(status="suspended")
    assert findings() == set()

    damage()

    assert findings() == {code}
