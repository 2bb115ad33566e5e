"""Which provider sends: ``settings.SMS_BACKEND``."""

from pathlib import Path

from django.conf import settings

from .base import HandedOver, SmsBackend, SmsRefused
from .local import ConsoleSms, FileSms
from .twilio import TwilioSms


class NoSms:
    """Refuses: this shop sends no SMS."""

    def send(self, *, recipient: str, text: str, reference: str) -> HandedOver:
        """Refuse.

        Raises:
            SmsRefused: always.
        """
        raise SmsRefused("sms_off")


def backend() -> SmsBackend:
    """Return the provider that the settings name.

    Raises:
        ValueError: there is none of this name.
    """
    match settings.SMS_BACKEND:
        case "file":
            return FileSms(Path(settings.SMS_FILE_PATH))
        case "console":
            return ConsoleSms()
        case "twilio":
            return TwilioSms.from_settings()
        case "none":
            return NoSms()
    raise ValueError(f"SMS_BACKEND={settings.SMS_BACKEND!r} is not known")
