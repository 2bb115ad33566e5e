"""SMS: the same news to the same telephone once, and how far each came."""

import logging
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from ..clock import DbNow
from ..db import inside_transaction
from ..models import SentSms, Unreachable
from ..phones import InvalidPhone, is_mobile, normalise_phone
from ..sms.base import HandedOver, SmsOutcomeUnknown, SmsPutOff, SmsRefused
from ..sms.registry import backend
from ..sms.text import MAX_LENGTH, plain_text, segments
from .claims import RandomKey, claim, message_key, require_not_leased
from .reach import SKIPPED, forget, is_unreachable, mark_unreachable

logger = logging.getLogger("plaza.sms")

Status = SentSms.Status
# The way of a message; the last three are ends and do not follow each other.
RANK = {
    Status.QUEUED: 0,
    Status.SENDING: 1,
    Status.SENT: 2,
    Status.DELIVERED: 3,
    Status.UNDELIVERED: 3,
    Status.FAILED: 3,
}
# A call whose outcome is unknown is repeated once: the second may be a second SMS.
MAX_UNKNOWNS = 2
NOT_A_MOBILE, NO_ANSWER = "not_a_mobile", "no_answer"
_OPEN = Q(sent_at__isnull=True, status=Status.QUEUED, unknowns__lt=MAX_UNKNOWNS)


@dataclass(frozen=True, kw_only=True)
class Sms:
    """One message. ``text`` is sent without the accents that GSM lacks and is kept nowhere."""

    kind: str
    about: str
    recipient: str
    text: str

    @property
    def key(self) -> str:
        """The same kind about the same thing to the same telephone is the same SMS."""
        return message_key(kind=self.kind, about=self.about, recipient=self.telephone)

    @property
    def telephone(self) -> str:
        """The recipient in the stored form; what is no Colombian number stays as it is."""
        try:
            return normalise_phone(self.recipient)
        except InvalidPhone:
            return self.recipient

    @property
    def plain(self) -> str:
        """The text as it is sent."""
        return plain_text(self.text)


def send_sms(sms: Sms) -> bool:
    """Send ``sms`` unless it went out before; say whether it was handed over now.

    The row is written and leased first, so that two callers do not both send. What can never
    arrive is stored with its code and not raised: landlines, marked telephones, the provider's
    refusals. After two lost answers it is given up too, since both may have arrived.

    Raises:
        RuntimeError: called inside a transaction, whose locks would wait for the provider.
        ValueError: the text is empty or over 1,600 characters; nothing is sent.
        OSError: the provider does not answer or wants us to wait, or somebody else sends the
            same message right now; try again later.
    """
    if inside_transaction():
        raise RuntimeError(f"SMS {sms.kind} inside a transaction")
    text = sms.plain
    if not text.strip() or len(text) > MAX_LENGTH:
        raise ValueError(f"an SMS has 1 to {MAX_LENGTH} characters")
    recipient = sms.telephone
    row, _ = SentSms.objects.get_or_create(
        key=sms.key,
        defaults={"kind": sms.kind, "recipient": recipient[:40], "segments": segments(text)},
    )
    # A call counts as unknown until its outcome is stored: also when the process dies in it.
    if not claim(SentSms.objects.filter(_OPEN), pk=row.pk, unknowns=F("unknowns") + 1):
        require_not_leased(SentSms.objects.filter(status=Status.QUEUED), pk=row.pk)
        return False
    if not is_mobile(recipient):
        return _fail(row.pk, NOT_A_MOBILE)
    if is_unreachable(channel=Unreachable.Channel.SMS, address=recipient):
        return _fail(row.pk, SKIPPED)
    return _hand_over(row.pk, recipient, text)


def _hand_over(pk: int, recipient: str, text: str) -> bool:
    try:
        handed = backend().send(recipient=recipient, text=text, reference=str(pk))
    except SmsRefused as refusal:
        if refusal.is_address:
            mark_unreachable(
                channel=Unreachable.Channel.SMS, address=recipient, reason=refusal.code
            )
        if refusal.is_configuration:
            logger.error("SMS refused because of our account", extra={"code": refusal.code})
        return _fail(pk, refusal.code)
    except SmsOutcomeUnknown:
        return _note_unknown(pk)
    except SmsPutOff:
        SentSms.objects.filter(pk=pk).update(unknowns=F("unknowns") - 1, sending_until=None)
        raise
    _note_handed_over(pk, handed)
    return True


def _fail(pk: int, code: str) -> bool:
    """Store why the message will never go out."""
    SentSms.objects.filter(pk=pk, status=Status.QUEUED).update(
        status=Status.FAILED, error_code=code, unknowns=0, sending_until=None
    )
    logger.info("SMS not sent", extra={"sms_id": pk, "code": code})
    return False


def _note_unknown(pk: int) -> bool:
    """Leave a lost answer counted.

    Raises:
        SmsOutcomeUnknown: it was the first; the message may be tried once more.
    """
    SentSms.objects.filter(pk=pk).update(error_code=NO_ANSWER, sending_until=None)
    if SentSms.objects.filter(_OPEN, pk=pk).exists():
        raise SmsOutcomeUnknown(f"SMS {pk}: no usable answer")
    logger.warning("SMS given up after lost answers", extra={"sms_id": pk})
    return False


def _note_handed_over(pk: int, handed: HandedOver) -> None:
    """Store the provider's id; a report that was faster than the answer stays the truth."""
    row = SentSms.objects.filter(pk=pk)
    row.update(
        sent_at=Coalesce(F("sent_at"), DbNow()),
        sending_until=None,
        provider_id=handed.provider_id,
        unknowns=0,
    )
    row.filter(_below(handed.status)).update(status=handed.status, error_code="")
    logger.info("SMS handed over", extra={"sms_id": pk})


def note_report(
    *, provider_id: str, status: str, error_code: str = "", reference: str = ""
) -> bool:
    """Take over what the provider reports of a message; say whether it moved forward.

    Reports may come twice and in any order: an older one changes nothing. Unknown messages and
    statuses change nothing either.

    Args:
        reference: our row's id, for a message whose provider's id we have not heard (yet).
    """
    if status not in RANK or not 0 < len(provider_id) <= 64:
        return False
    failed = status in (Status.UNDELIVERED, Status.FAILED)
    changes = {
        "status": status,
        "provider_id": provider_id,
        "error_code": error_code[:40] if failed else "",
        "sent_at": Coalesce(F("sent_at"), DbNow()),
    }
    rows = SentSms.objects.filter(_below(status))
    if SentSms.objects.filter(provider_id=provider_id).exists():
        return rows.filter(provider_id=provider_id).update(**changes) == 1
    if not (reference.isascii() and reference.isdigit() and len(reference) < 19):
        return False
    return rows.filter(pk=int(reference), provider_id="").update(**changes) == 1


def forget_telephone(*, phone: str) -> int:
    """Take an erased person's telephone out of the book of SMS; return how many there were."""
    if not phone:
        return 0
    forget(channel=Unreachable.Channel.SMS, address=phone)
    return SentSms.objects.filter(recipient=phone).update(recipient="", key=RandomKey())


def _below(status: str) -> Q:
    """Select the messages that ``status`` brings forward."""
    return Q(status__in=[each for each, rank in RANK.items() if rank < RANK[Status(status)]])
