"""Figures about people's rights for the operator's monitoring."""

from marketplace.shared.metrics import Gauge

GAUGES = [
    Gauge(
        name="plaza_privacy_requests_waiting",
        help="Privacy requests that wait for an answer.",
        sql="SELECT count(*) FROM accounts_privacyrequest WHERE status IN ('open', 'extended')",
    ),
    Gauge(
        name="plaza_privacy_requests_overdue",
        help="Privacy requests whose legal term is over without an answer.",
        sql=(
            "SELECT count(*) FROM accounts_privacyrequest WHERE status IN ('open', 'extended')"
            " AND due_on < (plaza_now() AT TIME ZONE 'America/Bogota')::date"
        ),
    ),
    Gauge(
        name="plaza_erasures_overdue",
        help="People who should have been erased a day ago and are not, whatever the reason.",
        sql=(
            "SELECT count(*) FROM accounts_deletionrequest"
            " WHERE status = 'pending' AND due_at < plaza_now() - interval '1 day'"
        ),
    ),
]
