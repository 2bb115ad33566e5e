"""Nothing under /api/ answers anything but JSON, in Spanish, and nothing inside shows."""

import json

import pytest
from django.test import Client, override_settings

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shared.urls")]

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "errors", "request_id"}


def assert_problem(response, status, code):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert set(problem) - {"details"} == MEMBERS
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["request_id"] == response["X-Request-ID"]
    assert problem["instance"] == f"urn:plaza:request:{response['X-Request-ID']}"
    assert problem["type"] == f"urn:plaza:problem:{code}"
    text = response.content.decode()
    assert not any(
        word in text for word in ("secret detail", "Traceback", "SELECT", ".py", "<html")
    )
    return problem


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1", 404, "not_found"),
        ("/api/v1/", 404, "not_found"),
        ("/api/nowhere/", 404, "not_found"),
        ("/api/v1/no-such-thing", 404, "not_found"),
        ("/api/v1/test/plain-bad-request", 400, "invalid_request"),
        ("/api/v1/test/plain-failure", 500, "internal_error"),
        ("/api/v1/test/broken/python", 500, "internal_error"),
        ("/api/v1/test/broken/suspicious", 400, "invalid_request"),
        ("/api/v1/test/broken/range", 400, "invalid_request"),
        ("/api/v1/test/nobody", 403, "forbidden"),
        ("/api/v1/test/signed-in", 401, "not_authenticated"),
        ("/api/v1/test/echo?page=1&nonsense=1", 400, "invalid_input"),
    ],
)
def test_every_error_is_a_problem(path, status, code, debug):
    with override_settings(DEBUG=debug):
        response = Client(raise_request_exception=False).get(path)

    assert_problem(response, status, code)


def test_a_wrong_host_is_a_problem(api):
    with override_settings(ALLOWED_HOSTS=["shop.example"]):
        response = api.get("/api/v1/test/echo", HTTP_HOST="evil.example")

    assert_problem(response, 400, "invalid_request")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_wrong_method_names_the_right_ones(api, method):
    response = getattr(api, method)("/api/v1/test/echo")

    assert_problem(response, 405, "method_not_allowed")
    assert set(response["Allow"].split(", ")) == {"GET", "POST", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "a/b", ""],
)
def test_only_json_is_read(api, content_type):
    response = api.generic("POST", "/api/v1/test/echo", b"quantity=3", content_type=content_type)

    assert_problem(response, 415, "unsupported_media_type")


def test_an_unknown_format_is_refused(api):
    assert_problem(api.get("/api/v1/test/echo", HTTP_ACCEPT="text/csv"), 406, "not_acceptable")


def test_a_statement_that_takes_too_long_is_busy_and_may_be_repeated(api):
    response = api.get("/api/v1/test/broken/timeout")

    problem = assert_problem(response, 503, "busy")
    assert response["Retry-After"] == "1"
    assert problem["detail"] == "Hay mucha demanda en este momento. Inténtelo de nuevo."


def test_a_refusal_of_the_business_shows_its_details(api):
    response = api.get("/api/v1/test/broken/domain")

    problem = assert_problem(response, 409, "domain_error")
    assert problem["detail"] == "No se puede."
    assert problem["details"]["units"] == 3
    assert response["Retry-After"] == "7"


def test_form_errors_point_at_their_fields(api):
    body = {"quantity": 0, "items": [{"quantity": 1}, {"quantity": "2"}], "odd/name~": 1}

    response = api.post("/api/v1/test/echo", body, format="json")

    problem = assert_problem(response, 400, "invalid_input")
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
        ("/odd~1name~0", "unknown")
    ]
    del body["odd/name~"]
    problem = assert_problem(
        api.post("/api/v1/test/echo", body, format="json"), 400, "invalid_input"
    )
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
        ("/quantity", "min_value"),
        ("/items/1/quantity", "invalid"),
    ]
    assert problem["errors"][1]["detail"] == "Escriba un número entero."


def test_fields_named_message_and_code_are_fields(api):
    response = api.post("/api/v1/test/echo", {"message": "long", "code": "long"}, format="json")

    problem = assert_problem(response, 400, "invalid_input")
    assert [error["pointer"] for error in problem["errors"]] == ["/message", "/code"]


def test_a_wrong_token_is_told_how_to_come_in(api):
    response = api.get("/api/v1/test/signed-in", HTTP_AUTHORIZATION="Bearer nonsense")

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/api/v1/health/liveness", "/api/v1/health/liveness/"])
def test_paths_work_with_and_without_a_slash_at_the_end(api, path):
    assert api.get(path).status_code == 200


def test_pages_of_people_stay_html():
    response = Client().get("/no-such-page/")

    assert (response.status_code, response["Content-Type"][:9]) == (404, "text/html")
