"""Which keys sign access tokens."""

from django.db.models import Q, QuerySet

from marketplace.shared.clock import DbNow

from ..models import SigningKey


def live_keys() -> QuerySet[SigningKey]:
    """Return the keys whose tokens are valid."""
    return SigningKey.objects.filter(Q(retires_at__isnull=True) | Q(retires_at__gt=DbNow()))


def newest_kid() -> str | None:
    """Return the name of the key that signs, if there is one already: 1 query."""
    signing = SigningKey.objects.filter(retires_at__isnull=True)
    return signing.values_list("kid", flat=True).first()
