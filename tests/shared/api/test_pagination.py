import pytest

from marketplace.shared.api import pagination
from marketplace.shared.models import OutboxMessage

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shared.urls")]


@pytest.fixture
def rows():
    OutboxMessage.objects.bulk_create(
        OutboxMessage(event=f"e{n}", handler="h", payload={}) for n in range(45)
    )


def page(api, query=""):
    return api.get(f"/api/v1/test/pages{query}")


def test_pages_are_twenty_long_and_name_their_neighbours(api, rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        body = page(api, "?page=2").json()

    assert set(body) == {"count", "next", "previous", "results"}
    assert (body["count"], len(body["results"])) == (45, 20)
    assert body["results"][0]["event"] == "e20"
    assert body["next"] == "http://testserver/api/v1/test/pages?page=3"
    assert body["previous"] == "http://testserver/api/v1/test/pages?page=1"


def test_the_ends_have_no_neighbour(api, rows):
    assert page(api).json()["previous"] is None
    assert page(api, "?page=3").json()["next"] is None
    assert len(page(api, "?page=3").json()["results"]) == 5


def test_an_empty_list_is_one_empty_page(api):
    assert page(api).json() == {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize("size", [1, 100])
def test_the_size_is_the_clients_within_limits(api, rows, size):
    assert len(page(api, f"?page_size={size}").json()["results"]) == min(size, 45)


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-1",
        "?page=1001",
        "?page=x",
        "?page=",
        "?page=1.0",
        "?page=٣",
        "?page=last",
        "?page=99999999999999",
        "?page_size=0",
        "?page_size=101",
        "?page_size=x",
        "?page=1&page=2",
        "?pagesize=5",
    ],
)
def test_other_pages_are_refused(api, rows, query):
    answer = page(api, query)

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_input"


def test_a_page_after_the_last_is_not_found(api, rows):
    assert page(api, "?page=4").status_code == 404


def test_the_count_stops_at_the_cap(api, rows, monkeypatch):
    monkeypatch.setattr(pagination, "COUNT_CAP", 30)

    assert page(api).json()["count"] == 30
