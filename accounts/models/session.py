"""Logins: one row a device, and the chain of refresh tokens that keeps it alive."""

from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow
from marketplace.shared.models import Record

from .user import User


class LoginSession(Record):
    """One login on one device. Every token, and every browser's session, names its row, so
    revoking it works at once. ``device`` is the mark by which ``devices`` knows it again.
    """

    class Kind(models.TextChoices):
        API = "api", "aplicación"
        PORTAL = "portal", "navegador"
        ADMIN = "admin", "panel del equipo"

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="login_sessions"
    )
    ip = models.GenericIPAddressField("dirección", null=True)
    user_agent = models.CharField("programa", max_length=200, blank=True)
    kind = models.CharField("tipo", max_length=10, choices=Kind, db_default=Kind.API.value)
    second_factor = models.BooleanField("con segundo factor", db_default=False)
    device = models.CharField("dispositivo", max_length=64, blank=True, db_default="")
    last_used_at = models.DateTimeField("último uso", db_default=DbNow())
    expires_at = models.DateTimeField("vence")
    revoked_at = models.DateTimeField("cerrada", null=True)
    revoked_reason = models.CharField("motivo", max_length=30, blank=True)

    class Meta:
        verbose_name = "sesión"
        verbose_name_plural = "sesiones"
        indexes = [
            models.Index(
                fields=["user", "-created_at"],
                condition=Q(revoked_at__isnull=True),
                name="session_open_by_user",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["api", "portal", "admin"]), name="session_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RefreshToken(models.Model):
    """One link of a session's chain: usable once, kept only as SHA-256."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(
        LoginSession, verbose_name="sesión", on_delete=models.CASCADE, related_name="tokens"
    )
    digest = models.CharField("huella", max_length=64, unique=True)
    expires_at = models.DateTimeField("vence")
    used_at = models.DateTimeField("usado", null=True)
    created_at = models.DateTimeField("creado", db_default=DbNow())

    class Meta:
        verbose_name = "token de renovación"
        verbose_name_plural = "tokens de renovación"
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(used_at__isnull=True), name="refresh_one_unused"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
