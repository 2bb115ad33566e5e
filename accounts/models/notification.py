"""A person's inbox, and what they chose to hear of."""

from django.db import models
from django.db.models import Q

from marketplace.shared.models import Record

from ..notification_kinds import CHANNEL_CHOICES, KIND_CHOICES
from .user import User


class Notification(Record):
    """One piece of news; the same kind about the same thing reaches a person once."""

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField("tipo", max_length=20, choices=KIND_CHOICES)
    about = models.CharField("sobre", max_length=100)
    title = models.CharField("título", max_length=200)
    body = models.CharField("texto", max_length=500, blank=True)
    link = models.CharField("enlace", max_length=200, blank=True)
    read_at = models.DateTimeField("leída", null=True)

    class Meta:
        verbose_name = "notificación"
        verbose_name_plural = "notificaciones"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "about"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(link="") | (Q(link__startswith="/") & ~Q(link__startswith="//")),
                name="notification_link_is_ours",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_newest"),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"


class NotificationPreference(Record):
    """One choice that differs from the rule, or did; what has no row is switched on."""

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="preferences"
    )
    kind = models.CharField("tipo", max_length=20, choices=KIND_CHOICES)
    channel = models.CharField("medio", max_length=10, choices=CHANNEL_CHOICES)
    is_enabled = models.BooleanField("encendida")

    class Meta:
        verbose_name = "preferencia de aviso"
        verbose_name_plural = "preferencias de aviso"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.channel}"
