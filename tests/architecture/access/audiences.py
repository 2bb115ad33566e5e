"""Who asks, and which of them an operation is for.

Each name is one person of the world in ``world.py``. An audience is the set of those whom an
operation lets through; what they then find is the matter of the object it is about.
"""

from collections.abc import Set
from dataclasses import dataclass

ANONYMOUS, MONITOR = "anonymous", "monitor"
BUYER, OTHER_BUYER = "buyer", "other_buyer"
OWNER, OTHER_OWNER = "owner", "other_owner"
CATALOGUE, ORDERS, FINANCE, READ_ONLY = "catalogue", "orders", "finance", "read_only"
SUPERUSER = "superuser"
# By the names of their groups: a new group gets a person and has to appear in the audiences.
SUPPORT, CATALOGUE_STAFF, ORDERS_STAFF = "soporte", "catalogo", "pedidos"
FINANCE_STAFF, ADMINISTRATOR = "finanzas", "administradores"
STAFF_GROUP_NAMES = frozenset(
    {SUPPORT, CATALOGUE_STAFF, ORDERS_STAFF, FINANCE_STAFF, ADMINISTRATOR}
)

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
        insiders: people who are told that their rights do not reach this far (403). For the
            others a single thing does not exist; a list is refused to them as well.
        tried: who is sent; some stand for the others where rights in a shop do not matter.
    """

    names: Set[str]
    stranger: int = 401
    insiders: Set[str] = PEOPLE
    tried: Set[str] = EVERYBODY

    def refusal_of(self, name: str, *, is_about_a_thing: bool) -> int:
        """Return what somebody gets who is not let through."""
        if name in (ANONYMOUS, MONITOR):
            return self.stranger
        return 404 if is_about_a_thing and name not in self.insiders else 403


# The monitor's token is no person's, so it is a wrong one wherever people's tokens are read.
_SOME = frozenset({ANONYMOUS, MONITOR, BUYER, OTHER_BUYER, OWNER, SUPERUSER})
OPEN = Audience(names=EVERYBODY, tried=_SOME)
# The same, where what is found depends on who looks.
OPEN_TO_ALL = Audience(names=EVERYBODY)
OPEN_WITH_TOKEN = Audience(names=EVERYBODY - {MONITOR}, tried=_SOME)
OPERATORS = Audience(names=frozenset({MONITOR}), stranger=403)
SIGNED_IN = Audience(names=PEOPLE, tried=_SOME | {READ_ONLY, SUPPORT})


def _members(*names: str) -> Audience:
    """Return the members of both shops with these functions; who has no shop is an outsider."""
    return Audience(names=frozenset({OWNER, OTHER_OWNER, *names}), insiders=MEMBERS)


SHOP = Audience(names=MEMBERS, insiders=MEMBERS)
SHOP_OWNERS = _members()
SHOP_CATALOGUE = _members(CATALOGUE)
PRODUCTS_OF_SHOP = _members(CATALOGUE, READ_ONLY)
SALES_SEEN = _members(ORDERS, READ_ONLY)
SALES_MOVED = _members(ORDERS)
MONEY_SEEN = _members(FINANCE, READ_ONLY)

KEEPS_SHOPS = Audience(names=frozenset({SUPPORT, ADMINISTRATOR, SUPERUSER}))
SEES_SHOPS = Audience(names=STAFF)
KEEPS_ORDERS = Audience(names=frozenset({SUPPORT, ORDERS_STAFF, SUPERUSER}))
KEEPS_SHELVES = Audience(names=frozenset({CATALOGUE_STAFF, SUPERUSER}))
PRODUCTS_CHANGED = Audience(
    names=SHOP_CATALOGUE.names | KEEPS_SHELVES.names, insiders=MEMBERS | STAFF
)
PRODUCTS_SEEN = Audience(
    names=PRODUCTS_OF_SHOP.names | (STAFF - {FINANCE_STAFF}), insiders=MEMBERS | STAFF
)

# For the methods that a route does not have: somebody whom every other check lets through.
ABLE = (OWNER, SUPERUSER, MONITOR)
