"""Reads the project's own Python without running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# From the top down: each may import those after it.
LAYERS = ["payments", "orders", "catalog", "vendors", "accounts", "marketplace.shared"]
APPS = LAYERS[:-1]
PACKAGES = [*APPS, "marketplace"]


@dataclass(frozen=True)
class Import:
    """One imported name, absolute: ``marketplace.shared.money.PESO``."""

    name: str
    line: int


@dataclass(frozen=True)
class Module:
    """One file: its dotted name and its text."""

    name: str
    text: str
    path: str = "a snippet"

    @property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return ast.parse(self.text)

    @property
    def layer(self) -> str:
        """The app the module belongs to; ``marketplace`` for what mounts them."""
        if self.name.startswith("marketplace.shared"):
            return "marketplace.shared"
        return self.name.partition(".")[0]

    @property
    def is_package(self) -> bool:
        """Tell whether this is an ``__init__``."""
        return self.path.endswith("__init__.py")

    def imports(self) -> Iterator[Import]:
        """Yield what is imported, also inside functions; relative imports made absolute.

        Imports that only the type checker sees are left out.
        """
        tree = self.tree
        unseen = _for_the_type_checker(tree)
        for node in ast.walk(tree):
            if node in unseen:
                continue
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, node.lineno)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                for alias in node.names:
                    yield Import(f"{base}.{alias.name}", node.lineno)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        up = node.level - 1 if self.is_package else node.level
        base = parts[: len(parts) - up]
        return ".".join([*base, node.module] if node.module else base)


def _for_the_type_checker(tree: ast.Module) -> set[ast.AST]:
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the product, migrations excepted."""
    found = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in file.parts:
                continue
            relative = file.relative_to(ROOT)
            parts = relative.with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name, file.read_text(), str(relative)))
    return tuple(found)


@cache
def files(*patterns: str) -> tuple[tuple[str, str], ...]:
    """Return ``(path, text)`` of the files that fit, generated and fetched ones excepted."""
    fitting = {file for pattern in patterns for file in ROOT.glob(pattern) if file.is_file()}
    hidden = {
        ".venv",
        ".plaza",
        ".plaza-test",
        ".git",
        "__pycache__",
        "node_modules",
        "staticfiles",
    }
    return tuple(
        (str(file.relative_to(ROOT)), file.read_text())
        for file in sorted(fitting)
        if not hidden & set(file.parts)
    )
