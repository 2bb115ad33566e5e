"""A shop, its people, its papers and its history."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow
from marketplace.shared.models import RateField, Record

from ..states import VendorStatus


class Vendor(Record):
    """A shop. Its status is written by ``services/approval.py`` alone."""

    name = models.CharField("nombre", max_length=80, unique=True)
    slug = models.SlugField("dirección web", max_length=90, unique=True)
    status = models.CharField(
        "estado", max_length=12, choices=VendorStatus, default=VendorStatus.PENDING
    )
    description = models.TextField("descripción", max_length=2_000, blank=True)
    legal_name = models.CharField("razón social", max_length=120)
    nit = models.CharField("NIT", max_length=15)
    nit_check_digit = models.CharField("dígito de verificación", max_length=1)
    email = models.EmailField("correo")
    phone = models.CharField("teléfono", max_length=16)
    city = models.CharField("ciudad", max_length=80)
    department = models.CharField("departamento", max_length=80)
    address = models.CharField("dirección", max_length=200, blank=True)
    charges_iva = models.BooleanField("responsable de IVA", default=True)
    commission_rate = RateField(
        "comisión", null=True, blank=True, help_text="Fracción: 0.0500 es 5 %. Vacío: la general."
    )
    approved_at = models.DateTimeField("aprobada", null=True, blank=True)

    class Meta:
        verbose_name = "tienda"
        verbose_name_plural = "tiendas"
        indexes = [models.Index(fields=["status", "-created_at"], name="vendor_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "rejected", "suspended", "closed"]),
                name="vendor_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_at__isnull=False),
                name="vendor_approved_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VendorStatusChange(models.Model):
    """One step in the life of a shop."""

    id = models.BigAutoField(primary_key=True)
    vendor = models.ForeignKey(
        Vendor, verbose_name="tienda", on_delete=models.PROTECT, related_name="history"
    )
    from_status = models.CharField("de", max_length=12, choices=VendorStatus, blank=True)
    to_status = models.CharField("a", max_length=12, choices=VendorStatus)
    actor_id = models.UUIDField("quien", null=True)
    reason = models.CharField("motivo", max_length=300, blank=True)
    at = models.DateTimeField("momento", db_default=DbNow())

    class Meta:
        verbose_name = "cambio de estado"
        verbose_name_plural = "cambios de estado"

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_from_status_display()} → {self.get_to_status_display()}"


class Member(Record):
    """A person who works for a shop."""

    class Role(models.TextChoices):
        OWNER = "owner", "dueño"
        CATALOGUE = "catalogue", "catálogo"
        ORDERS = "orders", "pedidos"
        FINANCE = "finance", "finanzas"
        READ_ONLY = "read_only", "solo lectura"

    vendor = models.ForeignKey(
        Vendor, verbose_name="tienda", on_delete=models.PROTECT, related_name="members"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="persona",
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField("función", max_length=12, choices=Role)

    class Meta:
        verbose_name = "miembro"
        verbose_name_plural = "miembros"
        constraints = [
            models.UniqueConstraint(fields=["user"], name="member_of_one_shop"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "catalogue", "orders", "finance", "read_only"]),
                name="member_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_role_display()}"


class VendorDocument(Record):
    """A paper that proves who stands behind a shop; private."""

    class Kind(models.TextChoices):
        RUT = "rut", "RUT"
        CHAMBER = "chamber", "cámara de comercio"
        IDENTITY = "identity", "documento de identidad"
        BANK = "bank", "certificación bancaria"

    class Status(models.TextChoices):
        SENT = "sent", "enviado"
        VERIFIED = "verified", "verificado"
        REJECTED = "rejected", "rechazado"

    vendor = models.ForeignKey(
        Vendor, verbose_name="tienda", on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField("tipo", max_length=12, choices=Kind)
    file = models.FileField("archivo", upload_to="vendor-documents/")
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.SENT)
    note = models.CharField("observación", max_length=300, blank=True)

    class Meta:
        verbose_name = "documento"
        verbose_name_plural = "documentos"

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_kind_display()}"
