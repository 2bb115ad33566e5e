"""What people ask about their own data: a copy, its erasure, answers (Ley 1581 of 2012)."""

from django.db import models
from django.db.models import Q

from marketplace.shared.models import Record

from ..privacy_terms import RequestKind
from .user import User


class DataExport(Record):
    """A copy of a person's data: a zip in the private folder, for some days."""

    class Status(models.TextChoices):
        WAITING = "waiting", "en preparación"
        READY = "ready", "lista"
        FAILED = "failed", "fallida"
        EXPIRED = "expired", "vencida"

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.PROTECT, related_name="data_exports"
    )
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.WAITING)
    # Random; the folder is a setting.
    file_name = models.CharField("archivo", max_length=80, blank=True)
    size = models.PositiveIntegerField("bytes", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    ready_at = models.DateTimeField("lista desde", null=True)
    expires_at = models.DateTimeField("vence", null=True)

    class Meta:
        verbose_name = "copia de datos"
        verbose_name_plural = "copias de datos"
        indexes = [models.Index(fields=["user", "-created_at"], name="export_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(status="waiting"), name="export_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "ready", "failed", "expired"]),
                name="export_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready")
                | (~Q(file_name="") & ~Q(sha256="") & Q(expires_at__isnull=False)),
                name="export_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_status_display()}"


class DeletionRequest(Record):
    """A person's wish to be erased; carried out on ``due_at`` unless it is withdrawn."""

    class Status(models.TextChoices):
        PENDING = "pending", "pendiente"
        WITHDRAWN = "withdrawn", "retirada"
        DONE = "done", "hecha"

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.PROTECT, related_name="deletion_requests"
    )
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.PENDING)
    due_at = models.DateTimeField("se borra desde")
    closed_at = models.DateTimeField("terminada", null=True)
    # Why it could not be carried out when it was due.
    obstacle = models.CharField("impedimento", max_length=500, blank=True)
    # Where the last mail goes; emptied when it has gone out.
    farewell_to = models.EmailField("aviso final a", blank=True)

    class Meta:
        verbose_name = "solicitud de borrado"
        verbose_name_plural = "solicitudes de borrado"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status="pending"), name="deletion_due")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status__in=["pending", "done"]),
                name="deletion_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "withdrawn", "done"]),
                name="deletion_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="pending", closed_at__isnull=True)
                | (~Q(status="pending") & Q(closed_at__isnull=False)),
                name="deletion_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_status_display()}"


class PrivacyRequest(Record):
    """A query or claim about personal data, with the day on which the law wants its answer."""

    class Status(models.TextChoices):
        OPEN = "open", "abierta"
        EXTENDED = "extended", "prorrogada"
        ANSWERED = "answered", "respondida"
        CLOSED = "closed", "cerrada con la cuenta"

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.PROTECT, related_name="privacy_requests"
    )
    number = models.CharField("número", max_length=21, unique=True)
    kind = models.CharField("tipo", max_length=12, choices=RequestKind)
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.OPEN)
    text = models.TextField("solicitud", max_length=4_000)
    due_on = models.DateField("responder hasta")
    extension_reason = models.CharField("motivo de la prórroga", max_length=500, blank=True)
    answer = models.TextField("respuesta", max_length=8_000, blank=True)
    answered_at = models.DateTimeField("respondida", null=True)
    answered_by = models.UUIDField("respondida por", null=True)

    class Meta:
        verbose_name = "solicitud de datos personales"
        verbose_name_plural = "solicitudes de datos personales"
        indexes = [
            models.Index(fields=["user", "-created_at"], name="privacy_of_user"),
            models.Index(
                fields=["due_on"],
                condition=Q(status__in=["open", "extended"]),
                name="privacy_to_answer",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["query", "claim", "correction", "revocation"]),
                name="privacy_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "extended", "answered", "closed"]),
                name="privacy_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="answered") | Q(answered_at__isnull=False),
                name="privacy_answered_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="extended") | ~Q(extension_reason=""),
                name="privacy_extended_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number
