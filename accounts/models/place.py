"""Departments and municipalities of Colombia, with DANE's codes (DIVIPOLA)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

from ..divipola import PlaceKind

# The capital of a department ends like this; Cundinamarca's is Bogotá, a department of its own.
_CAPITAL, _WITHOUT_CAPITAL = "001", "25"


class _Place(models.Model):
    """What departments and towns share; ``spellings`` are in comparable form, between bars."""

    name = models.CharField("nombre", max_length=80)
    spellings = models.CharField("formas de escribirlo", max_length=600)
    is_current = models.BooleanField("vigente", default=True)

    class Meta:
        abstract = True


class Department(_Place):
    """One of the 32 departments, or Bogotá D.C.; those that DANE drops stay, not current."""

    code = models.CharField("código DANE", max_length=2, primary_key=True)

    class Meta:
        verbose_name = "departamento"
        verbose_name_plural = "departamentos"
        constraints = [
            models.CheckConstraint(condition=Q(code__regex="^[0-9]{2}$"), name="department_code")
        ]

    def __str__(self) -> str:
        return self.name


class Municipality(_Place):
    """A town parcels can go to; those that DANE drops stay for old addresses, not current."""

    code = models.CharField("código DANE", max_length=5, primary_key=True)
    department = models.ForeignKey(
        Department, verbose_name="departamento", on_delete=models.PROTECT, related_name="towns"
    )
    kind = models.CharField(
        "clase", max_length=12, choices=PlaceKind, default=PlaceKind.MUNICIPALITY
    )

    class Meta:
        verbose_name = "municipio"
        verbose_name_plural = "municipios"
        constraints = [
            models.CheckConstraint(condition=Q(code__regex="^[0-9]{5}$"), name="town_code"),
            models.CheckConstraint(
                condition=Q(department=Left("code", 2)), name="town_of_its_department"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["municipality", "island", "area"]), name="town_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def is_capital(self) -> bool:
        """Whether its department is governed from here."""
        return self.code.endswith(_CAPITAL) and self.department_id != _WITHOUT_CAPITAL
