"""How long the law gives for answers about personal data."""

from dataclasses import dataclass

from django.db import models


class RequestKind(models.TextChoices):
    """What a person asks for; all but the first are claims."""

    QUERY = "query", "consulta"
    CLAIM = "claim", "reclamo"
    CORRECTION = "correction", "corrección"
    REVOCATION = "revocation", "revocatoria"


@dataclass(frozen=True, kw_only=True)
class Term:
    """Business days to answer, and by how many it may be extended once, with the reason told."""

    days: int
    extension: int


# Ley 1581 of 2012: art. 14 (queries: 10 and 5) and art. 15 (claims: 15 and 8).
_QUERY = Term(days=10, extension=5)
_CLAIM = Term(days=15, extension=8)


def term_of(kind: RequestKind) -> Term:
    """Return the legal term of a kind of request."""
    return _QUERY if kind == RequestKind.QUERY else _CLAIM
