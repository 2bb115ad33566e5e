import json
import re

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import override_settings

PAGE = "/demo/mensajes/"
ANA, LUZ = "ana@example.com", "luz@example.com"


@pytest.fixture
def sent(settings, tmp_path):
    """Two mails and an SMS, as the demo's back ends write them."""
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH, settings.SMS_FILE_PATH = str(tmp_path / "mail"), str(tmp_path / "sms")
    for to, subject in ((ANA, "Su pedido <b>ñ</b>"), (LUZ, "Bienvenido a Plaza")):
        mail = EmailMultiAlternatives(subject, f"Hola, {to}", to=[to])
        mail.attach_alternative("<h1>Hola</h1><script>alert(1)</script>", "text/html")
        mail.send()
    (tmp_path / "sms").mkdir()
    sms = {
        "to": "+573001112233",
        "text": "Su codigo <i>123456",
        "moment": "2020-01-01T10:00:00+00:00",
    }
    (tmp_path / "sms" / "1.json").write_text(json.dumps(sms))


def page(client, query=""):
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_the_page_lists_mails_and_sms_newest_first_and_escapes_them(client, sent):
    text = page(client)

    assert "Su pedido &lt;b&gt;ñ&lt;/b&gt;" in text
    assert "Su codigo &lt;i&gt;123456" in text
    assert text.index("Bienvenido a Plaza</a>") < text.index("Su codigo")
    assert "3 mensajes" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "shown"), [("LUZ@", [LUZ]), ("300 111", ["+573001112233"]), ("nadie", [])]
)
def test_the_page_keeps_one_recipient(client, sent, wanted, shown):
    text = page(client, f"?para={wanted}")

    assert [to for to in (ANA, LUZ, "+573001112233") if f">{to}</td>" in text] == shown


@pytest.mark.django_db
def test_a_mail_opens_as_text_and_as_html_that_may_do_nothing(client, sent):
    [name] = re.findall(rf'href="{PAGE}([^/"]+)/"', page(client, "?para=ana"))

    opened = client.get(f"{PAGE}{name}/").content.decode()
    html = client.get(f"{PAGE}{name}/html/")

    assert "Hola, ana@example.com" in opened
    assert f'src="{PAGE}{name}/html/" sandbox' in opened
    assert html.content.decode().startswith("<h1>Hola</h1>")
    policy = html["Content-Security-Policy"]
    assert ("default-src 'none'" in policy, "sandbox" in policy, "script" in policy) == (
        True, True, False,
    )  # fmt: skip
    assert html["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["x", "..%2f..%2fsecrets", "%2e%2e"])
def test_a_mail_that_is_not_there_is_not_found(client, sent, name):
    assert client.get(f"{PAGE}{name}/").status_code == 404
    assert client.get(f"{PAGE}{name}/html/").status_code == 404


@pytest.mark.django_db
def test_an_empty_demo_says_so(client, settings, tmp_path):
    settings.DEBUG = True
    settings.EMAIL_FILE_PATH = settings.SMS_FILE_PATH = str(tmp_path / "nothing")

    assert "Aún no se ha enviado nada" in page(client)


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [{"DEBUG": False}, {"DEMO": False}])
def test_outside_the_demo_there_is_no_such_page(client, sent, changed):
    with override_settings(**changed):
        assert client.get(PAGE).status_code == 404
        assert client.get(f"{PAGE}x/").status_code == 404
        assert client.get(f"{PAGE}x/html/").status_code == 404
