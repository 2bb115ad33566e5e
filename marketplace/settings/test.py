"""Settings of the tests: the demo's parts on the engines that the test runner starts."""

import os

os.environ.setdefault("PLAZA_HOME", ".plaza-test")

from .demo import *  # noqa: E402, F403 - the home is set first
from .base import simple_jwt  # noqa: E402
from .demo import DATABASES, PLAZA_HOME  # noqa: E402

SECRET_KEY = "for-tests-only-" + "k" * 40
JWT_SIGNING_KEY = "for-tests-only-" + "j" * 40
SIMPLE_JWT = simple_jwt(JWT_SIGNING_KEY)
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = PLAZA_HOME / "test-media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WOMPI_PSE_POLL_SECONDS = 0.05
SHOW_STATEMENT_COUNT = False
