"""What every environment shares. Each variable is listed in ``docs/settings.md``."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF

from .environment import BASE_DIR, env

DEBUG = False
DEMO = False

INSTALLED_APPS = [
    "marketplace.shared",
    "marketplace",
    "accounts",
    "vendors",
    "catalog",
    "orders",
    "payments",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "marketplace.shared.middleware.RequestIdMiddleware",
    "marketplace.shared.middleware.ApiMannersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "marketplace.shared.middleware.BrowserOnly",
]

# The API needs none of these: it carries its own tokens, so BrowserOnly wraps them around pages alone.
BROWSER_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
