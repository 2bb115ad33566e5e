"""Where parcels go, in what clients send: names or DANE's codes."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from marketplace.shared.api.contact_fields import LineText
from marketplace.shared.api.fields import StrictSerializer, StrictText


def _code(length: int) -> StrictText:
    message = f"Escriba los {length} dígitos del código DANE."
    rule = RegexValidator(rf"\A[0-9]{{{length}}}\Z", message, "invalid")
    return StrictText(required=False, validators=[rule])


class PlaceFields(StrictSerializer):
    """City and department by name, by code or both; ``city_code`` alone says everything.

    What they mean is the service's to find out.
    """

    city = LineText(required=False, max_length=80)
    department = LineText(required=False, max_length=80)
    city_code = _code(5)
    department_code = _code(2)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if self.partial or "city_code" in attrs:
            return attrs
        missing = {"city"} - attrs.keys()
        if not {"department", "department_code"} & attrs.keys():
            missing.add("department")
        if missing:
            required = serializers.ErrorDetail("Este campo es requerido.", "required")
            raise serializers.ValidationError({name: [required] for name in sorted(missing)})
        return attrs
