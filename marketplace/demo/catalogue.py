"""What the demo sells: eight shops, forty categories and the products of ``products.csv``."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

PRODUCTS_FILE = Path(__file__).with_name("products.csv")


@dataclass(frozen=True, kw_only=True)
class DemoShop:
    """A shop and the roots of the category tree that it sells from."""

    owner: str
    name: str
    legal_name: str
    nit: str
    city: str
    department: str
    roots: tuple[str, ...]
    commission_rate: Decimal | None = None
    charges_iva: bool = True


SHOPS = [
    DemoShop(
        owner="vendedor1@plaza.test",
        name="TecnoSabana",
        legal_name="TecnoSabana S.A.S.",
        nit="901234567",
        city="Bogotá",
        department="Bogotá D.C.",
        roots=("Tecnología",),
    ),
    DemoShop(
        owner="vendedor2@plaza.test",
        name="Casa Andina",
        legal_name="Casa Andina Hogar S.A.S.",
        nit="900456789",
        city="Medellín",
        department="Antioquia",
        roots=("Electrodomésticos", "Hogar"),
    ),
    DemoShop(
        owner="vendedor3@plaza.test",
        name="Artesanías del Sinú",
        legal_name="Cooperativa Artesanal del Sinú",
        nit="812345670",
        city="Montería",
        department="Córdoba",
        roots=(),
    ),
    DemoShop(
        owner="vendedor4@plaza.test",
        name="Moda Caribe",
        legal_name="Moda Caribe S.A.S.",
        nit="901567890",
        city="Barranquilla",
        department="Atlántico",
        roots=("Moda", "Calzado"),
        commission_rate=Decimal("0.08"),
    ),
    DemoShop(
        owner="vendedor5@plaza.test",
        name="El Nevado Deportes",
        legal_name="El Nevado Deportes Ltda.",
        nit="890876543",
        city="Manizales",
        department="Caldas",
        roots=("Deportes",),
    ),
    DemoShop(
        owner="vendedor6@plaza.test",
        name="La Despensa Paisa",
        legal_name="Distribuciones La Despensa Paisa S.A.S.",
        nit="900112233",
        city="Envigado",
        department="Antioquia",
        roots=("Mercado", "Mascotas"),
        commission_rate=Decimal("0.03"),
    ),
    DemoShop(
        owner="vendedor7@plaza.test",
        name="Cuna y Juego",
        legal_name="Rosa Elvira Pardo Niño",
        nit="41261533",
        city="Tunja",
        department="Boyacá",
        roots=("Juguetes", "Bebés", "Belleza"),
        charges_iva=False,
    ),
    DemoShop(
        owner="vendedor8@plaza.test",
        name="Ferretería La Candelaria",
        legal_name="Ferretería La Candelaria S.A.S.",
        nit="830140299",
        city="Cali",
        department="Valle del Cauca",
        roots=("Herramientas",),
    ),
]

# Basic food is taxed at 5 % or not at all; everything else at the general rate.
IVA_CLASSES = {
    "Mercado > Bebidas": "reduced",
    "Arroz": "excluded",
    "Fríjol": "excluded",
    "Lenteja": "excluded",
    "Panela": "excluded",
    "Aceite": "general",
    "Miel": "reduced",
    "Harina": "reduced",
    "Quinua": "reduced",
    "Mascotas > Gatos": "general",
    "Mascotas > Perros": "general",
}

_TRAITS = {
    "Tecnología": "Garantía de un año directamente con el fabricante. Incluye cargador o cables.",
    "Electrodomésticos": "Bajo consumo de energía y servicio técnico en todo el país.",
    "Calzado": "Suela antideslizante y horma cómoda para el uso diario.",
    "Moda": "Confección colombiana con acabados a mano. Lavar con agua fría.",
    "Hogar": "Materiales resistentes, fácil de armar, con manual en español.",
    "Deportes": "Pensado para entrenar en montaña, ruta o cancha.",
    "Juguetes": "Material no tóxico, recomendado para mayores de tres años.",
    "Mercado": "Producto fresco de productores colombianos. Consérvese en lugar seco.",
    "Mascotas": "Aprobado por veterinarios y por los gatos y perros de la casa.",
    "Belleza": "Dermatológicamente probado, sin crueldad animal.",
    "Herramientas": "Uso profesional, con repuestos y servicio técnico autorizado.",
    "Bebés": "Suave con la piel y fácil de limpiar. Cumple la norma técnica colombiana.",
}


@dataclass(frozen=True, kw_only=True)
class DemoProduct:
    """One row of the file, completed; ``options`` is ``("Talla", ["S", "M"])`` or None."""

    root: str
    leaf: str
    brand: str
    name: str
    price: Decimal
    iva_class: str
    description: str
    options: tuple[str, list[str]] | None = field(default=None)

    @property
    def shelf(self) -> str:
        """The category's path of names."""
        return f"{self.root} > {self.leaf}"


def read_products() -> Iterator[DemoProduct]:
    """Yield the products in the order of the file; the same every time."""
    with PRODUCTS_FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter=";"):
            root, leaf = row["category"].split(" > ")
            yield DemoProduct(
                root=root,
                leaf=leaf,
                brand=row["brand"],
                name=row["name"],
                price=Decimal(row["price"]),
                iva_class=_iva_class(row["category"], row["name"]),
                description=f"{row['name']}. {_TRAITS[root]}",
                options=_options(row["options"]),
            )


def _iva_class(category: str, name: str) -> str:
    return IVA_CLASSES.get(name.split()[0]) or IVA_CLASSES.get(category) or "general"


def _options(text: str) -> tuple[str, list[str]] | None:
    if not text:
        return None
    option, values = text.split(": ")
    return option, values.split("|")


def first_stock(name: str) -> int:
    """Return how many units a variant starts with: 12 to 90, always the same for a name."""
    return random.Random(name).randint(12, 90)  # noqa: S311 - sample data, no secret
