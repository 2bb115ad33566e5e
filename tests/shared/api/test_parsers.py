import json

import pytest
from rest_framework.exceptions import ParseError

from marketplace.shared.api.parsers import parse_json

pytestmark = pytest.mark.urls("tests.shared.urls")


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b"[]", []),
        (b'"x"', "x"),
        (b"null", None),
        (b'{"a": "l\\u00ednea\\n\\t"}', {"a": "línea\n\t"}),
        ('{"e": "cafe\u0301"}'.encode(), {"e": "café"}),
        (b'{"e": 9223372036854775807}', {"e": 2**63 - 1}),
        (b"[" * 20 + b"]" * 20, eval("[" * 20 + "]" * 20)),
    ],
)
def test_good_json_is_read_in_nfc(body, value):
    assert parse_json(body) == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"a": 1} x',
        b'{"a": 1, "a": 2}',
        b'{"x": {"a": 1, "a": 1}}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": 9223372036854775808}',
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"a": "\\u0000"}',
        b'{"a": "\\u001b[31m"}',
        b'{"a": "\\u0085"}',
        b'{"a": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"a\\u0000": 1}',
        b'{"a": "\xff"}',
        b"[" * 1_000 + b"]" * 1_000,
        b"[" * 100_000,
        b'{"a":' * 1_000 + b"1" + b"}" * 1_000,
        b"[" * 22 + b"]" * 22,
        json.dumps({str(n): n for n in range(1_001)}).encode(),
    ],
    ids=lambda body: repr(body[:24]),
)
def test_bad_json_is_refused_in_spanish(api, body):
    with pytest.raises(ParseError):
        parse_json(body)

    response = api.generic(
        "POST", "/api/v1/test/echo", body or b" ", content_type="application/json"
    )

    assert response.status_code == 400
    assert json.loads(response.content)["code"] == "invalid_request"
    assert "JSON" in (detail := json.loads(response.content)["detail"]) or "Hay" in detail


@pytest.mark.parametrize("megabytes", [0.26, 3])
def test_a_large_body_is_refused_before_it_is_parsed(api, megabytes):
    body = b'{"name": "' + b"x" * int(megabytes * 2**20) + b'"}'

    response = api.generic("POST", "/api/v1/test/echo", body, content_type="application/json")

    assert response.status_code == 413
    assert json.loads(response.content)["code"] == "too_large"
    assert json.loads(response.content)["detail"] == "El cuerpo pasa de 256 KiB."
