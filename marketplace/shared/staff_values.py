"""How the staff's screens show what Django would show bare: money."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from .models import PesoField
from .money import format_pesos


class Pesos:
    """A column or a line of a page that reads ``$ 184.706`` and is sorted as the field is.

    Django's admin takes it in the place of the field's name.
    """

    do_not_call_in_templates = True

    def __init__(self, field: PesoField) -> None:
        self.__name__ = self.admin_order_field = field.name
        self.short_description = field.verbose_name

    def __str__(self) -> str:
        return self.__name__

    def __call__(self, row: Model) -> str | None:
        """Return the row's amount; none is Django's dash."""
        amount: Decimal | None = getattr(row, self.__name__)
        return None if amount is None else format_pesos(amount)


@cache
def _pesos(field: PesoField) -> Pesos:
    return Pesos(field)


def shown(model: type[Model], names: Iterable[Any], *, but: Collection[str] = ()) -> list[Any]:
    """Return ``names`` with those of money, ``but`` these, replaced by what shows it."""
    return [_shown(model, name, but) for name in names]


def shown_sets(model: type[Model], sets: Iterable[Any], *, but: Collection[str] = ()) -> list[Any]:
    """Do the same in the groups of fields of a page."""
    return [
        (title, {**options, "fields": shown(model, options["fields"], but=but)})
        for title, options in sets
    ]


def _shown(model: type[Model], name: Any, but: Collection[str]) -> Any:
    if isinstance(name, list | tuple):  # fields on one line
        return shown(model, name, but=but)
    if name in but:
        return name
    try:
        field = model._meta.get_field(name) if isinstance(name, str) else None
    except FieldDoesNotExist:
        return name
    return _pesos(field) if isinstance(field, PesoField) else name


def hidden(names: Iterable[Any]) -> list[str]:
    """Return the names of the fields that ``names`` shows otherwise, which no form may show."""
    return [name.__name__ for name in names if isinstance(name, Pesos)]
