"""The shipped code has no back door: no fixed code, no magic token, no route that resets."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.source import Module, modules
from tests.architecture.test_doors import routes

# The demo's people and the sandbox exist in the demo only; production's settings refuse both.
DEMO = ("marketplace.demo", "payments.sandbox", "marketplace.settings.demo")
CODE = re.compile(r"(otp|code|pin|token|secret|password|passwd|nonce|challenge)s?$", re.IGNORECASE)
FIXED_CODES = {"000000", "111111", "123456", "654321", "999999", "1234", "0000"}
MAGIC = re.compile(
    r"back_?door|master_?(key|code|password|token)|magic_?(token|code|link)|god_?mode"
    r"|skip_?(auth|otp|verification|password)|bypass_?(auth|otp|login|limit)|universal_?otp"
    r"|impersonat",
    re.IGNORECASE,
)
ROUTE = re.compile(
    r"(^|/)(debug|test|reset-db|seed|flush|truncate|impersonate|backdoor|shell)(/|$)"
)
PEOPLE = re.compile(r"@plaza\.test|Plaza-demo")
# Words that look like a password and are none.
SENDERS = {"Plaza <no-responder@plaza.test>"}


@cache
def nodes(module: Module) -> tuple[ast.AST, ...]:
    """Return everything that the module is made of."""
    return tuple(ast.walk(module.tree))


def of_the_demo(module: Module) -> bool:
    return module.name.startswith(DEMO)


def fixed_codes(module: Module) -> list[str]:
    """Return where a text that could be a fixed code is written or compared with."""
    return [
        f"{module.path}:{node.lineno} {node.value}"
        for node in nodes(module)
        if isinstance(node, ast.Constant) and node.value in FIXED_CODES
    ]


def compared_secrets(module: Module) -> list[str]:
    """Return where something named like a secret is compared with a written text."""
    found = []
    for node in nodes(module):
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.In):
            continue
        sides = [node.left, *node.comparators]
        names = [ast.unparse(side).rpartition(".")[2] for side in sides]
        texts = [
            side.value
            for side in sides
            if isinstance(side, ast.Constant) and isinstance(side.value, str) and side.value
        ]
        if texts and any(CODE.search(name) for name in names):
            found.append(f"{module.path}:{node.lineno} {ast.unparse(node)}")
    return found


def magic_words(module: Module) -> list[str]:
    """Return names and texts that speak of a way around."""
    return [
        f"{module.path}:{number} {line.strip()}"
        for number, line in enumerate(module.text.splitlines(), 1)
        if MAGIC.search(line)
    ]


def known_people(module: Module) -> list[str]:
    """Return where an account or a password of the demo is written."""
    return [
        f"{module.path}:{node.lineno} {node.value}"
        for node in nodes(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value not in SENDERS
        and PEOPLE.search(node.value)
    ]


def predictable_chances(module: Module) -> list[str]:
    """Return where ``random`` makes what may be a secret; waits and the runner's ports may be."""
    if module.name.startswith("marketplace.runner"):
        return []
    return [
        f"{module.path}:{node.lineno} {ast.unparse(node)}"
        for node in nodes(module)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value) == "random"
        and node.attr not in {"uniform", "Random"}
    ]


RULES = [fixed_codes, compared_secrets, magic_words, known_people, predictable_chances]


@pytest.mark.parametrize("rule", RULES)
def test_shipped_code_keeps_the_rule(rule):
    shipped = [module for module in modules() if not of_the_demo(module)]

    assert [fault for module in shipped for fault in rule(module)] == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (fixed_codes, 'x = "123456"'),
        (fixed_codes, 'if sent in ("000000", y): pass'),
        (compared_secrets, 'if code == "let-me-in": pass'),
        (compared_secrets, 'if request.headers_token == "x": pass'),
        (compared_secrets, 'if "x" == user.password: pass'),
        (magic_words, "MASTER_KEY = 1"),
        (magic_words, "def skip_otp(): ..."),
        (known_people, 'x = "admin@plaza.test"'),
        (predictable_chances, "code = random.randint(0, 9)"),
        (predictable_chances, "code = random.choice(x)"),
    ],
)
def test_a_break_of_the_rule_is_found(rule, text):
    assert len(rule(Module("accounts.services.x", text))) == 1


def test_no_route_resets_seeds_or_impersonates():
    mounted = [route for route, _ in routes() if not route.startswith("admin/")]

    assert [route for route in mounted if ROUTE.search(route)] == []
    assert ROUTE.search("api/v1/test/reset-db")


def test_the_demo_s_own_routes_are_mounted_in_the_demo_only():
    urls = next(module for module in modules() if module.name == "marketplace.urls")
    body = urls.tree.body
    guarded = [node for node in body if isinstance(node, ast.If)]

    assert [ast.unparse(node.test) for node in guarded] == ["settings.DEMO"]
    outside = "".join(ast.unparse(node) for node in body if node not in guarded)
    assert "demo/" not in outside
    assert "media/" not in outside
