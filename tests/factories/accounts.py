"""People for tests, made by the services."""

from itertools import count
from typing import Any
from uuid import UUID

from accounts.models import Address, User
from accounts.services.addresses import add_address
from accounts.services.registration import register_user
from accounts.services.roles import make_staff, make_superuser
from accounts.services.sessions import open_session
from accounts.services.tokens import IssuedTokens
from marketplace.shared.db import in_transaction

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
