"""Gives an account to whoever proves its mailbox, when nobody had proven it before.

Anybody may have opened it, with a password and a second factor of their own, to wait for the owner
of the mailbox or to keep them out.
"""

from marketplace.shared.clock import DbNow
from marketplace.shared.services import audit

from ..models import LinkToken, OneTimeCode, SocialIdentity, User
from ..selectors.second_factor import has_second_factor
from .codes import void_codes
from .links import void_links
from .second_factor import take_away
from .sessions import revoke_all

MAILBOX_PROVEN = "mailbox_proven"


def reclaim(user: User, *, by: str) -> None:
    """Take away every way in of whoever opened the account; the mailbox counts as proven.

    Args:
        user: locked by the caller, in whose transaction all of it happens.
        by: what proved the mailbox, for the audit.
    """
    user.set_unusable_password()
    user.email_verified_at = DbNow()
    user.phone_verified_at, user.pending_phone = None, ""
    user.save(update_fields=["password", "email_verified_at", "phone_verified_at", "pending_phone"])
    SocialIdentity.objects.filter(user=user).delete()
    void_codes(user_id=user.pk, purposes=list(OneTimeCode.Purpose))
    void_links(user_id=user.pk, purposes=list(LinkToken.Purpose))
    revoke_all(user_id=user.pk, reason=MAILBOX_PROVEN, actor_id=None)
    if has_second_factor(user_id=user.pk):
        take_away(user_id=user.pk, actor_id=None, reason=MAILBOX_PROVEN)
    audit.record(
        action="accounts.mailbox_proven",
        subject_type="user",
        subject_id=user.pk,
        changes={"by": by},
    )
    user.refresh_from_db()
