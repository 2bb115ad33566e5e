"""What most models share: a UUIDv7 key, moments by the database's clock, soft deletion."""

from typing import Self

from django.db import models

from ..clock import DbNow
from ..ids import new_id


class Record(models.Model):
    """A row with a time-ordered UUID and the moment it was made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField("creado", db_default=DbNow(), editable=False)

    class Meta:
        abstract = True


class SoftDeletedQuerySet(models.QuerySet):
    """Adds the one filter that readers need."""

    def alive(self) -> Self:
        """Leave out what was deleted."""
        return self.filter(deleted_at__isnull=True)


class SoftDeleted(models.Model):
    """A row that is hidden instead of removed, because orders and books still name it."""

    deleted_at = models.DateTimeField("borrado", null=True, blank=True, editable=False)

    class Meta:
        abstract = True
