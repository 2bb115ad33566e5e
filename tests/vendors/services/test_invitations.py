"""Invitations: bound to a mailbox, usable once, silent about accounts."""

import re
from datetime import timedelta
from functools import partial

import pytest

from accounts.errors import EmailNotVerified
from accounts.models import User
from marketplace.shared import clock
from marketplace.shared.models import AuditEntry, OutboxMessage
from tests.factories.accounts import make_user
from tests.factories.vendors import make_member, make_vendor, owner_of
from tests.support.races import tally
from vendors.errors import AlreadyAMember, InvitationNotFound, TeamFull, TooManyInvitations
from vendors.models import Invitation, Member
from vendors.services import team_mails
from vendors.services.invitations import accept, invite, issue_token
from vendors.services.team import remove
from vendors.tasks import delete_old_invitations

pytestmark = pytest.mark.django_db

EMAIL = "luis@example.com"


def ask(vendor, email=EMAIL, role=Member.Role.ORDERS):
    return invite(vendor_id=vendor.pk, email=email, role=role, actor_id=owner_of(vendor).pk)


def token_of(invitation):
    """Return the secret of the link, as the mail would have it."""
    return issue_token(invitation_id=invitation.pk)


def refused(error, **call):
    before = Member.objects.count(), AuditEntry.objects.count()
    with pytest.raises(error) as refusal:
        accept(**call)
    assert (Member.objects.count(), AuditEntry.objects.count()) == before
    return refusal.value.message


def test_the_mail_brings_the_link_that_lets_its_reader_in_once(drain_outbox, mailoutbox):
    vendor, person = make_vendor(name="Barro Vivo"), make_user(email=EMAIL)
    drain_outbox()
    mailoutbox.clear()
    invitation = ask(vendor, email=" Luis@Example.com ")
    drain_outbox()

    [mail] = mailoutbox
    [token] = re.findall(r"/portal/invitaciones/([\w-]{43})/", mail.body)
    assert (mail.to, mail.subject) == ([EMAIL], "Barro Vivo le invita a su equipo en Plaza")
    invitation.refresh_from_db()
    assert (invitation.email, invitation.sent_at is None) == (EMAIL, False)
    assert invitation.expires_at - invitation.created_at == timedelta(days=7)
    assert token not in str(list(OutboxMessage.objects.values_list("payload", flat=True)))
    assert token not in invitation.digest

    member = accept(token=token, user_id=person.pk)
    refused(InvitationNotFound, token=token, user_id=person.pk)

    assert (member.vendor_id, member.user_id, member.role) == (vendor.pk, person.pk, "orders")
    assert User.objects.get(pk=person.pk).role == "vendor"
    invitation.refresh_from_db()
    assert invitation.accepted_by_id == person.pk
    actions = AuditEntry.objects.filter(action__startswith="vendors.member_").order_by("pk")
    assert [(each.action, each.actor_id) for each in actions] == [
        ("vendors.member_invited", owner_of(vendor).pk),
        ("vendors.member_joined", person.pk),
    ]
    mailoutbox.clear()
    drain_outbox()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([vendor.email], "Ana Gómez se unió al equipo de Barro Vivo")
    ]


def test_only_the_invited_mailbox_gets_in_and_all_others_hear_the_same():
    vendor, person, stranger = make_vendor(), make_user(email=EMAIL), make_user()
    gone, late, used = ask(vendor), ask(make_vendor()), ask(make_vendor())
    tokens = [token_of(each) for each in (gone, late, used)]
    Invitation.objects.filter(pk=gone.pk).update(withdrawn_at=clock.now())
    Invitation.objects.filter(pk=late.pk).update(expires_at=clock.now())
    Invitation.objects.filter(pk=used.pk).update(accepted_at=clock.now(), accepted_by=stranger)
    open_one = token_of(ask(make_vendor()))

    told = {refused(InvitationNotFound, token=token, user_id=person.pk) for token in tokens}
    told |= {
        refused(InvitationNotFound, token=open_one, user_id=stranger.pk),
        refused(InvitationNotFound, token="no-such-token", user_id=person.pk),
        refused(InvitationNotFound, token="", user_id=person.pk),
    }

    assert told == {"La invitación no existe, venció, ya se usó o es para otro correo."}
    assert User.objects.get(pk=stranger.pk).role == "buyer"


def test_an_unproven_mailbox_does_not_get_in():
    person, token = make_user(email=EMAIL, verified=False), token_of(ask(make_vendor()))

    refused(EmailNotVerified, token=token, user_id=person.pk)

    assert User.objects.get(pk=person.pk).role == "buyer"


def test_who_works_for_a_shop_does_not_join_another():
    owner = owner_of(make_vendor(owner_id=make_user(email=EMAIL).pk))
    token = token_of(ask(make_vendor()))

    refused(AlreadyAMember, token=token, user_id=owner.pk)


def test_a_closed_shop_or_account_lets_nobody_in():
    person, vendor = make_user(email=EMAIL), make_vendor()
    token = token_of(ask(vendor))
    User.objects.filter(pk=person.pk).update(is_active=False)
    refused(InvitationNotFound, token=token, user_id=person.pk)
    User.objects.filter(pk=person.pk).update(is_active=True)
    type(vendor).objects.filter(pk=vendor.pk).update(status="closed")

    refused(InvitationNotFound, token=token, user_id=person.pk)


def test_the_last_invitation_of_a_mailbox_counts():
    vendor, person = make_vendor(), make_user(email=EMAIL)
    first = token_of(ask(vendor, role=Member.Role.OWNER))
    second = token_of(ask(vendor, role=Member.Role.READ_ONLY))

    refused(InvitationNotFound, token=first, user_id=person.pk)

    assert accept(token=second, user_id=person.pk).role == "read_only"
    assert Invitation.objects.filter(withdrawn_at__isnull=False).count() == 1


def test_a_withdrawn_invitation_is_over():
    vendor, person = make_vendor(), make_user(email=EMAIL)
    invitation = ask(vendor)
    token = token_of(invitation)

    remove(vendor_id=vendor.pk, place_id=invitation.pk, actor_id=owner_of(vendor).pk)

    refused(InvitationNotFound, token=token, user_id=person.pk)
    assert AuditEntry.objects.filter(action="vendors.invitation_withdrawn").count() == 1


def test_somebody_of_the_team_is_not_invited_again():
    vendor = make_vendor()
    member = make_member(vendor, "orders")

    with pytest.raises(AlreadyAMember):
        ask(vendor, email=member.email.upper())

    assert Invitation.objects.count() == 0


def test_a_team_has_a_limit_for_asking_and_for_joining(settings):
    settings.VENDOR_TEAM_SIZE = 2
    vendor, person = make_vendor(), make_user(email=EMAIL)
    token = token_of(ask(vendor))

    with pytest.raises(TeamFull):
        ask(vendor, email="otra@example.com")
    assert Invitation.objects.count() == 1
    make_member(vendor, "orders")
    refused(TeamFull, token=token, user_id=person.pk)


def test_nobodys_mailbox_is_filled(settings):
    vendor = make_vendor()
    for _ in range(3):
        ask(vendor)

    with pytest.raises(TooManyInvitations) as refusal:
        ask(vendor)

    assert 86_000 < refusal.value.details["retry_after"] <= 86_401
    settings.VENDOR_INVITATIONS_PER_DAY = 3
    with pytest.raises(TooManyInvitations):
        ask(vendor, email="otra@example.com")
    assert Invitation.objects.count() == 3
    assert Invitation.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_a_mail_that_failed_is_sent_again_with_a_link_that_works(mailoutbox, monkeypatch):
    invitation, person = ask(make_vendor()), make_user(email=EMAIL)
    send = team_mails.send

    def fail(mail):
        send(mail)
        raise OSError("the line broke after the mail")

    monkeypatch.setattr(team_mails, "send", fail)
    with pytest.raises(OSError, match="line broke"):
        team_mails.send_invitation(invitation_id=invitation.pk)
    monkeypatch.setattr(team_mails, "send", send)

    assert team_mails.send_invitation(invitation_id=invitation.pk) is True
    assert team_mails.send_invitation(invitation_id=invitation.pk) is False

    tokens = [re.findall(r"invitaciones/([\w-]{43})/", mail.body)[0] for mail in mailoutbox]
    refused(InvitationNotFound, token=tokens[0], user_id=person.pk)
    assert accept(token=tokens[1], user_id=person.pk).role == "orders"


def test_old_invitations_are_forgotten():
    vendor = make_vendor()
    ask(vendor)
    expires_at = Invitation.objects.get().expires_at

    with clock.travel(expires_at + timedelta(days=90)):
        delete_old_invitations()
        assert Invitation.objects.count() == 1
    with clock.travel(expires_at + timedelta(days=91)):
        delete_old_invitations()

    assert Invitation.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_link_used_many_times_at_once_makes_one_member(race):
    person, token = make_user(email=EMAIL), token_of(ask(make_vendor()))

    outcomes = race([partial(accept, token=token, user_id=person.pk)] * 6)

    assert tally(["in" if isinstance(each, Member) else each for each in outcomes]) == {
        "in": 1,
        "InvitationNotFound": 5,
    }
    assert Member.objects.filter(user=person).count() == 1
