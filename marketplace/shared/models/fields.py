"""Columns with a rule of their own, which the database repeats as a CHECK if it can."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from ..money import is_whole_pesos


def whole_pesos(amount: Decimal) -> None:
    """Refuse centavos in forms.

    Raises:
        ValidationError: ``amount`` is not whole pesos.
    """
    if not is_whole_pesos(amount):
        raise ValidationError("Escriba pesos enteros, sin centavos.", code="whole_pesos")


class PesoField(models.DecimalField):
    """Whole pesos: NUMERIC(14, 2) whose cents are zero; not negative unless ``signed``."""

    default_validators = [whole_pesos]

    def __init__(self, *args: Any, signed: bool = False, **kwargs: Any) -> None:
        self.signed = signed
        kwargs["max_digits"] = 14
        kwargs["decimal_places"] = 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        if self.signed:
            kwargs["signed"] = True
        return name, path, args, kwargs

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        whole = f"{column} = trunc({column})"
        return whole if self.signed else f"{whole} AND {column} >= 0"


class RateField(models.DecimalField):
    """A fraction from 0 to 1, not per cent: 0.0500 is five per cent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = 5
        kwargs["decimal_places"] = 4
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        return f"{column} >= 0 AND {column} <= 1"


class SealedField(models.TextField):
    """A text that ``marketplace.shared.sealing`` sealed; ``reseal_secrets`` finds it by its type.

    Services seal and unseal on purpose: a row that is only listed opens nothing.
    """
