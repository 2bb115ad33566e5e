"""Where parcels go."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

from marketplace.shared.models import Record

from .user import User


class Address(Record):
    """One entry of a person's address book; orders keep a copy of their own."""

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="addresses"
    )
    full_name = models.CharField("recibe", max_length=120)
    phone = models.CharField("teléfono", max_length=16)
    address = models.CharField("dirección", max_length=200)
    city = models.CharField("ciudad", max_length=80)
    department = models.CharField("departamento", max_length=80)
    # DANE's codes; empty in old rows whose city nobody could tell. The database fills them for an
    # older version of the program.
    city_code = models.CharField(
        "código del municipio", max_length=5, blank=True, default="", db_default=""
    )
    department_code = models.CharField(
        "código del departamento", max_length=2, blank=True, default="", db_default=""
    )
    postal_code = models.CharField("código postal", max_length=6, blank=True)
    notes = models.CharField("indicaciones", max_length=300, blank=True)
    is_default = models.BooleanField("principal", default=False)

    class Meta:
        verbose_name = "dirección"
        verbose_name_plural = "direcciones"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="address_one_default"
            ),
            models.CheckConstraint(
                condition=Q(department_code=Left("city_code", 2)), name="address_city_of_department"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.city}"
