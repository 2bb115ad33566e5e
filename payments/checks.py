"""System checks of the gateways' secrets: a mixed or swapped set must stop the start."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

# Setting, and how its value begins in each environment. The forms differ, so swapped secrets, or
# one secret written twice, are found as well.
_FORMS = {
    "WOMPI_PUBLIC_KEY": "pub_{}_",
    "WOMPI_PRIVATE_KEY": "prv_{}_",
    "WOMPI_EVENTS_SECRET": "{}_events_",
    "WOMPI_INTEGRITY_SECRET": "{}_integrity_",
}
_HOSTS = {"production.wompi.co": "prod", "sandbox.wompi.co": "test"}
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


@register
def check_wompi(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return what is wrong with the four secrets and the address, most basic things first."""
    environments, problems = _environments()
    if problems:
        return problems
    if len(environments) > 1:
        return [_error("E003", "The four WOMPI_ secrets are of different environments.")]
    environment = environments.pop()
    return [*_address_problems(environment), *_test_key_problems(environment)]


def _environments() -> tuple[set[str], list[CheckMessage]]:
    environments: set[str] = set()
    problems: list[CheckMessage] = []
    for name, form in _FORMS.items():
        value = getattr(settings, name, "")
        if not value:
            problems.append(_error("E001", f"{name} is missing."))
            continue
        match = re.match(form.format("(test|prod)") + r"\w", value)
        if match is None:
            expected = form.format("test") + "…"
            problems.append(
                _error("E002", f"{name} does not look like {expected} (or prod); swapped?")
            )
        else:
            environments.add(match[1])
    return environments, problems


def _address_problems(environment: str) -> list[CheckMessage]:
    parts = urlsplit(settings.WOMPI_BASE_URL)
    expected = _HOSTS.get(parts.hostname or "")
    if parts.scheme != "https" and parts.hostname not in _LOCAL and not settings.DEBUG:
        return [_error("E004", "WOMPI_BASE_URL must be https.")]
    if expected is None and environment == "prod":
        return [_error("E005", "Production keys would be sent to a host that is not Wompi's.")]
    if expected is not None and expected != environment:
        return [_error("E006", f"WOMPI_BASE_URL is Wompi's {expected}; the keys are not.")]
    return []


def _test_key_problems(environment: str) -> list[CheckMessage]:
    allowed = settings.DEBUG or getattr(settings, "WOMPI_ALLOW_TEST_KEYS", False)
    if environment == "test" and not allowed:
        return [
            _error(
                "E007",
                "Test keys with DEBUG off: nobody would really pay. "
                "WOMPI_ALLOW_TEST_KEYS=True allows it on purpose.",
            )
        ]
    return []


def _error(number: str, message: str) -> Error:
    return Error(message, id=f"payments.{number}")
