"""The kernel's gauges."""

from .metrics import Gauge

GAUGES = [
    Gauge(
        name="plaza_outbox_waiting",
        help="Outbox messages that wait to be delivered.",
        sql="SELECT count(*) FROM shared_outboxmessage WHERE status = 'waiting'",
    ),
    Gauge(
        name="plaza_outbox_oldest_seconds",
        help="Seconds since the oldest waiting outbox message was written.",
        sql=(
            "SELECT extract(epoch FROM plaza_now() - min(created_at))"
            " FROM shared_outboxmessage WHERE status = 'waiting'"
        ),
    ),
    Gauge(
        name="plaza_outbox_dead",
        help="Outbox messages given up after their last attempt.",
        sql="SELECT count(*) FROM shared_outboxmessage WHERE status = 'dead'",
    ),
    Gauge(
        name="plaza_idempotency_stuck",
        help="Requests whose lease ran out without an answer.",
        sql=(
            "SELECT count(*) FROM shared_idempotencykey"
            " WHERE response_status IS NULL AND locked_until < plaza_now()"
        ),
    ),
    Gauge(
        name="plaza_mail_unsent",
        help="Mails that were begun and have not gone out.",
        sql="SELECT count(*) FROM shared_sentmail WHERE sent_at IS NULL",
    ),
]
