from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from marketplace.shared.invariants import violations
from marketplace.shared.models import SentMail
from orders.models import Order
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


def test_the_demo_is_made_once_and_is_sound(settings, capsys):
    call_command("seed_demo")
    counts = Product.objects.count(), Vendor.objects.count(), Order.objects.count()
    call_command("seed_demo")

    assert counts == (300, 8, 130)
    assert (Product.objects.count(), Vendor.objects.count(), Order.objects.count()) == counts
    statuses = Counter(Order.objects.values_list("status", flat=True))
    assert set(statuses) == {
        "pending",
        "confirmed",
        "processing",
        "shipped",
        "delivered",
        "cancelled",
        "refunded",
    }
    assert Vendor.objects.get(name="Artesanías del Sinú").status == "pending"
    assert Product.objects.filter(is_featured=True).count() == 25
    assert SentMail.objects.count() == 0
    assert violations() == []


def test_it_is_refused_outside_the_demo(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="demo's settings only"):
        call_command("seed_demo")

    assert Vendor.objects.count() == 0
