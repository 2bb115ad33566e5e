"""What clients write into headers decides nothing that is ours to decide."""

import pytest
from django.core import mail
from django.test import override_settings

from accounts.models import LoginAttempt, LoginSession
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

FORM = {
    "email": "luz@example.com",
    "password": PASSWORD,
    "first_name": "Luz",
    "last_name": "Marín",
    "phone": "3001112233",
    "accept_terms": True,
}
FORWARDED = [
    {"HTTP_X_FORWARDED_FOR": "198.51.100.7"},
    {"HTTP_X_FORWARDED_FOR": "198.51.100.7, 127.0.0.1"},
    {"HTTP_X_REAL_IP": "198.51.100.7"},
    {"HTTP_CLIENT_IP": "198.51.100.7"},
    {"HTTP_TRUE_CLIENT_IP": "198.51.100.7"},
    {"HTTP_CF_CONNECTING_IP": "198.51.100.7"},
    {"HTTP_FORWARDED": "for=198.51.100.7"},
]


def log_in(api, password=PASSWORD, **headers):
    form = {"email": "luz@example.com", "password": password}
    return api.post("/api/v1/auth/login", form, format="json", **headers)


@pytest.mark.parametrize("headers", FORWARDED)
def test_an_address_that_a_client_writes_itself_does_not_count(api, headers):
    make_user(email="luz@example.com")

    log_in(api, **headers)

    assert LoginSession.objects.get().ip == "127.0.0.1"


def test_another_address_each_time_does_not_escape_the_limit(api):
    make_user(email="luz@example.com")

    statuses = [
        log_in(api, "equivocada-1", HTTP_X_FORWARDED_FOR=f"198.51.{number}.7").status_code
        for number in range(7)
    ]

    assert statuses == [401, 401, 401, 401, 401, 429, 429]
    assert LoginAttempt.objects.values("block").distinct().count() == 1


@override_settings(TRUSTED_PROXIES=1)
def test_behind_a_proxy_only_what_the_proxy_adds_counts(api):
    make_user(email="luz@example.com")

    log_in(api, HTTP_X_FORWARDED_FOR="203.0.113.5, 198.51.100.7")

    assert LoginSession.objects.get().ip == "198.51.100.7"


@override_settings(PUBLIC_BASE_URL="https://plaza.example.com")
@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_SERVER": "evil.example"},
        {"HTTP_X_ORIGINAL_URL": "https://evil.example/"},
        {"HTTP_REFERER": "https://evil.example/"},
        {"HTTP_ORIGIN": "https://evil.example"},
    ],
)
def test_no_link_in_a_mail_leads_where_a_header_says(api, drain_outbox, headers):
    api.post("/api/v1/auth/register", FORM, format="json", **headers)
    drain_outbox()

    assert mail.outbox
    for message in mail.outbox:
        everything = str(message.message())
        assert "evil.example" not in everything
        assert "evil.example" not in message.body
        assert all("evil.example" not in str(html) for html, _ in message.alternatives)


@override_settings(ALLOWED_HOSTS=["plaza.example.com"])
@pytest.mark.parametrize("host", ["evil.example", "plaza.example.com.evil.example", "a b", ""])
def test_another_host_is_a_bad_request(api, host):
    response = api.get("/api/v1/auth/me", HTTP_HOST=host)

    assert response.status_code in (400, 401)
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "value", ["x" * 50_000, "\x00", "\x1b[31m", "ñandú", "\xff", "a\tb", '"}', "<script>"]
)
@pytest.mark.parametrize("header", ["HTTP_USER_AGENT", "HTTP_X_REQUEST_ID", "HTTP_ACCEPT_LANGUAGE"])
def test_strange_values_in_harmless_headers_do_no_harm(api, header, value):
    make_user(email="luz@example.com")

    response = log_in(api, **{header: value})

    assert response.status_code == 200
    session = LoginSession.objects.get()
    assert len(session.user_agent) <= 200
    assert session.user_agent.isprintable()
    assert len(response["X-Request-ID"]) <= 64
    assert response["X-Request-ID"].isascii()


@pytest.mark.parametrize("name", ["HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE"])
def test_a_header_does_not_change_the_method(client_of, name):
    client = client_of(make_user())

    assert client.get("/api/v1/auth/me", **{name: "DELETE"}).status_code == 200
    assert client.post("/api/v1/auth/me", **{name: "PATCH"}).status_code == 405
