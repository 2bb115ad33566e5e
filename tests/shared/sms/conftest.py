from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.factories.accounts import make_staff_user
from tests.support.twilio import ACCOUNT, KEY, SECRET, TOKEN, TwilioDouble


@pytest.fixture(scope="session")
def _twilio_server() -> Iterator[TwilioDouble]:
    double = TwilioDouble()
    yield double
    double.stop()


@pytest.fixture
def twilio(_twilio_server: TwilioDouble, settings: Any) -> TwilioDouble:
    """The local Twilio with an empty book, and the settings that lead to it."""
    _twilio_server.requests.clear()
    _twilio_server.messages.clear()
    _twilio_server.was_busy = False
    settings.SMS_BACKEND = "twilio"
    settings.TWILIO_BASE_URL = _twilio_server.url
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
    settings.TWILIO_API_KEY_SID, settings.TWILIO_API_KEY_SECRET = KEY, SECRET
    settings.TWILIO_FROM, settings.TWILIO_MESSAGING_SERVICE_SID = "+15005550006", ""
    settings.TWILIO_READ_TIMEOUT = 0.2
    return _twilio_server


@pytest.fixture
def staff_id() -> UUID:
    return make_staff_user("soporte").pk
