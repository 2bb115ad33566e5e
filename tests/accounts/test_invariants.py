"""Each check is silent about good rows and speaks about the row that breaks it."""

import pytest
from django.db import connection

from accounts.invariants import CHECKS
from accounts.models import Address, Consent, LoginSession, RefreshToken, User
from tests.factories.accounts import make_address, make_staff_user, make_user, sign_in

pytestmark = pytest.mark.django_db


def findings():
    found = set()
    for check in CHECKS:
        with connection.cursor() as cursor:
            cursor.execute(check.sql)
            if cursor.fetchall():
                found.add(check.code)
    return found


@pytest.fixture
def good_rows():
    user = make_user()
    sign_in(user)
    make_address(user_id=user.pk)
    make_staff_user("soporte")
    assert findings() == set()


@pytest.mark.parametrize(
    ("code", "damage"),
    [
        ("session_one_unused_token", lambda: RefreshToken.objects.all().delete()),
        ("session_of_active_user", lambda: User.objects.update(is_active=False)),
        (
            "session_revoked_with_reason",
            lambda: LoginSession.objects.update(revoked_reason="logout"),
        ),
        (
            "session_outlives_its_token",
            lambda: RefreshToken.objects.update(expires_at="2030-01-01T00:00:00Z"),
        ),
        ("address_book_has_default", lambda: Address.objects.update(is_default=False)),
        ("address_place_known", lambda: Address.objects.update(city_code="11999")),
        ("registered_with_consent", lambda: Consent.objects.all().delete()),
        ("staff_have_role", lambda: User.objects.filter(is_staff=False).update(is_superuser=True)),
    ],
)
def test_each_check_finds_its_damage(good_rows, code, damage):
    damage()

    assert findings() == {code}


def test_codes_are_unique():
    assert len({check.code for check in CHECKS}) == len(CHECKS)
