"""Departments and cities: the lists, and what an address means by them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from marketplace.shared.text import comparable

from ..errors import DepartmentNotFound, UnknownCity, UnknownDepartment
from ..models import Department, Municipality
from ..place_names import without_article


@dataclass(frozen=True, kw_only=True)
class Place:
    """A city in its department, by official names and DANE's codes."""

    city: str
    city_code: str
    department: str
    department_code: str


def departments() -> QuerySet[Department]:
    """Return the departments in force by name, accents aside."""
    return Department.objects.filter(is_current=True).order_by("spellings")


def cities_of(*, department_code: str, prefix: str = "") -> QuerySet[Municipality]:
    """Return the department's cities in force by name, accents aside: 1 query beforehand.

    Args:
        prefix: how a word of the name begins; capitals and accents do not matter.

    Raises:
        DepartmentNotFound: no department in force has the code.
    """
    if not departments().filter(code=department_code).exists():
        raise DepartmentNotFound("El departamento no existe.")
    cities = Municipality.objects.filter(department_id=department_code, is_current=True)
    start = comparable(prefix)
    if start:
        cities = cities.filter(
            Q(spellings__contains=f"|{start}") | Q(spellings__contains=f" {start}")
        )
    return cities.order_by("spellings", "code")


def find_department(*, name: str) -> Department:
    """Return the department that people call ``name``; capitals and accents do not matter: 1 query.

    Raises:
        UnknownDepartment: Colombia has none of this name.
    """
    found = departments().filter(spellings__contains=f"|{comparable(name)}|").first()
    if found is None:
        raise _unknown_department(name)
    return found


def find_place(
    *, department: str = "", city: str = "", department_code: str = "", city_code: str = ""
) -> Place:
    """Return the place that the given names and codes mean, all of them together: 1 query.

    Args:
        department: its name or another usual one; capitals and accents do not matter.
        city: likewise; needed unless ``city_code`` is given.
        department_code: two digits.
        city_code: five digits; says the department too.

    Raises:
        UnknownDepartment: there is none of this name or code.
        UnknownCity: the department has no such city, or names and codes contradict each other.
            The errors point to the field, ``/city`` for example.
    """
    towns = Municipality.objects.filter(is_current=True, department__is_current=True)
    if department:
        towns = towns.filter(department__spellings__contains=f"|{comparable(department)}|")
    if department_code:
        towns = towns.filter(department_id=department_code)
    if city:
        towns = towns.filter(_called(city))
    if city_code:
        towns = towns.filter(code=city_code)
    is_enough = city_code or (city and (department or department_code))
    found = list(towns.select_related("department")[:9]) if is_enough else []
    if len(found) > 1:
        found = [town for town in found if f"|{comparable(city)}|" in town.spellings]
    if len(found) != 1:
        raise _refusal(
            department=department, city=city, department_code=department_code, city_code=city_code
        )
    town = found[0]
    return Place(
        city=town.name,
        city_code=town.code,
        department=town.department.name,
        department_code=town.department_id,
    )


def _refusal(
    *, department: str, city: str, department_code: str, city_code: str
) -> UnknownDepartment | UnknownCity:
    """Return why there is no such place: at most two queries."""
    known = departments()
    if department:
        known = known.filter(spellings__contains=f"|{comparable(department)}|")
    if department_code:
        known = known.filter(code=department_code)
    names = list(known.values_list("name", flat=True)[:2])
    if not names and (department or department_code):
        error = _unknown_department(department or department_code)
        return error if department else error.at("/department_code")
    if city_code:
        message = f"Ningún municipio de los datos enviados tiene el código «{city_code[:5]}»."
        return UnknownCity(message, city_code=city_code[:5]).at("/city_code")
    if not city:
        return UnknownCity("Escriba la ciudad.").at("/city")
    if not (department or department_code):
        return UnknownDepartment("Escriba el departamento.").at("/department")
    message = f"{names[0]} no tiene una ciudad «{city[:80]}».{_hint(city)}"
    return UnknownCity(message, department=names[0], city=city[:80]).at("/city")


def _called(city: str) -> Q:
    """Return the condition for towns that may be called ``city``, with an article too many."""
    plain = comparable(city)
    exact, loose = (f"|{text}|" for text in (plain, without_article(plain)))
    return Q(spellings__contains=exact) | Q(spellings__contains=loose)


def _hint(city: str) -> str:
    """Return where there is a city of this name."""
    elsewhere = (
        Municipality.objects.filter(_called(city), is_current=True)
        .order_by("department__name")
        .values_list("department__name", flat=True)[:4]
    )
    return f" ¿Busca la de {', '.join(elsewhere)}?" if elsewhere else ""


def _unknown_department(written: str) -> UnknownDepartment:
    return UnknownDepartment("No conocemos ese departamento.", department=written[:80]).at(
        "/department"
    )
