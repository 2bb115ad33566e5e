from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marketplace.runner import stamps
from marketplace.runner.errors import WrongConfiguration
from marketplace.runner.home import Home
from marketplace.runner.runstack import ready_block
from marketplace.runner.stack import Stack, Wishes

Plan = Callable[..., Stack]
ENGINES_ONLY = Wishes(engines_only=True)
ALL = Wishes()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    home.prepare()
    yield home
    home.remove()


@pytest.fixture
def make(home: Home) -> Iterator[Plan]:
    """``make(given, wishes)`` plans a stack; its port is given back afterwards."""
    made: list[Stack] = []

    def plan(given: dict[str, str], wishes: Wishes = ALL) -> Stack:
        for earlier in made:
            earlier.close()
        made.append(Stack(home, given=given, wishes=wishes))
        return made[-1]

    yield plan
    for stack in made:
        stack.close()


def names(stack: Stack) -> list[str]:
    return [part.name for part in stack.parts]


def test_engines_only_leaves_out_what_serves_people(make: Plan):
    stack = make({}, ENGINES_ONLY)

    assert names(stack) == ["embedder", "initdb", "postgres", "valkey", "chroma"]
    assert stack.door is None


def test_the_whole_stack_waits_for_data_before_it_serves(make: Plan, free_port: int):
    stack = make({"PORT": str(free_port)})

    after = {part.name: part.after for part in stack.parts}
    assert after["postgres"] == ("initdb",)
    assert after["migrate"] == ("postgres",)
    assert set(after["seed"]) == {"migrate", "valkey", "chroma", "embedder", "sandbox"}
    assert after["web"] == after["worker"] == after["beat"] == ("migrate", "valkey")
    assert all(set(waits) <= after.keys() for waits in after.values())


@pytest.mark.parametrize(
    ("variable", "url", "gone"),
    [
        ("DATABASE_URL", "postgresql://shop@db/shop", {"initdb", "postgres"}),
        ("REDIS_URL", "redis://cache:6379/0", {"valkey"}),
        ("CHROMA_URL", "http://chroma:8000", {"chroma"}),
        ("EMBEDDER_URL", "http://embedder:8080", {"embedder"}),
    ],
)
def test_a_given_address_replaces_its_engine_and_no_other(
    make: Plan, free_port: int, variable: str, url: str, gone: set[str]
):
    own = make({"PORT": str(free_port)})
    stack = make({"PORT": str(free_port), variable: url})

    assert set(names(own)) - set(names(stack)) == gone
    assert stack.values[variable] == url
    assert all(set(part.after) <= set(names(stack)) for part in stack.parts)


def test_a_service_that_does_not_answer_is_refused_by_the_name_of_its_variable(make: Plan):
    given = {"REDIS_URL": "redis://127.0.0.1:1/0"}
    stack = make(given, ENGINES_ONLY)

    with pytest.raises(WrongConfiguration, match="REDIS_URL is set, but nothing answers there"):
        stack.await_foreign_services(patience=0.0)


def test_secrets_and_addresses_stay_the_same_from_start_to_start(make: Plan, free_port: int):
    given = {"PORT": str(free_port)}
    first = make(given)

    assert make(given).values == first.values


def test_the_ready_line_is_the_first_and_names_everything_a_person_needs(
    make: Plan, home: Home, free_port: int
):
    stack = make({"PORT": str(free_port)})

    lines = ready_block(stack, home).splitlines()

    url = f"http://127.0.0.1:{free_port}"
    assert lines[0] == f"Plaza is ready at {url}"
    text = "\n".join(lines)
    for needed in (
        f"{url}/api/docs/",
        f"{url}/admin/",
        f"{url}/portal/",
        f"{url}/demo/mensajes/",
        "Plaza-demo-2026",
    ):
        assert needed in text
    assert text.count("@plaza.test") == 11


def test_every_migration_file_of_ours_is_known_by_its_application():
    found = stamps.migrations_on_disk()

    assert {("accounts", "0001_initial"), ("shared", "0001_initial")} <= found
    assert all(name[:4].isdigit() for _, name in found)
