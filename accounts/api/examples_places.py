"""What the description says about departments and cities, with examples."""

from marketplace.shared.api.schema import Operation

OPERATIONS = {
    "geo_departments_list": Operation(
        summary="Ver los departamentos", answer={"code": "05", "name": "Antioquia"}
    ),
    "geo_departments_cities_list": Operation(
        summary="Ver las ciudades de un departamento",
        answer={
            "code": "05001",
            "name": "Medellín",
            "department_code": "05",
            "kind": "municipality",
            "is_capital": True,
        },
    ),
}
