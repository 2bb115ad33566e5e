import pytest
from django.core.management import CommandError, call_command

from accounts.selectors.second_factor import has_second_factor
from tests.factories.accounts import make_staff_user, make_user, turn_on_second_factor

pytestmark = pytest.mark.django_db


def reset(email):
    call_command("reset_second_factor", email, reason="vino en persona")


def test_an_operator_turns_off_what_nobody_else_may():
    chief = make_staff_user(is_superuser=True)
    turn_on_second_factor(chief)

    reset(chief.email.upper())

    assert not has_second_factor(user_id=chief.pk)


def test_nobody_and_nothing_are_told():
    for email in ("nadie@example.com", make_user().email):
        with pytest.raises(CommandError):
            reset(email)
