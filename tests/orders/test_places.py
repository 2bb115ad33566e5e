import pytest

from orders.errors import UnknownDepartment
from orders.places import DEPARTMENTS, department_name


@pytest.mark.parametrize("name", DEPARTMENTS.values())
def test_every_department_is_known_in_any_spelling(name):
    assert department_name(name) == name
    assert department_name(f"  {name.upper()} ") == name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("bogota", "Bogotá D.C."),
        ("Bogotá, D.C.", "Bogotá D.C."),
        ("BOGOTÁ DC", "Bogotá D.C."),
        ("Distrito Capital", "Bogotá D.C."),
        ("valle", "Valle del Cauca"),
        ("narino", "Nariño"),
        ("Archipiélago de San Andrés, Providencia y Santa Catalina", "San Andrés y Providencia"),
    ],
)
def test_people_write_departments_in_many_ways(written, kept):
    assert department_name(written) == kept


@pytest.mark.parametrize("written", ["", "Florida", "11", "Bogotáa", "Antioquia Meta"])
def test_what_is_no_department_is_refused(written):
    with pytest.raises(UnknownDepartment) as refusal:
        department_name(written)

    assert refusal.value.details == {"department": written}
