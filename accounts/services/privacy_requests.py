"""Queries and claims about personal data: received, extended once, answered in time."""

from uuid import UUID

from django.conf import settings

from marketplace.shared.business_days import add_business_days
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.ids import readable_code
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import PrivacyRequestClosed, PrivacyRequestNotFound, TooManyPrivacyRequests
from ..events import PrivacyRequestStep
from ..models import PrivacyRequest
from ..privacy_terms import RequestKind, term_of
from ..selectors.privacy import today, unanswered
from .people import lock_user

RECEIVED, EXTENDED, ANSWERED = "received", "extended", "answered"
WAITING = (PrivacyRequest.Status.OPEN, PrivacyRequest.Status.EXTENDED)


@in_transaction
def receive_request(*, user_id: UUID, kind: RequestKind, text: str) -> PrivacyRequest:
    """Take up a request with its number and the day its answer is due; twice makes two.

    The term is counted in business days of Bogotá from the day after it came in.

    Raises:
        TooManyPrivacyRequests: ``OPEN_PRIVACY_REQUESTS`` of the person wait already.

    Locks the user.
    """
    lock_user(user_id=user_id)
    waiting = unanswered(PrivacyRequest.objects.filter(user_id=user_id)).count()
    if waiting >= settings.OPEN_PRIVACY_REQUESTS:
        raise TooManyPrivacyRequests(
            "Ya tiene varias solicitudes sin respuesta. Espere a que respondamos alguna.",
            limit=settings.OPEN_PRIVACY_REQUESTS,
        )
    received_on = today()
    request = PrivacyRequest.objects.create(
        user_id=user_id,
        number=f"DP-{received_on:%Y%m%d}-{readable_code(8)}",
        kind=kind,
        text=text,
        due_on=add_business_days(received_on, term_of(kind).days),
    )
    request.refresh_from_db()
    _tell(request, RECEIVED, actor_id=user_id)
    return request


@in_transaction
def extend_request(*, request_id: UUID, reason: str, actor_id: UUID) -> PrivacyRequest:
    """Give the answer more days, once, and tell the person why; counted from the first due day.

    Raises:
        PrivacyRequestNotFound: no such request.
        PrivacyRequestClosed: it was extended before, has its answer, or is overdue: the law wants
            the reason told before the term ends.

    Locks the request.
    """
    request = _locked(request_id)
    if request.status != PrivacyRequest.Status.OPEN or request.due_on < today():
        raise PrivacyRequestClosed(
            "Solo se puede prorrogar una vez, y antes de que venza el plazo.",
            number=request.number,
        )
    request.status = PrivacyRequest.Status.EXTENDED
    request.extension_reason = reason.strip()
    extension = term_of(RequestKind(request.kind)).extension
    request.due_on = add_business_days(request.due_on, extension)
    request.save(update_fields=["status", "extension_reason", "due_on"])
    _tell(request, EXTENDED, actor_id=actor_id)
    return request


@in_transaction
def answer_request(*, request_id: UUID, answer: str, actor_id: UUID) -> PrivacyRequest:
    """Answer a request; the person gets the answer by mail.

    Raises:
        PrivacyRequestNotFound: no such request.
        PrivacyRequestClosed: it has its answer; so it is the second time.

    Locks the request.
    """
    request = _locked(request_id)
    if request.status not in WAITING:
        raise PrivacyRequestClosed("La solicitud ya está cerrada.", number=request.number)
    request.status = PrivacyRequest.Status.ANSWERED
    request.answer = answer.strip()
    request.answered_at = DbNow()
    request.answered_by = actor_id
    request.save(update_fields=["status", "answer", "answered_at", "answered_by"])
    request.refresh_from_db()
    _tell(request, ANSWERED, actor_id=actor_id)
    return request


def _locked(request_id: UUID) -> PrivacyRequest:
    request = PrivacyRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise PrivacyRequestNotFound("La solicitud no existe.")
    return request


def _tell(request: PrivacyRequest, step: str, *, actor_id: UUID) -> None:
    """Write the step into the audit, without the texts, and let the person hear of it."""
    audit.record(
        action=f"accounts.privacy_request_{step}",
        subject_type="privacy_request",
        subject_id=request.pk,
        actor_id=actor_id,
        changes={"due_on": request.due_on.isoformat()},
    )
    publish(PrivacyRequestStep(request_id=str(request.pk), step=step))
