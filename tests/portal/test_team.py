"""The team's pages: who sees them, who changes it, and how somebody joins."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, make_user
from tests.factories.vendors import make_member, make_vendor, owner_of
from vendors.models import Invitation, Member
from vendors.services.invitations import invite, issue_token

pytestmark = pytest.mark.django_db

TEAM = "/portal/equipo/"
EMAIL = "luis@example.com"


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def ask(shop, role=Member.Role.ORDERS):
    invitation = invite(vendor_id=shop.pk, email=EMAIL, role=role, actor_id=owner_of(shop).pk)
    return issue_token(invitation_id=invitation.pk)


def deeds(place_id):
    return {
        reverse("vendors_portal:invite"): {"email": EMAIL, "role": "owner"},
        reverse("vendors_portal:change_role", args=[place_id]): {"role": "owner"},
        reverse("vendors_portal:remove_member", args=[place_id]): {},
    }


@pytest.mark.parametrize(
    ("role", "status", "changes"),
    [
        ("owner", 200, True),
        ("read_only", 200, False),
        ("catalogue", 403, False),
        ("orders", 403, False),
        ("finance", 403, False),
    ],
)
def test_owners_change_the_team_and_readers_see_it(shop, member, role, status, changes):
    colleague = make_member(shop, "orders")
    client = member(role)

    page = client.get(TEAM)

    assert page.status_code == status
    if status == 200:
        assert colleague.email in text_of(page)
    assert ("Enviar invitación" in text_of(page)) is changes
    assert ("Quitar del equipo" in text_of(page)) is changes
    if not changes:
        place = Member.objects.get(user=colleague)
        answers = [client.post(url, sent) for url, sent in deeds(place.pk).items()]
        assert [answer.status_code for answer in answers] == [403, 403, 403]
        assert Member.objects.get(user=colleague).role == "orders"
        assert Invitation.objects.count() == 0


def test_the_menu_leads_to_the_team_for_those_who_see_it(member):
    assert f'href="{TEAM}"' in text_of(member().get("/portal/"))
    assert f'href="{TEAM}"' not in text_of(member("finance").get("/portal/"))


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_for_one_and_for_more(
    shop, member, count, django_assert_num_queries
):
    for _ in range(count):
        make_member(shop, "orders")
    ask(shop)
    client = member()

    with django_assert_num_queries(5):  # session, user, membership, members, invitations
        client.get(TEAM)


def test_an_owner_invites_changes_and_takes_out(shop, member):
    client = member()
    colleague = Member.objects.get(user=make_member(shop, "orders"))

    invited = client.post(
        reverse("vendors_portal:invite"), {"email": EMAIL, "role": "finance"}, follow=True
    )
    changed = client.post(
        reverse("vendors_portal:change_role", args=[colleague.pk]),
        {"role": "catalogue"},
        follow=True,
    )
    removed = client.post(reverse("vendors_portal:remove_member", args=[colleague.pk]), follow=True)

    assert f"Enviamos la invitación a {EMAIL}." in text_of(invited)
    assert "La función es ahora: catálogo." in text_of(changed)
    assert "Listo: ya no está en el equipo." in text_of(removed)
    assert not Member.objects.filter(pk=colleague.pk).exists()
    assert Invitation.objects.get().role == "finance"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"email": "nada", "role": "orders"}, "Revise los campos marcados"),
        ({"email": "a@example.com", "role": "jefe"}, "Revise los campos marcados"),
        ({"email": "señor@example.com", "role": "orders"}, "Revise los campos marcados"),
    ],
)
def test_a_wrong_invitation_is_shown_with_what_was_typed(shop, member, sent, told):
    page = member().post(reverse("vendors_portal:invite"), sent)

    assert page.status_code == 422
    assert told in text_of(page)
    assert f'value="{sent["email"]}"' in text_of(page)
    assert Invitation.objects.count() == 0


def test_the_only_owner_is_told_to_stay(shop, member):
    place = Member.objects.get(user=owner_of(shop))

    page = member().post(reverse("vendors_portal:remove_member", args=[place.pk]))

    assert page.status_code == 409
    assert "La tienda debe tener al menos un dueño." in text_of(page)


def test_an_owner_who_leaves_is_signed_out(shop, member, portal_of):
    second = make_member(shop, "owner")
    client = portal_of(second)
    place = Member.objects.get(user=second)

    response = client.post(reverse("vendors_portal:remove_member", args=[place.pk]))

    assert response["Location"] == "/portal/entrar/"
    assert client.get(TEAM).status_code == 302


def test_another_shops_team_does_not_exist(member):
    place = Member.objects.get(user=owner_of(make_vendor()))

    answers = [member().post(url, sent) for url, sent in list(deeds(place.pk).items())[1:]]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_somebody_invited_signs_in_looks_and_accepts(client, shop):
    person = make_user(email=EMAIL)
    link = f"/portal/invitaciones/{ask(shop)}/"
    login = client.get(link)["Location"]
    assert login == f"/cuenta/entrar/?next={link}"

    entered = client.post(
        login, {"email": person.email, "password": PASSWORD, "next": link}, follow=True
    )

    assert "Café de la Sierra le invita" in text_of(entered)
    assert "pedidos" in text_of(entered)
    assert not Member.objects.filter(user=person).exists()
    joined = client.post(link, follow=True)
    assert "Ya hace parte del equipo." in text_of(joined)
    assert Member.objects.get(user=person).role == "orders"
    assert client.get(link).status_code == 404


def test_whoever_else_has_the_link_reads_the_same_as_for_none(shop, portal_of):
    link = f"/portal/invitaciones/{ask(shop)}/"
    stranger = portal_of(make_user())
    nowhere = "/portal/invitaciones/otra/"

    answers = [stranger.get(link), stranger.get(nowhere), stranger.post(link)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    tokens = re.compile(r'value="\w{64}"')
    assert len({tokens.sub("", text_of(answer)) for answer in answers}) == 1
    assert shop.name not in text_of(answers[0])
    assert Invitation.objects.get().accepted_at is None


def test_an_unproven_mailbox_is_told_what_to_do(shop, portal_of):
    link = f"/portal/invitaciones/{ask(shop)}/"

    page = portal_of(make_user(email=EMAIL, verified=False)).post(link)

    assert page.status_code == 403
    assert "Verifique primero su correo" in text_of(page)


def test_people_without_a_shop_still_do_not_enter_the_rest_of_the_portal(shop):
    person = make_user(email=EMAIL)
    client = Client()
    sent = {"email": person.email, "password": PASSWORD}

    refused = client.post("/portal/entrar/", sent | {"next": "/portal/ventas/"})

    assert refused.status_code == 403
