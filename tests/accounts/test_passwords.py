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
