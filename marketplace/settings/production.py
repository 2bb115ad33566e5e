"""Production: every address and secret comes from the environment; a missing one stops it."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 - settings are one name space
from .base import BASE_DIR, cache, database
from .environment import env
from .messages import require_https, sms_backend
from .people import simple_jwt

SECRET_KEY = env.str("SECRET_KEY")
JWT_SIGNING_KEY = env.str("JWT_SIGNING_KEY")
for _name, _secret in (("SECRET_KEY", SECRET_KEY), ("JWT_SIGNING_KEY", JWT_SIGNING_KEY)):
    if len(_secret) < 50 or len(set(_secret)) < 10:
        raise ImproperlyConfigured(f"{_name}: write at least 50 random characters")
if SECRET_KEY == JWT_SIGNING_KEY:
    raise ImproperlyConfigured("SECRET_KEY and JWT_SIGNING_KEY must differ")
SIMPLE_JWT = simple_jwt(JWT_SIGNING_KEY)
# The first seals, all of them open; see marketplace/shared/sealing.py.
SEALING_KEYS = [key.strip() for key in env.list("SEALING_KEYS")]
if not SEALING_KEYS or any(len(key) < 32 or len(set(key)) < 10 for key in SEALING_KEYS):
    raise ImproperlyConfigured("SEALING_KEYS: write keys of at least 32 random characters")
if {SECRET_KEY, JWT_SIGNING_KEY} & {*SEALING_KEYS}:
    raise ImproperlyConfigured("SEALING_KEYS must differ from SECRET_KEY and JWT_SIGNING_KEY")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: name the shop's hosts, without a wildcard")
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL")
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]

DATABASES = {"default": database(env.str("DATABASE_URL"))}
REDIS_URL = env.str("REDIS_URL")
CACHES = cache(REDIS_URL)
CELERY_BROKER_URL = REDIS_URL
CHROMA_URL = env.str("CHROMA_URL", default="")
EMBEDDER_URL = env.str("EMBEDDER_URL", default="")

MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))()
# Served by nobody but the application: never below MEDIA_ROOT.
PRIVATE_ROOT = env.path("PRIVATE_ROOT", default=str(BASE_DIR / "private"))()
if Path(PRIVATE_ROOT).resolve().is_relative_to(Path(MEDIA_ROOT).resolve()):
    raise ImproperlyConfigured("PRIVATE_ROOT: choose a folder outside MEDIA_ROOT")
EMAIL_CONFIG = env.email_url("EMAIL_URL")
# The mails about a person's account ask for an answer where something is wrong.
REPLY_TO_EMAIL = env.str("REPLY_TO_EMAIL")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"] != "django.core.mail.backends.smtp.EmailBackend":
    raise ImproperlyConfigured("EMAIL_URL: production sends by SMTP")
SMS_BACKEND = sms_backend(default="none", allowed=("twilio", "none"))
require_https()

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^api/v1/health"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

WOMPI_BASE_URL = env.str("WOMPI_BASE_URL", default="https://production.wompi.co/v1")
WOMPI_PUBLIC_KEY = env.str("WOMPI_PUBLIC_KEY")
WOMPI_PRIVATE_KEY = env.str("WOMPI_PRIVATE_KEY")
WOMPI_EVENTS_SECRET = env.str("WOMPI_EVENTS_SECRET")
WOMPI_INTEGRITY_SECRET = env.str("WOMPI_INTEGRITY_SECRET")
# True lets production settings talk to Wompi's own sandbox with test keys, on purpose.
WOMPI_ALLOW_TEST_KEYS = env.bool("WOMPI_ALLOW_TEST_KEYS", default=False)
SANDBOX_URL = ""
