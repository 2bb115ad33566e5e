"""``GET /pse/financial_institutions``."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from .access import needs_key

BANKS = {
    "1": "Banco que aprueba",
    "2": "Banco que declina",
    "3": "Banco que simula un error",
}
OUTCOMES = {
    "1": ("APPROVED", None),
    "2": ("DECLINED", "La transacción fue rechazada (Sandbox)"),
    "3": ("ERROR", "Transacción con ERROR en Sandbox"),
}


@needs_key("public")
def financial_institutions(request: HttpRequest) -> HttpResponse:
    """List the banks."""
    data = [
        {"financial_institution_code": code, "financial_institution_name": name}
        for code, name in BANKS.items()
    ]
    return JsonResponse({"data": data, "meta": {}})
