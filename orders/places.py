"""Departments of Colombia (DANE's DIVIPOLA), as people write them and as we keep them."""

import unicodedata

from .errors import UnknownDepartment

# Two digits, as text: zeros count. Bogotá is its own, not part of Cundinamarca.
DEPARTMENTS: dict[str, str] = {
    "05": "Antioquia",
    "08": "Atlántico",
    "11": "Bogotá D.C.",
    "13": "Bolívar",
    "15": "Boyacá",
    "17": "Caldas",
    "18": "Caquetá",
    "19": "Cauca",
    "20": "Cesar",
    "23": "Córdoba",
    "25": "Cundinamarca",
    "27": "Chocó",
    "41": "Huila",
    "44": "La Guajira",
    "47": "Magdalena",
    "50": "Meta",
    "52": "Nariño",
    "54": "Norte de Santander",
    "63": "Quindío",
    "66": "Risaralda",
    "68": "Santander",
    "70": "Sucre",
    "73": "Tolima",
    "76": "Valle del Cauca",
    "81": "Arauca",
    "85": "Casanare",
    "86": "Putumayo",
    "88": "San Andrés y Providencia",
    "91": "Amazonas",
    "94": "Guainía",
    "95": "Guaviare",
    "97": "Vaupés",
    "99": "Vichada",
}
_OTHER_NAMES: dict[str, str] = {
    "bogota": "11",
    "bogota distrito capital": "11",
    "distrito capital": "11",
    "guajira": "44",
    "valle": "76",
    "san andres": "88",
    "san andres providencia y santa catalina": "88",
    "archipielago de san andres providencia y santa catalina": "88",
}


def _plain(text: str) -> str:
    """Return ``text`` in small letters without accents, points, commas and doubled spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        " " if letter == "," else letter
        for letter in letters
        if not unicodedata.combining(letter) and letter != "."
    )
    return " ".join(kept.split())


_CODES = {_plain(name): code for code, name in DEPARTMENTS.items()} | _OTHER_NAMES


def department_name(text: str) -> str:
    """Return the department's name as we keep it; capitals, accents and points do not matter.

    Raises:
        UnknownDepartment: Colombia has none of this name.
    """
    code = _CODES.get(_plain(text))
    if code is None:
        raise UnknownDepartment("No conocemos ese departamento.", department=text[:80])
    return DEPARTMENTS[code]
