import pytest

from marketplace.shared.phones import InvalidPhone, normalise_phone


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("3001112233", "+573001112233"),
        ("+57 300 111 2233", "+573001112233"),
        ("0057-300-111-2233", "+573001112233"),
        ("573001112233", "+573001112233"),
        ("(601) 234-5678", "+576012345678"),
        ("604.234.56.78", "+576042345678"),
        ("+573001112233", "+573001112233"),
    ],
)
def test_a_colombian_telephone_is_stored_in_one_form(text, stored):
    assert normalise_phone(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "200 111 2233",
        "2345678",
        "603 234 5678",
        "30011122334",
        "+1 300 111 2233",
        "٣٠٠١١١٢٢٣٣",
        "300111223x",
        "",
        "+57",
        "3001112233\n",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(InvalidPhone):
        normalise_phone(text)
