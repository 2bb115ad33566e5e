"""The control API under ``/sandbox``: what tests, demos and people move the gateway with."""

import functools
import sqlite3
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from . import book, faults, forms, notices, sender, switches
from .decisions import DECISIONS, decide
from .wompi.answers import moment

MODES = ("normal", "off", "duplicate", "reorder", "delay", "forge")
STATUSES = ("PENDING", "APPROVED", "DECLINED", "ERROR", "VOIDED")
GATEWAYS = ("wompi",)
MAX_COPIES = 100

View = Callable[..., HttpResponse]


def by_method(**views: View) -> View:
    """Return a view that chooses by HTTP method and answers nonsense with 400."""

    @functools.wraps(next(iter(views.values())))
    def choose(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        view = views.get(request.method or "")
        if view is None:
            return _problem(405, "METHOD_NOT_ALLOWED", "El método no está permitido.")
        try:
            return view(request, *args, **kwargs)
        except forms.Nonsense as nonsense:
            return nonsense.response

    return choose


def list_book(request: HttpRequest) -> HttpResponse:
    """Answer all transactions, newest first; filters ``reference``, ``status`` and ``gateway``."""
    unknown = set(request.GET) - {"reference", "status", "gateway"}
    if unknown:
        raise forms.Nonsense(dict.fromkeys(sorted(unknown), "Filtro desconocido."))
    rows = book.list_transactions(
        gateway=request.GET.get("gateway", ""),
        reference=request.GET.get("reference", ""),
        status=request.GET.get("status", ""),
    )
    return JsonResponse([_entry(row) for row in rows], safe=False)


def resolve(request: HttpRequest, transaction_id: str) -> HttpResponse:
    """Do what the buyer or the bank would do."""
    form = forms.read_form(request, {"status": forms.one_of(*DECISIONS)}, required=("status",))
    if book.find_transaction(transaction_id) is None:
        return _unknown_transaction()
    row = decide(transaction_id, form["status"])
    if row is None:
        return _problem(409, "CONFLICT", "La transacción ya tiene un estado final.")
    return JsonResponse(_entry(row))


def notify(request: HttpRequest, transaction_id: str) -> HttpResponse:
    """Send notices now, all copies at once, and answer what the shop said to each."""
    form = forms.read_form(
        request,
        {
            "status": forms.one_of(*STATUSES),
            "copies": forms.whole(1, MAX_COPIES),
            "forge": forms.one_of(*notices.FORGERIES),
        },
    )
    row = book.find_transaction(transaction_id)
    if row is None:
        return _unknown_transaction()
    with book.writing() as pen:
        numbers = [
            notices.queue(
                pen,
                transaction_id,
                status=form.get("status", row["status"]),
                forge=form.get("forge", ""),
                due_at=None,
            )
            for _ in range(form.get("copies", 1))
        ]
    answers = sender.deliver_together(numbers)
    deliveries = [
        {"notice": number, "http_status": answer}
        for number, answer in zip(numbers, answers, strict=True)
    ]
    return JsonResponse({"deliveries": deliveries})


def show_notices(request: HttpRequest) -> HttpResponse:
    """Answer how notices are sent, and the latest 200 with what became of them."""
    rows = book.connection().execute("SELECT * FROM notices ORDER BY number DESC LIMIT 200")
    latest = [
        {
            "notice": row["number"],
            "transaction_id": row["transaction_id"],
            "status": row["status"],
            "forge": row["forge"] or None,
            "attempts": row["attempts"],
            "http_status": row["http_status"],
            "next_attempt_at": moment(row["due_at"]),
        }
        for row in rows
    ]
    return JsonResponse({**switches.notice_mode(), "notices": latest})


def set_notices(request: HttpRequest) -> HttpResponse:
    """Choose how notices are sent from now on."""
    form = forms.read_form(
        request,
        {
            "mode": forms.one_of(*MODES),
            "seconds": forms.seconds(86_400),
            "copies": forms.whole(1, MAX_COPIES),
            "forge": forms.one_of(*notices.FORGERIES),
        },
        required=("mode",),
    )
    switches.set_notice_mode({"seconds": 0, "copies": 1, "forge": "signature", **form})
    return JsonResponse(switches.notice_mode())


def show_faults(request: HttpRequest) -> HttpResponse:
    """Answer the faults that still wait for a call."""
    return JsonResponse({"faults": switches.faults()})


def set_fault(request: HttpRequest) -> HttpResponse:
    """Break the next calls of an operation."""
    form = forms.read_form(
        request,
        {
            "gateway": forms.one_of(*GATEWAYS),
            "operation": forms.one_of(*faults.OPERATIONS),
            "kind": forms.one_of(*faults.KINDS),
            "seconds": forms.seconds(120),
            "times": forms.whole(0, 10_000),
        },
        required=("gateway", "operation", "kind"),
    )
    switches.set_fault(**{"seconds": 5, "times": 1, **form})
    return JsonResponse({"faults": switches.faults()})


def heal(request: HttpRequest) -> HttpResponse:
    """End all faults."""
    switches.heal()
    return HttpResponse(status=204)


def show_behaviour(request: HttpRequest) -> HttpResponse:
    """Answer the other switches."""
    return JsonResponse(switches.behaviour())


def set_behaviour(request: HttpRequest) -> HttpResponse:
    """Change the named switches."""
    form = forms.read_form(
        request,
        {
            "auto_resolve_seconds": forms.seconds_or_never,
            "pse_auto_resolve_seconds": forms.seconds_or_never,
            "payment_url_seconds": forms.seconds(3_600),
            "properties": forms.paths,
            "notice_before_answer": forms.truth,
        },
    )
    switches.set_behaviour(form)
    return JsonResponse(switches.behaviour())


def reset_behaviour(request: HttpRequest) -> HttpResponse:
    """Go back to the settings."""
    switches.reset_behaviour()
    return HttpResponse(status=204)


def _entry(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "gateway": row["gateway"],
        "transaction_id": row["id"],
        "reference": row["reference"],
        "amount_in_cents": row["amount_in_cents"],
        "currency": row["currency"],
        "method": row["method"],
        "status": row["status"],
        "created_at": moment(row["created_at"]),
    }


def _unknown_transaction() -> HttpResponse:
    return _problem(404, "NOT_FOUND_ERROR", "La transacción no existe.")


def _problem(status: int, kind: str, reason: str) -> HttpResponse:
    return JsonResponse({"error": {"type": kind, "reason": reason}}, status=status)
