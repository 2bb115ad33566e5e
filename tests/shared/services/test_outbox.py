import socket
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from celery import Celery, current_app
from django.db import transaction
from django.db.models import QuerySet

from marketplace.shared import clock, events
from marketplace.shared.breaker import broker_breaker
from marketplace.shared.clock import DbNow
from marketplace.shared.models import OutboxMessage
from marketplace.shared.services import outbox
from marketplace.shared.tasks import deliver_message, relay_outbox

Status = OutboxMessage.Status
pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, kw_only=True)
class Happened(events.Event):
    name: ClassVar[str] = "test.happened"
    thing_id: str


handled: list[tuple[str, dict]] = []


@events.subscribe(Happened)
def first(payload):
    if payload["thing_id"] == "poison":
        raise ZeroDivisionError("always")
    if payload["thing_id"] == "early":
        raise events.TryLater("the model is loading")
    handled.append(("first", payload))


@events.subscribe(Happened, queue="mails")
def second(payload):
    handled.append(("second", payload))


@pytest.fixture(autouse=True)
def quiet_broker(monkeypatch):
    """Keep the tasks that would go to the broker."""
    handled.clear()
    broker_breaker.reset()
    sent = []

    def keep(name, *args, **options):
        sent.append((name, options))

    monkeypatch.setattr(current_app, "send_task", keep)
    yield sent
    broker_breaker.reset()


def publish(thing_id="1") -> None:
    with transaction.atomic():
        outbox.publish(Happened(thing_id=thing_id))


def messages() -> list[tuple[str, str, int]]:
    rows = OutboxMessage.objects.order_by("id").values_list("handler", "status", "attempts")
    return [(handler.rsplit(".", 1)[1], status, attempts) for handler, status, attempts in rows]


def make_due() -> None:
    OutboxMessage.objects.update(next_attempt_at=DbNow() - timedelta(seconds=1))


def test_publishing_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match=r"test\.happened published outside"):
        outbox.publish(Happened(thing_id="1"))

    assert messages() == []


def test_the_past_can_be_left_without_its_mails(drain_outbox):
    publish()

    assert outbox.drop(queue="mails") == 1
    assert [claimed.queue for claimed in outbox.claim_waiting(queue="mails")] == []
    assert drain_outbox() == 1
    assert [name for name, _ in handled] == ["first"]


def test_publishing_outside_is_refused_within_a_test_case_too(db):
    with pytest.raises(RuntimeError):
        outbox.publish(Happened(thing_id="1"))


def test_each_handler_gets_a_row_in_one_statement(django_assert_num_queries, quiet_broker):
    with django_assert_num_queries(3), transaction.atomic():  # BEGIN, INSERT, COMMIT
        outbox.publish(Happened(thing_id="1"), Happened(thing_id="2"))

    assert messages() == [(name, "waiting", 0) for name in ("first", "second") * 2]
    assert [name for name, _ in quiet_broker] == ["shared.relay_outbox"]


def test_a_rollback_leaves_no_row(quiet_broker):
    def publish_and_fail() -> None:
        with transaction.atomic():
            outbox.publish(Happened(thing_id="1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publish_and_fail()

    assert (messages(), quiet_broker) == ([], [])


def test_delivery_runs_each_handler_once(drain_outbox):
    publish("7")

    assert drain_outbox() == 2
    assert handled == [("first", {"thing_id": "7"}), ("second", {"thing_id": "7"})]
    assert messages() == [("first", "done", 1), ("second", "done", 1)]
    assert drain_outbox() == 0


def test_a_delivered_message_is_not_handled_again():
    publish()
    [one, _] = outbox.claim_waiting()

    assert deliver_message(message_id=one.id, from_the_future="ignored") is None
    assert outbox.deliver(message_id=one.id)
    assert [name for name, _ in handled] == ["first"]


def test_a_message_that_is_gone_counts_as_done():
    assert outbox.deliver(message_id=2**40)


def test_the_relay_hands_each_message_to_its_queue(quiet_broker):
    publish()
    quiet_broker.clear()

    relay_outbox(from_the_future="ignored")

    assert [(name, options["queue"]) for name, options in quiet_broker] == [
        ("shared.deliver_message", "default"),
        ("shared.deliver_message", "mails"),
    ]


def test_many_relays_never_get_the_same_message(race):
    for number in range(50):
        publish(str(number))

    claims = race([lambda: outbox.claim_waiting(limit=10)] * 12)

    ids = [message.id for claim in claims for message in claim]
    assert (len(ids), len(set(ids))) == (100, 100)


def test_without_the_row_locks_they_get_the_same_ones(race, monkeypatch):
    """Control: two relays that read before either writes claim the same messages."""
    for number in range(5):
        publish(str(number))
    both_have_read = threading.Barrier(2)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    real_values = QuerySet.values_list

    def late_values(rows, *fields, **options):
        found = list(real_values(rows, *fields, **options))
        both_have_read.wait(timeout=10)
        return found

    monkeypatch.setattr(QuerySet, "values_list", late_values)

    claims = race([outbox.claim_waiting] * 2)

    assert [len(claim) for claim in claims] == [10, 10]


def test_a_lease_gives_a_message_back_when_its_worker_dies(drain_outbox):
    publish()
    assert len(outbox.claim_waiting()) == 2
    assert outbox.claim_waiting() == []

    with clock.travel(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert drain_outbox() == 2

    assert len(handled) == 2


def test_a_failing_handler_is_put_off_and_does_not_hold_up_the_others(drain_outbox):
    publish("poison")

    assert drain_outbox(failures_allowed=True) == 1
    failed = OutboxMessage.objects.get(status=Status.WAITING)
    assert failed.last_error == "ZeroDivisionError: always"
    assert timedelta(seconds=3) < failed.next_attempt_at - clock.now() <= timedelta(seconds=5)


def test_a_handler_that_must_wait_is_put_off_without_an_alarm(drain_outbox, caplog):
    publish("early")

    assert drain_outbox(failures_allowed=True) == 1
    assert OutboxMessage.objects.get(status=Status.WAITING).last_error == (
        "TryLater: the model is loading"
    )
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_pauses_grow_and_the_last_failure_is_death(drain_outbox):
    publish("poison")
    pauses = []
    for _ in outbox.BACK_OFF:
        make_due()
        drain_outbox(failures_allowed=True)
        waiting = OutboxMessage.objects.get(status=Status.WAITING)
        pauses.append(round((waiting.next_attempt_at - clock.now()).total_seconds()))
    make_due()
    drain_outbox(failures_allowed=True)

    assert pauses == outbox.BACK_OFF == sorted(pauses)
    assert messages() == [("first", "dead", 8), ("second", "done", 1)]
    make_due()
    assert drain_outbox(failures_allowed=True) == 0


def test_mails_are_given_other_pauses():
    assert [outbox.back_off(f"{__name__}.{name}") for name in ("first", "second")] == [
        outbox.BACK_OFF,
        [60, 300, 1_800, 7_200, 43_200],
    ]
    assert outbox.max_attempts(f"{__name__}.second") == 6


def test_a_handler_that_takes_its_process_down_dies_too():
    publish()
    OutboxMessage.objects.update(attempts=8)

    assert not outbox.deliver(message_id=OutboxMessage.objects.order_by("id")[0].pk)

    assert handled == []
    assert messages()[0] == ("first", "dead", 9)


def test_a_handler_that_the_code_lost_is_put_off(drain_outbox):
    OutboxMessage.objects.create(event="test.happened", handler="gone.away", payload={})

    assert drain_outbox(failures_allowed=True) == 0
    assert OutboxMessage.objects.get().last_error == "LookupError: no handler gone.away"


def test_replay_starts_again(drain_outbox):
    publish("poison")
    OutboxMessage.objects.update(status=Status.DEAD, attempts=8, payload={"thing_id": "healed"})

    assert outbox.replay(message_ids=OutboxMessage.objects.values_list("pk", flat=True)) == 2
    assert drain_outbox() == 2
    assert messages() == [("first", "done", 1), ("second", "done", 1)]


def test_done_messages_are_forgotten_after_two_weeks(drain_outbox):
    publish()
    drain_outbox()
    old = OutboxMessage.objects.order_by("id")[0]
    OutboxMessage.objects.filter(pk=old.pk).update(done_at=DbNow() - timedelta(days=15))
    OutboxMessage.objects.create(event="e", handler="h", payload={}, status=Status.DEAD)

    assert outbox.delete_done() == 1
    assert set(OutboxMessage.objects.values_list("status", flat=True)) == {"done", "dead"}


def test_two_handlers_of_one_name_are_refused():
    with pytest.raises(ValueError, match="subscribes twice"):
        events.subscribe(Happened)(first)


def app_of(url: str) -> Celery:
    """Return an app with the project's settings and a broker at ``url``."""
    app = Celery("elsewhere", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)
    return app


@pytest.fixture(params=["hung", "dead"])
def broken_broker(request, monkeypatch):
    """A broker that takes connections and says nothing, or one that is not there."""
    server = socket.create_server(("127.0.0.1", 0), backlog=50)
    port = server.getsockname()[1]
    if request.param == "dead":
        server.close()
    app = app_of(f"redis://127.0.0.1:{port}/0")
    monkeypatch.setattr(outbox, "current_app", app)
    yield
    app.close()
    server.close()


def test_a_broken_broker_does_not_hold_up_the_request(broken_broker, drain_outbox):
    started = time.monotonic()
    publish("1")
    first_time = time.monotonic() - started
    publish("2")
    second_time = time.monotonic() - started - first_time

    assert broker_breaker.is_open
    assert first_time < 1.0
    assert second_time < 0.1
    assert drain_outbox() == 4
