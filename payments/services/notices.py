"""What gateways tell us: checked, stored, answered; then the gateway itself is asked."""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.faults import fault_point
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import ChargeMismatch, PaymentNotFound
from ..events import NoticeStored
from ..gateways.base import ChargeState, Notice
from ..gateways.errors import GatewayError, UntrustedWebhook
from ..gateways.registry import gateway
from ..models import RejectedNotice, WebhookNotice
from ..states import ChargeStatus, may_follow
from ..timetable import notice_pause
from .alerts import alert
from .settlement import settle

logger = logging.getLogger("plaza.payments")

Outcome = WebhookNotice.Outcome
PRIVATE_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
MAX_HEADER = 500
# Only the latest refused notices are kept, so that nobody can fill the disk.
REJECTED_KEPT = 10_000
SWEEP_LIMIT = 100


def receive(*, gateway_name: str, body: bytes, headers: Mapping[str, str], ip: str | None) -> int:
    """Check a notice and store it, or count one more copy; return its id.

    The work is done afterwards, by whoever delivers the event that is published with it.

    Raises:
        UnknownGateway: no such gateway.
        WebhookSecretMissing: nothing can be checked, nothing is stored.
        UntrustedWebhook: the signature is missing or wrong; only that is remembered.
    """
    try:
        notice = gateway(gateway_name).read_notice(body=body, headers=headers)
    except UntrustedWebhook as error:
        _remember_rejected(gateway_name, error.message, ip, body)
        raise
    notice_id = _store(notice, body.decode(), _kept(headers))
    fault_point("payments.after_notice_commit")
    return notice_id


@in_transaction
def _store(notice: Notice, body: str, headers: dict[str, str]) -> int:
    """Insert the notice unless its news is there; a copy of news without effect is tried again.

    What is not signed may differ between copies, so the latest copy is the one that is acted on.
    """
    is_about_charge = bool(notice.transaction_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_webhooknotice (gateway, fingerprint, event, transaction_id,"
            " reference, status, body, headers, outcome, received_at, next_attempt_at,"
            " processed_at, copies, attempts, last_error)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, plaza_now(), plaza_now(), NULL, 1, 0, '')"
            " ON CONFLICT (gateway, fingerprint) DO NOTHING RETURNING id",
            [
                notice.gateway,
                notice.fingerprint,
                notice.event,
                notice.transaction_id,
                notice.reference,
                notice.status,
                body,
                json.dumps(headers),
                Outcome.WAITING if is_about_charge else Outcome.IGNORED,
            ],
        )
        row = cursor.fetchone()
    if row is not None:
        if is_about_charge:
            publish(NoticeStored(notice_id=row[0]))
        return row[0]
    return _count_copy(notice, body, headers)


def _count_copy(notice: Notice, body: str, headers: dict[str, str]) -> int:
    same = WebhookNotice.objects.filter(gateway=notice.gateway, fingerprint=notice.fingerprint)
    same.update(copies=F("copies") + 1)
    closed = Q(outcome__in=[Outcome.ANOMALOUS, Outcome.IGNORED]) & ~Q(transaction_id="")
    without_effect = closed | Q(outcome=Outcome.WAITING, attempts__gt=0)
    again = same.filter(without_effect).update(
        body=body,
        headers=headers,
        reference=notice.reference,
        outcome=Outcome.WAITING,
        attempts=0,
        next_attempt_at=DbNow(),
        processed_at=None,
    )
    notice_id = same.values_list("pk", flat=True).get()
    if again:
        publish(NoticeStored(notice_id=notice_id))
    return notice_id


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value[:MAX_HEADER].replace("\x00", "")
        for name, value in headers.items()
        if name.lower() not in PRIVATE_HEADERS
    }


def _remember_rejected(gateway_name: str, reason: str, ip: str | None, body: bytes) -> None:
    row = RejectedNotice.objects.create(
        gateway=gateway_name,
        reason=reason[:100],
        ip=ip,
        body_hash=hashlib.sha256(body).hexdigest(),
    )
    RejectedNotice.objects.filter(pk__lte=row.pk - REJECTED_KEPT).delete()
    logger.warning("A notice was refused", extra={"rejected_id": row.pk, "gateway": gateway_name})


def act_on(*, notice_id: int) -> None:
    """Ask the gateway what happened and settle that; doing it twice changes nothing.

    The notice is a hint. Only the gateway's answer counts, and a notice that claims something
    else than the gateway is kept as anomalous and moves nothing. Where the gateway is silent, or
    may still come to say the same, or the charge is not committed yet, it waits for the next sweep.
    """
    stored = WebhookNotice.objects.get(pk=notice_id)
    if stored.outcome != Outcome.WAITING:
        return
    adapter = gateway(stored.gateway)
    try:
        notice = adapter.read_notice(body=stored.body.encode(), headers=stored.headers)
        state = adapter.find_charge(notice.transaction_id)
    except UntrustedWebhook as error:
        # Its secret is not valid any more: somebody must look, and polling goes on meanwhile.
        _call_anomalous(stored, {"signature": ["valid", error.code]})
        return
    except GatewayError as error:
        _put_off(stored, error.code)
        return
    differences = _claims_against(notice, state)
    if differences:
        _call_anomalous(stored, differences)
        return
    _settle(stored, notice, state)


def _settle(stored: WebhookNotice, notice: Notice, state: ChargeState) -> None:
    try:
        settle(state=state)
    except PaymentNotFound as error:
        # The notice may be faster than our own commit.
        _put_off(stored, error.code)
        return
    except ChargeMismatch as error:
        _call_anomalous(stored, error.details["differences"])
        return
    if _may_come_true(notice, state):
        _put_off(stored, f"gateway_says_{state.status.value.lower()}")
        return
    same_news = notice.status == state.status.value
    _close(stored, Outcome.APPLIED if same_news else Outcome.IGNORED)


def _may_come_true(notice: Notice, state: ChargeState) -> bool:
    """Tell whether a notice may be ahead of the API that it comes from."""
    claimed = notice.status.lower()
    if claimed not in ChargeStatus:
        return notice.status != state.status.value and not state.status.is_final
    return may_follow(ChargeStatus(state.status.value.lower()), ChargeStatus(claimed))


def _claims_against(notice: Notice, state: ChargeState) -> dict[str, list[str]]:
    """Return where a notice says something else than the gateway's API; the status may be older."""
    pairs = {
        "amount": (state.amount, notice.amount),
        "currency": (state.currency, notice.currency),
        "reference": (state.reference, notice.reference),
        "environment": (state.environment, notice.environment),
    }
    return {
        name: [str(theirs), str(claimed)]
        for name, (theirs, claimed) in pairs.items()
        if theirs != claimed
    }


def sweep() -> int:
    """Act on waiting notices that are due; return how many. Two runs share the work."""
    done = 0
    while done < SWEEP_LIMIT and (notice_id := _claim_due()) is not None:
        act_on(notice_id=notice_id)
        done += 1
    return done


@in_transaction
def _claim_due() -> int | None:
    due = (
        WebhookNotice.objects.select_for_update(skip_locked=True)
        .filter(outcome=Outcome.WAITING, next_attempt_at__lte=DbNow())
        .order_by("next_attempt_at", "pk")
    )
    stored = due.first()
    if stored is None:
        return None
    pause = notice_pause(stored.attempts + 1) or notice_pause(1)
    WebhookNotice.objects.filter(pk=stored.pk).update(next_attempt_at=DbNow() + pause)
    return stored.pk


@in_transaction
def replay(*, notice_ids: Iterable[int], actor_id: UUID | None) -> int:
    """Let notices be acted on again, whatever became of them; return how many there were."""
    count = 0
    for notice_id in sorted(notice_ids):
        count += (
            WebhookNotice.objects.filter(pk=notice_id)
            .exclude(transaction_id="")
            .update(outcome=Outcome.WAITING, attempts=0, next_attempt_at=DbNow(), processed_at=None)
        )
        publish(NoticeStored(notice_id=notice_id))
        audit.record(
            action="payments.notice_replayed",
            subject_type="notice",
            subject_id=notice_id,
            actor_id=actor_id,
        )
    return count


def _put_off(stored: WebhookNotice, reason: str) -> None:
    attempts = stored.attempts + 1
    pause = notice_pause(attempts)
    if pause is None:
        _call_anomalous(stored, {"given_up": ["", reason]})
        return
    WebhookNotice.objects.filter(pk=stored.pk, outcome=Outcome.WAITING).update(
        attempts=attempts, last_error=reason[:300], next_attempt_at=DbNow() + pause
    )


@in_transaction
def _call_anomalous(stored: WebhookNotice, differences: dict[str, list[str]]) -> None:
    if _close(stored, Outcome.ANOMALOUS, error=", ".join(differences)):
        alert(
            action="payments.notice_anomalous",
            subject_type="notice",
            subject_id=stored.pk,
            changes=differences,
        )


def _close(stored: WebhookNotice, outcome: WebhookNotice.Outcome, *, error: str = "") -> bool:
    closed = WebhookNotice.objects.filter(pk=stored.pk, outcome=Outcome.WAITING).update(
        outcome=outcome, last_error=error[:300], processed_at=DbNow()
    )
    return bool(closed)
