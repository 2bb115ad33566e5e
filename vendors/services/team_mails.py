"""Mails about the team of a shop."""

from uuid import UUID

from accounts.notification_kinds import NotificationKind
from accounts.selectors.people import contacts
from accounts.services.notifications import notify_all
from marketplace.shared.services.mail import Mail, send

from ..events import JOINED, LEFT, MOVED
from ..models import Invitation, Member
from ..selectors.members import member_ids, vendor_contacts
from ..selectors.team import digest_of
from .invitations import issue_token, mark_sent

_SUBJECTS = {
    JOINED: "{person} se unió al equipo de {shop}",
    MOVED: "Cambió su función en {shop}",
    LEFT: "Ya no pertenece al equipo de {shop}",
}


def send_invitation(*, invitation_id: UUID) -> bool:
    """Mail the link to the invited mailbox, once; say whether it went out now.

    The secret is made here, so that it is stored nowhere. After a crash between sending and
    noting it, a second mail goes out and its link is the one that works.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    token = issue_token(invitation_id=invitation_id)
    if token is None:
        return False
    invitation = Invitation.objects.select_related("vendor").get(pk=invitation_id)
    sent = send(
        Mail(
            kind="vendors.invitation",
            about=digest_of(token),
            recipient=invitation.email,
            subject=f"{invitation.vendor.name} le invita a su equipo en Plaza",
            template="team_invitation",
            context={
                "shop": invitation.vendor.name,
                "role": invitation.get_role_display(),
                "expires_at": invitation.expires_at,
                "token": token,
            },
        )
    )
    mark_sent(invitation_id=invitation_id)
    return sent


def send_team_changed(
    *, vendor_id: UUID, user_id: UUID, change: str, role: str, change_id: str
) -> bool:
    """Tell the shop who joined, or a member what changed for them; twice is once.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    shop = vendor_contacts(vendor_ids=[vendor_id]).get(vendor_id)
    person = contacts(user_ids=[user_id]).get(user_id)
    if shop is None or person is None:
        return False
    name = person.full_name or person.email
    subject = _SUBJECTS[change].format(person=name, shop=shop.name)
    owners = member_ids(vendor_id=vendor_id, roles=[Member.Role.OWNER])
    notify_all(
        user_ids=owners if change == JOINED else [user_id],
        kind=NotificationKind.SHOP_STATUS,
        about=f"team_{change}:{change_id}",
        title=subject,
        body="" if change == LEFT else f"Función: {Member.Role(role).label}.",
    )
    return send(
        Mail(
            kind=f"vendors.team_{change}",
            about=change_id,
            recipient=shop.email if change == JOINED else person.email,
            subject=subject,
            template="team_changed",
            context={
                "change": change,
                "person": name,
                "shop": shop.name,
                "role": Member.Role(role).label,
            },
        )
    )
