"""What the demo answers, with ``DEBUG``, where there is nothing."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def debugging(settings):
    settings.DEBUG = True


@pytest.mark.parametrize(
    "path",
    [
        "/nope/",
        "/nope",
        "/portal/ventas/abc/",
        "/robots.txt",
        "/media/nope.png",
        "/static/nope.css",
    ],
)
def test_an_address_that_leads_nowhere_is_answered_in_spanish(client, path):
    response = client.get(path)
    page = response.content.decode()

    assert response.status_code == 404
    assert "<h1>No encontrado</h1>" in page
    assert "DEBUG" not in page
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_slashes_are_still_appended(client):
    response = client.get("/portal")

    assert (response.status_code, response["Location"]) == (301, "/portal/")


@pytest.mark.parametrize("path", ["/api/v1/nope", "/api/nope/", "/api/v1/products/nope/nope"])
def test_the_api_still_answers_with_problems(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"
