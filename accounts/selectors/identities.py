"""With which providers somebody signs in."""

from uuid import UUID

from django.db.models import QuerySet

from ..models import SocialIdentity


def identities_of(*, user_id: UUID) -> QuerySet[SocialIdentity]:
    """Return the person's own identities, newest first."""
    return SocialIdentity.objects.filter(user_id=user_id).order_by("-linked_at", "-pk")
