import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from marketplace.shared import faults
from marketplace.shared.clock import DbNow
from marketplace.shared.invariants import violations
from marketplace.shared.models import IdempotencyKey, OutboxMessage
from marketplace.shared.services import idempotency
from tests.support.races import beside, tally

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.shared.urls")]

BOTH = pytest.mark.parametrize("path", ["/api/v1/test/inside", "/api/v1/test/across"])


def post(path, body=None, key="clave-0001", actor="ana"):
    headers = {"HTTP_IDEMPOTENCY_KEY": key} if key is not None else {}
    client = APIClient(raise_request_exception=False)
    return client.post(path, body or {"quantity": 3}, format="json", HTTP_X_ACTOR=actor, **headers)


def effects() -> int:
    return OutboxMessage.objects.filter(event="effect").count()


@BOTH
@pytest.mark.parametrize("key", [None, "", "short", "x" * 101, "with space", "clave-ñandú"])
def test_a_missing_or_odd_key_is_refused(path, key):
    answer = post(path, key=key)

    assert (answer.status_code, json.loads(answer.content)["code"]) == (
        400,
        "idempotency_key_missing",
    )
    assert effects() == 0


@BOTH
def test_the_same_request_again_gets_the_first_answer(path):
    first = post(path)
    OutboxMessage.objects.create(event="other", handler="h", payload={})
    second = post(path, {"quantity": 3})

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert effects() == 1


@BOTH
def test_the_order_of_the_keys_of_the_body_does_not_matter(path):
    post(path, {"quantity": 3, "name": "a"})

    assert post(path, {"name": "a", "quantity": 3})["Idempotent-Replayed"] == "true"


@BOTH
def test_the_same_key_with_another_body_is_refused(path):
    post(path)

    answer = post(path, {"quantity": 4})

    assert (answer.status_code, json.loads(answer.content)["code"]) == (
        422,
        "idempotency_key_reused",
    )
    assert effects() == 1


@BOTH
def test_the_same_key_of_another_person_is_another_key(path):
    assert post(path, actor="ana").status_code == 201
    assert post(path, actor="luz").status_code == 201
    assert effects() == 2


@BOTH
def test_thirty_twins_have_one_effect(path, race):
    answers = race([lambda: post(path)] * 30)

    statuses = tally([answer.status_code for answer in answers])
    assert set(statuses) <= {"201", "409"}
    assert effects() == 1
    bodies = {answer.content for answer in answers if answer.status_code == 201}
    assert bodies == {b'{"count":1}'}
    for answer in answers:
        if answer.status_code == 409:
            assert json.loads(answer.content)["code"] == "request_in_progress"
            assert answer["Retry-After"] == "2"
    assert post(path)["Idempotent-Replayed"] == "true"
    assert violations() == []


def test_without_the_key_thirty_twins_have_thirty_effects(race):
    """Control: the twins above really ran."""
    paths = [f"clave-{n:04}" for n in range(30)]

    race([lambda key=key: post("/api/v1/test/inside", key=key) for key in paths])

    assert effects() == 30


def test_inside_a_refusal_undoes_the_effect_and_frees_the_key():
    refused = post("/api/v1/test/inside", {"name": "refuse"})

    assert (refused.status_code, effects()) == (409, 0)
    assert IdempotencyKey.objects.count() == 0
    assert post("/api/v1/test/inside", {"name": "fine"}).status_code == 201


@BOTH
@pytest.mark.parametrize("body", [{"quantity": 0}, {"nonsense": 1}, {"name": "refuse"}])
def test_a_refusal_gives_the_key_back(path, body):
    assert post(path, body).status_code in (400, 409)

    assert IdempotencyKey.objects.count() == 0
    assert post(path, {"quantity": 9}).status_code == 201


@BOTH
@pytest.mark.parametrize(
    "body", [b'{"quantity": 99999999999999999999}', b'{"quantity": "\\ud800"}']
)
def test_a_body_that_cannot_be_hashed_is_refused(path, body):
    answer = APIClient(raise_request_exception=False).generic(
        "POST", path, body, content_type="application/json", HTTP_IDEMPOTENCY_KEY="clave-0001"
    )

    assert answer.status_code == 400
    assert IdempotencyKey.objects.count() == 0


def crash() -> None:
    raise MemoryError


def test_inside_a_crash_leaves_nothing():
    faults.arm("in the view", crash)
    assert post("/api/v1/test/inside").status_code == 500
    assert (effects(), IdempotencyKey.objects.count()) == (0, 0)

    faults.disarm()
    assert post("/api/v1/test/inside").status_code == 201
    assert effects() == 1


def test_across_a_crash_leaves_a_lease_that_is_taken_over_when_it_ends():
    faults.arm("in the view", crash)
    assert post("/api/v1/test/across").status_code == 500
    faults.disarm()
    meanwhile = post("/api/v1/test/across")
    assert (meanwhile.status_code, meanwhile["Retry-After"]) == (409, "2")

    IdempotencyKey.objects.update(locked_until=DbNow() - timedelta(seconds=1))
    assert post("/api/v1/test/across").status_code == 201
    assert post("/api/v1/test/across")["Idempotent-Replayed"] == "true"
    assert effects() == 2  # the crashed one's, and the one that went on


def test_one_of_many_takes_over_a_lease(race):
    claim = {"actor": "a", "route": "r", "key": "clave-0001", "body_hash": "h"}
    assert idempotency.claim_across(**claim) is None
    IdempotencyKey.objects.update(locked_until=DbNow() - timedelta(seconds=1))

    outcomes = race([lambda: idempotency.claim_across(**claim)] * 20)

    assert tally(outcomes) == {"None": 1, "RequestInProgress": 19}


def test_an_answer_that_comes_while_the_lease_is_taken_over_wins():
    """The first request was slow, not dead: its answer stays, and nobody works again."""
    claim = {"actor": "a", "route": "r", "key": "clave-0001"}
    idempotency.claim_across(**claim, body_hash="h")
    idempotency.store_answer(**claim, status=201, body=b"first")
    idempotency.store_answer(**claim, status=201, body=b"second")

    answer = idempotency.claim_across(**claim, body_hash="h")

    assert answer == idempotency.StoredAnswer(status=201, body=b"first")


def test_a_twin_that_waits_too_long_is_told_to_come_back():
    """Inside, a twin waits for the other's commit, as long as lock_timeout allows."""
    claim = {"actor": "ana", "route": "test.inside", "key": "clave-0001", "body_hash": "h"}

    def impatient():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 100")
        return post("/api/v1/test/inside")

    with transaction.atomic():
        idempotency.claim_inside(**claim)
        answer = beside(impatient)

    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "request_in_progress")
    assert answer["Retry-After"] == "2"


def test_keys_are_forgotten_after_three_days():
    post("/api/v1/test/inside")
    post("/api/v1/test/inside", key="clave-0002")
    IdempotencyKey.objects.filter(key="clave-0001").update(created_at=DbNow() - timedelta(hours=73))

    assert idempotency.delete_expired() == 1
    assert IdempotencyKey.objects.get().key == "clave-0002"
