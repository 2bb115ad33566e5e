"""Each check is silent about good rows and speaks about the row that breaks it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from accounts.invariants import CHECKS
from accounts.models import Address, LoginSession, RefreshToken, User
from tests.factories.accounts import make_address, make_staff_user, make_user, sign_in

pytestmark = pytest.mark.django_db


def remove_consents() -> None:
    """Only by lulling its guard can proof be removed."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_consent DISABLE TRIGGER accounts_consent_rows_stay")
        cursor.execute("DELETE FROM accounts_consent WHERE kind = 'personal_data'")
        cursor.execute("ALTER TABLE accounts_consent ENABLE TRIGGER accounts_consent_rows_stay")


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


def give_a_right_of_ones_own():
    User.objects.get(is_staff=True).user_permissions.add(Permission.objects.first())


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
        ("registered_with_consent", remove_consents),
        ("staff_have_role", lambda: User.objects.filter(is_staff=False).update(role="staff")),
        ("rights_by_groups_of_staff", give_a_right_of_ones_own),
    ],
)
def test_each_check_finds_its_damage(good_rows, code, damage):
    damage()

    assert findings() == {code}


def test_codes_are_unique():
    assert len({check.code for check in CHECKS}) == len(CHECKS)
