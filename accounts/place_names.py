"""How departments and towns are called: DANE's official names, and what people write."""

from marketplace.shared.text import comparable

# Official names that nobody writes on a parcel: what we keep and show in their place.
SHORT_NAMES = {
    "11": "Bogotá D.C.",
    "11001": "Bogotá D.C.",
    "88": "San Andrés y Providencia",
}
# Other usual names by code, former official ones too.
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "11": ("Bogotá", "Bogotá Distrito Capital", "Distrito Capital", "Santa Fe de Bogotá"),
    "44": ("Guajira",),
    "54": ("Norte Santander",),
    "76": ("Valle",),
    "88": (
        "San Andrés",
        "San Andrés Providencia y Santa Catalina",
        "Archipiélago de San Andrés Providencia y Santa Catalina",
        "San Andrés Islas",
    ),
    "05042": ("Santafé de Antioquia",),
    "05150": ("Carolina del Príncipe",),
    "05664": ("San Pedro",),
    "05674": ("San Vicente",),
    "11001": ("Bogotá", "Bogotá Distrito Capital", "Distrito Capital", "Santa Fe de Bogotá"),
    "13001": ("Cartagena",),
    "13468": ("Mompox", "Mompós", "Santa Cruz de Mompós"),
    "15332": ("Güicán",),
    "19548": ("Piendamó",),
    "19760": ("Sotará Paispamba",),
    "20013": ("Codazzi",),
    "20443": ("Manaure",),
    "23417": ("Santa Cruz de Lorica",),
    "23586": ("Purísima",),
    "25599": ("Rafael Reyes",),
    "25843": ("Ubaté",),
    "27493": ("Belén de Bajirá",),
    "52001": ("San Juan de Pasto",),
    "52224": ("Cuaspud", "Carlosama"),
    "52835": ("Tumaco",),
    "54001": ("Cúcuta",),
    "70742": ("Sincé",),
    "70820": ("Tolú",),
    "70823": ("Toluviejo", "Tolú Viejo"),
    "73055": ("Armero Guayabal",),
    "73443": ("Mariquita",),
    "76001": ("Cali",),
    "76111": ("Buga",),
    "76126": ("Calima El Darién", "Darién"),
    "88001": ("San Andrés Isla",),
    "94001": ("Puerto Inírida",),
}
_ARTICLES = ("el", "la", "los", "las")
_SMALL_WORDS = frozenset({"de", "del", "el", "la", "las", "los", "y"})


def kept_name(code: str, official: str) -> str:
    """Return the name we keep: DANE's in ordinary spelling, or our shorter one."""
    return SHORT_NAMES.get(code) or _ordinary(official)


def own_spellings(code: str, name: str) -> list[str]:
    """Return, in comparable form, the name and the other names of the place itself."""
    named = [name, *OTHER_NAMES.get(code, ())]
    return list(dict.fromkeys(comparable(text) for text in named))


def without_article(spelling: str) -> str:
    """Return a comparable spelling without an article in front: Carmen de Viboral, (El) Socorro."""
    first, _, rest = spelling.partition(" ")
    return rest if rest and first in _ARTICLES else spelling


def joined(spellings: list[str]) -> str:
    """Return the spellings as one column keeps them, each between bars."""
    return f"|{'|'.join(spellings)}|"


def _ordinary(name: str) -> str:
    """Return a name in capitals as books write it; a name that is not in capitals stays."""
    name = " ".join(name.split())
    if name != name.upper():
        return name
    words = name.lower().split(" ")
    return " ".join(
        word if position and word in _SMALL_WORDS else _capital(word)
        for position, word in enumerate(words)
    )


def _capital(word: str) -> str:
    """Return ``word`` with a capital; after each point too, as in ``D.C.``."""
    return ".".join(part[:1].upper() + part[1:] for part in word.split("."))
