from collections import Counter

import pytest

from accounts.divipola import PlaceKind, UnreadableDivipola, read_divipola
from accounts.models import Municipality
from accounts.place_names import OTHER_NAMES, SHORT_NAMES
from marketplace.shared.text import comparable

HEAD = "codigo_departamento,departamento,codigo_municipio,municipio,tipo\n"
BELLO = "05,Antioquia,05088,Bello,Municipio\n"
# Towns of each department, DANE, 30 June 2026.
COUNTS = {
    "05": 125, "08": 23, "11": 1, "13": 46, "15": 123, "17": 27, "18": 16, "19": 42, "20": 25,
    "23": 30, "25": 116, "27": 31, "41": 37, "44": 15, "47": 30, "50": 29, "52": 64, "54": 40,
    "63": 12, "66": 14, "68": 87, "70": 26, "73": 47, "76": 42, "81": 7, "85": 19, "86": 13,
    "88": 2, "91": 11, "94": 8, "95": 4, "97": 6, "99": 4,
}  # fmt: skip
TOWNS = {
    "05001": "Medellín", "05088": "Bello", "05266": "Envigado", "05360": "Itagüí",
    "08001": "Barranquilla", "08758": "Soledad", "11001": "Bogotá D.C.",
    "13001": "Cartagena de Indias", "15001": "Tunja", "17001": "Manizales", "18001": "Florencia",
    "19001": "Popayán", "20001": "Valledupar", "23001": "Montería", "25754": "Soacha",
    "25175": "Chía", "27001": "Quibdó", "27493": "Nuevo Belén de Bajirá", "41001": "Neiva",
    "44001": "Riohacha", "47001": "Santa Marta", "50001": "Villavicencio", "52001": "Pasto",
    "54001": "San José de Cúcuta", "63001": "Armenia", "66001": "Pereira",
    "66170": "Dosquebradas", "68001": "Bucaramanga", "68276": "Floridablanca",
    "70001": "Sincelejo", "73001": "Ibagué", "76001": "Santiago de Cali", "81001": "Arauca",
    "85001": "Yopal", "86001": "Mocoa", "88001": "San Andrés", "91001": "Leticia",
    "94001": "Inírida", "94343": "Barrancominas", "95001": "San José del Guaviare",
    "97001": "Mitú", "99001": "Puerto Carreño",
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def read(content: str | bytes):
        path = tmp_path / "divipola.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_divipola(path)

    return read


def test_the_bundled_list_is_whole():
    divipola = read_divipola()

    assert Counter(town.department_code for town in divipola.towns) == COUNTS
    assert Counter(town.kind for town in divipola.towns) == {
        PlaceKind.MUNICIPALITY: 1_103,
        PlaceKind.AREA: 18,
        PlaceKind.ISLAND: 1,
    }
    assert len({town.code for town in divipola.towns}) == 1_122
    assert {town.code: town.name for town in divipola.towns if town.code in TOWNS} == TOWNS


def test_every_department_but_cundinamarca_has_its_capital():
    capitals = {
        town.department_code
        for town in read_divipola().towns
        if Municipality(code=town.code, department_id=town.department_code).is_capital
    }

    assert COUNTS.keys() - capitals == {"25"}


def test_names_are_written_as_books_write_them():
    divipola = read_divipola()
    names = [row.name for row in [*divipola.departments, *divipola.towns]]

    assert [name for name in names if name == name.upper() or name != name.strip()] == []
    letters = {letter for name in names for letter in name if not letter.isascii()}
    assert letters == set("áéíóúüñÁÍÚ")


def test_every_other_name_belongs_to_a_place_and_no_spelling_to_two():
    divipola = read_divipola()
    rows = {row.code: row for row in [*divipola.departments, *divipola.towns]}
    owners = Counter(
        (row.code[:2] if len(row.code) == 5 else "", spelling)
        for row in rows.values()
        for spelling in row.spellings.strip("|").split("|")
    )

    assert {*OTHER_NAMES, *SHORT_NAMES} <= rows.keys()
    for code, names in OTHER_NAMES.items():
        for name in names:
            assert f"|{comparable(name)}|" in rows[code].spellings
    assert [spelling for spelling, count in owners.items() if count > 1] == []


@pytest.mark.parametrize(
    "content",
    [
        # The geoportal's titles, with the capitals of its names.
        "Código Departamento,Nombre Departamento,Código Municipio,Nombre Municipio,"
        '"Tipo: Municipio / Isla / Área no municipalizada",longitud,Latitud\n'
        "05,ANTIOQUIA,05148,EL CARMEN DE VIBORAL,Municipio,-75.3,6.1\n"
        '11,"BOGOTÁ, D.C.",11001,"BOGOTÁ, D.C.",Municipio,-74.1,4.6\n',
        # Those of the open data.
        "cod_dpto;dpto;cod_mpio;nom_mpio;tipo_municipio\r\n"
        "05;ANTIOQUIA;05148;EL CARMEN DE VIBORAL;Municipio\r\n"
        "11;BOGOTÁ, D.C.;11001;BOGOTÁ, D.C.;Municipio\r\n",
        # Ours, with a byte order mark and a remark.
        "\ufeff# un comentario\n" + HEAD + "05,Antioquia,05148,El Carmen de Viboral,Municipio\n"
        '11,"Bogotá, D.C.",11001,"Bogotá, D.C.",\n',
    ],
)
def test_the_forms_of_danes_files_are_understood(read, content):
    divipola = read(content)

    assert [(row.code, row.name) for row in divipola.departments] == [
        ("05", "Antioquia"),
        ("11", "Bogotá D.C."),
    ]
    assert [(town.code, town.name, town.kind) for town in divipola.towns] == [
        ("05148", "El Carmen de Viboral", PlaceKind.MUNICIPALITY),
        ("11001", "Bogotá D.C.", PlaceKind.MUNICIPALITY),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "empty"),
        ("# nada\n\n", "empty"),
        (HEAD, "no rows"),
        ("codigo,nombre\n05,Antioquia\n", "department_code"),
        (HEAD.replace("tipo", "municipio") + BELLO, "name"),
        (HEAD + "5,Antioquia,05088,Bello,Municipio\n", "line 2: '5'"),
        (HEAD + "05,Antioquia,5088,Bello,Municipio\n", "line 2: '5088'"),
        (HEAD + '05,Antioquia,"5,088",Bello,Municipio\n', "'5,088'"),
        (HEAD + "05,Antioquia,٠٥٠٨٨,Bello,Municipio\n", "no town's code"),
        (HEAD + "05,Antioquia,08088,Bello,Municipio\n", "does not begin with 05"),
        (HEAD + BELLO + BELLO, "line 3: the code 05088 is there twice"),
        (HEAD + BELLO + "05,Antioquia,05089,BELLO,Municipio\n", "have the same name"),
        (HEAD + BELLO + "05,Caldas,05089,Otro,Municipio\n", "two names"),
        (HEAD + "05,Antioquia,05088,,Municipio\n", "no name"),
        (HEAD + "05,Antioquia,05088,=1+1,Municipio\n", "no name"),
        (HEAD + f"05,Antioquia,05088,{'B' * 81},Municipio\n", "no name"),
        (HEAD + "05,Antioquia,05360,ItagÃ¼Ã­,Municipio\n", "broken characters"),
        (HEAD + "05,Antioquia,05360,Itag\ufffd\ufffd,Municipio\n", "broken characters"),
        (HEAD + "05,Antioquia,05088,Bello,Castillo\n", "unknown kind"),
        (HEAD + "05,Antioquia,05088,Bello\n", "line 2: 4 columns, not 5"),
        (HEAD + "05,Antioquia,05088,Be\x00llo,Municipio\n", "control characters"),
        ((HEAD + "05,Antioquia,05360,Itagüí,Municipio\n").encode("cp1252"), "not UTF-8"),
        ((HEAD + BELLO).encode("utf-16"), "not UTF-8"),
    ],
)
def test_what_cannot_be_believed_is_refused(read, content, told):
    with pytest.raises(UnreadableDivipola, match=told.replace("(", r"\(")):
        read(content)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UnreadableDivipola, match="cannot read"):
        read_divipola(tmp_path / "nowhere.csv")
