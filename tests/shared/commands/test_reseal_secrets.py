from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import TotpDevice
from marketplace.shared.sealing import unseal
from tests.factories.accounts import make_user, turn_on_second_factor

pytestmark = pytest.mark.django_db

OLD, NEW = "o" * 40, "n" * 40


def reseal(**options):
    told, warned = StringIO(), StringIO()
    call_command("reseal_secrets", stdout=told, stderr=warned, **options)
    return told.getvalue().strip()


def secrets():
    return {unseal(device.sealed_secret) for device in TotpDevice.objects.all()}


def test_a_key_is_rolled_and_the_second_run_finds_nothing(settings):
    settings.SEALING_KEYS = [OLD]
    phones = [turn_on_second_factor(make_user()) for _ in range(2)]
    settings.SEALING_KEYS = [NEW, OLD]

    told = [reseal(dry_run=True), reseal(), reseal()]

    column = "accounts.TotpDevice.sealed_secret"
    assert told == [
        f"{column}: 2 would be resealed",
        f"{column}: 2 resealed",
        f"{column}: 0 resealed",
    ]
    settings.SEALING_KEYS = [NEW]
    assert secrets() == {phone.secret for phone in phones}


def test_a_row_that_nobody_can_open_does_not_stop_the_rest(settings):
    settings.SEALING_KEYS = ["x" * 40]
    turn_on_second_factor(make_user())
    settings.SEALING_KEYS = [OLD]
    good = turn_on_second_factor(make_user())
    settings.SEALING_KEYS = [NEW, OLD]

    with pytest.raises(CommandError, match="1 rows cannot be opened"):
        reseal()

    settings.SEALING_KEYS = [NEW, "x" * 40]
    assert good.secret in secrets()
