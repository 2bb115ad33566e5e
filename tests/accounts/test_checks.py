"""The system checks of the provider of identity."""

import pytest

from accounts.checks import check_google


@pytest.mark.parametrize(
    ("client_id", "debug", "address", "found"),
    [
        ("", False, "http://evil.example/keys", 0),
        ("id", False, "https://keys.example", 0),
        ("id", False, "http://keys.example", 1),
        ("id", False, "http://127.0.0.1:8000/keys", 1),
        ("id", True, "http://127.0.0.1:8000/keys", 0),
        ("id", True, "http://keys.example", 1),
        ("id", False, "keys.example", 1),
        ("id", False, "https://", 1),
        ("id", False, "", 1),
    ],
)
def test_keys_come_over_tls(settings, client_id, debug, address, found):
    settings.GOOGLE_CLIENT_ID, settings.DEBUG = client_id, debug
    settings.GOOGLE_KEYS_URL = address

    assert [error.id for error in check_google()] == ["accounts.E001"] * found
