"""A mixed, swapped or missing set of Wompi secrets stops the start."""

import pytest

from payments.checks import check_wompi

TEST = {
    "WOMPI_BASE_URL": "http://127.0.0.1:8001/v1",
    "WOMPI_PUBLIC_KEY": "pub_test_a",
    "WOMPI_PRIVATE_KEY": "prv_test_a",
    "WOMPI_EVENTS_SECRET": "test_events_a",
    "WOMPI_INTEGRITY_SECRET": "test_integrity_a",
    "WOMPI_ALLOW_TEST_KEYS": False,
    "DEBUG": True,
}
PRODUCTION = {
    "WOMPI_BASE_URL": "https://production.wompi.co/v1",
    "WOMPI_PUBLIC_KEY": "pub_prod_a",
    "WOMPI_PRIVATE_KEY": "prv_prod_a",
    "WOMPI_EVENTS_SECRET": "prod_events_a",
    "WOMPI_INTEGRITY_SECRET": "prod_integrity_a",
    "WOMPI_ALLOW_TEST_KEYS": False,
    "DEBUG": False,
}
WOMPI_SANDBOX = "https://sandbox.wompi.co/v1"


@pytest.mark.parametrize(
    ("base", "changes", "problems"),
    [
        (TEST, {}, []),
        (PRODUCTION, {}, []),
        (TEST, {"WOMPI_BASE_URL": WOMPI_SANDBOX}, []),
        (TEST, {"WOMPI_BASE_URL": WOMPI_SANDBOX, "DEBUG": False}, ["payments.E007"]),
        (
            TEST,
            {"WOMPI_BASE_URL": WOMPI_SANDBOX, "DEBUG": False, "WOMPI_ALLOW_TEST_KEYS": True},
            [],
        ),
        (TEST, {"WOMPI_EVENTS_SECRET": ""}, ["payments.E001"]),
        (TEST, {"WOMPI_EVENTS_SECRET": "test_integrity_a"}, ["payments.E002"]),
        (
            TEST,
            {
                "WOMPI_EVENTS_SECRET": "test_integrity_a",
                "WOMPI_INTEGRITY_SECRET": "test_events_a",
            },
            ["payments.E002", "payments.E002"],
        ),
        (TEST, {"WOMPI_PUBLIC_KEY": "prv_test_a"}, ["payments.E002"]),
        (TEST, {"WOMPI_PUBLIC_KEY": "pub_stagtest_a"}, ["payments.E002"]),
        (TEST, {"WOMPI_PRIVATE_KEY": "prv_prod_a"}, ["payments.E003"]),
        (TEST, {"WOMPI_BASE_URL": "https://production.wompi.co/v1"}, ["payments.E006"]),
        (PRODUCTION, {"WOMPI_BASE_URL": WOMPI_SANDBOX}, ["payments.E006"]),
        (PRODUCTION, {"WOMPI_BASE_URL": "https://wompi.example/v1"}, ["payments.E005"]),
        (PRODUCTION, {"WOMPI_BASE_URL": "http://production.wompi.co/v1"}, ["payments.E004"]),
    ],
)
def test_the_four_secrets_and_the_address_must_fit(settings, base, changes, problems):
    for name, value in (base | changes).items():
        setattr(settings, name, value)

    assert [problem.id for problem in check_wompi()] == problems
