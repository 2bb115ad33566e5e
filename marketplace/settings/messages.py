"""SMS: the provider, and Twilio's account where it is the provider."""

from collections.abc import Collection
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .environment import env

TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
# Signs Twilio's reports; without an API key it also proves who we are.
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", default="")
TWILIO_API_KEY_SID = env.str("TWILIO_API_KEY_SID", default="")
TWILIO_API_KEY_SECRET = env.str("TWILIO_API_KEY_SECRET", default="")
TWILIO_FROM = env.str("TWILIO_FROM", default="")
TWILIO_MESSAGING_SERVICE_SID = env.str("TWILIO_MESSAGING_SERVICE_SID", default="")
TWILIO_BASE_URL = env.str("TWILIO_BASE_URL", default="https://api.twilio.com")
TWILIO_CONNECT_TIMEOUT = env.float("TWILIO_CONNECT_TIMEOUT", default=3.0)
TWILIO_READ_TIMEOUT = env.float("TWILIO_READ_TIMEOUT", default=10.0)


def sms_backend(*, default: str, allowed: Collection[str]) -> str:
    """Return the provider of the environment.

    Raises:
        ImproperlyConfigured: it is not ``allowed`` here, or Twilio's account is incomplete.
    """
    chosen = env.str("SMS_BACKEND", default=default)
    if chosen not in allowed:
        raise ImproperlyConfigured(f"SMS_BACKEND={chosen!r}: write one of {', '.join(allowed)}")
    if chosen == "twilio":
        _require_twilio()
    return chosen


def require_https() -> None:
    """Let no credentials leave in the clear.

    Raises:
        ImproperlyConfigured: Twilio's address is not https.
    """
    if urlsplit(TWILIO_BASE_URL).scheme != "https":
        raise ImproperlyConfigured("TWILIO_BASE_URL must be https")


def _require_twilio() -> None:
    if not TWILIO_ACCOUNT_SID.startswith("AC"):
        raise ImproperlyConfigured("TWILIO_ACCOUNT_SID: write the account's SID, AC…")
    if bool(TWILIO_API_KEY_SID) != bool(TWILIO_API_KEY_SECRET):
        raise ImproperlyConfigured("TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET belong together")
    if not (TWILIO_API_KEY_SID or TWILIO_AUTH_TOKEN):
        raise ImproperlyConfigured("SMS_BACKEND=twilio needs an API key or TWILIO_AUTH_TOKEN")
    if bool(TWILIO_FROM) == bool(TWILIO_MESSAGING_SERVICE_SID):
        raise ImproperlyConfigured(
            "SMS_BACKEND=twilio needs TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID, one of them"
        )
