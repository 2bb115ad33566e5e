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
        help="Mails that were begun and have neither gone out nor been refused.",
        sql=("SELECT count(*) FROM shared_sentmail WHERE sent_at IS NULL AND refused_at IS NULL"),
    ),
    Gauge(
        name="plaza_sms_unsent",
        help="SMS that were begun and neither handed over nor refused.",
        sql=("SELECT count(*) FROM shared_sentsms WHERE sent_at IS NULL AND status = 'queued'"),
    ),
    Gauge(
        name="plaza_sms_lost_day",
        help="SMS of the last 24 hours that were refused or did not arrive.",
        sql=(
            "SELECT count(*) FROM shared_sentsms WHERE status IN ('undelivered', 'failed')"
            " AND created_at > plaza_now() - interval '24 hours'"
        ),
    ),
    Gauge(
        name="plaza_unreachable",
        help="Addresses and telephones that nothing is sent to.",
        sql="SELECT count(*) FROM shared_unreachable",
    ),
]
