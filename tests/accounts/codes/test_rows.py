"""What the checks find, what the database refuses, and what staff see of codes and links."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import LinkToken, OneTimeCode, SendRequest, User
from accounts.services.codes import ask_code, check_code
from accounts.services.verification import ask_email_link
from marketplace.shared.clock import DbNow
from tests.accounts.test_invariants import findings
from tests.factories.accounts import make_staff_user, make_user

pytestmark = pytest.mark.django_db

MODELS = {"onetimecode": OneTimeCode, "linktoken": LinkToken, "sendrequest": SendRequest}


@pytest.fixture
def rows(inbox):
    user = make_user(email="luz@example.com", verified=False)
    ask_code(user_id=user.pk, purpose=OneTimeCode.Purpose.VERIFY_EMAIL, destination=user.email)
    ask_email_link(user_id=user.pk)
    check_code(user_id=user.pk, purpose=OneTimeCode.Purpose.VERIFY_EMAIL, code=inbox.mailed_code())
    assert findings() == set()
    return user


def two_live(model):
    """Take the index away, within the test's transaction, and make a second live row."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX code_one_live, link_one_live")
    model.objects.update(used_at=None, replaced_at=None)
    first = model.objects.first()
    model.objects.create(
        user_id=first.user_id,
        purpose=first.purpose,
        destination=first.destination,
        expires_at=first.expires_at,
    )


@pytest.mark.parametrize(
    ("code", "damage"),
    [
        ("code_tries", lambda: OneTimeCode.objects.update(used_at=None, code_hash="", attempts=1)),
        ("code_one_live", lambda: two_live(OneTimeCode)),
        ("link_one_live", lambda: two_live(LinkToken)),
        (
            "proof_used_in_time",
            lambda: OneTimeCode.objects.update(used_at=DbNow() + timedelta(hours=1)),
        ),
        (
            "code_lives_ten_minutes",
            lambda: OneTimeCode.objects.update(expires_at=DbNow() + timedelta(hours=1)),
        ),
        (
            "pending_phone_differs",
            lambda: User.objects.update(phone="+573001112233", pending_phone="+573001112233"),
        ),
    ],
)
def test_each_check_finds_its_damage(rows, code, damage):
    damage()

    assert findings() == {code}


@pytest.mark.parametrize(
    "broken",
    [
        lambda: OneTimeCode.objects.update(attempts=6),
        lambda: OneTimeCode.objects.update(purpose="anything"),
        lambda: OneTimeCode.objects.update(replaced_at=DbNow()),
        lambda: OneTimeCode.objects.update(code_hash=""),
        lambda: LinkToken.objects.update(used_at=DbNow(), digest=None),
        lambda: LinkToken.objects.update(purpose="anything"),
        lambda: LinkToken.objects.update(digest="x" * 64),
        lambda: LinkToken.objects.update(replaced_at=None),
    ],
)
def test_the_database_refuses_what_no_service_writes(rows, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        broken()


@pytest.mark.parametrize("model", MODELS)
def test_staff_see_them_without_hashes_and_change_nothing(client, rows, inbox, model):
    client.force_login(make_staff_user(is_superuser=True))
    inbox.drain()
    row = MODELS[model].objects.latest("created_at")
    name = f"admin:accounts_{model}"

    page = client.get(reverse(f"{name}_change", args=[row.pk])).content.decode()

    hashes = [
        *OneTimeCode.objects.values_list("code_hash", flat=True),
        *LinkToken.objects.filter(digest__isnull=False).values_list("digest", flat=True),
    ]
    assert "luz@example.com" in page
    assert not [secret for secret in hashes if secret in page]
    assert client.get(reverse(f"{name}_add")).status_code == 403
    assert client.get(reverse(f"{name}_delete", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_one_row_and_for_more(client, model):
    client.force_login(make_staff_user(is_superuser=True))
    counts = []
    for _ in range(2):
        user = make_user(verified=False)
        ask_code(user_id=user.pk, purpose=OneTimeCode.Purpose.VERIFY_EMAIL, destination=user.email)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 8
