"""Products and variants, their pictures and history."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from marketplace.shared.clock import DbNow
from marketplace.shared.models import PesoField, Record, SoftDeleted, SoftDeletedQuerySet

from ..states import ProductStatus
from ..tax import IvaClass
from .tree import Brand, Category


class ProductQuerySet(SoftDeletedQuerySet):
    """The doors for shops and staff; what the public sees, ``selectors/visibility.py`` says."""

    def of_vendor(self, vendor_id: object) -> "ProductQuerySet":
        """A shop's own products, whatever their state."""
        return self.alive().filter(vendor_id=vendor_id)


class Product(Record, SoftDeleted):
    """What is described. What is sold are its variants, of which there is at least one."""

    class Condition(models.TextChoices):
        NEW = "new", "nuevo"
        USED = "used", "usado"
        REFURBISHED = "refurbished", "reacondicionado"

    vendor = models.ForeignKey(
        "vendors.Vendor", verbose_name="tienda", on_delete=models.PROTECT, related_name="products"
    )
    category = models.ForeignKey(
        Category, verbose_name="categoría", on_delete=models.PROTECT, related_name="products"
    )
    brand = models.ForeignKey(
        Brand,
        verbose_name="marca",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
    )
    name = models.CharField("nombre", max_length=150)
    slug = models.SlugField("dirección web", max_length=180, unique=True)
    description = models.TextField("descripción", max_length=10_000, blank=True)
    status = models.CharField(
        "estado", max_length=16, choices=ProductStatus, default=ProductStatus.DRAFT
    )
    iva_class = models.CharField("IVA", max_length=10, choices=IvaClass, default=IvaClass.GENERAL)
    condition = models.CharField(
        "condición", max_length=12, choices=Condition, default=Condition.NEW
    )
    attributes = models.JSONField("características", default=dict, blank=True)
    warranty_months = models.PositiveSmallIntegerField("garantía (meses)", default=12)
    is_featured = models.BooleanField("destacado", default=False)
    # The lowest price of the active variants, kept by the catalogue's services for lists.
    price = PesoField("precio desde", default=0, editable=False)
    rating = models.DecimalField("calificación", max_digits=3, decimal_places=2, null=True)
    review_count = models.PositiveIntegerField("reseñas", default=0)
    sold_count = models.PositiveIntegerField("vendidos", default=0)
    # Grows with each change that search must hear of; the index keeps the version it knows.
    search_version = models.PositiveIntegerField("versión", default=1, editable=False)
    search_vector = SearchVectorField("texto de búsqueda", null=True, editable=False)
    published_at = models.DateTimeField("publicado", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("cambiado", db_default=DbNow(), editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = "producto"
        verbose_name_plural = "productos"
        indexes = [
            models.Index(
                fields=["category", "price", "id"],
                condition=Q(status="active", deleted_at__isnull=True),
                name="product_shelf_by_price",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(status="active", deleted_at__isnull=True),
                name="product_newest",
            ),
            models.Index(
                fields=["price", "id"],
                condition=Q(status="active", deleted_at__isnull=True),
                name="product_by_price",
            ),
            models.Index(fields=["vendor", "-created_at"], name="product_of_vendor"),
            GinIndex(fields=["search_vector"], name="product_search"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="product_name_trigrams"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ProductStatus.values), name="product_status_known"
            ),
            models.CheckConstraint(
                condition=Q(iva_class__in=IvaClass.values), name="product_iva_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | Q(published_at__isnull=False, price__gt=0),
                name="product_active_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Variant(Record):
    """What is sold. Stock figures are written by ``services/stock.py`` alone."""

    product = models.ForeignKey(
        Product, verbose_name="producto", on_delete=models.PROTECT, related_name="variants"
    )
    vendor = models.ForeignKey(
        "vendors.Vendor", verbose_name="tienda", on_delete=models.PROTECT, related_name="+"
    )
    sku = models.CharField("SKU", max_length=60)
    barcode = models.CharField("código de barras", max_length=20, blank=True)
    name = models.CharField("variante", max_length=120, blank=True)
    options = models.JSONField("opciones", default=dict, blank=True)
    price = PesoField("precio", validators=[MinValueValidator(1)])
    compare_at_price = PesoField("precio anterior", null=True, blank=True)
    on_hand = models.IntegerField("existencias", default=0)
    reserved = models.IntegerField("reservadas", default=0)
    low_stock_level = models.PositiveIntegerField("aviso desde", default=5)
    weight_grams = models.PositiveIntegerField("peso (g)", null=True, blank=True)
    position = models.PositiveSmallIntegerField("posición", default=0)
    is_active = models.BooleanField("a la venta", default=True)

    class Meta:
        verbose_name = "variante"
        verbose_name_plural = "variantes"
        indexes = [
            models.Index(fields=["product", "position", "id"], name="variant_in_order"),
            models.Index(Upper("sku"), name="variant_sku_in_capitals"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "sku"], name="variant_sku_once"),
            models.CheckConstraint(condition=Q(price__gt=0), name="variant_price_positive"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, on_hand__gte=F("reserved")), name="variant_stock_sane"
            ),
            models.CheckConstraint(
                condition=Q(compare_at_price__isnull=True) | Q(compare_at_price__gt=F("price")),
                name="variant_compare_at_higher",
            ),
        ]

    def __str__(self) -> str:
        return self.sku

    @property
    def available(self) -> int:
        """Units that may still be reserved."""
        return self.on_hand - self.reserved


class ProductImage(Record):
    """A picture, re-encoded by us."""

    product = models.ForeignKey(
        Product, verbose_name="producto", on_delete=models.CASCADE, related_name="images"
    )
    file = models.ImageField(
        "imagen", upload_to="products/%Y/%m/", width_field="width", height_field="height"
    )
    width = models.PositiveSmallIntegerField("ancho", editable=False)
    height = models.PositiveSmallIntegerField("alto", editable=False)
    alt = models.CharField("texto alternativo", max_length=150, blank=True)
    position = models.PositiveSmallIntegerField("posición", default=0)
    is_primary = models.BooleanField("principal", default=False)

    class Meta:
        verbose_name = "imagen"
        verbose_name_plural = "imágenes"
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(is_primary=True), name="image_one_primary"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ProductStatusChange(models.Model):
    """One step in the life of a product."""

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(
        Product, verbose_name="producto", on_delete=models.CASCADE, related_name="history"
    )
    from_status = models.CharField("de", max_length=16, choices=ProductStatus, blank=True)
    to_status = models.CharField("a", max_length=16, choices=ProductStatus)
    actor_id = models.UUIDField("quien", null=True)
    reason = models.CharField("motivo", max_length=300, blank=True)
    at = models.DateTimeField("momento", db_default=DbNow())

    class Meta:
        verbose_name = "cambio de estado"
        verbose_name_plural = "cambios de estado"

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_from_status_display()} → {self.get_to_status_display()}"
