"""What Twilio reports of our SMS: believed only when it is signed."""

import logging
from urllib.parse import parse_qs, parse_qsl, urlsplit

from django.conf import settings

from ..errors import ForbiddenError, UnavailableError
from ..sms.signatures import is_signed
from ..sms.twilio import STATUSES
from .sms import note_report

logger = logging.getLogger("plaza.sms")

MAX_FIELDS = 200
# A header of newer accounts; those who sign otherwise need a key that we do not have.
OUR_ALGORITHM = "algorithm=HMAC_SHA1"


class UntrustedReport(ForbiddenError):
    """The report is not proven to come from the provider."""

    code = "untrusted_report"


class ReportsNotConfigured(UnavailableError):
    """Without the provider's secret no report can be checked; none is accepted."""

    code = "report_secret_missing"


def receive_twilio_report(
    *, path: str, body: bytes, signature: str, signature_settings: str = ""
) -> bool:
    """Take over the status that a signed report tells; say whether a message moved forward.

    Args:
        path: path and query as they were called; the host is that of ``PUBLIC_BASE_URL``, since
            a proxy in front may have changed scheme and host.
        body: the form, as it was sent.
        signature_settings: the header by which newer accounts name their algorithm.

    Raises:
        ReportsNotConfigured: there is no auth token to check with.
        UntrustedReport: the signature is missing or wrong; nothing changes.

    Twice and in any order is harmless: see ``note_report``.
    """
    if not settings.TWILIO_AUTH_TOKEN:
        raise ReportsNotConfigured("La recepción de avisos de SMS no está configurada.")
    form = _form(body)
    known_algorithm = not signature_settings or OUR_ALGORITHM in signature_settings.split(",")
    if not known_algorithm or not is_signed(
        url=settings.PUBLIC_BASE_URL + path,
        parameters=form,
        signature=signature,
        token=settings.TWILIO_AUTH_TOKEN,
    ):
        logger.warning("SMS report refused")
        raise UntrustedReport("El aviso no trae una firma válida.")
    told = dict(form)
    status = STATUSES.get(told.get("MessageStatus") or told.get("SmsStatus", ""))
    if status is None:
        return False
    return note_report(
        provider_id=told.get("MessageSid") or told.get("SmsSid", ""),
        status=status,
        error_code=told.get("ErrorCode", ""),
        reference=parse_qs(urlsplit(path).query).get("sms", [""])[0],
    )


def _form(body: bytes) -> list[tuple[str, str]]:
    """Return names and values of a form in their order.

    Raises:
        UntrustedReport: no form that Twilio would send.
    """
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise UntrustedReport("El aviso no es un formulario.") from error
