"""``/cuenta/privacidad/`` in a browser."""

import zipfile
from io import BytesIO

import pytest
from django.test import Client

from accounts.models import DataExport, DeletionRequest, PrivacyRequest
from accounts.selectors.consents import has_consented
from accounts.services import data_exports
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PAGE = "/cuenta/privacidad/"


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


def do(browser, path: str, **form: str) -> str:
    answer = browser.post(f"{PAGE}{path}", form, follow=True)
    assert answer.redirect_chain[0] == (PAGE, 302)
    return answer.content.decode()


def test_nobody_sees_the_page_without_signing_in(client):
    paths = ["", "publicidad/", "copias/", "borrar/", "conservar/", "solicitudes/"]

    assert {client.post(PAGE + path).status_code for path in paths[1:]} == {302}
    assert client.get(PAGE).status_code == 302
    assert (PrivacyRequest.objects.count(), DataExport.objects.count()) == (0, 0)


def test_advertising_is_turned_on_and_off(browser, user):
    assert "Guardamos su decisión." in do(browser, "publicidad/", is_given="yes")
    assert has_consented(user_id=user.pk, kind="marketing")
    assert "Quiero recibir publicidad" in do(browser, "publicidad/", is_given="no")
    assert not has_consented(user_id=user.pk, kind="marketing")


def test_a_copy_is_asked_for_and_fetched_by_its_owner_alone(browser):
    assert "Estamos preparando su copia" in do(browser, "copias/")
    assert "Ya estamos preparando" in do(browser, "copias/")
    export = DataExport.objects.get()
    data_exports.make_export(export_id=export.pk)
    path = f"{PAGE}copias/{export.pk}/"

    assert path in browser.get(PAGE).content.decode()
    response = browser.get(path)
    names = zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))).namelist()
    assert "perfil.json" in names
    assert "no-store" in response["Cache-Control"]
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(path).headers["Location"] == PAGE


def test_erasure_is_asked_for_with_the_password_and_withdrawn(browser):
    assert "La contraseña actual no es correcta." in do(browser, "borrar/", password="x")
    assert DeletionRequest.objects.count() == 0
    assert "Conservar mi cuenta" in do(browser, "borrar/", password=PASSWORD)
    assert "Su cuenta no se borrará." in do(browser, "conservar/")
    assert "No hay una solicitud" in do(browser, "conservar/")
    assert DeletionRequest.objects.get().status == "withdrawn"


def test_a_question_is_sent_and_escaped(browser):
    page = do(browser, "solicitudes/", kind="query", text="<script>x</script>")
    assert PrivacyRequest.objects.get().number in page
    assert "<script>x" not in page

    for wrong in ({"kind": "wish", "text": "x"}, {"kind": "query", "text": "a\x00b"}, {}):
        assert "Escriba su solicitud" in do(browser, "solicitudes/", **wrong)
    assert PrivacyRequest.objects.count() == 1


@pytest.mark.parametrize("count", [0, 3])
def test_the_page_costs_the_same_however_much_there_is(
    browser, user, count, django_assert_num_queries
):
    for number in range(count):
        PrivacyRequest.objects.create(
            user=user, number=f"n{number}", kind="query", text="x", due_on="2030-01-01"
        )
        DataExport.objects.create(user=user, status="failed")

    with django_assert_num_queries(6):  # session, person; texts, copies, requests, wish
        assert browser.get(PAGE).status_code == 200
