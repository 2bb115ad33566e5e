"""Who asks, and which of them an operation is for.

Each name is one person of the world in ``world.py``. An audience is the set of those whom an
operation lets through; what they then find is the matter of the object it is about.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

ANONYMOUS, MONITOR = "anonymous", "monitor"
BUYER, OTHER_BUYER = "buyer", "other_buyer"
OWNER, OTHER_OWNER = "owner", "other_owner"
CATALOGUE, ORDERS, FINANCE, READ_ONLY = "catalogue", "orders", "finance", "read_only"
SUPERUSER = "superuser"
# By the names of their groups: a new group gets a person and has to appear in the audiences.
SUPPORT, CATALOGUE_STAFF, FINANCE_STAFF = "soporte", "catalogo", "finanzas"
STAFF_GROUP_NAMES = frozenset({SUPPORT, CATALOGUE_STAFF, FINANCE_STAFF})

SHOP_PEOPLE = frozenset({OWNER, CATALOGUE, ORDERS, FINANCE, READ_ONLY})
MEMBERS = SHOP_PEOPLE | {OTHER_OWNER}
STAFF = STAFF_GROUP_NAMES | {SUPERUSER}
PEOPLE = frozenset({BUYER, OTHER_BUYER}) | MEMBERS | STAFF
EVERYBODY = PEOPLE | {ANONYMOUS, MONITOR}


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Those who may call.

    Attributes:
        names: who is let through.
        stranger: what those get who are not signed in and not let through.
        outsider: what signed-in people get who are neither let through nor insiders.
        insiders: people who are told that their rights do not reach this far (403).
        tried: who is sent; some stand for the others where rights in a shop do not matter.
    """

    names: Set[str]
    stranger: int = 401
    outsider: int = 403
    insiders: Set[str] = frozenset()
    tried: Set[str] = EVERYBODY

    def refusal_of(self, name: str) -> int:
        """Return what somebody gets who is not let through."""
        if name in (ANONYMOUS, MONITOR):
            return self.stranger
        return 403 if name in self.insiders else self.outsider


# The monitor's token is no person's, so it is a wrong one wherever people's tokens are read.
_SOME = frozenset({ANONYMOUS, MONITOR, BUYER, OTHER_BUYER, OWNER, SUPERUSER})
OPEN = Audience(names=EVERYBODY, tried=_SOME)
# The same, where what is found depends on who looks.
OPEN_TO_ALL = Audience(names=EVERYBODY)
OPEN_WITH_TOKEN = Audience(names=EVERYBODY - {MONITOR}, tried=_SOME)
OPERATORS = Audience(names=frozenset({MONITOR}), stranger=403)
SIGNED_IN = Audience(names=PEOPLE, tried=_SOME | {READ_ONLY, SUPPORT})

SHOP = Audience(names=MEMBERS)
SHOP_OWNERS = Audience(names=frozenset({OWNER, OTHER_OWNER}))
SHOP_CATALOGUE = Audience(names=frozenset({OWNER, OTHER_OWNER, CATALOGUE}))
# Whoever works for no shop finds nothing under these.
_AMONG_MEMBERS: dict[str, Any] = {"outsider": 404, "insiders": MEMBERS}
SALES_SEEN = Audience(names=frozenset({OWNER, OTHER_OWNER, ORDERS, READ_ONLY}), **_AMONG_MEMBERS)
SALES_MOVED = Audience(names=frozenset({OWNER, OTHER_OWNER, ORDERS}), **_AMONG_MEMBERS)
MONEY_SEEN = Audience(names=frozenset({OWNER, OTHER_OWNER, FINANCE, READ_ONLY}), **_AMONG_MEMBERS)

KEEPS_SHOPS = Audience(names=frozenset({SUPPORT, SUPERUSER}))
SEES_SHOPS = Audience(names=frozenset({SUPPORT, FINANCE_STAFF, CATALOGUE_STAFF, SUPERUSER}))
KEEPS_ORDERS = Audience(names=frozenset({SUPPORT, SUPERUSER}))
REVIEWS_PRODUCTS = Audience(names=frozenset({CATALOGUE_STAFF, SUPERUSER}))
PRODUCTS_CHANGED = Audience(names=SHOP_CATALOGUE.names | REVIEWS_PRODUCTS.names)
PRODUCTS_SEEN = Audience(
    names=frozenset({OWNER, OTHER_OWNER, CATALOGUE, READ_ONLY, CATALOGUE_STAFF})
    | {SUPPORT, SUPERUSER}
)

# For the methods that a route does not have: somebody whom every other check lets through.
ABLE = (OWNER, SUPERUSER, MONITOR)
