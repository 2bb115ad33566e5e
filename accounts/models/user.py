"""A person."""

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from marketplace.shared.documents import MAX_LENGTH, DocumentType
from marketplace.shared.models import Record

if TYPE_CHECKING:  # which refers to the people here
    from .session import LoginSession


class UserManager(BaseUserManager["User"]):
    """Finds people by the name that they log in with; services make them."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(Record, AbstractBaseUser, PermissionsMixin):
    """A person. Everybody may buy; the role says what else they came for."""

    class Role(models.TextChoices):
        BUYER = "buyer", "comprador"
        VENDOR = "vendor", "vendedor"
        STAFF = "staff", "equipo"

    class Language(models.TextChoices):
        SPANISH = "es", "español"
        ENGLISH = "en", "inglés"

    email = models.EmailField("correo", unique=True)
    first_name = models.CharField("nombres", max_length=80, blank=True)
    last_name = models.CharField("apellidos", max_length=80, blank=True)
    phone = models.CharField("teléfono", max_length=16, blank=True)
    pending_phone = models.CharField(
        "teléfono por confirmar", max_length=16, blank=True, db_default=""
    )
    role = models.CharField("rol", max_length=10, choices=Role, default=Role.BUYER)
    document_type = models.CharField(
        "tipo de documento",
        max_length=3,
        choices=DocumentType,
        blank=True,
        default="",
        db_default="",
    )
    document_number = models.CharField(
        "número de documento", max_length=MAX_LENGTH, blank=True, default="", db_default=""
    )
    document_check_digit = models.CharField(
        "dígito de verificación", max_length=1, blank=True, default="", db_default=""
    )
    language = models.CharField(
        "idioma",
        max_length=2,
        choices=Language,
        default=Language.SPANISH,
        db_default=Language.SPANISH,
    )
    email_verified_at = models.DateTimeField("correo verificado", null=True, blank=True)
    phone_verified_at = models.DateTimeField("teléfono verificado", null=True, blank=True)
    is_active = models.BooleanField("activo", default=True)
    is_staff = models.BooleanField("entra al panel", default=False)

    objects: ClassVar[UserManager] = UserManager()

    # The open login session of the request at hand, put here by ``signed_in_user``.
    login_session: "LoginSession | None" = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "usuario"
        verbose_name_plural = "usuarios"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(
                condition=Q(role__in=["buyer", "vendor", "staff"]), name="user_role_known"
            ),
            models.CheckConstraint(
                condition=Q(is_staff=False) | Q(role="staff"), name="user_staff_role"
            ),
            models.CheckConstraint(
                condition=Q(document_type="", document_number="", document_check_digit="")
                | (
                    Q(document_type__in=["CC", "CE", "PP", "TI", "PPT"], document_check_digit="")
                    & ~Q(document_number="")
                )
                | (
                    Q(document_type="NIT", document_check_digit__regex="^[0-9]$")
                    & ~Q(document_number="")
                ),
                name="user_document_whole",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["es", "en"]), name="user_language_known"
            ),
            models.CheckConstraint(
                condition=Q(is_superuser=False) | Q(is_staff=True), name="user_superuser_is_staff"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def full_name(self) -> str:
        """First and last names, as mails address people."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def login_session_id(self) -> UUID | None:
        """The key of the login session at hand."""
        return None if self.login_session is None else self.login_session.pk
