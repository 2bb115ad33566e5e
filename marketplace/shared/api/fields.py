"""Strict input: types are not coerced, unknown fields are refused."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.fields import empty

from ..text import without_direction_marks

__all__ = [
    "MoneyField",
    "MoneyOutput",
    "StrictBoolean",
    "StrictInteger",
    "StrictSerializer",
    "StrictText",
]


class StrictInteger(serializers.IntegerField):
    """A JSON integer; ``"3"``, ``3.0`` and ``true`` are refused."""

    default_error_messages = {"invalid": "Escriba un número entero."}

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictBoolean(serializers.BooleanField):
    """``true`` or ``false``; no other spelling."""

    default_error_messages = {"invalid": "Escriba true o false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class StrictText(serializers.CharField):
    """A JSON text; numbers are refused.

    Marks that turn the reading direction are dropped, except where every character counts
    (``trim_whitespace=False``, as for passwords).
    """

    default_error_messages = {"invalid": "Escriba un texto."}

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, str) and self.trim_whitespace:
            data = without_direction_marks(data)
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class MoneyField(serializers.DecimalField):
    """Whole pesos as a text such as ``"99900.00"`` (or a JSON integer); never a float."""

    default_error_messages = {
        "invalid": "Escriba pesos como texto, por ejemplo «99900.00».",
        "centavos": "Escriba pesos enteros, sin centavos.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        super().__init__(max_digits=14, decimal_places=2, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, str | int):
            self.fail("invalid")
        if isinstance(data, str) and not (data.isascii() and data.replace(".", "", 1).isdigit()):
            self.fail("invalid")
        amount = super().to_internal_value(data)
        if amount != amount.to_integral_value():
            self.fail("centavos")
        return amount


class MoneyOutput(serializers.DecimalField):
    """Whole pesos in an answer's description: a text such as ``"99900.00"``, perhaps negative."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)


class StrictSerializer(serializers.Serializer):
    """Refuses fields it does not know; reads query strings and forms too, each parameter once.

    ``REPEATED`` names the fields of a form that may come several times: they become lists.
    """

    REPEATED: ClassVar[frozenset[str]] = frozenset()

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, QueryDict):
            data = self._single_values(data)
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError(
                    {
                        name: [serializers.ErrorDetail("No se conoce.", "unknown")]
                        for name in unknown
                    }
                )
        return super().to_internal_value(data)

    def _single_values(self, query: QueryDict) -> dict[str, Any]:
        doubled = [
            name for name, values in query.lists() if len(values) > 1 and name not in self.REPEATED
        ]
        if doubled:
            raise serializers.ValidationError(
                {
                    name: [serializers.ErrorDetail("Escríbalo una vez.", "doubled")]
                    for name in doubled
                }
            )
        return {
            name: query.getlist(name) if name in self.REPEATED else query[name] for name in query
        }
