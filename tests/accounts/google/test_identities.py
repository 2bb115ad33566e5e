"""Seeing and removing the ways in that others vouch for."""

from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import SocialIdentity
from marketplace.shared.ids import new_id
from tests.factories.accounts import make_staff_user, make_user

pytestmark = pytest.mark.django_db

_numbers = count(1)
PATH = "/api/v1/auth/identities"


def make_identity(user, **values):
    defaults = {"provider": "google", "subject": str(next(_numbers)), "email": user.email}
    return SocialIdentity.objects.create(user=user, **(defaults | values))


def test_a_person_sees_their_own_identities_and_nothing_of_the_providers_id(client_of):
    user = make_user()
    identity = make_identity(user, subject="secreto")
    make_identity(make_user())

    response = client_of(user).get(PATH)

    [row] = response.json()["results"]
    assert sorted(row) == ["email", "id", "linked_at", "provider"]
    assert (row["id"], row["provider"], row["email"]) == (
        str(identity.pk), "google", user.email,
    )  # fmt: skip
    assert b"secreto" not in response.content


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client_of, django_assert_num_queries, number
):
    user = make_user()
    for _ in range(number):
        make_identity(user)
    client = client_of(user)

    with django_assert_num_queries(3):  # the token, count, identities
        response = client.get(PATH)

    assert response.json()["count"] == number


def test_an_identity_is_removed_once(client_of):
    user = make_user()
    identity = make_identity(user)
    client = client_of(user)

    answers = [client.delete(f"{PATH}/{identity.pk}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 404]
    assert answers[1].json()["code"] == "identity_not_found"
    assert client.get(PATH).status_code == 200


def test_somebody_elses_identity_looks_as_if_it_did_not_exist(client_of):
    identity = make_identity(make_user())
    client = client_of(make_user())

    answers = [client.delete(f"{PATH}/{pk}") for pk in (identity.pk, new_id())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    assert SocialIdentity.objects.count() == 1


def test_the_last_way_in_stays(client_of):
    user = make_user()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    first, second = make_identity(user), make_identity(user)
    client = client_of(user)

    answers = [client.delete(f"{PATH}/{identity.pk}") for identity in (first, second)]

    assert [answer.status_code for answer in answers] == [204, 409]
    assert answers[1].json()["code"] == "last_way_in"
    assert SocialIdentity.objects.get() == second


def test_strangers_are_refused(api):
    assert api.get(PATH).status_code == 401
    assert api.delete(f"{PATH}/{new_id()}").status_code == 401


def removed_by(staff, identity):
    client = Client()
    client.force_login(staff)
    address = reverse("admin:accounts_socialidentity_changelist")
    form = {"action": "remove_selected", "_selected_action": [str(identity.pk)]}
    return client.post(address, form, follow=True)


def test_staff_with_the_right_remove_an_identity():
    identity = make_identity(make_user())

    page = removed_by(make_staff_user("soporte"), identity)

    assert "Ingresos quitados: 1" in page.content.decode()
    assert not SocialIdentity.objects.exists()


def test_staff_do_not_reach_for_somebody_as_strong_as_they_are():
    identity = make_identity(make_staff_user("finanzas"))

    page = removed_by(make_staff_user("soporte"), identity)

    assert "No puede cambiar una cuenta" in page.content.decode()
    assert SocialIdentity.objects.count() == 1


def test_staff_without_the_right_do_not_see_the_screen():
    identity = make_identity(make_user())

    assert removed_by(make_staff_user("catalogo"), identity).status_code == 403
    assert SocialIdentity.objects.count() == 1
