"""How payments are doing, for monitoring; no amounts and no people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q

from ..gateways.registry import NAMES
from ..models import ChargeAttempt, WebhookNotice
from ..states import OPEN, ChargeStatus


@dataclass(frozen=True, kw_only=True)
class GatewayHealth:
    """One gateway: its latest notice, and what waits."""

    name: str
    last_notice_at: datetime | None
    waiting_notices: int
    anomalous_notices: int
    open_charges: int
    unknown_charges: int
    oldest_open_at: datetime | None


def gateways_health() -> list[GatewayHealth]:
    """Return the state of each gateway: 2 queries."""
    outcome = WebhookNotice.Outcome
    notices: dict[str, Mapping[str, Any]] = {
        row["gateway"]: row
        for row in WebhookNotice.objects.values("gateway").annotate(
            last_notice_at=Max("received_at"),
            waiting_notices=Count("pk", filter=Q(outcome=outcome.WAITING)),
            anomalous_notices=Count("pk", filter=Q(outcome=outcome.ANOMALOUS)),
        )
    }
    charges: dict[str, Mapping[str, Any]] = {
        row["gateway"]: row
        for row in ChargeAttempt.objects.filter(status__in=OPEN)
        .values("gateway")
        .annotate(
            open_charges=Count("pk"),
            unknown_charges=Count("pk", filter=Q(status=ChargeStatus.UNKNOWN)),
            oldest_open_at=Min("created_at"),
        )
    }
    return [_health(name, notices.get(name, {}), charges.get(name, {})) for name in NAMES]


def _health(name: str, notices: Mapping[str, Any], charges: Mapping[str, Any]) -> GatewayHealth:
    return GatewayHealth(
        name=name,
        last_notice_at=notices.get("last_notice_at"),
        waiting_notices=notices.get("waiting_notices", 0),
        anomalous_notices=notices.get("anomalous_notices", 0),
        open_charges=charges.get("open_charges", 0),
        unknown_charges=charges.get("unknown_charges", 0),
        oldest_open_at=charges.get("oldest_open_at"),
    )
