"""People who are signed in to the portal."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.vendors import make_member, make_vendor, owner_of
from vendors.models import Member, Vendor


@pytest.fixture
def shop(db: None) -> Vendor:
    """An approved shop."""
    return make_vendor(name="Café de la Sierra")


@pytest.fixture
def portal_of() -> Callable[..., Client]:
    """``portal_of(user)`` is signed in; a refused request is an answer, not an exception."""

    def make(user: Any) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return client

    return make


@pytest.fixture
def member(shop: Vendor, portal_of: Callable[..., Client]) -> Callable[..., Client]:
    """``member(role)`` is a signed-in member of the shop, by default its owner."""

    def make(role: str = Member.Role.OWNER) -> Client:
        person = owner_of(shop) if role == Member.Role.OWNER else make_member(shop, role)
        return portal_of(person)

    return make
