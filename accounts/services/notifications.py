"""The only writer of inboxes and of what people chose to hear of."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.conf import settings
from django.core import signing

from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction

from ..contact_hours import is_contact_hour
from ..errors import NotificationRequired, UnknownChannel, UnsubscribeLinkInvalid
from ..models import Notification, NotificationPreference
from ..notification_kinds import KINDS, Channel, NotificationKind
from ..selectors.notifications import has_marketing_consent, is_switched_on

_SALT = "accounts.unsubscribe"
UNSUBSCRIBE_PATH = "/avisos/baja/"


@in_transaction
def notify(
    *, user_id: UUID, kind: NotificationKind, about: str, title: str, body: str, link: str = ""
) -> bool:
    """Put news into the person's inbox, in the caller's transaction; say whether it is new there.

    Args:
        about: what tells this news from others of its kind, at most 100 characters.
        title, body: plain text; 200 and 500 characters are kept.
        link: a path of ours, such as ``/portal/ventas/…``; empty for none.

    Twice is once, also at the same time. Optional news that the person does without is left out.

    Raises:
        ValueError: the link leads elsewhere.
    """
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError("links of notifications are paths of ours")
    if not KINDS[kind].is_required and not wants(user_id=user_id, kind=kind, channel=Channel.INBOX):
        return False
    _, is_new = Notification.objects.get_or_create(
        user_id=user_id,
        kind=kind,
        about=about,
        defaults={"title": title[:200], "body": body[:500], "link": link},
    )
    return is_new


def notify_all(
    *,
    user_ids: Collection[UUID],
    kind: NotificationKind,
    about: str,
    title: str,
    body: str,
    link: str = "",
) -> None:
    """Put the same news into several inboxes; see ``notify``."""
    for user_id in sorted(user_ids):
        notify(user_id=user_id, kind=kind, about=about, title=title, body=body, link=link)


def wants(*, user_id: UUID, kind: NotificationKind, channel: Channel) -> bool:
    """Tell whether news of this kind may go to the person this way, now: at most 3 statements.

    Required kinds always may. Optional ones unless the person switched them off; advertising
    only with the consent to it and, but for the inbox, within the legal hours.
    """
    rule = KINDS[kind]
    if channel not in rule.channels:
        return False
    if rule.is_required:
        return True
    if rule.needs_consent and not has_marketing_consent(user_id=user_id):
        return False
    if not is_switched_on(user_id=user_id, kind=kind, channel=channel):
        return False
    return not rule.needs_consent or channel == Channel.INBOX or is_contact_hour(clock.now())


@in_transaction
def mark_read(*, user_id: UUID, ids: Collection[UUID] | None = None) -> int:
    """Mark the person's own notifications as read, all or these; return how many were unread.

    Others' ids and unknown ones are passed over. Twice is once.
    """
    unread = Notification.objects.filter(user_id=user_id, read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=DbNow())


@in_transaction
def set_preferences(
    *, user_id: UUID, choices: Mapping[NotificationKind, Mapping[Channel, bool]]
) -> None:
    """Switch ways on or off; what is not named stays as it is. Twice is once.

    Raises:
        NotificationRequired: a kind that everybody gets would be switched off.
        UnknownChannel: a kind does not go that way.

    Nothing is changed when it raises.
    """
    rows = []
    for kind, channels in choices.items():
        rule = KINDS[kind]
        for channel, is_enabled in channels.items():
            if channel not in rule.channels:
                raise UnknownChannel(
                    f"«{rule.label}» no se envía por este medio.", kind=kind, channel=channel
                )
            if rule.is_required and not is_enabled:
                raise NotificationRequired(
                    f"«{rule.label}» no se puede apagar: hace parte del servicio.", kind=kind
                )
            if not rule.is_required:
                rows.append(
                    NotificationPreference(
                        user_id=user_id, kind=kind, channel=channel, is_enabled=is_enabled
                    )
                )
    # In one order, so that two of the same person at once do not wait for each other in a ring.
    rows.sort(key=lambda row: (row.kind, row.channel))
    NotificationPreference.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["user", "kind", "channel"],
        update_fields=["is_enabled"],
    )


def unsubscribe_url(*, user_id: UUID, kind: NotificationKind) -> str:
    """Return the address under which, without login, this kind's mails end for this person.

    Raises:
        ValueError: the kind is required.
    """
    if KINDS[kind].is_required:
        raise ValueError(f"nobody may do without {kind}")
    token = signing.dumps({"user": str(user_id), "kind": kind.value}, salt=_SALT)
    return f"{settings.PUBLIC_BASE_URL}{UNSUBSCRIBE_PATH}{token}"


def read_unsubscribe_token(*, token: str) -> tuple[UUID, NotificationKind]:
    """Return whose and which mails a link ends; links of old mails still work.

    Raises:
        UnsubscribeLinkInvalid: we did not sign it, or the kind is gone.
    """
    try:
        told = signing.loads(token, salt=_SALT)
        return UUID(told["user"]), NotificationKind(told["kind"])
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise UnsubscribeLinkInvalid("El enlace no es válido.") from error


def unsubscribe(*, token: str) -> NotificationKind:
    """Switch the mails of one kind off for whoever the link was sent to; twice is once.

    Raises:
        UnsubscribeLinkInvalid: see ``read_unsubscribe_token``.
    """
    user_id, kind = read_unsubscribe_token(token=token)
    set_preferences(user_id=user_id, choices={kind: {Channel.EMAIL: False}})
    return kind
