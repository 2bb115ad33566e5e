import pytest

from marketplace.shared.sms.text import is_gsm, plain_text, segments


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Su código es 123456", "Su codigo es 123456"),
        ("ÁÍÓÚ áíóú", "AIOU aiou"),
        ("ñ é à ü ¿ ¡ Ñ É", "ñ é à ü ¿ ¡ Ñ É"),
        ("«Olla» — “barro”…", '"Olla" - "barro"...'),
        ("n\u0303", "ñ"),
        ("{} [] ~ \\ | ^ €", "{} [] ~ \\ | ^ €"),
        ("café \U0001f600", "café \U0001f600"),
    ],
)
def test_accents_that_gsm_lacks_are_left_out(text, plain):
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" * 5, 2),
        # The pair does not fit the first segment's last place: 152 + 153 + the rest.
        ("a" * 152 + "€" + "a" * 152, 3),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("á" * 134, 2),
        ("á" * 135, 3),
        ("\U0001f600" * 35, 1),
        ("\U0001f600" * 36, 2),
    ],
)
def test_segments_are_counted_as_they_are_paid(text, count):
    assert segments(text) == count


def test_one_foreign_character_makes_the_whole_text_foreign():
    assert (is_gsm("ñé¿"), is_gsm("ñé¿á")) == (True, False)
    assert (segments("a" * 100), segments("a" * 99 + "á")) == (1, 2)
