"""How people sign in, how they are reached, and what is kept of them; part of every environment."""

from datetime import timedelta
from typing import Any

from .environment import env

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/portal/entrar/"
LOGIN_REDIRECT_URL = "/portal/"
PASSWORD_HASHERS = [
    "accounts.hashers.SingleLaneArgon2",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.password_words.ContextWordValidator"},
]
ACCESS_TOKEN_LIFETIME = timedelta(hours=1)
REFRESH_TOKEN_LIFETIME = timedelta(days=7)
# How long a browser stays signed in. Staff everywhere: their refresh tokens too.
PORTAL_SESSION_LIFETIME = timedelta(days=7)
STAFF_SESSION_LIFETIME = timedelta(hours=8)
# On how many devices one person is signed in; the oldest beyond it ends.
MAX_LOGIN_SESSIONS = env.int("MAX_LOGIN_SESSIONS", default=20)
STAFF_SECOND_FACTOR_REQUIRED = env.bool("STAFF_SECOND_FACTOR_REQUIRED", default=True)
# Failures in 15 minutes until tries are refused before anything is compared: of one account from
# one block of addresses (IPv4 /24, IPv6 /64), of one account from anywhere but where its owner
# signed in lately, and of one block over all accounts.
LOGIN_FAILURE_LIMITS = {"account_and_block": 5, "account": 50, "block": 100}


def simple_jwt(signing_key: str) -> dict[str, Any]:
    """Return the settings of access tokens. ``accounts/access.py`` derives their keys.

    Refresh tokens are no JWTs and not the library's; see ``accounts/services/tokens.py``.
    """
    return {
        "ALGORITHM": "HS256",
        "SIGNING_KEY": signing_key,
        "ISSUER": "plaza",
        "AUDIENCE": "plaza-api",
        "ACCESS_TOKEN_LIFETIME": ACCESS_TOKEN_LIFETIME,
        "USER_ID_CLAIM": "sub",
    }


# Whoever changes a text that people agree to changes its version: at most 20 characters.
TERMS_VERSION = env.str("TERMS_VERSION", default="2026-11")
PERSONAL_DATA_VERSION = env.str("PERSONAL_DATA_VERSION", default="2026-11")
MARKETING_VERSION = env.str("MARKETING_VERSION", default="2026-11")
# Copies of personal data: how many a day for one person, and days until a copy is deleted.
DATA_EXPORTS_PER_DAY = 3
DATA_EXPORT_DAYS = 7
# Days between the wish to be erased and the erasure, in which it can be withdrawn.
ERASURE_GRACE_DAYS = env.int("ERASURE_GRACE_DAYS", default=15)
# How many privacy requests of one person may wait for an answer.
OPEN_PRIVACY_REQUESTS = 5
# Codes and links that prove a mailbox or a telephone, and how often they are sent: how many in how
# many seconds to one number or mailbox, to one person, and from one network.
CODE_LIFETIME = timedelta(minutes=10)
CODE_PAUSE = timedelta(seconds=60)
LINK_LIFETIMES = {
    "verify_email": timedelta(hours=24),
    "reset_password": timedelta(hours=1),
    "change_email": timedelta(hours=24),
}
CODE_LIMITS = {
    "number": [(5, 3_600), (10, 86_400)],
    "mailbox": [(10, 3_600), (20, 86_400)],
    "person": [(30, 86_400)],
    "block": [(100, 3_600)],
}
# Members and open invitations of a shop, and how many invitations it sends.
VENDOR_TEAM_SIZE = 20
VENDOR_INVITATION_LIFETIME = timedelta(days=7)
VENDOR_INVITATIONS_PER_DAY = 30
VENDOR_INVITATIONS_PER_DAY_AND_MAILBOX = 3
# Sign-in with Google is off until there is a client id; docs/google-sign-in.md.
GOOGLE_CLIENT_ID = env.str("GOOGLE_CLIENT_ID", default="")
GOOGLE_ISSUER = env.str("GOOGLE_ISSUER", default="https://accounts.google.com")
GOOGLE_KEYS_URL = env.str("GOOGLE_KEYS_URL", default="https://www.googleapis.com/oauth2/v3/certs")
GOOGLE_STAFF_SIGN_IN = env.bool("GOOGLE_STAFF_SIGN_IN", default=False)
VENDOR_APPROVAL_POLICY = env.str("VENDOR_APPROVAL_POLICY", default="manual")
