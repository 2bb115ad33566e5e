"""``docs/errors.md`` lists every code that the API answers with, and no other."""

import re
from collections.abc import Iterator
from importlib import import_module

from marketplace.shared.api.problems import TITLES
from marketplace.shared.errors import DomainError

from .source import APPS, ROOT, modules

ROW = re.compile(r"^\| `([a-z0-9_]+)` \| (\d{3}) \|", re.MULTILINE)
# Codes that the kernel writes without a class of its own.
OF_THE_KERNEL = {(code, status) for status, (code, _) in TITLES.items()} | {("busy", 503)}


def subclasses(base: type[DomainError]) -> Iterator[type[DomainError]]:
    """Yield the errors below ``base`` that the product's own modules define."""
    for error in base.__subclasses__():
        yield from subclasses(error)
        if error.__module__.partition(".")[0] in (*APPS, "marketplace"):
            yield error


def codes_of_the_code() -> set[tuple[str, int]]:
    for module in modules():
        if re.search(r"(^|\.)(errors|services\.\w+|phones)$", module.name):
            import_module(module.name)
    errors = [error for error in subclasses(DomainError) if not error.__name__.startswith("_")]
    return {(error.code, error.http_status) for error in errors} | OF_THE_KERNEL


def codes_of_the_page() -> list[tuple[str, int]]:
    page = (ROOT / "docs" / "errors.md").read_text()
    return [(code, int(status)) for code, status in ROW.findall(page)]


def test_the_page_lists_every_code_and_no_other():
    listed, used = set(codes_of_the_page()), codes_of_the_code()

    assert (sorted(used - listed), sorted(listed - used)) == ([], [])


def test_the_page_lists_each_code_once_and_in_order():
    listed = codes_of_the_page()

    assert listed == sorted(set(listed))


def test_a_new_error_would_be_missed_on_the_page():
    class Undocumented(DomainError):
        code = "undocumented"

    Undocumented.__module__ = "orders.errors"

    assert ("undocumented", 409) in codes_of_the_code() - set(codes_of_the_page())
    Undocumented.__module__ = __name__


def test_codes_are_plain_words():
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", code) for code, _ in codes_of_the_code())
