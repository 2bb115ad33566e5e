"""People for tests, made by the services."""

from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import pyotp

from accounts.models import Address, TotpDevice, User
from accounts.services.addresses import add_address
from accounts.services.registration import register_user
from accounts.services.roles import make_staff, make_superuser
from accounts.services.second_factor import begin_setup, confirm_setup
from accounts.services.sessions import open_session
from accounts.services.tokens import IssuedTokens
from accounts.totp import STEP_SECONDS
from marketplace.shared import clock
from marketplace.shared.db import in_transaction
from marketplace.shared.ids import new_id

PASSWORD = "correcto-caballo-7"

_numbers = count(1)


def make_user(**values: Any) -> User:
    """Return a registered, verified buyer; ``values`` are those of ``register_user``."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "email": f"persona{number}@example.com",
        "password": PASSWORD,
        "first_name": "Ana",
        "last_name": "Gómez",
        "phone": f"300{number:07d}",
        "accept_terms": True,
        "verified": True,
    }
    return register_user(**(defaults | values))


def make_staff_user(*groups: str, is_superuser: bool = False, **values: Any) -> User:
    """Return a person of the staff, in ``groups``."""
    user = make_user(**values)
    if is_superuser:
        return make_superuser(user_id=user.pk)
    return make_staff(user_id=user.pk, groups=groups)


def sign_in(user: User) -> IssuedTokens:
    """Open a login session without paying for a password check."""
    return in_transaction(open_session)(user=user)


def access_token_of(user: User) -> str:
    """Return an access token of a new login session."""
    return sign_in(user).access


@dataclass(frozen=True, kw_only=True)
class Authenticator:
    """A telephone that knows the secret, and the ten recovery codes."""

    secret: str
    recovery_codes: list[str]

    def code(self, *, steps_off: int = 0) -> str:
        """Return what it shows now, or showed or will show some steps off."""
        step = int(clock.now().timestamp()) // STEP_SECONDS + steps_off
        return pyotp.TOTP(self.secret).generate_otp(step)

    def wrong_code(self) -> str:
        """Return six digits that it shows at no time near."""
        near = {self.code(steps_off=steps) for steps in range(-3, 4)}
        return next(code for code in (f"{n:06d}" for n in range(8)) if code not in near)


def turn_on_second_factor(user: User) -> Authenticator:
    """Turn the person's second factor on; the code of this moment is still unused."""
    secret = begin_setup(user_id=user.pk, password=PASSWORD).secret
    phone = Authenticator(secret=secret, recovery_codes=[])
    codes = confirm_setup(user_id=user.pk, code=phone.code(), session_id=new_id())
    TotpDevice.objects.filter(user=user).update(last_used_step=0)
    return Authenticator(secret=secret, recovery_codes=codes)


def make_address(*, user_id: UUID, is_default: bool = False, **fields: str) -> Address:
    """Return an address in Bogotá."""
    defaults = {
        "full_name": "Ana Gómez",
        "phone": "3001112233",
        "address": "Cra 7 # 1-23, Apto 402",
        "city": "Bogotá",
        "department": "Bogotá D.C.",
    }
    return add_address(user_id=user_id, fields=defaults | fields, is_default=is_default)
