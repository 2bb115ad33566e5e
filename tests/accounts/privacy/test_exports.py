"""Copies of a person's data: asked for, made, fetched, deleted."""

import hashlib
import io
import json
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import DataExport
from accounts.services import data_exports
from marketplace.shared import clock
from marketplace.shared.ids import new_id
from marketplace.shared.models import AuditEntry, StaffAccess
from orders.selectors.cart import CartHolder
from orders.services.cart import add_item
from tests.factories.accounts import make_address, make_user, sign_in
from tests.factories.catalog import make_product
from tests.factories.orders import make_order
from tests.factories.payments import make_attempt
from tests.factories.vendors import make_vendor, owner_of
from tests.support.races import tally

PATH = "/api/v1/me/data-exports"
FILES = [
    "LEEME.txt", "perfil.json", "direcciones.json", "otros_ingresos.json", "consentimientos.json",
    "sesiones.json", "avisos.json", "preferencias.json", "solicitudes.json", "consultas_del_equipo.json",
    "tienda.json", "pedidos.json", "carrito.json",
    "pagos.json",
]  # fmt: skip


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT / "data-exports"


def made(user) -> DataExport:
    """Return a copy that was asked for and made."""
    export = data_exports.ask_export(user_id=user.pk)
    assert data_exports.make_export(export_id=export.pk)
    export.refresh_from_db()
    return export


def unzipped(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def fetched(client, export) -> bytes:
    response = client.get(f"{PATH}/{export.pk}/download")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


@pytest.mark.django_db
def test_a_copy_from_the_wish_to_the_file(client_of, drain_outbox, mailoutbox, private_folder):
    user = make_user()
    client = client_of(user)

    asked = client.post(PATH)
    drain_outbox()
    [row] = client.get(PATH).json()["results"]
    response = client.get(row["download"])
    content = b"".join(response.streaming_content)

    assert (asked.status_code, asked.json()["status"], asked.json()["download"]) == (
        202, "waiting", None,
    )  # fmt: skip
    assert (row["status"], row["size"]) == ("ready", len(content))
    assert row["sha256"] == hashlib.sha256(content).hexdigest()
    assert list(unzipped(content)) == FILES
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="plaza-mis-datos-')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    [file] = private_folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.name not in json.dumps(client.get(PATH).json())
    assert AuditEntry.objects.filter(action="accounts.data_export_downloaded").count() == 1
    ready = mailoutbox[-1]
    assert (ready.to, ready.subject) == ([user.email], "La copia de sus datos está lista")


@pytest.mark.django_db
def test_the_zip_holds_exactly_what_is_known_of_the_person(client_of):
    user = make_user(first_name="Luz", last_name="Marín", email="luz@example.com")
    sign_in(user)
    make_address(user_id=user.pk, address="Calle 9 # 8-76")
    product = make_product(price=50_000)
    order = make_order(buyer=user, products={product: 1})
    attempt = make_attempt(order)
    add_item(holder=CartHolder(user_id=user.pk), product_id=product.pk, quantity=2)
    staff_id = new_id()
    StaffAccess.objects.create(
        staff_id=staff_id, person_id=user.pk, kind="view", subject_type="accounts.user", page="/a"
    )

    files = unzipped(fetched(client_of(user), made(user)))

    content = {name: json.loads(text) for name, text in files.items() if name.endswith("json")}
    assert content["perfil.json"] | {"cuenta_abierta": "", "correo_verificado": ""} == {
        "id": str(user.pk),
        "correo": "luz@example.com",
        "nombres": "Luz",
        "apellidos": "Marín",
        "telefono": user.phone,
        "tipo_de_documento": "",
        "numero_de_documento": "",
        "rol": "comprador",
        "correo_verificado": "",
        "telefono_verificado": content["perfil.json"]["telefono_verificado"],
        "cuenta_abierta": "",
        "ultimo_ingreso": None,
    }
    assert [row["direccion"] for row in content["direcciones.json"]] == ["Calle 9 # 8-76"]
    assert content["otros_ingresos.json"] == []
    assert len(content["consentimientos.json"]) == 2
    assert len(content["sesiones.json"]) == 2  # one here, one by which the copy was fetched
    [bought] = content["pedidos.json"]
    assert (bought["numero"], bought["total"]) == (order.number, str(order.total))
    assert bought["direccion_de_entrega"] == order.shipping_address
    assert bought["tiendas"][0]["renglones"][0]["valor_con_iva"] == "50000.00"
    assert content["carrito.json"][0]["unidades"] == 2
    assert content["pagos.json"][0]["referencia"] == attempt.reference
    assert content["tienda.json"] == []
    assert content["consultas_del_equipo.json"][0]["quien"] == "equipo de Plaza"
    everything = "".join(files.values())
    user.refresh_from_db()
    for secret in (user.password, str(staff_id), "digest", "code_hash", "token"):
        assert secret not in everything
    assert all(f"{name.removesuffix('.json')}.json:" in files["LEEME.txt"] for name in content)


@pytest.mark.django_db
def test_nobody_elses_data_are_in_it(client_of):
    vendor = make_vendor()
    owner = owner_of(vendor)
    buyer = make_user(first_name="Zoraida", last_name="Ajena", email="zoraida@example.com")
    make_address(user_id=buyer.pk, address="Carrera Ajena 1")
    make_order(buyer=buyer, products={make_product(vendor=vendor): 1})

    files = unzipped(fetched(client_of(owner), made(owner)))

    everything = "".join(files.values())
    assert json.loads(files["tienda.json"])[0]["tienda"] == vendor.name
    assert json.loads(files["pedidos.json"]) == []
    for foreign in ("Zoraida", "Ajena", "zoraida@example.com", buyer.phone):
        assert foreign not in everything


@pytest.mark.django_db
@pytest.mark.parametrize("orders", [1, 4])
def test_the_orders_of_a_copy_cost_the_same_however_many(orders, django_assert_num_queries):
    from orders.selectors.own_data import own_orders

    user = make_user()
    for _ in range(orders):
        make_order(buyer=user)

    with django_assert_num_queries(5):
        assert len(own_orders(user.pk)) == orders


@pytest.mark.django_db
def test_one_copy_at_a_time_and_some_a_day(client_of):
    user = make_user()
    client = client_of(user)
    first = client.post(PATH).json()

    meanwhile = client.post(PATH)
    assert (meanwhile.status_code, meanwhile.json()["code"]) == (409, "data_export_in_progress")
    assert meanwhile.json()["details"] == {"export_id": first["id"]}
    DataExport.objects.update(status="failed")
    made(user)
    made(user)
    fourth = client.post(PATH)
    assert (fourth.status_code, fourth.json()["code"]) == (429, "too_many_data_exports")
    assert DataExport.objects.count() == settings.DATA_EXPORTS_PER_DAY == 3
    with clock.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert data_exports.ask_export(user_id=user.pk).status == "waiting"


@pytest.mark.django_db
def test_a_copy_is_its_owners_alone(client_of, api):
    export = made(make_user())
    path = f"{PATH}/{export.pk}/download"
    stranger = client_of(make_user())

    answers = [stranger.get(path), stranger.get(f"{PATH}/{new_id()}/download")]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (404, "data_export_not_found")
    ] * 2
    assert stranger.get(PATH).json()["count"] == 0
    assert api.get(path).status_code == api.post(PATH).status_code == 401


@pytest.mark.django_db
def test_a_copy_that_is_not_there_says_why(client_of, private_folder):
    user = make_user()
    client = client_of(user)
    waiting = data_exports.ask_export(user_id=user.pk)
    path = f"{PATH}/{waiting.pk}/download"

    codes = [(client.get(path).status_code, client.get(path).json()["code"])]
    data_exports.make_export(export_id=waiting.pk)
    waiting.refresh_from_db()
    (private_folder / waiting.file_name).unlink()
    codes.append((client.get(path).status_code, client.get(path).json()["code"]))
    DataExport.objects.update(status="failed")
    codes.append((client.get(path).status_code, client.get(path).json()["code"]))

    assert codes == [
        (409, "data_export_not_ready"),
        (410, "data_export_expired"),
        (409, "data_export_not_ready"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["application/zip", "application/json", "*/*"])
def test_a_copy_is_sent_whatever_the_client_accepts(client_of, accept):
    user = make_user()
    client = client_of(user)
    client.credentials(**client._credentials, HTTP_ACCEPT=accept)

    assert "LEEME.txt" in unzipped(fetched(client, made(user)))


@pytest.mark.django_db
def test_copies_end_after_seven_days_and_their_files_go(client_of, private_folder):
    user = make_user()
    export = made(user)
    with clock.travel(clock.now() + timedelta(days=6, hours=23)):
        data_exports.delete_old()
        assert len(list(private_folder.iterdir())) == 1

    with clock.travel(clock.now() + timedelta(days=7, minutes=1)):
        response = client_of(user).get(f"{PATH}/{export.pk}/download")
        first, second = data_exports.delete_old(), data_exports.delete_old()

    assert (response.status_code, response.json()["code"]) == (410, "data_export_expired")
    assert (first, second) == (1, 0)
    assert list(private_folder.iterdir()) == []
    export.refresh_from_db()
    assert (export.status, export.file_name) == ("expired", "")


@pytest.mark.django_db
def test_files_that_nobody_names_go_once_nobody_can_be_writing_them(private_folder):
    kept = made(make_user())
    old, fresh = private_folder / "old.zip.part", private_folder / "fresh.zip"
    for file in (old, fresh):
        file.write_bytes(b"x")
    two_hours_ago = clock.now().timestamp() - 7_200
    for file in (old, private_folder / kept.file_name):
        os.utime(file, (two_hours_ago, two_hours_ago))

    assert data_exports.delete_old() == 1

    assert {file.name for file in private_folder.iterdir()} == {kept.file_name, "fresh.zip"}


@pytest.mark.django_db
def test_a_copy_that_could_not_be_made_gives_way_to_another():
    user = make_user()
    stuck = data_exports.ask_export(user_id=user.pk)

    with clock.travel(clock.now() + timedelta(days=1, minutes=1)):
        data_exports.delete_old()
        data_exports.ask_export(user_id=user.pk)

    stuck.refresh_from_db()
    assert stuck.status == "failed"


@pytest.mark.django_db
def test_a_full_disk_leaves_no_half_file(private_folder, monkeypatch):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    export = data_exports.ask_export(user_id=make_user().pk)
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        data_exports.make_export(export_id=export.pk)

    assert list(private_folder.iterdir()) == []
    export.refresh_from_db()
    assert export.status == "waiting"


@pytest.mark.django_db
def test_making_a_copy_twice_makes_one(private_folder):
    export = made(make_user())

    assert data_exports.make_export(export_id=export.pk) is False

    assert len(list(private_folder.iterdir())) == 1


@pytest.mark.django_db(transaction=True)
def test_of_parallel_wishes_one_copy_is_made(race):
    user = make_user()

    outcomes = race([lambda: data_exports.ask_export(user_id=user.pk).status] * 6)

    assert tally(outcomes) == {"DataExportInProgress": 5, "waiting": 1}
    assert DataExport.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_workers_at_the_same_copy_one_file_stays(race, private_folder):
    export = data_exports.ask_export(user_id=make_user().pk)

    outcomes = race([lambda: data_exports.make_export(export_id=export.pk)] * 4)

    assert sorted(outcomes) == [False, False, False, True]
    export.refresh_from_db()
    assert [file.name for file in private_folder.iterdir()] == [export.file_name]
