"""Settings of the gateway sandbox's own process: its own book, none of our apps or databases."""

from .demo import *  # noqa: F403 - the shop's keys and addresses are the demo's
from .environment import BASE_DIR

ROOT_URLCONF = "payments.sandbox.urls"
INSTALLED_APPS = []
DATABASES = {}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
APPEND_SLASH = False
MIDDLEWARE = [
    "payments.sandbox.middleware.SandboxHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
    }
]
