"""Sizes, names and forbidden calls."""

import ast
import re

import pytest

from .source import PACKAGES, Module, files, modules

MAX_LINES, MAX_FUNCTION = 400, 60
MONEY = re.compile(r"(money|pricing|splits|settlement|commission|ledger|payout|refund|allocation)")
# A home folder, unfinished work, and doors that were left open.
FORBIDDEN = re.compile(
    r"/(?:roo[t]|hom[e]|wor[k])/\w|\bTOD[O]\b|\bFIXM[E]\b|breakpoin[t]\(\)|pdb\.set_trac[e]"
)
THIS = "tests/architecture/"


def long_parts(module: Module) -> list[str]:
    """Return the file if it is too long, and its functions that are."""
    faults = []
    if len(module.text.splitlines()) > MAX_LINES:
        faults.append(f"{module.path} is too long")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION:
                faults.append(f"{module.path}:{node.lineno} {node.name} has {length} lines")
    return faults


def nameless_files(module: Module) -> list[str]:
    """Return the file if its name says nothing."""
    last = module.name.rpartition(".")[2]
    return [module.path] if last in {"utils", "util", "helpers", "helper", "common", "misc"} else []


def floats_for_money(module: Module) -> list[str]:
    """Return the calls of ``float`` and the literals with a point in a module about money."""
    if not MONEY.search(module.name):
        return []
    return [
        f"{module.path}:{node.lineno}"
        for node in ast.walk(module.tree)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"float", "round"}
        )
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]


def unsafe_marks(module: Module) -> list[str]:
    """Return where text is declared to be safe HTML."""
    return [
        f"{module.path}:{node.lineno}"
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id in {"mark_safe", "SafeString"})
        or (isinstance(node, ast.Attribute) and node.attr == "mark_safe")
    ]


def broad_catches(module: Module) -> list[str]:
    """Return where any exception is caught and kept; the outbox alone may do so."""
    if module.name == "marketplace.shared.services.outbox":
        return []
    return [
        f"{module.path}:{node.lineno}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and ast.unparse(node.body[-1]) != "raise"
    ]


def own_clocks(module: Module) -> list[str]:
    """Return where a service or selector reads a clock that is not the database's."""
    if not re.search(r"\.(services|selectors|models)\b", module.name):
        return []
    return [
        f"{module.path}:{node.lineno}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node)
        in {
            "datetime.now",
            "datetime.utcnow",
            "date.today",
            "timezone.now",
            "datetime.datetime.now",
        }
    ]


RULES = [long_parts, nameless_files, floats_for_money, unsafe_marks, broad_catches, own_clocks]


@pytest.mark.parametrize("rule", RULES)
def test_the_project_keeps_the_rule(rule):
    assert [fault for module in modules() for fault in rule(module)] == []


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (long_parts, "orders.x", "x = 1\n" * 401),
        (long_parts, "orders.x", "def f():\n" + "    x = 1\n" * 60),
        (nameless_files, "orders.utils", ""),
        (floats_for_money, "orders.pricing", "x = float(y)"),
        (floats_for_money, "orders.pricing", "x = y * 1.19"),
        (floats_for_money, "marketplace.shared.money", "x = round(y, 2)"),
        (unsafe_marks, "catalog.x", "from django import u\nu.mark_safe(x)"),
        (unsafe_marks, "catalog.x", "mark_safe(x)"),
        (broad_catches, "orders.x", "try:\n    f()\nexcept Exception:\n    pass"),
        (broad_catches, "orders.x", "try:\n    f()\nexcept:\n    pass"),
        (own_clocks, "orders.services.x", "x = datetime.now()"),
        (own_clocks, "orders.selectors.x", "x = timezone.now()"),
    ],
)
def test_a_break_of_the_rule_is_found(rule, name, text):
    assert len(rule(Module(name, text))) == 1


def forbidden_words(text: str) -> list[str]:
    return FORBIDDEN.findall(text)


def test_no_file_tells_where_it_was_made():
    texts = files(
        *[f"{package}/**/*.py" for package in (*PACKAGES, "tests", "bench")],
        *("docs/**/*.md", "templates/**/*", "static/**/*.css", "static/**/*.js", "deploy/**/*"),
        *("requirements/*", "*.txt", "*.md", "*.toml", "*.yml", "Makefile", ".github/**/*"),
    )

    faults = [(path, forbidden_words(text)) for path, text in texts if not path.startswith(THIS)]
    assert [fault for fault in faults if fault[1]] == []


@pytest.mark.parametrize(
    "text", ["/home" + "/ana/plaza", "# TO" + "DO: later", "break" + "point()"]
)
def test_a_forbidden_word_is_found(text):
    assert len(forbidden_words(text)) == 1
