"""Who may import whom; see ``docs/architecture.md``."""

import pytest

from .source import APPS, LAYERS, Module, modules

# What another app may import: doors, and plain modules without rows.
CLOSED = {"models", "migrations", "admin", "api", "portal", "handlers", "tasks", "management"}

# Roles inside an app, from the top down. A module of a role may import its own row and those
# below. What is not named here is a plain module (pricing, states, rules), under the models.
ROWS = [
    {"api", "portal", "admin", "management"},
    {"handlers", "signals"},
    {"tasks"},
    {"services"},
    {"selectors"},
    {"models"},
    {"gateways", "search"},
    {"events", "states"},
    {"errors"},
]
ROLES = {role: row for row, roles in enumerate(ROWS) for role in roles}
# Read by the operators' commands and pages, and by nothing inside the app.
APART = {"invariants", "gauges", "apps", "checks", "sandbox", "templatetags"}


def upward_imports(module: Module) -> list[str]:
    """Return the imports of apps above the module's own, and of what mounts them."""
    if module.layer not in LAYERS:
        return []
    below = set(LAYERS[LAYERS.index(module.layer) :])
    return [
        f"{module.path}:{found.line} imports {found.name}"
        for found in module.imports()
        if (target := _layer_of(found.name)) is not None and target not in below
    ]


def private_imports(module: Module) -> list[str]:
    """Return the imports of another app's models and other inner parts."""
    if module.layer not in LAYERS:
        return []
    return [
        f"{module.path}:{found.line} imports {found.name}"
        for found in module.imports()
        if (target := _layer_of(found.name)) in APPS
        and target != module.layer
        and _role(found.name) in CLOSED
        and not _is_shared_door(module, found.name)
    ]


def _is_shared_door(module: Module, name: str) -> bool:
    """The API's permissions, authentication and pages' mixins are meant for the apps above."""
    inner = name.split(".")[1:3]
    return _role(module.name) in {"api", "portal"} and inner[0] in {"api", "portal"}


def wrong_roles(module: Module) -> list[str]:
    """Return the imports of a role above the module's own, within its app."""
    own = _row(module.name)
    if own is None or module.layer not in APPS:
        return []
    return [
        f"{module.path}:{found.line} imports {found.name}"
        for found in module.imports()
        if _layer_of(found.name) == module.layer
        and (row := _row(found.name)) is not None
        and row < own
    ]


def _layer_of(name: str) -> str | None:
    if name.startswith("marketplace.shared"):
        return "marketplace.shared"
    top = name.partition(".")[0]
    return top if top in (*APPS, "marketplace") else None


def _role(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def _row(name: str) -> int | None:
    role = _role(name)
    if not role or role in APART:
        return None
    return ROLES.get(role)


@pytest.mark.parametrize("rule", [upward_imports, private_imports, wrong_roles])
def test_the_project_keeps_the_rule(rule):
    assert [fault for module in modules() for fault in rule(module)] == []


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (upward_imports, "catalog.services.x", "from orders.services import placement"),
        (upward_imports, "orders.services.x", "import payments.selectors"),
        (upward_imports, "marketplace.shared.x", "from accounts.errors import X"),
        (upward_imports, "orders.tasks", "from marketplace.urls import urlpatterns"),
        (upward_imports, "orders.x", "def f():\n    from payments import events"),
        (private_imports, "orders.services.x", "from catalog.models import Product"),
        (private_imports, "orders.services.x", "from catalog.models.product import Product"),
        (private_imports, "orders.services.x", "import catalog.models"),
        (private_imports, "orders.services.x", "from catalog import models"),
        (private_imports, "payments.handlers", "from orders.tasks import x"),
        (private_imports, "payments.services.x", "from orders.api.views import x"),
        (wrong_roles, "orders.services.x", "from ..tasks import y"),
        (wrong_roles, "orders.services.x", "from orders.api import urls"),
        (wrong_roles, "orders.selectors.x", "from ..services.y import z"),
        (wrong_roles, "orders.models.x", "from ..selectors import z"),
        (wrong_roles, "orders.tasks", "from . import handlers"),
        (wrong_roles, "orders.states", "from .models import Order"),
        (wrong_roles, "orders.errors", "from .events import X"),
    ],
)
def test_a_break_of_the_rule_is_found(rule, name, text):
    assert len(rule(Module(name, text))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("orders.services.x", "from catalog.services.stock import reserve_stock"),
        ("orders.services.x", "from catalog.errors import OutOfStock"),
        ("orders.services.x", "from ..models import Order\nfrom ..errors import OrderNotFound"),
        ("orders.services.x", "from marketplace.shared.models import PesoField"),
        ("orders.api.x", "from ..services import placement"),
        ("payments.handlers", "from orders import events"),
        ("marketplace.urls", "from orders.api import urls"),
        ("orders.models.x", "if TYPE_CHECKING:\n    from accounts.models import User"),
    ],
)
def test_what_is_allowed_is_not_found(name, text):
    module = Module(name, text)

    assert upward_imports(module) + private_imports(module) + wrong_roles(module) == []
