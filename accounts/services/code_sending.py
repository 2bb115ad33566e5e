"""Makes codes and links at the moment they are sent, so that none ever lies anywhere readable.

Each is written as a hash first and sent afterwards. When a message turns out to have gone out
before (a worker died between sending and noting it), the hash of what was sent is put back.
"""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password

from marketplace.shared.clock import DbNow
from marketplace.shared.ids import link_secret
from marketplace.shared.services.sms import Sms, send_sms

from ..models import LinkToken, OneTimeCode, User
from ..notification_kinds import NotificationKind
from .code_mails import link_url, send_code_mail, send_link_mail, send_welcome
from .codes import BY_SMS, bound, live_codes, make_digits
from .links import digest_of, lifetime, live_links
from .notifications import notify


def send_code(*, code_id: UUID) -> bool:
    """Make and send a code that is still wanted; say whether it was sent now. Twice is once.

    It lives for ``CODE_LIFETIME`` from here; one whose message has waited so long is let go.

    Raises:
        OSError: mail server or SMS provider do not answer; try again later, with other digits.
    """
    waiting = live_codes().filter(pk=code_id, sent_at__isnull=True, user__is_active=True)
    code = waiting.select_related("user").first()
    if code is None:
        return False
    digits = make_digits()
    rows = live_codes().filter(pk=code.pk, sent_at__isnull=True)
    made = rows.filter(code_hash=code.code_hash).update(
        code_hash=make_password(bound(code, digits)), expires_at=DbNow() + settings.CODE_LIFETIME
    )
    if not made:
        return False
    if code.purpose in BY_SMS:
        sent = _send_sms(code, digits)
    else:
        sent = send_code_mail(code=code, digits=digits)
    if not sent:
        rows.update(code_hash=code.code_hash)
    if sent or code.code_hash:
        rows.update(sent_at=DbNow())
    return sent


def send_link(*, link_id: UUID) -> bool:
    """Make and send a link that is still wanted; say whether it was sent now. Twice is once.

    Raises:
        OSError: the mail server does not answer; try again later, with another link.
    """
    waiting = live_links().filter(pk=link_id, sent_at__isnull=True, user__is_active=True)
    link = waiting.select_related("user").first()
    if link is None:
        return False
    return _send_link(link, lambda token: send_link_mail(link=link, token=token))


def greet(*, user_id: UUID) -> bool:
    """Send a new person the welcome, with the link that confirms the mailbox. Twice is once.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return False
    notify(
        user_id=user_id,
        kind=NotificationKind.ACCOUNT_SECURITY,
        about="welcome",
        title="Bienvenido a Plaza",
        body="Su cuenta está lista. Ya puede comprar a todas las tiendas con un solo pago.",
    )
    if user.email_verified_at is not None:
        return send_welcome(user=user)
    purpose = LinkToken.Purpose.VERIFY_EMAIL
    link = live_links().filter(user=user, purpose=purpose).select_related("user").first()
    if link is None:
        return send_welcome(user=user)
    if link.sent_at is not None:
        return False
    return _send_link(
        link,
        lambda token: send_welcome(user=user, link=link_url(purpose=purpose, token=token)),
    )


def _send_sms(code: OneTimeCode, digits: str) -> bool:
    minutes = int(settings.CODE_LIFETIME.total_seconds() // 60)
    text = f"Plaza: su código es {digits}. Vence en {minutes} minutos. No la comparta con nadie."
    return send_sms(
        Sms(kind="accounts.code", about=str(code.pk), recipient=code.destination, text=text)
    )


def _send_link(link: LinkToken, send: Callable[[str], bool]) -> bool:
    token = link_secret()
    rows = live_links().filter(pk=link.pk, sent_at__isnull=True)
    made = rows.filter(digest=link.digest).update(
        digest=digest_of(token), expires_at=DbNow() + lifetime(link.purpose)
    )
    if not made:
        return False
    sent = send(token)
    if not sent:
        rows.update(digest=link.digest)
    if sent or link.digest:
        rows.update(sent_at=DbNow())
    return sent
