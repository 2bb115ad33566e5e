"""What stops the start when SMS are not set up."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from marketplace.settings import messages

WHOLE = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_API_KEY_SID": "",
    "TWILIO_API_KEY_SECRET": "",
    "TWILIO_FROM": "+15005550006",
    "TWILIO_MESSAGING_SERVICE_SID": "",
}
IN_PRODUCTION = ("twilio", "none")


@pytest.fixture
def chosen(monkeypatch):
    def choose(backend: str | None, **values: str) -> str:
        monkeypatch.delenv("SMS_BACKEND", raising=False)
        if backend is not None:
            monkeypatch.setenv("SMS_BACKEND", backend)
        for name, value in (WHOLE | values).items():
            monkeypatch.setattr(messages, name, value)
        return messages.sms_backend(default="none", allowed=IN_PRODUCTION)

    return choose


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"TWILIO_AUTH_TOKEN": "", "TWILIO_API_KEY_SID": "SK1", "TWILIO_API_KEY_SECRET": "s"},
        {"TWILIO_FROM": "", "TWILIO_MESSAGING_SERVICE_SID": "MG1"},
    ],
)
def test_a_whole_account_of_twilio_starts(chosen, values):
    assert chosen("twilio", **values) == "twilio"


@pytest.mark.parametrize(
    "values",
    [
        {"TWILIO_ACCOUNT_SID": ""},
        {"TWILIO_ACCOUNT_SID": "SK1"},
        {"TWILIO_AUTH_TOKEN": ""},
        {"TWILIO_API_KEY_SID": "SK1"},
        {"TWILIO_API_KEY_SECRET": "s"},
        {"TWILIO_FROM": ""},
        {"TWILIO_MESSAGING_SERVICE_SID": "MG1"},
    ],
)
def test_an_incomplete_account_of_twilio_does_not_start(chosen, values):
    with pytest.raises(ImproperlyConfigured, match="TWILIO"):
        chosen("twilio", **values)


@pytest.mark.parametrize("backend", ["file", "console", "", "Twilio"])
def test_production_refuses_other_ways(chosen, backend):
    with pytest.raises(ImproperlyConfigured, match="write one of"):
        chosen(backend)


def test_a_shop_without_sms_needs_nothing(chosen):
    nothing = dict.fromkeys(WHOLE, "")

    assert [chosen(backend, **nothing) for backend in (None, "none")] == ["none", "none"]


def test_credentials_leave_over_https_only(monkeypatch):
    monkeypatch.setattr(messages, "TWILIO_BASE_URL", "http://api.twilio.com")

    with pytest.raises(ImproperlyConfigured, match="https"):
        messages.require_https()
