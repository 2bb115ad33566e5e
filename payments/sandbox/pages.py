"""The pages for people: the bank's, the list of everything, the two documents."""

import json
import sqlite3
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import book, faults, switches
from .control import MODES
from .decisions import decide
from .wompi.answers import MERCHANT

BUTTONS = {"APPROVED": "Aprobar", "DECLINED": "Rechazar", "ERROR": "Cancelar"}
METHOD_NAMES = {"CARD": "Tarjeta", "PSE": "PSE", "NEQUI": "Nequi"}
STATUS_NAMES = {
    "PENDING": "Pendiente",
    "APPROVED": "Aprobada",
    "DECLINED": "Rechazada",
    "ERROR": "Con error",
    "VOIDED": "Anulada",
}
DOCUMENTS = {
    "terminos": "Términos y condiciones de la pasarela de pruebas",
    "datos": "Autorización para el tratamiento de datos personales",
}
ROWS_SHOWN = 100


class SeeOther(HttpResponseRedirect):
    """After a form was taken, look elsewhere with GET."""

    status_code = 303


@require_http_methods(["GET", "POST"])
def bank(request: HttpRequest, transaction_id: str) -> HttpResponse:
    """Show a payment with its three buttons; take the decision and send the buyer back."""
    row = book.find_transaction(transaction_id)
    if row is None:
        raise Http404("La transacción no existe.")
    if request.method == "POST":
        if request.POST.get("decision") not in BUTTONS:
            return HttpResponse("Decisión desconocida.", status=400)
        # Already final, by another tab or by itself: the buyer is sent back all the same.
        decide(transaction_id, request.POST["decision"])
        return SeeOther(_return_address(row) or request.path)
    return render(
        request,
        "sandbox/bank.html",
        {
            "payment": _shown(row),
            "merchant": MERCHANT["name"],
            "buttons": BUTTONS,
            "return_address": _return_address(row),
        },
    )


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the book, the latest first, and the switches."""
    rows = book.list_transactions(limit=ROWS_SHOWN)
    return render(
        request,
        "sandbox/index.html",
        {
            "payments": [_shown(row) for row in rows],
            "mode": switches.notice_mode()["mode"],
            "modes": MODES,
            "faults": switches.faults(),
            "fault_kinds": faults.KINDS,
            "fault_operations": faults.OPERATIONS,
        },
    )


@require_POST
def choose_mode(request: HttpRequest) -> HttpResponse:
    """Take the form "how notices are sent" of the index."""
    mode = request.POST.get("mode", "")
    if mode not in MODES:
        return HttpResponse("Modo desconocido.", status=400)
    switches.set_notice_mode({**switches.notice_mode(), "mode": mode})
    return redirect("index")


@require_POST
def break_line(request: HttpRequest) -> HttpResponse:
    """Take the form "break the next call" of the index."""
    operation, kind = request.POST.get("operation", ""), request.POST.get("kind", "")
    if operation not in faults.OPERATIONS or kind not in faults.KINDS:
        return HttpResponse("Falla desconocida.", status=400)
    switches.set_fault(gateway="wompi", operation=operation, kind=kind, seconds=5, times=1)
    return redirect("index")


@require_POST
def heal(request: HttpRequest) -> HttpResponse:
    """Take the button "heal" of the index."""
    switches.heal()
    return redirect("index")


@require_GET
def document(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the two documents that buyers accept."""
    if name not in DOCUMENTS:
        raise Http404("El documento no existe.")
    return render(request, "sandbox/document.html", {"title": DOCUMENTS[name]})


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Answer that the sandbox is ready."""
    book.connection().execute("SELECT 1")
    return HttpResponse('{"status": "ok"}', content_type="application/json")


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    cents = row["amount_in_cents"]
    pesos = f"$ {cents // 100:,}".replace(",", ".")
    return {
        "id": row["id"],
        "reference": row["reference"],
        "amount": pesos if cents % 100 == 0 else f"{pesos},{cents % 100:02}",
        "method": METHOD_NAMES.get(row["method"], row["method"]),
        "status": row["status"],
        "status_name": STATUS_NAMES[row["status"]],
        "status_message": row["status_message"] or "",
        "is_pending": row["status"] == "PENDING",
    }


def _return_address(row: sqlite3.Row) -> str:
    """Return the shop's address with the transaction's id; empty if the shop gave none."""
    address = json.loads(row["details"]).get("redirect_url") or ""
    if not address:
        return ""
    parts = urlsplit(address)
    query = [*parse_qsl(parts.query, keep_blank_values=True), ("id", row["id"]), ("env", "test")]
    return urlunsplit(parts._replace(query=urlencode(query)))
