"""Production's settings with a whole, made-up environment: nothing for Django to warn about."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


def production() -> dict[str, str]:
    """Return an environment like a real one; nothing in it is reached."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "JWT_SIGNING_KEY": secrets.token_urlsafe(64),
        "SEALING_KEYS": ",".join(secrets.token_urlsafe(32) for _ in range(2)),
        "ALLOWED_HOSTS": "plaza.example.com",
        "PUBLIC_BASE_URL": "https://plaza.example.com",
        "DATABASE_URL": "postgresql://plaza:secret@127.0.0.1:1/plaza",
        "REDIS_URL": "redis://:secret@127.0.0.1:1/0",
        "REPLY_TO_EMAIL": "ayuda@plaza.example.com",
        "EMAIL_URL": "smtp+tls://user:secret@smtp.example.com:587",
        "WOMPI_PUBLIC_KEY": "pub_prod_example",
        "WOMPI_PRIVATE_KEY": "prv_prod_example",
        "WOMPI_EVENTS_SECRET": "prod_events_example",
        "WOMPI_INTEGRITY_SECRET": "prod_integrity_example",
    }


def check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_production_passes_the_deployment_check_without_a_warning():
    done = check(production())

    assert (done.returncode, done.stderr) == (0, "")


def test_production_knows_neither_sms_in_files_nor_the_page_that_shows_them():
    refused = check(production() | {"SMS_BACKEND": "file"})
    looked = subprocess.run(
        [
            *(sys.executable, "-c"),
            "import django; django.setup();"
            "from django.urls import get_resolver;"
            "print([p for p in map(str, get_resolver().url_patterns) if 'demo' in p])",
        ],
        cwd=PROJECT,
        env=production(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (refused.returncode, "write one of twilio, none" in refused.stderr) == (1, True)
    assert (looked.stdout.strip(), looked.stderr) == ("[]", "")


def test_production_refuses_keys_of_the_gateways_test_environment():
    """Control: the check above does look at the values."""
    done = check(production() | {"WOMPI_PRIVATE_KEY": "prv_test_example"})

    assert done.returncode == 1
    assert "payments.E003" in done.stderr


@pytest.mark.parametrize("keys", ["", "short", "a" * 40, f"{'abcdefghijklmnop' * 3},short"])
def test_production_refuses_sealing_keys_that_could_be_guessed(keys):
    done = check(production() | {"SEALING_KEYS": keys})

    assert done.returncode == 1
    assert "SEALING_KEYS: write keys of at least 32 random characters" in done.stderr
