"""Settings of the gateway sandbox's own process: its own book, none of our apps or databases."""

from .demo import *  # noqa: F403 - the shop's keys and addresses are the demo's
from .demo import BASE_DIR, PLAZA_HOME, PUBLIC_BASE_URL
from .environment import env

ROOT_URLCONF = "payments.sandbox.urls"
INSTALLED_APPS: list[str] = []
DATABASES: dict[str, dict[str, str]] = {}
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

SANDBOX_HOME = PLAZA_HOME / "sandbox"
SANDBOX_WEBHOOK_URL = env.str(
    "SANDBOX_WEBHOOK_URL", default=f"{PUBLIC_BASE_URL}/api/v1/payments/webhooks/wompi"
)
# Wompi repeats a notice after 30 min, 3 h and 24 h; 1/900 makes that 2 s, 12 s and 96 s.
SANDBOX_TIME_FACTOR = env.float("SANDBOX_TIME_FACTOR", default=1 / 900)
# Seconds until a card or Nequi payment is final by itself; negative leaves it to a person.
SANDBOX_AUTO_RESOLVE_SECONDS = env.float("SANDBOX_AUTO_RESOLVE_SECONDS", default=0.6)
# The same for PSE, which waits for somebody at the bank page by default.
SANDBOX_PSE_AUTO_RESOLVE_SECONDS = env.float("SANDBOX_PSE_AUTO_RESOLVE_SECONDS", default=-1.0)
# Seconds after which a PSE payment has the bank's address.
SANDBOX_PAYMENT_URL_SECONDS = env.float("SANDBOX_PAYMENT_URL_SECONDS", default=0.3)
