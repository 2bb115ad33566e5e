"""Forgets what proved somebody long ago."""

from datetime import timedelta

from marketplace.shared.clock import DbNow

from ..models import LinkToken, OneTimeCode
from .sending_limits import delete_old_requests

# Long enough to answer somebody who says that they did not do it.
KEPT_AFTER_THE_END = timedelta(days=30)


def delete_old() -> dict[str, int]:
    """Forget codes and links a month after their end, and requests that no limit counts."""
    ended = DbNow() - KEPT_AFTER_THE_END
    codes, _ = OneTimeCode.objects.filter(expires_at__lt=ended).delete()
    links, _ = LinkToken.objects.filter(expires_at__lt=ended).delete()
    return {"codes": codes, "links": links, "requests": delete_old_requests()}
