import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from marketplace.shared.models import AuditEntry, IdempotencyKey, OutboxMessage, SentMail

MODELS = [OutboxMessage, AuditEntry, IdempotencyKey, SentMail]
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    user = get_user_model().objects.create(
        email="jefa@example.com", role="staff", is_staff=True, is_superuser=True
    )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def rows():
    return {
        OutboxMessage: OutboxMessage.objects.create(
            event="e", handler="h", payload={}, status="dead", attempts=8
        ),
        AuditEntry: AuditEntry.objects.create(action="a", subject_type="s", subject_id="1"),
        IdempotencyKey: IdempotencyKey.objects.create(
            actor="a", route="r", key="k", body_hash="h", response_body="very private"
        ),
        SentMail: SentMail.objects.create(key="k", kind="k", recipient="a@b.co", subject="s"),
    }


def url(model, page, *arguments) -> str:
    return reverse(f"admin:shared_{model._meta.model_name}_{page}", args=arguments)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("query", ["", "?q=h", "?q=not-a-uuid", "?q=7"])
def test_lists_open_and_can_be_searched(staff, rows, model, query):
    assert staff.get(url(model, "changelist") + query).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_rows_can_be_seen_and_neither_added_changed_nor_deleted(staff, rows, model):
    row = rows[model]
    page = staff.get(url(model, "change", row.pk))

    assert page.status_code == 200
    assert b'name="_save"' not in page.content or model is OutboxMessage
    assert b"very private" not in page.content
    assert staff.get(url(model, "add")).status_code == 403
    assert staff.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_a_posted_change_of_a_message_changes_nothing(staff, rows):
    row = rows[OutboxMessage]

    staff.post(url(OutboxMessage, "change", row.pk), {"status": "done", "attempts": 0})

    row.refresh_from_db()
    assert (row.status, row.attempts) == ("dead", 8)


def test_messages_can_be_replayed(staff, rows):
    row = rows[OutboxMessage]

    answer = staff.post(
        url(OutboxMessage, "changelist"),
        {"action": "replay_selected", "_selected_action": [row.pk]},
        follow=True,
    )

    row.refresh_from_db()
    assert (row.status, row.attempts) == ("waiting", 0)
    assert "Mensajes por entregar de nuevo: 1" in answer.content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_people_without_rights_see_nothing(rows, model):
    assert Client().get(url(model, "changelist")).status_code == 302
