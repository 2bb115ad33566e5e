"""The codes of the second factor: six digits by the clock (RFC 6238), and codes for recovery."""

import hashlib
import hmac
import re
from datetime import datetime

import pyotp

from marketplace.shared.ids import readable_code

ISSUER = "Plaza"
STEP_SECONDS = 30
# A telephone's clock may be this many steps off.
TOLERANCE = 1
RECOVERY_CODES = 10
_RECOVERY_LENGTH, _GROUP = 16, 4
_NOT_OF_A_CODE = re.compile(r"[\s-]+")


def new_secret() -> str:
    """Return a fresh secret of 160 random bits, in base 32."""
    return pyotp.random_base32()


def setup_uri(secret: str, *, email: str) -> str:
    """Return the ``otpauth://`` address that an authenticator takes over by its QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def matching_step(secret: str, code: str, *, at: datetime) -> int | None:
    """Return the time step whose code this is, if it is not too far from ``at``."""
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    steps = range(now - TOLERANCE, now + TOLERANCE + 1)
    # Every step is compared, so that the time tells nothing.
    found = [step for step in steps if _same(totp.generate_otp(step), code)]
    return found[-1] if found else None


def new_recovery_codes() -> list[str]:
    """Return ten codes of 78 random bits, in groups that can be read aloud."""
    return [_grouped(readable_code(_RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]


def recovery_digest(code: str) -> str:
    """Return the only form in which a recovery code is stored, however it was typed.

    The codes are as random as a key, so SHA-256 is enough.
    """
    return hashlib.sha256(normal_code(code).encode()).hexdigest()


def is_recovery_code(code: str) -> bool:
    """Tell a recovery code by its length; the others are the authenticator's."""
    return len(normal_code(code)) == _RECOVERY_LENGTH


def normal_code(code: str) -> str:
    """Return what was typed without spaces and hyphens, in capitals."""
    return _NOT_OF_A_CODE.sub("", code).upper()


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _same(wanted: str, given: str) -> bool:
    return hmac.compare_digest(wanted.encode(), given.encode())
