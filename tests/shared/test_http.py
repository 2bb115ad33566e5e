import pytest
import requests
import responses
from django.db import transaction

from marketplace.shared.db import in_transaction
from marketplace.shared.http import OutgoingClient

URL = "http://gateway.test"


@pytest.fixture
def client():
    return OutgoingClient(f"{URL}/", headers={"Authorization": "Bearer s"})


@responses.activate
@pytest.mark.django_db
def test_calls_go_out_with_limits_and_without_redirects(client):
    responses.post(f"{URL}/v1/charges", json={"id": 1}, status=302, headers={"Location": "/x"})

    answer = client.request("POST", "/v1/charges", json={"a": 1}, params={"q": "1"})

    assert (answer.status_code, answer.json()) == (302, {"id": 1})
    [call] = responses.calls
    assert vars(call.request)["req_kwargs"]["timeout"] == (3.0, 10.0)
    assert call.request.headers["Authorization"] == "Bearer s"
    assert call.request.url == f"{URL}/v1/charges?q=1"


@responses.activate
@pytest.mark.django_db
def test_a_call_inside_a_transaction_is_refused(client):
    @in_transaction
    def service():
        client.request("GET", "/")

    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        client.request("GET", "/")
    with pytest.raises(RuntimeError, match="inside a transaction"):
        service()

    assert len(responses.calls) == 0


@responses.activate
@pytest.mark.django_db
def test_no_answer_is_the_callers_to_handle(client):
    responses.get(f"{URL}/", body=requests.ReadTimeout())

    with pytest.raises(requests.ReadTimeout):
        client.request("GET", "/")


def test_the_machines_proxies_do_not_count(client, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://evil.test")

    settings = client._session.merge_environment_settings(URL, {}, None, None, None)

    assert settings["proxies"] == {}
