"""A person's inbox and choices."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from ..models import Consent, Notification, NotificationPreference
from ..notification_kinds import KINDS, Channel, NotificationKind


@dataclass(frozen=True, kw_only=True)
class KindChoice:
    """What one person chose for one kind: on or off by channel."""

    kind: NotificationKind
    label: str
    is_required: bool
    channels: dict[Channel, bool]


def notifications_of(*, user_id: UUID, unread: bool | None = None) -> QuerySet[Notification]:
    """Return the person's notifications, newest first; all, the unread or the read ones."""
    found = Notification.objects.filter(user_id=user_id).order_by("-created_at", "-id")
    return found if unread is None else found.filter(read_at__isnull=unread)


def unread_count(*, user_id: UUID) -> int:
    """Return how many the person has not read: 1 query."""
    return notifications_of(user_id=user_id, unread=True).order_by().count()


def preferences_of(*, user_id: UUID) -> list[KindChoice]:
    """Return every kind with the person's choices: 1 query."""
    chosen = {
        (row.kind, row.channel): row.is_enabled
        for row in NotificationPreference.objects.filter(user_id=user_id)
    }
    return [
        KindChoice(
            kind=kind,
            label=rule.label,
            is_required=rule.is_required,
            channels={
                channel: rule.is_required or chosen.get((kind, channel), True)
                for channel in rule.channels
            },
        )
        for kind, rule in KINDS.items()
    ]


def is_switched_on(*, user_id: UUID, kind: NotificationKind, channel: Channel) -> bool:
    """Tell whether the person left this way open: 1 query."""
    return not NotificationPreference.objects.filter(
        user_id=user_id, kind=kind, channel=channel, is_enabled=False
    ).exists()


def has_marketing_consent(*, user_id: UUID) -> bool:
    """Tell whether the person's last word on advertising is a yes: 1 query."""
    last = (
        Consent.objects.filter(user_id=user_id, kind=Consent.Kind.MARKETING)
        .order_by("-created_at", "-id")
        .values_list("is_given", flat=True)
        .first()
    )
    return last is True
