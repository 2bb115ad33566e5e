"""Chromium of the system against a live server with its own database."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Page, Playwright

from tests.sandbox_fixture import _shop_sandbox, sandbox_for_shop

__all__ = ["_shop_sandbox", "sandbox_for_shop"]

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright's loop runs in this thread while the test speaks to the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the Chromium that is installed; playwright downloads none."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stand in for the plugin's fixture, whose form pytest deprecates; tests have servers."""


@pytest.fixture(scope="session", autouse=True)
def _closed_connections(playwright: Playwright) -> Iterator[None]:
    """Close what was opened beside playwright's loop: Django keeps that apart from the rest."""
    yield
    connections.close_all()


@pytest.fixture
def tidy_page(page: Page) -> Iterator[Page]:
    """A page whose console must stay free of errors: a broken policy or a missing file shows."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


@pytest.fixture
def fits() -> Callable[[Page], bool]:
    """``fits(page)`` tells whether nothing sticks out at the side."""

    def measure(page: Page) -> bool:
        return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    return measure
