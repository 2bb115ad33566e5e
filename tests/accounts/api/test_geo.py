import pytest

pytestmark = pytest.mark.django_db

URL = "/api/v1/geo/departments"


def names(api, path):
    answer = api.get(f"{URL}{path}")
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["results"]]


def test_everybody_may_list_the_departments_by_name(api, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer = api.get(f"{URL}?page_size=100").json()

    assert (answer["count"], answer["next"], answer["previous"]) == (33, None, None)
    assert answer["results"][:3] == [
        {"code": "91", "name": "Amazonas"},
        {"code": "05", "name": "Antioquia"},
        {"code": "81", "name": "Arauca"},
    ]
    assert len(answer["results"]) == 33


@pytest.mark.parametrize(("code", "count"), [("11", 1), ("05", 125)])
def test_cities_cost_three_queries_however_many(api, code, count, django_assert_num_queries):
    with django_assert_num_queries(3):
        answer = api.get(f"{URL}/{code}/cities/?page_size=100").json()

    assert answer["count"] == count
    assert len(answer["results"]) == min(count, 100)


def test_a_city_says_what_it_is(api):
    rows = api.get(f"{URL}/91/cities").json()["results"]

    assert rows[0] == {
        "code": "91263",
        "name": "El Encanto",
        "department_code": "91",
        "kind": "area",
        "is_capital": False,
    }
    assert [row["code"] for row in rows if row["is_capital"]] == ["91001"]


def test_cities_are_found_by_how_a_word_begins(api):
    assert names(api, "/76/cities?q=CALÍ") == ["Santiago de Cali", "Calima"][::-1]
    assert names(api, "/05/cities?q=carmen") == ["El Carmen de Viboral"]
    assert names(api, "/05/cities?q=%25") == names(api, "/05/cities")


@pytest.mark.parametrize("code", ["12", "5", "05001", "ab", "٠٥"])
def test_an_unknown_department_answers_404(api, code):
    answer = api.get(f"{URL}/{code}/cities")

    assert (answer.status_code, answer.json()["code"]) == (404, "department_not_found")


@pytest.mark.parametrize("query", ["page_size=101", "order=name", "q=a&q=b", f"q={'a' * 81}"])
def test_what_is_not_known_is_refused(api, query):
    assert api.get(f"{URL}/05/cities?{query}").status_code == 400


def test_nobody_writes_here(api):
    assert api.post(URL, {}, format="json").status_code == 405
