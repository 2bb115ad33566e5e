import pytest

from marketplace.shared.documents import (
    Document,
    InvalidDocument,
    InvalidNit,
    Nit,
    check_digit,
    parse_document,
    parse_nit,
    with_check_digit,
)


@pytest.mark.parametrize(
    ("number", "digit"),
    [
        ("800197268", "4"),
        ("890903938", "8"),
        ("830140299", "6"),
        ("41261533", "2"),
        ("800191045", "1"),
        ("899999068", "1"),
    ],
)
def test_the_check_digit_of_known_numbers(number, digit):
    assert check_digit(number) == digit
    assert parse_nit(with_check_digit(number)) == Nit(number=number, check_digit=digit)


@pytest.mark.parametrize("text", ["890.903.938-8", " 890903938 - 8 ", "890903938-8"])
def test_points_and_spaces_do_not_matter(text):
    assert str(parse_nit(text)) == "890903938-8"


@pytest.mark.parametrize(
    "text",
    [
        "890.903.938-7",
        "890903938",
        "8909039388",
        "890903938-",
        "-8",
        "890903938-88",
        "89090393a-8",
        "٨٩٠٩٠٣٩٣٨-8",
        "1234567890123456-1",
        "",
    ],
)
def test_what_is_no_nit_is_refused(text):
    with pytest.raises(InvalidNit):
        parse_nit(text)


def test_every_other_digit_is_refused():
    refused = 0
    for digit in "0123456789":
        try:
            parse_nit(f"890903938-{digit}")
        except InvalidNit:
            refused += 1
    assert refused == 9


@pytest.mark.parametrize(
    ("type_", "text", "number"),
    [
        ("CC", "123", "123"),
        ("CC", "1.020.304.050", "1020304050"),
        ("CC", " 52 123 456 ", "52123456"),
        ("CE", "ab1234", "AB1234"),
        ("CE", "1234567890", "1234567890"),
        ("PP", "AR1234567", "AR1234567"),
        ("PP", "A" * 16, "A" * 16),
        ("TI", "1020304050", "1020304050"),
        ("TI", "10203040506", "10203040506"),
        ("PPT", "12345678", "12345678"),
    ],
)
def test_documents_are_read_in_their_form(type_, text, number):
    assert parse_document(type=type_, text=text) == Document(type=type_, number=number)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("CC", "12"),
        ("CC", "0123456"),
        ("CC", "12345678901"),
        ("CC", "12345A"),
        ("CC", "1234-567"),
        ("CC", "١٢٣٤٥٦"),
        ("CC", "\uff11\uff12\uff13\uff14"),
        ("CE", "12345678901"),
        ("CE", "АВ1234"),
        ("PP", "ß1234"),
        ("PP", "A" * 17),
        ("PP", ""),
        ("TI", "123456789"),
        ("TI", "123456789012"),
        ("PPT", "123456789"),
        ("PPT", "1234A"),
        ("XX", "123456"),
        ("", "123456"),
    ],
)
def test_what_is_no_number_of_the_type_is_refused(type_, text):
    with pytest.raises(InvalidDocument):
        parse_document(type=type_, text=text)


def test_a_nit_without_its_digit_is_asked_for():
    with pytest.raises(InvalidNit) as refusal:
        parse_document(type="NIT", text="890.903.938")

    assert refusal.value.message.startswith("¿Cuál es el dígito de verificación del NIT?")


def test_a_nit_is_kept_with_its_digit_apart():
    assert parse_document(type="NIT", text="890.903.938-8") == Document(
        type="NIT", number="890903938", check_digit="8"
    )
