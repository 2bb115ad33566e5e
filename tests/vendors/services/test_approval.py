from functools import partial

import pytest

from marketplace.shared import clock
from marketplace.shared.ids import new_id
from marketplace.shared.models import AuditEntry, OutboxMessage
from tests.factories.accounts import make_staff_user
from tests.factories.vendors import make_vendor, owner_of
from tests.support.races import tally
from vendors.errors import (
    OwnVendor,
    ReasonMissing,
    VendorNotFound,
    VendorTransitionNotAllowed,
)
from vendors.models import Vendor, VendorStatusChange
from vendors.services.approval import change_status
from vendors.states import VendorAction


@pytest.mark.django_db
def test_a_decision_is_written_with_history_audit_and_event():
    vendor, staff = make_vendor(status="pending"), make_staff_user("soporte")
    OutboxMessage.objects.all().delete()

    change_status(vendor_id=vendor.pk, action=VendorAction.APPROVE, actor_id=staff.pk)

    vendor.refresh_from_db()
    step = VendorStatusChange.objects.filter(vendor=vendor).latest("pk")
    entry = AuditEntry.objects.get(action="vendors.approve")
    assert (vendor.status, vendor.approved_at) == ("approved", clock.now())
    assert (step.from_status, step.to_status, step.actor_id) == ("pending", "approved", staff.pk)
    assert (entry.actor_id, entry.changes) == (staff.pk, {"status": ["pending", "approved"]})
    payloads = [message.payload for message in OutboxMessage.objects.all()]
    assert {"vendor_id": str(vendor.pk), "status": "approved", "change_id": step.pk} in payloads


@pytest.mark.django_db
def test_the_moment_of_the_first_approval_stays():
    vendor = make_vendor()
    first = vendor.approved_at

    change_status(vendor_id=vendor.pk, action=VendorAction.SUSPEND, actor_id=None, reason="papeles")
    vendor = change_status(vendor_id=vendor.pk, action=VendorAction.REACTIVATE, actor_id=None)

    assert (vendor.status, vendor.approved_at) == ("approved", first)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "action", "reason", "error"),
    [
        ("approved", VendorAction.APPROVE, "", VendorTransitionNotAllowed),
        ("pending", VendorAction.REJECT, "  ", ReasonMissing),
        ("approved", VendorAction.SUSPEND, "", ReasonMissing),
        ("closed", VendorAction.REACTIVATE, "", VendorTransitionNotAllowed),
    ],
)
def test_a_refused_decision_writes_nothing(status, action, reason, error):
    vendor = make_vendor(status=status)
    before = (VendorStatusChange.objects.count(), AuditEntry.objects.count())

    with pytest.raises(error):
        change_status(vendor_id=vendor.pk, action=action, actor_id=None, reason=reason)

    vendor.refresh_from_db()
    assert vendor.status == status
    assert (VendorStatusChange.objects.count(), AuditEntry.objects.count()) == before


@pytest.mark.django_db
def test_nobody_decides_on_their_own_shop():
    vendor = make_vendor(status="pending")

    with pytest.raises(OwnVendor):
        change_status(
            vendor_id=vendor.pk, action=VendorAction.APPROVE, actor_id=owner_of(vendor).pk
        )


@pytest.mark.django_db
def test_an_unknown_shop_is_not_found():
    with pytest.raises(VendorNotFound):
        change_status(vendor_id=new_id(), action=VendorAction.APPROVE, actor_id=None)


@pytest.mark.django_db
def test_the_shop_is_told_the_reason_once(drain_outbox, mailoutbox):
    vendor = make_vendor(status="pending")
    drain_outbox()
    mailoutbox.clear()

    change_status(
        vendor_id=vendor.pk, action=VendorAction.REJECT, actor_id=None, reason="RUT <ilegible>"
    )
    drain_outbox()
    OutboxMessage.objects.update(status="waiting", next_attempt_at=clock.now())
    drain_outbox()

    [message] = mailoutbox
    assert (message.to, message.subject) == ([vendor.email], "Su tienda en Plaza: rechazada")
    assert "Motivo: RUT <ilegible>" in message.body
    assert "Motivo: RUT &lt;ilegible&gt;" in message.alternatives[0][0]


@pytest.mark.django_db(transaction=True)
def test_of_many_decisions_at_once_one_is_taken(race):
    vendor = make_vendor(status="pending")
    decide = partial(change_status, vendor_id=vendor.pk, action=VendorAction.APPROVE, actor_id=None)

    outcomes = race([decide] * 6)

    kinds = tally(["taken" if isinstance(found, Vendor) else found for found in outcomes])
    assert kinds == {"taken": 1, "VendorTransitionNotAllowed": 5}
    assert VendorStatusChange.objects.filter(vendor=vendor).count() == 2
