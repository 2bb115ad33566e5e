"""What people asked about their own data, and what of it waits for staff."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from marketplace.shared import clock
from marketplace.shared.clock import DbNow

from ..errors import (
    DataExportExpired,
    DataExportNotFound,
    DataExportNotReady,
    DeletionRequestNotFound,
)
from ..models import DataExport, DeletionRequest, PrivacyRequest


def exports_of(*, user_id: UUID) -> QuerySet[DataExport]:
    """Return a person's copies, newest first."""
    return DataExport.objects.filter(user_id=user_id).order_by("-created_at", "-pk")


def ready_export(*, user_id: UUID, export_id: UUID) -> DataExport:
    """Return one of the person's own copies that can be fetched: 1 query.

    Raises:
        DataExportNotFound: no such copy, or somebody else's.
        DataExportNotReady: it is being made, or could not be.
        DataExportExpired: its days are over.
    """
    own = exports_of(user_id=user_id).annotate(moment=DbNow())
    export = own.filter(pk=export_id).first()
    if export is None:
        raise DataExportNotFound("La copia no existe.")
    status = DataExport.Status
    if export.status == status.WAITING:
        raise DataExportNotReady("Todavía estamos preparando la copia.")
    if export.status == status.FAILED:
        raise DataExportNotReady("No pudimos preparar la copia. Pida otra.")
    if (
        export.status == status.EXPIRED
        or export.expires_at is None
        or export.expires_at <= export.moment
    ):
        raise DataExportExpired("La copia ya no está disponible. Pida otra.")
    return export


def deletion_request_of(*, user_id: UUID) -> DeletionRequest:
    """Return the pending request of a person: 1 query.

    Raises:
        DeletionRequestNotFound: nothing was asked, or it was withdrawn.
    """
    own = DeletionRequest.objects.filter(user_id=user_id)
    request = own.filter(status=DeletionRequest.Status.PENDING).first()
    if request is None:
        raise DeletionRequestNotFound("No hay una solicitud de borrado pendiente.")
    return request


def privacy_requests_of(*, user_id: UUID) -> QuerySet[PrivacyRequest]:
    """Return a person's queries and claims, newest first."""
    return PrivacyRequest.objects.filter(user_id=user_id).order_by("-created_at", "-pk")


def unanswered(requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """Return those of ``requests`` that wait for their answer."""
    status = PrivacyRequest.Status
    return requests.filter(status__in=[status.OPEN, status.EXTENDED])


def overdue(requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """Return those of ``requests`` whose last day is over without an answer: asks for the day."""
    return unanswered(requests).filter(due_on__lt=today())


def privacy_requests_to_answer() -> int:
    """Count the requests that wait for their answer: one statement."""
    return unanswered(PrivacyRequest.objects.all()).count()


def overdue_privacy_requests() -> int:
    """Count the requests whose legal term is over: two statements."""
    return overdue(PrivacyRequest.objects.all()).count()


def today() -> date:
    """Return the day in Bogotá by the database's clock: one statement."""
    return timezone.localdate(clock.now())
