import pytest
from django.test import Client
from django.urls import reverse

from marketplace.shared.models import AuditEntry, SentMail, SentSms, Unreachable
from marketplace.shared.services.mail import forget_recipient
from marketplace.shared.services.sms import forget_telephone
from tests.factories.accounts import make_staff_user

LIST = "admin:shared_unreachable_changelist"


def lift(staff, *rows):
    client = Client()
    client.force_login(staff)
    action = {"action": "lift_selected", "_selected_action": [row.pk for row in rows]}
    return client.post(reverse(LIST), action, follow=True)


@pytest.mark.django_db
def test_staff_lift_marked_addresses_and_it_is_written_down():
    rows = [
        Unreachable.objects.create(channel="email", address=f"{name}@example.com", reason="550")
        for name in ("ana", "luz")
    ]
    staff = make_staff_user(is_superuser=True)

    assert "Direcciones que reciben de nuevo: 1" in lift(staff, rows[0]).content.decode()

    assert list(Unreachable.objects.all()) == [rows[1]]
    assert AuditEntry.objects.get(action="messages.unreachable_lifted").actor_id == staff.pk


@pytest.mark.django_db
def test_staff_without_the_right_lift_nothing():
    row = Unreachable.objects.create(channel="sms", address="+573001112233", reason="21610")

    assert lift(make_staff_user("catalogo"), row).status_code == 403
    assert Unreachable.objects.count() == 1


@pytest.mark.django_db
def test_an_erased_persons_addresses_leave_the_books():
    SentMail.objects.create(key="a", kind="k", recipient="ana@example.com", subject="s")
    SentSms.objects.create(key="a", kind="k", recipient="+573001112233")
    Unreachable.objects.create(channel="email", address="ana@example.com", reason="550")
    Unreachable.objects.create(channel="sms", address="+573001112233", reason="21610")

    assert forget_recipient(address="ana@example.com") == 1
    assert forget_telephone(phone="+573001112233") == 1

    assert not Unreachable.objects.exists()
    assert SentSms.objects.get().recipient == ""
    assert SentSms.objects.get().key.startswith("forgotten:")
