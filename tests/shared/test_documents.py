import pytest

from marketplace.shared.documents import InvalidNit, Nit, check_digit, parse_nit, with_check_digit


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
