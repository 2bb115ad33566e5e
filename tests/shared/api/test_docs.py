from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from marketplace.shared.api.schema import PROBLEM


def test_the_description_of_the_api_has_no_warnings_and_says_which_answers_are_pages(
    tmp_path: Path,
):
    file = tmp_path / "schema.yaml"

    call_command("spectacular", validate=True, fail_on_warn=True, file=str(file))

    paths = yaml.safe_load(file.read_text(encoding="utf-8"))["paths"]
    lists = {
        f"/api/v1/{path}"
        for path in ("products", "orders", "payments", "vendors", "categories", "brands",
                     "vendor/orders", "vendor/commissions", "vendor/ledger", "me/addresses")
    }  # fmt: skip
    answers = {
        path: paths[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for path in lists
    }
    unpaged = [
        path for path, schema in answers.items() if "Paginated" not in schema.get("$ref", "")
    ]
    assert unpaged == []


OPENED = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method in OPENED & methods.keys():
            yield f"{method} {path}", methods[method]


def resolved(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema or "allOf" in schema or "oneOf" in schema:
        part = schema.get("allOf") or schema.get("oneOf")
        schema = part[0] if part else described["components"]["schemas"][schema["$ref"][21:]]
    return schema


def mistakes(described: dict[str, Any], schema: dict[str, Any], value: Any, at: str) -> list[str]:
    """Tell what in an example its own schema does not know, or misses."""
    if value is None:
        return []
    schema = resolved(described, schema)
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value}"]
    if schema.get("type") == "array":
        return [found for row in value for found in mistakes(described, schema["items"], row, at)]
    if "properties" not in schema:
        return []
    known, needed = schema["properties"], set(schema.get("required", []))
    wrong = [f"{at}/{name}" for name in (value.keys() - known.keys()) | (needed - value.keys())]
    for name in known.keys() & value.keys():
        wrong += mistakes(described, known[name], value[name], f"{at}/{name}")
    return wrong


def test_every_operation_has_a_summary_and_its_problems(described: dict[str, Any]):
    found = dict(operations(described))

    assert len(found) > 90
    assert [name for name, operation in found.items() if not operation.get("summary")] == []
    for name, operation in found.items():
        assert operation["responses"]["503"] == {"$ref": "#/components/responses/Problem503"}, name
    problem = described["components"]["responses"]["Problem409"]["content"]
    assert list(problem) == ["application/problem+json"]
    assert problem["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


def test_the_problem_described_is_the_one_that_is_answered(api):
    answer = api.get("/api/v1/nope").json()

    assert set(PROBLEM["required"]) == set(answer)
    assert set(answer) | {"details"} == set(PROBLEM["properties"])


def test_the_main_operations_have_examples_that_fit_their_schemas(described: dict[str, Any]):
    seen, wrong = set(), []
    for name, operation in operations(described):
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for content in [kind for body in bodies for kind in body.get("content", {}).values()]:
            for example in content.get("examples", {}).values():
                seen.add(name)
                wrong += mistakes(described, content["schema"], example["value"], name)

    assert wrong == []
    assert seen >= {
        "post /api/v1/auth/register", "post /api/v1/auth/login", "post /api/v1/auth/refresh",
        "get /api/v1/products", "get /api/v1/products/search", "get /api/v1/products/{product_id}",
        "post /api/v1/cart/items", "post /api/v1/orders", "get /api/v1/orders",
        "post /api/v1/payments/process", "get /api/v1/payments/status/{intent}",
        "post /api/v1/payments/webhook", "post /api/v1/products/{product_id}/stock",
    }  # fmt: skip


def test_every_told_operation_exists(described: dict[str, Any]):
    apps = ["marketplace.shared", "accounts", "vendors", "catalog", "orders", "payments"]
    told = {name for app in apps for name in import_module(f"{app}.api.examples").OPERATIONS}

    assert told == {operation["operationId"] for _, operation in operations(described)}
