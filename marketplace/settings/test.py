"""Settings of the tests: the demo's parts on the engines that the test runner starts."""

import os
from urllib.parse import urlsplit

os.environ.setdefault("PLAZA_HOME", ".plaza-test")

from .demo import *  # noqa: F403 - the home is set first
from .demo import DATABASES, PLAZA_HOME, REDIS_URL, cache
from .people import simple_jwt

SECRET_KEY = "for-tests-only-" + "k" * 40
JWT_SIGNING_KEY = "for-tests-only-" + "j" * 40
SIMPLE_JWT = simple_jwt(JWT_SIGNING_KEY)
SEALING_KEYS = ["for-tests-only-" + "s" * 40]
# Each worker of pytest-xdist ("gw0", "gw1", …) has engines of its own, or at least its own corner.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_redis = urlsplit(REDIS_URL)
REDIS_URL = _redis._replace(path=f"/{int(_redis.path.strip('/') or 0) + _WORKER}").geturl()
CACHES = cache(REDIS_URL)
CELERY_BROKER_URL = REDIS_URL
CHROMA_COLLECTION_PREFIX = f"plaza-test-{_WORKER}"

DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Static files come from their sources.
STATIC_ROOT = None
MEDIA_ROOT = PLAZA_HOME / "test-media"
PRIVATE_ROOT = PLAZA_HOME / f"test-private-{_WORKER}"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WOMPI_PSE_POLL_SECONDS = 0.05
SHOW_STATEMENT_COUNT = False
STAFF_SECOND_FACTOR_REQUIRED = False
MAX_LOGIN_SESSIONS = 20
