import pytest

from marketplace.shared.sms.signatures import is_signed

CALL = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675309",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
}
OUR_URL = "https://tienda.example.co/api/v1/notifications/twilio/status"
REPORT = {
    "MessageSid": "SM00000000000000000000000000000001",
    "MessageStatus": "delivered",
    "To": "+573001112233",
    "From": "+15005550006",
    "AccountSid": "AC00000000000000000000000000000000",
    "ApiVersion": "2010-04-01",
}
OURS = "gzgq8Hixi1ndKBi5Qb3u1D+imc0="
PUBLISHED = "https://mycompany.com/myapp.php?foo=1&bar=2"


def signed(url, form, signature, token):
    return is_signed(url=url, parameters=form, signature=signature, token=token)


@pytest.mark.parametrize(
    ("token", "url", "form", "signature"),
    [
        ("12345", PUBLISHED, CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            "12345",
            PUBLISHED,
            CALL | {"Caller": "+12349013030", "From": "+12349013030"},
            "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
        ),
        ("demo_auth_token", OUR_URL, REPORT, OURS),
    ],
)
def test_the_known_signatures_hold_in_any_order_of_the_form(token, url, form, signature):
    assert signed(url, form.items(), signature, token)
    assert signed(url, reversed(form.items()), signature, token)


@pytest.mark.parametrize(
    "change",
    [
        {"MessageStatus": "failed"},
        {"Extra": ""},
        {"Extra": "x"},
        {"messageSid": "SM2"},
    ],
)
def test_another_form_is_not_signed(change):
    assert not signed(OUR_URL, (REPORT | change).items(), OURS, "demo_auth_token")


@pytest.mark.parametrize("signature", ["", "x", OURS.lower(), OURS[:-1], OURS + "=", "ñ"])
def test_another_signature_does_not_hold(signature):
    assert not signed(OUR_URL, REPORT.items(), signature, "demo_auth_token")


def test_the_standard_port_may_stand_in_the_address_or_not():
    with_port = OUR_URL.replace(".co/", ".co:443/")

    assert signed(with_port, REPORT.items(), OURS, "demo_auth_token")
    assert not signed(OUR_URL.replace(".co/", ".co:8443/"), REPORT.items(), OURS, "demo_auth_token")
    assert not signed(OUR_URL.replace("https", "http"), REPORT.items(), OURS, "demo_auth_token")


def test_empty_values_count_and_repeated_names_have_each_value_once():
    # HMAC-SHA1 with "token" over "https://a.co/xAB1B2b", worked out beside.
    form = [("b", ""), ("A", ""), ("B", "2"), ("B", "1"), ("B", "2")]

    assert signed("https://a.co/x", form, "8xOkAhzVvY8XIlmD/k0wyZVWUOE=", "token")
    assert not signed("https://a.co/x", form[2:], "8xOkAhzVvY8XIlmD/k0wyZVWUOE=", "token")
