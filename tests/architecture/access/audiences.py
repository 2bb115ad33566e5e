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


# Who is sent: some stand for the others, where these differ in nothing that matters there.
_ANYBODY = frozenset({ANONYMOUS, MONITOR, BUYER, SUPERUSER})
_SIGNED_IN = _ANYBODY | {OTHER_BUYER, OWNER}
_ROUND_SHOPS = MEMBERS | {ANONYMOUS, BUYER, SUPERUSER}
_ROUND_STAFF = STAFF | {ANONYMOUS, BUYER, OWNER}
_ROUND_PRODUCTS = frozenset(
    {ANONYMOUS, BUYER, OWNER, OTHER_OWNER, CATALOGUE, ORDERS, READ_ONLY}
) | {
    CATALOGUE_STAFF,
    SUPPORT,
    SUPERUSER,
}

# The monitor's token is no person's, so it is a wrong one wherever people's tokens are read.
OPEN = Audience(names=EVERYBODY, tried=_ANYBODY)
# The same, where what is found depends on who looks.
OPEN_TO_ALL = Audience(names=EVERYBODY)
OPEN_WITH_TOKEN = Audience(names=EVERYBODY - {MONITOR}, tried=_SIGNED_IN)
OPERATORS = Audience(names=frozenset({MONITOR}), stranger=403, tried=_SIGNED_IN)
SIGNED_IN = Audience(names=PEOPLE, tried=_SIGNED_IN)


def _members(*names: str) -> Audience:
    """Return the members of both shops with these functions; who has no shop is an outsider."""
    let_in = frozenset({OWNER, OTHER_OWNER, *names})
    return Audience(names=let_in, insiders=MEMBERS, tried=_ROUND_SHOPS)


SHOP = _members(*MEMBERS)
SHOP_OWNERS = _members()
SHOP_CATALOGUE = _members(CATALOGUE)
PRODUCTS_OF_SHOP = _members(CATALOGUE, READ_ONLY)
SALES_SEEN = _members(ORDERS, READ_ONLY)
SALES_MOVED = _members(ORDERS)
MONEY_SEEN = _members(FINANCE, READ_ONLY)


def _staff(*names: str) -> Audience:
    """Return the superusers and these groups of staff."""
    return Audience(names=frozenset({SUPERUSER, *names}), tried=_ROUND_STAFF)


KEEPS_SHOPS = _staff(SUPPORT, ADMINISTRATOR)
SEES_SHOPS = _staff(*STAFF)
KEEPS_ORDERS = _staff(SUPPORT, ORDERS_STAFF)
KEEPS_SHELVES = _staff(CATALOGUE_STAFF)
PRODUCTS_CHANGED = Audience(
    names=SHOP_CATALOGUE.names | KEEPS_SHELVES.names,
    insiders=MEMBERS | STAFF,
    tried=_ROUND_PRODUCTS,
)
PRODUCTS_SEEN = Audience(
    names=PRODUCTS_OF_SHOP.names | (STAFF - {FINANCE_STAFF}), insiders=MEMBERS | STAFF
)

# For the methods that a route does not have: somebody whom every other check lets through.
ABLE = (OWNER, SUPERUSER, MONITOR)
