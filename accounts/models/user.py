"""A person, and the codes that prove a mailbox or a telephone."""

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from marketplace.shared.models import Record

if TYPE_CHECKING:  # which refers to the people here
    from .session import LoginSession


class UserManager(BaseUserManager["User"]):
    """Needed by Django's own commands; services make everybody else."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a superuser; only ``manage.py createsuperuser`` calls this."""
        user = self.model(
            email=email.lower(), is_staff=True, is_superuser=True, role=User.Role.STAFF, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Record, AbstractBaseUser, PermissionsMixin):
    """A person. Everybody may buy; the role says what else they came for."""

    class Role(models.TextChoices):
        BUYER = "buyer", "comprador"
        VENDOR = "vendor", "vendedor"
        STAFF = "staff", "equipo"

    email = models.EmailField("correo", unique=True)
    first_name = models.CharField("nombres", max_length=80, blank=True)
    last_name = models.CharField("apellidos", max_length=80, blank=True)
    phone = models.CharField("teléfono", max_length=16, blank=True)
    role = models.CharField("rol", max_length=10, choices=Role, default=Role.BUYER)
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


class OneTimeCode(Record):
    """A code sent to a mailbox or telephone; kept as a hash, bound to its purpose."""

    class Purpose(models.TextChoices):
        VERIFY_EMAIL = "verify_email", "verificar correo"
        VERIFY_PHONE = "verify_phone", "verificar teléfono"
        RESET_PASSWORD = "reset_password", "restablecer contraseña"
        CHANGE_EMAIL = "change_email", "cambiar correo"

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="codes"
    )
    purpose = models.CharField("propósito", max_length=20, choices=Purpose)
    destination = models.CharField("destino", max_length=254)
    code_hash = models.CharField("huella", max_length=200)
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    expires_at = models.DateTimeField("vence")
    used_at = models.DateTimeField("usado", null=True)

    class Meta:
        verbose_name = "código"
        verbose_name_plural = "códigos"
        indexes = [models.Index(fields=["user", "purpose", "-created_at"], name="code_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(attempts__lte=5), name="code_five_attempts"),
            models.CheckConstraint(
                condition=Q(
                    purpose__in=[
                        "verify_email",
                        "verify_phone",
                        "reset_password",
                        "change_email",
                    ]
                ),
                name="code_purpose_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_purpose_display()}"
