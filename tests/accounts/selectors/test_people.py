import pytest

from accounts.access import read_access
from accounts.selectors.identity import signed_in_user, user_by_email
from accounts.selectors.people import Contact, contacts
from accounts.selectors.profile import profile_of, register_section
from marketplace.shared.ids import new_id
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_contacts_cost_one_query(number, django_assert_num_queries):
    people = [make_user() for _ in range(number)]
    make_user()

    with django_assert_num_queries(1):
        found = contacts(user_ids=[*(person.pk for person in people), new_id()])

    assert found == {
        person.pk: Contact(
            id=person.pk, email=person.email, full_name="Ana Gómez", phone=person.phone
        )
        for person in people
    }


def test_checking_a_token_costs_one_query(django_assert_num_queries):
    user = make_user()
    claims = read_access(sign_in(user).access)

    with django_assert_num_queries(1):
        found = signed_in_user(user_id=claims.user_id, session_id=claims.session_id, kid=claims.kid)

    assert found == user
    assert found.login_session_id == claims.session_id
    assert (found.login_session.kind, found.login_session.second_factor) == ("api", False)


def test_a_session_is_good_for_its_own_person_only():
    claims = read_access(sign_in(make_user()).access)
    valid = {"user_id": claims.user_id, "session_id": claims.session_id, "kid": claims.kid}

    assert signed_in_user(**valid) is not None
    for wrong in ({"user_id": make_user().pk}, {"session_id": new_id()}, {"kid": "0" * 16}):
        assert signed_in_user(**(valid | wrong)) is None


def test_people_are_found_by_any_spelling_of_their_address():
    user = make_user(email="ana@example.com")

    assert user_by_email(email=" Ana@EXAMPLE.com") == user
    assert user_by_email(email="otra@example.com") is None


def test_two_sections_of_the_profile_cannot_share_a_name():
    assert profile_of(make_user())["memberships"] == []
    with pytest.raises(ValueError, match="memberships"):
        register_section("memberships", lambda user_id: [])
