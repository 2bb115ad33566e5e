"""Twilio Programmable Messaging: one POST, and what its answer means.

Source: https://www.twilio.com/docs/messaging/api/message-resource and /docs/api/errors.
"""

import logging
from typing import Any

import requests
from django.conf import settings
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

from ..http import OutgoingClient
from ..models import SentSms
from .base import HandedOver, SmsOutcomeUnknown, SmsPutOff, SmsRefused

logger = logging.getLogger("plaza.sms")

STATUS_PATH = "/api/v1/notifications/twilio/status"
STATUSES = {
    "accepted": SentSms.Status.QUEUED,
    "scheduled": SentSms.Status.QUEUED,
    "queued": SentSms.Status.QUEUED,
    "sending": SentSms.Status.SENDING,
    "sent": SentSms.Status.SENT,
    "delivered": SentSms.Status.DELIVERED,
    "read": SentSms.Status.DELIVERED,
    "undelivered": SentSms.Status.UNDELIVERED,
    "failed": SentSms.Status.FAILED,
    "canceled": SentSms.Status.FAILED,
}
# Not a number, asked us to stop, not a mobile.
BAD_ADDRESS = frozenset({"21211", "21610", "21614"})
# Wrong credentials, wrong account, a trial account that may write to few.
BAD_CONFIGURATION = frozenset({"20003", "20404", "21608"})
TOO_MANY = "20429"


class TwilioSms:
    """One account of Twilio. Without an auth token its reports cannot be checked or asked for."""

    def __init__(self, client: OutgoingClient, *, account_sid: str, sender: dict[str, str]) -> None:
        self._client = client
        self._path = f"/2010-04-01/Accounts/{account_sid}/Messages.json"
        self._sender = sender

    @classmethod
    def from_settings(cls) -> "TwilioSms":
        """Return the account of the settings: by API key where there is one."""
        auth = (settings.TWILIO_API_KEY_SID, settings.TWILIO_API_KEY_SECRET)
        if not all(auth):
            auth = (settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN)
        client = OutgoingClient(
            settings.TWILIO_BASE_URL,
            connect_timeout=settings.TWILIO_CONNECT_TIMEOUT,
            read_timeout=settings.TWILIO_READ_TIMEOUT,
            auth=auth,
        )
        service = settings.TWILIO_MESSAGING_SERVICE_SID
        sender = {"MessagingServiceSid": service} if service else {"From": settings.TWILIO_FROM}
        return cls(client, account_sid=settings.TWILIO_ACCOUNT_SID, sender=sender)

    def send(self, *, recipient: str, text: str, reference: str) -> HandedOver:
        """Hand one message over; Twilio knows no idempotency key, so twice is two messages.

        Raises:
            SmsRefused, SmsPutOff, SmsOutcomeUnknown: see each.
        """
        form = {"To": recipient, "Body": text, **self._sender}
        if settings.TWILIO_AUTH_TOKEN:
            # The reference finds our row even when Twilio's answer was lost.
            form["StatusCallback"] = f"{settings.PUBLIC_BASE_URL}{STATUS_PATH}?sms={reference}"
        try:
            response = self._client.request("POST", self._path, form=form)
        except requests.RequestException as error:
            raise _lost(error) from error
        answer = _json_object(response)
        if response.status_code in (200, 201):
            return HandedOver(
                provider_id=str(answer.get("sid") or "")[:64],
                status=STATUSES.get(str(answer.get("status")), SentSms.Status.QUEUED),
            )
        raise _refusal(response.status_code, answer)


def _lost(error: requests.RequestException) -> OSError:
    """Tell a connection that never came about from one that was lost after sending."""
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    never = isinstance(reason, NewConnectionError | NameResolutionError)
    if isinstance(error, requests.ConnectTimeout) or never:
        return SmsPutOff("Twilio cannot be reached")
    return SmsOutcomeUnknown(f"Twilio did not answer: {type(error).__name__}")


def _json_object(response: requests.Response) -> dict[str, Any]:
    """Return the answer's object; an empty one for whatever is not JSON."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _refusal(http_status: int, answer: dict[str, Any]) -> Exception:
    code = str(answer.get("code") or f"http_{http_status}")[:40]
    logger.warning("Twilio refused", extra={"http_status": http_status, "code": code})
    if http_status == 429 or code == TOO_MANY:
        return SmsPutOff(code)
    if not 400 <= http_status < 500:
        return SmsOutcomeUnknown(f"Twilio answered {http_status}")
    return SmsRefused(
        code,
        is_address=code in BAD_ADDRESS,
        is_configuration=code in BAD_CONFIGURATION or http_status == 401,
    )
