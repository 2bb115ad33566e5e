import pytest

from accounts.models import User
from accounts.passwords import weaknesses

SOMEBODY = User(email="marcela.rios@example.com", first_name="Eme", last_name="Ríos")


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("novechars", "demasiado corta. Debe contener por lo menos 10 caracteres"),
        ("1234567890", "demasiado común"),
        ("marcela.rios@", "parecida a correo"),
        ("x" * 65 + "ñ" * 64, "como máximo 128 caracteres"),
    ],
)
def test_a_weak_password_is_refused_in_spanish(password, complaint):
    assert complaint in " ".join(weaknesses(password, user=SOMEBODY))


@pytest.mark.parametrize("password", ["diez  chars", "solo letras sin cifras", "ñ" * 128])
def test_length_counts_and_composition_does_not(password):
    assert weaknesses(password, user=SOMEBODY) == []


def test_staff_need_fifteen_characters():
    assert weaknesses("catorce letras", user=SOMEBODY) == []
    assert weaknesses("catorce letras", user=SOMEBODY, is_staff=True) == [
        "La contraseña del equipo tiene al menos 15 caracteres."
    ]
    assert weaknesses("quince letras 1", user=SOMEBODY, is_staff=True) == []


@pytest.mark.parametrize(
    "password",
    [
        "plaza12345", "Plaza2026!", "plaza-plaza-plaza", "marketplace1", "colombia2026", "tienda12345",
        "contraseña123", "micontraseña", "123456789012", "987654321098", "anagomez2026",
        "AnaGómez-Plaza-1",
    ],
)  # fmt: skip
def test_words_that_everybody_would_try_are_refused(password):
    ana = User(email="ana.gomez@example.com", first_name="Ana", last_name="Gómez")

    assert weaknesses(password, user=ana)


@pytest.mark.parametrize(
    "password", ["correcto-caballo-7", "Plaza-demo-2026", "4829 1733 0021 9284", "мой-пароль-лев"]
)
def test_passwords_with_something_of_their_own_pass(password):
    ana = User(email="ana.gomez@example.com", first_name="Ana", last_name="Gómez")

    assert not weaknesses(password, user=ana)
