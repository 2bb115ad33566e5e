"""What every environment shares. Each variable is listed in ``docs/settings.md``."""

from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF

from ..shared.breaker import RestingConnection
from .environment import BASE_DIR, env
from .messages import *  # noqa: F403 - settings are one name space
from .people import *  # noqa: F403 - settings are one name space

DEBUG = False
# The demo shows its accounts and reaches the gateway sandbox; production refuses it.
DEMO = False

INSTALLED_APPS = [
    "marketplace.shared",
    "marketplace",
    "accounts",
    "vendors",
    "catalog",
    "orders",
    "payments",
    "marketplace.admin_apps.PlazaAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "corsheaders",
    "csp",
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
    "marketplace.shared.browser.SessionMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.portal.authentication.AuthenticationMiddleware",
    "marketplace.shared.browser.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "marketplace.shared.browser.CSPMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- PostgreSQL -------------------------------------------------------------------------------

# Milliseconds, by the role of the process (PLAZA_ROLE): a web request must not outlive its buyer.
DATABASE_TIMEOUTS = {
    "web": {"statement_timeout": 5_000, "lock_timeout": 3_000},
    "worker": {"statement_timeout": 60_000, "lock_timeout": 3_000},
    "command": {"statement_timeout": 0, "lock_timeout": 10_000},
}
PLAZA_ROLE = env.str("PLAZA_ROLE", default="command")


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for the PostgreSQL at ``url``, with the role's timeouts."""
    timeouts = {"idle_in_transaction_session_timeout": 15_000, **DATABASE_TIMEOUTS[PLAZA_ROLE]}
    return {
        **env.db_url_config(url),
        "ENGINE": "marketplace.shared.postgres",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": " ".join(f"-c {name}={value}" for name, value in timeouts.items()),
        },
    }


DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis / Valkey ---------------------------------------------------------------------------


def cache(url: str) -> dict[str, Any]:
    """Return Django's settings for the cache at ``url``; a lost cache is a miss, not an error."""
    return {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": url,
            "OPTIONS": {
                "SOCKET_CONNECT_TIMEOUT": 0.5,
                "SOCKET_TIMEOUT": 0.5,
                "IGNORE_EXCEPTIONS": True,
                "CONNECTION_POOL_KWARGS": {"connection_class": RestingConnection},
            },
        }
    }


# --- Celery -----------------------------------------------------------------------------------

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 0.5,
    # A worker waits for tasks by blocking reads; the others only wake the relay.
    "socket_timeout": 5 if PLAZA_ROLE == "worker" else 0.5,
    # The request path only wakes the relay; it must not wait for a broken broker.
    "max_retries": 0,
}
CELERY_BEAT_SCHEDULE = {
    "relay the outbox": {"task": "shared.relay_outbox", "schedule": 2.0},
    "expire unpaid orders": {"task": "orders.expire_unpaid_orders", "schedule": 30.0},
    "poll open charges": {"task": "payments.poll_open_charges", "schedule": 5.0},
    "act on stored notices": {"task": "payments.sweep_notices", "schedule": 30.0},
    "repair the search index": {
        "task": "catalog.repair_search_index",
        "schedule": crontab(minute="41", hour="3"),
    },
    "clean up": {"task": "shared.clean_up", "schedule": crontab(minute="17", hour="3")},
    "forget old invitations": {
        "task": "vendors.delete_old_invitations",
        "schedule": crontab(minute="22", hour="3"),
    },
    "erase who asked for it": {"task": "accounts.erase_due", "schedule": 900.0},
    "delete old data exports": {
        "task": "accounts.delete_old_data_exports",
        "schedule": 3_600.0,
    },
    "forget old sessions": {
        "task": "accounts.delete_old_sessions",
        "schedule": crontab(minute="27", hour="3"),
    },
    "forget old codes and links": {
        "task": "accounts.delete_old_codes",
        "schedule": crontab(minute="32", hour="3"),
    },
    "forget old nonces": {
        "task": "accounts.delete_old_nonces",
        "schedule": crontab(minute="37", hour="*"),
    },
    "forget old login attempts": {
        "task": "accounts.delete_old_login_attempts",
        "schedule": crontab(minute="29", hour="3"),
    },
    "forget retired signing keys": {
        "task": "accounts.delete_retired_signing_keys",
        "schedule": crontab(minute="31", hour="3"),
    },
}
# Where the beat's own file lies is the runner's business: celery beat --schedule.

# --- Search -----------------------------------------------------------------------------------

CHROMA_COLLECTION_PREFIX = env.str("CHROMA_COLLECTION_PREFIX", default="plaza")
# A folder with a sentence-transformers model; empty takes the bundled offline model.
EMBEDDING_MODEL_PATH = env.str("EMBEDDING_MODEL_PATH", default="")

# --- Money ------------------------------------------------------------------------------------

# Whole pesos and fractions; a vendor's own tariff or rate comes before them.
DEFAULT_SHIPPING_FEE = 15_000
DEFAULT_FREE_SHIPPING_FROM = 200_000
DEFAULT_COMMISSION_RATE = "0.05"
COMMISSION_IVA_RATE = "0.19"
# Minutes that units stay reserved, by how the buyer pays; an order starts with the card's.
RESERVATION_MINUTES = {"CARD": 15, "PSE": 30, "NEQUI": 30, "CASH": 72 * 60}

# --- Payments ---------------------------------------------------------------------------------

WOMPI_CONNECT_TIMEOUT = env.float("WOMPI_CONNECT_TIMEOUT", default=3.0)
WOMPI_READ_TIMEOUT = env.float("WOMPI_READ_TIMEOUT", default=10.0)
# Seconds between looks for the bank's address of a PSE payment, and how many looks.
WOMPI_PSE_POLL_SECONDS = env.float("WOMPI_PSE_POLL_SECONDS", default=1.0)
WOMPI_PSE_POLLS = 10
# Hosts besides our own that a buyer may be sent back to from the bank.
PAYMENT_REDIRECT_HOSTS = env.list("PAYMENT_REDIRECT_HOSTS", default=[])

# --- API --------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.AccessTokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["marketplace.shared.api.permissions.NobodyByDefault"],
    "DEFAULT_PARSER_CLASSES": ["marketplace.shared.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["marketplace.shared.api.renderers.OrjsonRenderer"],
    "DEFAULT_PAGINATION_CLASS": "marketplace.shared.api.pagination.NumberedPages",
    "DEFAULT_SCHEMA_CLASS": "marketplace.shared.api.schema.PlazaSchema",
    "EXCEPTION_HANDLER": "marketplace.shared.api.problems.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
    "PAGE_SIZE": 20,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plaza",
    "DESCRIPTION": "API de compra y venta de Plaza, el mercado abierto para Colombia.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ProductStatusEnum": "catalog.states.ProductStatus",
        "OrderStatusEnum": "orders.states.OrderStatus",
        "ChargeStatusEnum": "payments.states.ChargeStatus",
        "PaymentMethodEnum": "payments.states.Method",
        "VendorStatusEnum": "vendors.states.VendorStatus",
        "ConsentKindEnum": "accounts.models.Consent.Kind",
        "PrivacyRequestKindEnum": "accounts.privacy_terms.RequestKind",
    },
}
# How many in how many seconds, for one person or address.
RATE_LIMITS = {
    "register": (20, 3_600),
    "login": (60, 60),
    "codes": (30, 60),
    "links": (30, 60),
    "google": (60, 60),
}
JSON_MAX_BYTES = 256 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"
# Adds Server-Timing with the number of statements to each answer; for benchmarks.
SHOW_STATEMENT_COUNT = env.bool("SHOW_STATEMENT_COUNT", default=False)
# Opens the detailed health answers to monitoring from outside the private network.
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")
# How many proxies in front of the web server set X-Forwarded-For truthfully.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- Language, files, security ----------------------------------------------------------------

LANGUAGE_CODE = "es-co"
TIME_ZONE = "America/Bogota"
USE_TZ = True
# Whether legal terms in business days run on Saturdays too; lawyers differ.
SATURDAY_IS_BUSINESS_DAY = env.bool("SATURDAY_IS_BUSINESS_DAY", default=False)
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_URL = "/media/"

SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# --- Mail -------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Plaza <no-responder@plaza.test>")
# Where people's replies go; empty lets them go to the sender.
REPLY_TO_EMAIL = env.str("REPLY_TO_EMAIL", default="")
EMAIL_TIMEOUT = 10
# Hours of Bogotá, from and until, in which advertising may go out; never on Sundays and holidays
# (Ley 2300 of 2023, art. 3).
MARKETING_CONTACT_HOURS = {"weekday": (7, 19), "saturday": (8, 15)}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "marketplace.shared.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "plaza": {"level": "INFO"},
    },
}
