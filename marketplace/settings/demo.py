"""The demo that ``make run`` starts: everything local, the gateways played by the sandbox."""

import secrets

from .environment import env, plaza_home, read_stack_file

PLAZA_HOME = plaza_home(".plaza")
read_stack_file(PLAZA_HOME)

from .base import *  # noqa: E402, F403 - the stack's addresses come first
from .base import MIDDLEWARE, cache, database  # noqa: E402
from .people import CODE_LIMITS, LOGIN_FAILURE_LIMITS, simple_jwt  # noqa: E402

DEBUG = True
DEMO = True
MIDDLEWARE = [*MIDDLEWARE, "marketplace.demo.not_found.OwnNotFoundMiddleware"]

PORT = env.int("PORT", default=8000)
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default=f"http://127.0.0.1:{PORT}")
ALLOWED_HOSTS = ["*"]
# The running stack keeps one secret for all its processes; without one it is a passing one.
SECRET_KEY = env.str("SECRET_KEY", default=secrets.token_urlsafe(48))
JWT_SIGNING_KEY = env.str("JWT_SIGNING_KEY", default=secrets.token_urlsafe(48))
SIMPLE_JWT = simple_jwt(JWT_SIGNING_KEY)
SEALING_KEYS = env.list("SEALING_KEYS", default=[secrets.token_urlsafe(48)])

DATABASES = {
    "default": database(env.str("DATABASE_URL", default="postgresql://plaza@127.0.0.1:5432/plaza"))
}
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = cache(REDIS_URL)
CELERY_BROKER_URL = REDIS_URL
CHROMA_URL = env.str("CHROMA_URL", default="")
EMBEDDER_URL = env.str("EMBEDDER_URL", default="")

MEDIA_ROOT = PLAZA_HOME / "media"
PRIVATE_ROOT = PLAZA_HOME / "private"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
REPLY_TO_EMAIL = env.str("REPLY_TO_EMAIL", default="ayuda@plaza.test")
EMAIL_FILE_PATH = str(PLAZA_HOME / "mail")
SMS_BACKEND = sms_backend(default="file", allowed=("file", "console", "twilio", "none"))
SMS_FILE_PATH = str(PLAZA_HOME / "sms")

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SHOW_STATEMENT_COUNT = env.bool("SHOW_STATEMENT_COUNT", default=True)

# --- The gateway sandbox ----------------------------------------------------------------------

SANDBOX_URL = env.str("SANDBOX_URL", default="http://127.0.0.1:8001")
SANDBOX_HOME = PLAZA_HOME / "sandbox"
SANDBOX_WEBHOOK_URL = env.str(
    "SANDBOX_WEBHOOK_URL", default=f"{PUBLIC_BASE_URL}/api/v1/payments/webhooks/wompi"
)
# Wompi repeats a notice after 30 min, 3 h and 24 h; 900 times faster that is 2 s, 12 s and 96 s.
SANDBOX_RETRY_SPEED = env.float("SANDBOX_RETRY_SPEED", default=900.0)
# Seconds until a card or Nequi payment is final by itself; negative leaves it to a person.
SANDBOX_AUTO_RESOLVE_SECONDS = env.float("SANDBOX_AUTO_RESOLVE_SECONDS", default=0.6)
# The same for PSE, which waits for somebody at the bank page by default.
SANDBOX_PSE_AUTO_RESOLVE_SECONDS = env.float("SANDBOX_PSE_AUTO_RESOLVE_SECONDS", default=-1.0)
# Seconds after which a PSE payment has the bank's address.
SANDBOX_PAYMENT_URL_SECONDS = env.float("SANDBOX_PAYMENT_URL_SECONDS", default=0.3)
WOMPI_BASE_URL = env.str("WOMPI_BASE_URL", default=f"{SANDBOX_URL}/v1")
WOMPI_PUBLIC_KEY = env.str("WOMPI_PUBLIC_KEY", default="pub_test_plazaDemo")
WOMPI_PRIVATE_KEY = env.str("WOMPI_PRIVATE_KEY", default="prv_test_plazaDemo")
WOMPI_EVENTS_SECRET = env.str("WOMPI_EVENTS_SECRET", default="test_events_plazaDemo")
WOMPI_INTEGRITY_SECRET = env.str("WOMPI_INTEGRITY_SECRET", default="test_integrity_plazaDemo")
PAYMENT_REDIRECT_HOSTS = ["127.0.0.1", "localhost"]

# Benchmarks and races come from one address.
RATE_LIMITS = {
    "register": (100_000, 3_600),
    "login": (100_000, 60),
    "codes": (100_000, 60),
    "links": (100_000, 60),
    "google": (100_000, 60),
}
CODE_LIMITS = CODE_LIMITS | {"block": [(100_000, 3_600)]}
# They share a few accounts too.
MAX_LOGIN_SESSIONS = env.int("MAX_LOGIN_SESSIONS", default=1_000)
# The demo's staff sign in with what the front page shows.
STAFF_SECOND_FACTOR_REQUIRED = env.bool("STAFF_SECOND_FACTOR_REQUIRED", default=False)
LOGIN_FAILURE_LIMITS = LOGIN_FAILURE_LIMITS | {"account": 100_000, "block": 100_000}
