"""What every provider of SMS promises."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """The provider took the message: its id, and how far it is (a value of ``SentSms.Status``)."""

    provider_id: str
    status: str


class SmsRefused(Exception):
    """The provider certainly does not send the message, now or later.

    Attributes:
        code: the provider's, such as ``"21211"``.
        is_address: the number itself is the reason; nothing more is sent to it.
        is_configuration: our account is the reason; staff must act.
    """

    def __init__(
        self, code: str, *, is_address: bool = False, is_configuration: bool = False
    ) -> None:
        super().__init__(code)
        self.code = code
        self.is_address = is_address
        self.is_configuration = is_configuration


class SmsPutOff(OSError):
    """Certainly not sent; another try may help."""


class SmsOutcomeUnknown(OSError):
    """No usable answer: the message may be on its way."""


class SmsBackend(Protocol):
    """A provider. Implementations keep no state between calls."""

    def send(self, *, recipient: str, text: str, reference: str) -> HandedOver:
        """Hand one message over, once.

        Args:
            recipient: a mobile, ``+573…``.
            reference: our row's id, under which the provider's reports are found again.

        Raises:
            SmsRefused, SmsPutOff, SmsOutcomeUnknown: see each.
        """
