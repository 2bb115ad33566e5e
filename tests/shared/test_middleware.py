import pytest
from django.contrib.staticfiles import finders
from django.test import override_settings

from marketplace.shared import middleware
from marketplace.shared.request_context import current_request

LIVE = "/api/v1/health/liveness"


@pytest.fixture
def seen(monkeypatch):
    """What the context was while the last request was served."""
    contexts = []
    real = middleware.ApiMannersMiddleware.__call__

    def spy(self, request):
        contexts.append(current_request())
        return real(self, request)

    monkeypatch.setattr(middleware.ApiMannersMiddleware, "__call__", spy)
    return contexts


@pytest.mark.parametrize("sent", ["abc-123", "A.b_c", "x" * 64])
def test_a_harmless_request_id_is_echoed(api, sent):
    assert api.get(LIVE, HTTP_X_REQUEST_ID=sent)["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "a\nb", "<script>", "ñ"])
def test_another_request_id_is_replaced(api, sent):
    given = api.get(LIVE, HTTP_X_REQUEST_ID=sent)["X-Request-ID"]

    assert given != sent
    assert len(given) == 16


def test_each_request_has_its_own_id_and_leaves_nothing_behind(api):
    first, second = (api.get(LIVE)["X-Request-ID"] for _ in range(2))

    assert first != second
    assert current_request().request_id == ""


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_what_the_trusted_proxies_say(api, seen, proxies, forwarded, address):
    with override_settings(TRUSTED_PROXIES=proxies):
        api.get(LIVE, HTTP_X_FORWARDED_FOR=forwarded)

    assert seen[-1].ip == address


def test_the_users_program_is_kept_short_and_printable(api, seen):
    api.get(LIVE, HTTP_USER_AGENT="curl\x00\x1b " + "x" * 500)

    assert seen[-1].user_agent == "curl " + "x" * 195


@override_settings(SHOW_STATEMENT_COUNT=True)
@pytest.mark.django_db
def test_the_number_of_statements_is_told_when_asked_for(api):
    assert api.get(LIVE)["Server-Timing"].endswith('db;desc="0"')
    assert api.get("/api/v1/health")["Server-Timing"].endswith('db;desc="1"')


def test_the_api_sets_no_cookies_and_may_load_nothing(api):
    answer = api.get(LIVE)

    assert not answer.cookies
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_pages_get_the_strict_policy_without_inline_script(client):
    policy = client.get("/admin/login/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_reader_of_the_api_has_no_inline_script_and_no_foreign_files(client):
    answer = client.get("/api/docs/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "<style" not in page
    assert "//" not in page
    assert page.count("<script ") == page.count("<script src=") == 3
    assert finders.find("drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js")
    script = client.get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")


def test_the_description_of_the_api_is_complete_openapi(client):
    answer = client.get("/api/schema/")

    paths = answer.json()["paths"]
    assert answer.json()["openapi"].startswith("3.")
    assert "/api/v1/health" in paths
    assert not [path for path in paths if not path.startswith("/api/v1/")]
