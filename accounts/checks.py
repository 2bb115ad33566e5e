"""System checks of the provider of identity: keys must come over TLS from whom we name."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


@register
def check_google(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return what is wrong with the addresses; nothing while sign-in with Google is off."""
    if not settings.GOOGLE_CLIENT_ID:
        return []
    return [
        Error(f"{name} must be https.", id="accounts.E001")
        for name in ("GOOGLE_ISSUER", "GOOGLE_KEYS_URL")
        if not _is_safe(getattr(settings, name))
    ]


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return True
    return bool(settings.DEBUG and parts.scheme == "http" and parts.hostname in _LOCAL)
