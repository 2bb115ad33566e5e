"""Fixtures of the payment tests."""

from tests.sandbox_fixture import (
    _lonely_sandbox,
    _shop_sandbox,
    sandbox_for_shop,
    wompi_sandbox,
)

__all__ = ["_lonely_sandbox", "_shop_sandbox", "sandbox_for_shop", "wompi_sandbox"]
