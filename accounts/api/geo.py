"""``/geo``: departments and cities with DANE's codes, for the forms of whoever ships."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.fields import StrictText
from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import Public
from marketplace.shared.api.views import PageQuery, PlazaView

from ..divipola import PlaceKind
from ..models import Department, Municipality
from ..selectors.places import cities_of, departments


class CitiesQuery(PageQuery):
    """How a word of the name begins, and the page."""

    q = StrictText(required=False, max_length=80)


class DepartmentOutput(serializers.Serializer):
    """A department."""

    code = serializers.CharField(help_text="Dos dígitos; los ceros cuentan.")
    name = serializers.CharField()


class CityOutput(serializers.Serializer):
    """A municipality, island or area of a department."""

    code = serializers.CharField(help_text="Cinco dígitos; los ceros cuentan.")
    name = serializers.CharField()
    department_code = serializers.CharField()
    kind = serializers.ChoiceField(PlaceKind.choices)
    is_capital = serializers.BooleanField()


def _department_json(department: Department) -> dict[str, Any]:
    return {"code": department.code, "name": department.name}


def _city_json(city: Municipality) -> dict[str, Any]:
    return {
        "code": city.code,
        "name": city.name,
        "department_code": city.department_id,
        "kind": city.kind,
        "is_capital": city.is_capital,
    }


class Departments(PlazaView):
    """All departments by name: 2 queries."""

    authentication_classes = []
    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=DepartmentOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(departments(), _department_json)


class Cities(PlazaView):
    """A department's cities by name: 3 queries. An unknown code answers 404."""

    authentication_classes = []
    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[CitiesQuery], responses=CityOutput(many=True))
    def get(self, request: Request, department_code: str) -> Response:
        prefix = self.checked_query(CitiesQuery).get("q", "")
        cities = cities_of(department_code=department_code, prefix=prefix)
        return self.numbered_page(cities, _city_json)
