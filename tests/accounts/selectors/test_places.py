import pytest

from accounts.divipola import read_divipola
from accounts.errors import DepartmentNotFound, UnknownCity, UnknownDepartment
from accounts.models import Municipality
from accounts.selectors.places import Place, cities_of, departments, find_department, find_place

pytestmark = pytest.mark.django_db

MEDELLIN = Place(city="Medellín", city_code="05001", department="Antioquia", department_code="05")
BOGOTA = Place(
    city="Bogotá D.C.", city_code="11001", department="Bogotá D.C.", department_code="11"
)


def test_every_department_is_known_in_any_spelling(django_assert_num_queries):
    assert departments().count() == 33
    for department in departments():
        with django_assert_num_queries(1):
            assert find_department(name=f"  {department.name.upper()} ") == department


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("bogota", "Bogotá D.C."),
        ("Bogotá, D.C.", "Bogotá D.C."),
        ("BOGOTÁ DC", "Bogotá D.C."),
        ("Distrito Capital", "Bogotá D.C."),
        ("valle", "Valle del Cauca"),
        ("narino", "Nariño"),
        ("San Andrés", "San Andrés y Providencia"),
        ("Archipiélago de San Andrés, Providencia y Santa Catalina", "San Andrés y Providencia"),
    ],
)
def test_people_write_departments_in_many_ways(written, kept):
    assert find_department(name=written).name == kept


@pytest.mark.parametrize("written", ["", "Florida", "11", "Bogotáa", "Antioquia Meta", "|", "%"])
def test_what_is_no_department_is_refused(written):
    with pytest.raises(UnknownDepartment) as refusal:
        find_department(name=written)

    assert refusal.value.details == {"department": written}
    assert refusal.value.pointer == "/department"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ({"department": "ANTIOQUIA", "city": "medellin"}, MEDELLIN),
        ({"department_code": "05", "city": "Medellín"}, MEDELLIN),
        ({"department": "Antioquia", "city_code": "05001"}, MEDELLIN),
        ({"city_code": "05001"}, MEDELLIN),
        (
            {
                "city": "MEDELLÍN",
                "city_code": "05001",
                "department": "antioquia",
                "department_code": "05",
            },
            MEDELLIN,
        ),
        ({"department": "Bogotá", "city": "Bogotá"}, BOGOTA),
        ({"department": "Bogotá D.C.", "city": "Bogota, D.C."}, BOGOTA),
        ({"department": "Distrito Capital", "city": "Santa Fe de Bogotá"}, BOGOTA),
    ],
)
def test_a_place_is_found_by_names_and_codes_in_one_query(
    written, place, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert find_place(**written) == place


@pytest.mark.parametrize(
    ("department", "city", "code"),
    [
        ("Valle", "Cali", "76001"),
        ("Valle del Cauca", "Santiago de Cali", "76001"),
        ("Valle", "Buga", "76111"),
        ("Valle", "Cerrito", "76248"),
        ("Bolívar", "Cartagena", "13001"),
        ("Bolívar", "Mompós", "13468"),
        ("Norte de Santander", "Cúcuta", "54001"),
        ("San Andrés", "San Andrés Isla", "88001"),
        ("Nariño", "Tumaco", "52835"),
        ("Antioquia", "Carmen de Viboral", "05148"),
        ("Antioquia", "El Retiro", "05607"),
        ("Antioquia", "itagui", "05360"),
        ("Tolima", "El Espinal", "73268"),
        ("Santander", "El Socorro", "68755"),
        ("Cauca", "Piendamó-Tunía", "19548"),
        ("Amazonas", "Mirití-Paraná", "91460"),
        ("Nariño", "El Peñol", "52254"),
        ("Antioquia", "El Peñol", "05541"),
    ],
)
def test_people_write_cities_in_many_ways(department, city, code):
    assert find_place(department=department, city=city).city_code == code


def test_every_town_is_found_by_its_official_name():
    wrong = [
        town.name
        for town in Municipality.objects.select_related("department")[::20]
        if find_place(department=town.department.name, city=town.name).city_code != town.code
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "pointer", "message"),
    [
        (
            {"department": "Antioquia", "city": "Cali"},
            "/city",
            "Antioquia no tiene una ciudad «Cali». ¿Busca la de Valle del Cauca?",
        ),
        (
            {"department": "Cundinamarca", "city": "Bogotá"},
            "/city",
            "Cundinamarca no tiene una ciudad «Bogotá». ¿Busca la de Bogotá D.C.?",
        ),
        (
            {"department": "Bogotá D.C.", "city": "Springfield"},
            "/city",
            "Bogotá D.C. no tiene una ciudad «Springfield».",
        ),
        ({"department": "Meta", "city": "%"}, "/city", "Meta no tiene una ciudad «%»."),
        ({"department": "Meta"}, "/city", "Escriba la ciudad."),
        ({}, "/city", "Escriba la ciudad."),
        (
            {"city_code": "05999"},
            "/city_code",
            "Ningún municipio de los datos enviados tiene el código «05999».",
        ),
        (
            {"city_code": "05001", "department": "Caldas"},
            "/city_code",
            "Ningún municipio de los datos enviados tiene el código «05001».",
        ),
        (
            {"city_code": "05001", "city": "Bello"},
            "/city_code",
            "Ningún municipio de los datos enviados tiene el código «05001».",
        ),
    ],
)
def test_a_city_that_the_department_does_not_have_is_refused(written, pointer, message):
    with pytest.raises(UnknownCity) as refusal:
        find_place(**written)

    assert (refusal.value.pointer, refusal.value.message) == (pointer, message)


@pytest.mark.parametrize(
    ("written", "pointer"),
    [
        ({"department": "Florida", "city": "Miami"}, "/department"),
        ({"department_code": "12", "city": "Medellín"}, "/department_code"),
        ({"department": "Caldas", "department_code": "05", "city": "Medellín"}, "/department"),
    ],
)
def test_an_unknown_or_contradictory_department_is_refused(written, pointer):
    with pytest.raises(UnknownDepartment) as refusal:
        find_place(**written)

    assert refusal.value.pointer == pointer


def test_a_city_without_its_department_is_not_guessed():
    with pytest.raises(UnknownDepartment) as refusal:
        find_place(city="Medellín")

    assert refusal.value.message == "Escriba el departamento."


def test_retired_towns_are_neither_listed_nor_taken():
    Municipality.objects.filter(code="05001").update(is_current=False)

    with pytest.raises(UnknownCity):
        find_place(department="Antioquia", city="Medellín")
    assert cities_of(department_code="05").count() == 124


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("carmen", ["El Carmen de Viboral"]),
        ("Itag", ["Itagüí"]),
        ("MED", ["Medellín"]),
        ("puerto n", ["Puerto Nare"]),
        ("jer", ["Jericó", "San Jerónimo"]),
        ("edellin", []),
        ("|", None),
        ("", None),
    ],
)
def test_cities_are_looked_for_by_the_beginning_of_a_word(prefix, names):
    found = [city.name for city in cities_of(department_code="05", prefix=prefix)]

    assert len(found) == 125 if names is None else found == names


def test_cities_of_no_department_do_not_exist():
    for code in ("12", "5", "", "05001", "×"):
        with pytest.raises(DepartmentNotFound):
            cities_of(department_code=code)


def test_the_database_holds_the_bundled_list():
    divipola = read_divipola()

    assert list(Municipality.objects.order_by("code").values_list("code", "name")) == [
        (town.code, town.name) for town in divipola.towns
    ]
