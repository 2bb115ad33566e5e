"""Words that mean the same, kept by staff."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from marketplace.shared.models import Record


class SearchSynonym(Record):
    """A term, other words for it, and the English gloss for models that know little Spanish."""

    term = models.CharField("término", max_length=60, unique=True)
    synonyms = ArrayField(models.CharField(max_length=60), verbose_name="sinónimos", default=list)
    gloss = models.CharField("glosa en inglés", max_length=120, blank=True)

    class Meta:
        verbose_name = "sinónimo"
        verbose_name_plural = "sinónimos"

    def __str__(self) -> str:
        return self.term
