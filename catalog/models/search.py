"""Words that mean the same, kept by staff."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
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


class SearchWord(models.Model):
    """One word of the products' names, without accents: what a misspelt word is corrected to."""

    word = models.CharField("palabra", max_length=40, primary_key=True)

    class Meta:
        verbose_name = "palabra conocida"
        verbose_name_plural = "palabras conocidas"
        indexes = [
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_trigrams")
        ]

    def __str__(self) -> str:
        return self.word
