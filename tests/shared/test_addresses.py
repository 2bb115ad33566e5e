import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.test import APIRequestFactory

from marketplace.shared.addresses import address_block, plain_address, subscriber
from marketplace.shared.api.throttling import RateLimit
from marketplace.shared.request_context import RequestContext, enter_request, leave_request


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("192.0.2.9", "192.0.2.9"),
        ("::ffff:192.0.2.9", "192.0.2.9"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("", None),
        ("unix:", None),
        ("192.0.2.256", None),
    ],
)
def test_an_address_has_one_spelling(text, plain):
    assert plain_address(text) == plain


@pytest.mark.parametrize(
    ("ip", "block"),
    [
        ("192.0.2.9", "192.0.2.0/24"),
        ("192.0.2.255", "192.0.2.0/24"),
        ("::ffff:192.0.2.9", "192.0.2.0/24"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_block_is_a_24_or_a_64(ip, block):
    assert address_block(ip) == block


def test_what_is_no_address_has_no_block():
    with pytest.raises(ValueError, match="nonsense"):
        address_block("nonsense")


@pytest.mark.parametrize(
    ("ip", "counted"),
    [
        ("192.0.2.9", "192.0.2.9"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.9", "192.0.2.9"),
        (None, "unknown"),
    ],
)
def test_rate_limits_count_an_ipv6_customer_once(ip, counted):
    request = APIRequestFactory().get("/")
    request.user = AnonymousUser()
    enter_request(RequestContext(ip=ip))
    try:
        assert subscriber(ip) == RateLimit().identity(request) == counted
    finally:
        leave_request()
