"""Categories, as a tree, and brands."""

from django.db import models
from django.db.models import Q

from marketplace.shared.models import Record


class Category(Record):
    """A shelf. ``path`` is the slugs from the root, each followed by a slash: a subtree is a
    prefix, so a list of a whole branch needs no recursion. ``services/categories.py`` keeps it.
    """

    parent = models.ForeignKey(
        "self",
        verbose_name="dentro de",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    name = models.CharField("nombre", max_length=80)
    slug = models.SlugField("dirección web", max_length=90, unique=True)
    path = models.CharField("camino", max_length=500, unique=True, editable=False)
    position = models.PositiveSmallIntegerField("posición", default=0)
    is_active = models.BooleanField("visible", default=True)
    is_featured = models.BooleanField("destacada", default=False)

    class Meta:
        verbose_name = "categoría"
        verbose_name_plural = "categorías"
        indexes = [
            models.Index(
                fields=["path"], opclasses=["varchar_pattern_ops"], name="category_subtree"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], nulls_distinct=False, name="category_name_once"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="category_not_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Brand(Record):
    """A maker's name; vendors propose, staff verify."""

    name = models.CharField("nombre", max_length=80, unique=True)
    slug = models.SlugField("dirección web", max_length=90, unique=True)
    is_verified = models.BooleanField("verificada", default=False)
    is_featured = models.BooleanField("destacada", default=False)

    class Meta:
        verbose_name = "marca"
        verbose_name_plural = "marcas"

    def __str__(self) -> str:
        return self.name
