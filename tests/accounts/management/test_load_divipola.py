from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.divipola import BUNDLED
from accounts.models import Address, Department, Municipality
from accounts.selectors.places import find_place
from accounts.services.addresses import change_address
from tests.factories.accounts import make_address, make_user

pytestmark = pytest.mark.django_db

TOTAL = "33 departments, 1122 towns;"


def load(*arguments) -> list[str]:
    out = StringIO()
    call_command("load_divipola", *arguments, stdout=out)
    return out.getvalue().splitlines()


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Department, Municipality)
    ]  # fmt: skip


@pytest.fixture
def changed(tmp_path):
    """The bundled list with ``changed({old: new})`` written into it."""

    def write(changes):
        text = BUNDLED.read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "new.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_the_bundled_list_twice_is_once():
    before = everything()

    assert load() == load() == [f"{TOTAL} 0 added, 0 renamed, 0 in force again, 0 retired"]
    assert everything() == before


def test_an_empty_table_is_filled():
    Municipality.objects.all().delete()
    Department.objects.all().delete()

    assert load()[-1] == f"{TOTAL} 1155 added, 0 renamed, 0 in force again, 0 retired"


def test_what_changed_is_told_and_old_addresses_keep_a_retired_town(changed):
    owner = make_user().pk
    address = make_address(user_id=owner, city="Bello", department="Antioquia")
    new = changed(
        {
            "05,Antioquia,05088,Bello,Municipio": "05,Antioquia,05899,Ciudad Nueva,Municipio",
            ",05360,Itagüí,": ",05360,Itagüí de los Vientos,",
        }
    )

    assert load(new) == [
        "added: 05899 Ciudad Nueva",
        "renamed: 05360 Itagüí -> Itagüí de los Vientos",
        "retired: 05088 Bello",
        f"{TOTAL} 1 added, 1 renamed, 0 in force again, 1 retired",
    ]
    assert find_place(department="Antioquia", city="ciudad nueva").city_code == "05899"
    change_address(user_id=owner, address_id=address.pk, fields={"notes": "Portería"})
    assert Address.objects.get().city_code == "05088"
    assert load() == [
        "renamed: 05360 Itagüí de los Vientos -> Itagüí",
        "in force again: 05088 Bello",
        "retired: 05899 Ciudad Nueva",
        f"{TOTAL} 0 added, 1 renamed, 1 in force again, 1 retired",
    ]


def test_half_a_list_is_refused_and_nothing_is_written(tmp_path):
    before = everything()
    lines = BUNDLED.read_text(encoding="utf-8").splitlines()
    half = tmp_path / "half.csv"
    half.write_text("\n".join(lines[:100]), encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was changed"):
        load(str(half))

    assert everything() == before
    assert load(str(half), "--most-retired", "2000")[-1].endswith("1059 retired")


def test_a_bad_line_at_the_end_leaves_everything_as_it_was(changed):
    before = everything()
    bad = changed({"99,Vichada,99773,": "99,Vichada,9773,", "Abejorral": "Otro"})

    with pytest.raises(CommandError, match="'9773' is no town's code.*Nothing was changed"):
        load(bad)

    assert everything() == before
