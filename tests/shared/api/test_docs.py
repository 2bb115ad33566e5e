from pathlib import Path

import yaml
from django.core.management import call_command


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
