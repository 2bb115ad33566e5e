"""What people agreed to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ..consent_texts import CONSENT_TEXTS
from ..models import Consent


@dataclass(frozen=True, kw_only=True)
class ConsentState:
    """Where a person stands with one text; ``version`` and ``since`` are those of the last word.

    Attributes:
        is_current: the last word was about the version in force.
    """

    kind: str
    title: str
    is_given: bool
    is_needed: bool
    is_current: bool
    version: str
    current_version: str
    since: datetime | None
    page: str


def consents_of(*, user_id: UUID) -> QuerySet[Consent]:
    """Return every yes and no of a person, newest first: the proof."""
    return Consent.objects.filter(user_id=user_id).order_by("-created_at", "-pk")


def latest_consents(*, user_id: UUID) -> dict[str, Consent]:
    """Return a person's last word by kind: 1 query."""
    newest = Consent.objects.filter(user_id=user_id).order_by("kind", "-created_at", "-pk")
    return {row.kind: row for row in newest.distinct("kind")}


def consent_states(*, user_id: UUID) -> list[ConsentState]:
    """Return where a person stands with each text, also those never asked about: 1 query."""
    latest = latest_consents(user_id=user_id)
    return [_state(Consent.Kind(kind), latest.get(kind)) for kind in CONSENT_TEXTS]


def has_consented(*, user_id: UUID, kind: Consent.Kind) -> bool:
    """Tell whether a person's last word about ``kind`` was yes: 1 query."""
    last = consents_of(user_id=user_id).filter(kind=kind).values_list("is_given", flat=True).first()
    return bool(last)


def _state(kind: Consent.Kind, last: Consent | None) -> ConsentState:
    text = CONSENT_TEXTS[kind.value]
    return ConsentState(
        kind=kind.value,
        title=str(kind.label),
        is_given=last is not None and last.is_given,
        is_needed=text.is_needed,
        is_current=last is not None and last.version == text.version,
        version=last.version if last else "",
        current_version=text.version,
        since=last.created_at if last else None,
        page=text.page,
    )
