"""``/transactions``: creating, reading and voiding."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from .. import book
from ..faults import breakable
from ..notices import queue, settle
from ..sender import deliver
from ..switches import behaviour
from .access import json_object, needs_key
from .answers import WompiError, invalid, not_found, transaction_answer
from .charges import enter_charge


@needs_key("public", "private")
@breakable(gateway="wompi", operation="create")
def create(request: HttpRequest) -> HttpResponse:
    """Enter a charge; the answer is always PENDING, even when the notice of its end came first."""
    try:
        transaction_id = enter_charge(json_object(request))
    except WompiError as refusal:
        return refusal.response
    row = book.find_transaction(transaction_id)
    if row is None:
        raise not_found()
    answer = transaction_answer(row)
    if behaviour()["notice_before_answer"]:
        settle(transaction_id, status=row["outcome"], message=row["outcome_message"], notify=False)
        with book.writing() as pen:
            number = queue(pen, transaction_id, status=row["outcome"], due_at=None)
        deliver(number)
    return JsonResponse({"data": answer, "meta": {}}, status=201)


@needs_key("private")
@breakable(gateway="wompi", operation="query")
def read(request: HttpRequest, transaction_id: str) -> HttpResponse:
    """Show one transaction."""
    row = book.find_transaction(transaction_id)
    if row is None or row["gateway"] != "wompi":
        return not_found().response
    return JsonResponse({"data": transaction_answer(row), "meta": {}})


@needs_key("private")
@breakable(gateway="wompi", operation="query")
def find(request: HttpRequest) -> HttpResponse:
    """List the transactions of ``?reference=``; none is an empty list."""
    reference = request.GET.get("reference", "")
    if not reference:
        return invalid({"reference": ["No está presente"]}).response
    rows = book.list_transactions(gateway="wompi", reference=reference)
    return JsonResponse({"data": [transaction_answer(row) for row in rows], "meta": {}})


@needs_key("private")
@breakable(gateway="wompi", operation="refund")
def void(request: HttpRequest, transaction_id: str) -> HttpResponse:
    """Cancel an approved card payment, the whole of it."""
    row = book.find_transaction(transaction_id)
    if row is None or row["gateway"] != "wompi":
        return not_found().response
    if row["method"] != "CARD" or row["status"] != "APPROVED":
        error = {"type": "UNPROCESSABLE", "reason": "La transacción no se puede anular"}
        return JsonResponse({"error": error}, status=422)
    voided = settle(transaction_id, status="VOIDED", message=None) or row
    data = {
        "status": "APPROVED",
        "status_message": None,
        "transaction": transaction_answer(voided),
    }
    return JsonResponse({"data": data, "meta": {}}, status=201)
