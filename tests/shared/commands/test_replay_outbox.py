import pytest
from django.core.management import CommandError, call_command

from marketplace.shared.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """A dead message of each of two handlers, and one that is done."""
    return [
        OutboxMessage.objects.create(
            event="e", handler=handler, payload={}, status=status, attempts=8
        )
        for handler, status in (("a.one", "dead"), ("b.two", "dead"), ("a.one", "done"))
    ]


def run(capsys, *arguments) -> str:
    call_command("replay_outbox", *arguments)
    return capsys.readouterr().out.splitlines()[-1]


def waiting() -> list[int]:
    return list(
        OutboxMessage.objects.filter(status="waiting", attempts=0).values_list("pk", flat=True)
    )


def test_all_dead_ones_are_replayed(capsys, three):
    assert run(capsys, "--all-dead") == "2 replayed"
    assert sorted(waiting()) == [three[0].pk, three[1].pk]


def test_only_those_of_one_handler(capsys, three):
    assert run(capsys, "--handler", "a.one") == "1 replayed"
    assert waiting() == [three[0].pk]


def test_by_id_whatever_their_state(capsys, three):
    assert run(capsys, str(three[2].pk)) == "1 replayed"
    assert waiting() == [three[2].pk]


def test_a_dry_run_changes_nothing(capsys, three):
    assert run(capsys, "--all-dead", "--dry-run") == "2 would be replayed"
    assert waiting() == []


def test_an_empty_run_says_so(capsys):
    assert run(capsys, "--all-dead") == "0 replayed"


def test_nothing_chosen_is_refused(three):
    with pytest.raises(CommandError, match="--all-dead"):
        call_command("replay_outbox")

    assert waiting() == []
