"""Colombian holidays by rule, and terms that are counted in business days.

Sources: Ley 51 of 1983 (which holidays there are, and which move to Monday), Ley 2578 of 2026
(9 July, moved to Monday, since that year), Ley 1581 of 2012 arts. 14 and 15 (terms of personal
data in business days). Days are local days of Bogotá.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from django.conf import settings

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6

# Month, day, name.
_FIXED = [
    (1, 1, "Año Nuevo"),
    (5, 1, "Día del Trabajo"),
    (7, 20, "Día de la Independencia"),
    (8, 7, "Batalla de Boyacá"),
    (12, 8, "Inmaculada Concepción"),
    (12, 25, "Navidad"),
]
# Month, day, name, and the first year; each moves to the Monday after unless it is one.
_MOVED = [
    (1, 6, "Reyes Magos", 1984),
    (3, 19, "San José", 1984),
    (6, 29, "San Pedro y San Pablo", 1984),
    (7, 9, "Nuestra Señora de Chiquinquirá", 2026),
    (8, 15, "Asunción de la Virgen", 1984),
    (10, 12, "Día de la Raza", 1984),
    (11, 1, "Todos los Santos", 1984),
    (11, 11, "Independencia de Cartagena", 1984),
]
# Days from Easter Sunday; the last three are the Mondays that the law moved them to.
_FROM_EASTER = [
    (-3, "Jueves Santo"),
    (-2, "Viernes Santo"),
    (43, "Ascensión del Señor"),
    (64, "Corpus Christi"),
    (71, "Sagrado Corazón de Jesús"),
]


@cache
def holidays(year: int) -> Mapping[date, str]:
    """Return the holidays of a year since 1984 with their Spanish names, in order.

    Two may fall on one day, which then has both names.

    Raises:
        ValueError: the year is before the law that these rules come from.
    """
    if year < 1984:
        raise ValueError("the rules are those of Ley 51 of 1983")
    found = [(date(year, month, day), name) for month, day, name in _FIXED]
    found += [
        (_next_monday(date(year, month, day)), name)
        for month, day, name, since in _MOVED
        if year >= since
    ]
    easter = easter_sunday(year)
    found += [(easter + timedelta(days=days), name) for days, name in _FROM_EASTER]
    names: dict[date, str] = {}
    for day, name in sorted(found):
        names[day] = f"{names[day]} y {name}" if day in names else name
    return MappingProxyType(names)


def is_business_day(day: date) -> bool:
    """Tell whether a term runs on ``day``; Saturdays by ``settings.SATURDAY_IS_BUSINESS_DAY``."""
    weekday = day.weekday()
    if weekday == _SUNDAY or (weekday == _SATURDAY and not settings.SATURDAY_IS_BUSINESS_DAY):
        return False
    return day not in holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """Return the last day of a term of ``count`` business days, counted from the day after ``day``.

    Raises:
        ValueError: the term has no days.
    """
    if count < 1:
        raise ValueError("a term has one business day or more")
    while count:
        day += _DAY
        count -= is_business_day(day)
    return day


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, rest_of_leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon + 15) % 30
    leap_years, rest_of_year = divmod(rest, 4)
    sunday = (32 + 2 * rest_of_leap + 2 * leap_years - epact - rest_of_year) % 7
    shift = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _next_monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
