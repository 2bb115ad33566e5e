import pytest
from django.test import override_settings

from marketplace.shared import health
from marketplace.shared.api.health import ReadinessView
from marketplace.shared.models import OutboxMessage

PUBLIC = ["/api/v1/health", "/api/v1/health/liveness", "/api/v1/health/readiness"]
OPERATORS = [
    "/api/v1/health/detailed",
    "/api/v1/health/database",
    "/api/v1/health/cache",
    "/api/v1/health/dependencies",
    "/api/v1/health/metrics",
    "/metrics",
]
OUTSIDE = "190.0.0.1"
TOKEN = "t" * 40


@pytest.fixture
def no_database(monkeypatch):
    monkeypatch.setattr(health, "answers", lambda: False)
    monkeypatch.setattr(
        health, "database", lambda: health.Measured(ok=False, milliseconds=1.0, facts={})
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_everybody_may_ask_whether_the_shop_is_open(api, path):
    answer = api.get(path, REMOTE_ADDR=OUTSIDE)

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(("path", "status"), [(PUBLIC[0], 503), (PUBLIC[1], 200), (PUBLIC[2], 503)])
def test_without_a_database_only_the_process_is_alive(api, no_database, path, status):
    answer = api.get(path)

    assert answer.status_code == status
    if status == 503:
        assert answer.json()["code"] == "unavailable"
        assert answer["Retry-After"] == "5"


@pytest.mark.django_db
def test_a_process_of_newer_code_is_not_ready(api, monkeypatch):
    monkeypatch.setattr(ReadinessView, "_migrated", False)
    monkeypatch.setattr(health, "is_migrated", lambda: False)

    assert api.get("/api/v1/health/readiness").status_code == 503
    assert api.get("/api/v1/health").status_code == 200


@pytest.mark.django_db
def test_the_test_database_is_migrated():
    assert health.is_migrated()


@pytest.mark.django_db
@override_settings(HEALTH_TOKEN=TOKEN)
@pytest.mark.parametrize("path", OPERATORS)
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.1.2.3", {}, 200),
        ("::1", {}, 200),
        (OUTSIDE, {}, 403),
        ("", {}, 403),
        (OUTSIDE, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        (OUTSIDE, {"HTTP_AUTHORIZATION": "Bearer wrong"}, 403),
        (OUTSIDE, {"HTTP_AUTHORIZATION": "Bearer "}, 403),
        (OUTSIDE, {"HTTP_AUTHORIZATION": "Bearer ñ"}, 403),
        ("127.0.0.1", {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ("127.0.0.1", {"HTTP_FORWARDED": "for=127.0.0.1"}, 403),
    ],
)
def test_details_are_for_operators(api, path, address, headers, status):
    assert api.get(path, REMOTE_ADDR=address, **headers).status_code == status


@pytest.mark.django_db
@override_settings(HEALTH_TOKEN="")
def test_without_a_token_in_the_settings_none_opens(api):
    answer = api.get("/metrics", REMOTE_ADDR=OUTSIDE, HTTP_AUTHORIZATION="Bearer ")

    assert answer.status_code == 403


@pytest.mark.django_db
@override_settings(TRUSTED_PROXIES=1)
def test_behind_a_known_proxy_the_clients_own_address_counts(api):
    def status(forwarded):
        return api.get("/metrics", HTTP_X_FORWARDED_FOR=forwarded).status_code

    assert (status("10.0.0.9"), status(OUTSIDE)) == (200, 403)


@pytest.mark.django_db
def test_details_are_measured_and_hold_no_secrets(api):
    body = api.get("/api/v1/health/detailed").json()

    assert body["status"] == "ok"
    assert set(body["parts"]) >= {"database", "cache"}
    assert body["parts"]["database"]["connections"] >= 1
    assert body["parts"]["cache"]["status"] == "ok"
    assert body["gauges"]["plaza_outbox_waiting"] == 0
    assert not any(word in str(body) for word in ("postgresql://", "redis://", "password"))


@override_settings(CHROMA_URL="http://127.0.0.1:1", EMBEDDER_URL="")
@pytest.mark.django_db
def test_a_lost_engine_degrades_and_a_lost_database_is_down(api, monkeypatch):
    degraded = api.get("/api/v1/health/dependencies")
    assert (degraded.status_code, degraded.json()["status"]) == (200, "degraded")
    assert degraded.json()["parts"]["chroma"]["error"] == "ConnectionError"

    monkeypatch.setattr(
        health, "database", lambda: health.Measured(ok=False, milliseconds=1.0, facts={})
    )
    down = api.get("/api/v1/health/dependencies")
    assert (down.status_code, down.json()["status"]) == (503, "down")


@pytest.mark.django_db
def test_metrics_come_as_json_and_as_text(api):
    OutboxMessage.objects.create(event="e", handler="h", payload={})

    assert api.get("/api/v1/health/metrics").json()["plaza_outbox_waiting"] == 1
    for path, accept in (("/metrics", "*/*"), ("/api/v1/health/metrics", "text/plain")):
        answer = api.get(path, HTTP_ACCEPT=accept)
        lines = answer.content.decode().splitlines()
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert "plaza_outbox_waiting 1" in lines
        assert "# TYPE plaza_outbox_waiting gauge" in lines
