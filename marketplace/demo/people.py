"""The demo's accounts. Their password is printed by ``make run`` and works nowhere else."""

from dataclasses import dataclass
from uuid import UUID

from accounts.selectors.identity import user_by_email
from accounts.services.addresses import add_address
from accounts.services.registration import register_user
from accounts.services.roles import make_staff, make_superuser

from .accounts import PASSWORD


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """One account; ``groups`` makes it staff, ``city`` gives it an address."""

    email: str
    first_name: str
    last_name: str
    groups: tuple[str, ...] = ()
    is_superuser: bool = False
    city: str = ""
    department: str = ""


ADMIN = "admin@plaza.test"
STAFF = [
    DemoPerson(email=ADMIN, first_name="Amelia", last_name="Rojas", is_superuser=True),
    DemoPerson(
        email="soporte@plaza.test", first_name="Sofía", last_name="Cano", groups=("soporte",)
    ),
    DemoPerson(
        email="finanzas@plaza.test", first_name="Fabián", last_name="Lara", groups=("finanzas",)
    ),
    DemoPerson(
        email="catalogo@plaza.test", first_name="Camila", last_name="Peña", groups=("catalogo",)
    ),
    DemoPerson(
        email="pedidos@plaza.test", first_name="Pedro", last_name="Lozano", groups=("pedidos",)
    ),
    DemoPerson(
        email="administradora@plaza.test",
        first_name="Adriana",
        last_name="Villa",
        groups=("administradores",),
    ),
]
OWNERS = [
    DemoPerson(email=f"vendedor{number}@plaza.test", first_name=first, last_name=last)
    for number, first, last in [
        (1, "Valeria", "Duarte"),
        (2, "Víctor", "Arango"),
        (3, "Violeta", "Doria"),
        (4, "Mateo", "Char"),
        (5, "Isabel", "Henao"),
        (6, "Julián", "Zapata"),
        (7, "Rosa Elvira", "Pardo"),
        (8, "Óscar", "Micolta"),
    ]
]
BUYERS = [
    DemoPerson(email=email, first_name=first, last_name=last, city=city, department=department)
    for email, first, last, city, department in [
        ("comprador@plaza.test", "Ana", "Núñez", "Bogotá", "Bogotá D.C."),
        ("comprador2@plaza.test", "Bruno", "Castaño", "Medellín", "Antioquia"),
        ("carolina@plaza.test", "Carolina", "Mejía", "Cali", "Valle del Cauca"),
        ("diego@plaza.test", "Diego", "Ospina", "Pereira", "Risaralda"),
        ("elena@plaza.test", "Elena", "Barrios", "Cartagena", "Bolívar"),
        ("felipe@plaza.test", "Felipe", "Quintero", "Bucaramanga", "Santander"),
        ("gloria@plaza.test", "Gloria", "Muñoz", "Pasto", "Nariño"),
        ("hernan@plaza.test", "Hernán", "Peláez", "Neiva", "Huila"),
    ]
]


def ensure_person(person: DemoPerson, *, number: int) -> UUID:
    """Return the account's id, making it first if it is missing; ``number`` makes its phone."""
    user = user_by_email(email=person.email)
    if user is None:
        phone = f"+5730055500{number:02}"
        user = register_user(
            email=person.email,
            password=PASSWORD,
            first_name=person.first_name,
            last_name=person.last_name,
            phone=phone,
            accept_terms=True,
            verified=True,
        )
        if person.is_superuser:
            make_superuser(user_id=user.pk)
        elif person.groups:
            make_staff(user_id=user.pk, groups=person.groups)
        if person.city:
            add_address(user_id=user.pk, fields=address_of(person, phone=phone))
    return user.pk


def address_of(person: DemoPerson, *, phone: str = "+573005550000") -> dict[str, str]:
    """Return where the person's parcels go."""
    return {
        "full_name": f"{person.first_name} {person.last_name}",
        "phone": phone,
        "address": "Cra 7 # 12-34, Apto 501",
        "city": person.city,
        "department": person.department,
        "postal_code": "",
        "notes": "Dejar en portería",
    }
