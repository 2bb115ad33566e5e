import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.runner.errors import ExitCode, WrongConfiguration
from marketplace.runner.home import Home
from marketplace.runner.ports import ENGINE_PORTS, chosen_port, engine_port, holder_of, is_free
from marketplace.runner.stack import open_door


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.prepare()
    return home


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_refused_with_its_holder_and_a_way_out(taken_port: int):
    with pytest.raises(WrongConfiguration) as refusal:
        chosen_port(str(taken_port), variable="PORT")

    assert f"Port {taken_port} is taken by" in str(refusal.value)
    assert f"(process {os.getpid()})" in str(refusal.value)
    assert f"PORT={taken_port + 1} make run" in str(refusal.value)
    assert refusal.value.exit_code is ExitCode.WRONG_CONFIGURATION


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "80 80"])
def test_what_is_no_port_is_refused(text: str):
    with pytest.raises(WrongConfiguration, match="is not a port"):
        chosen_port(text, variable="PORT")


def test_an_engine_gets_its_port_back_when_it_is_free(home: Home):
    port = engine_port(home, "postgres")

    assert port in ENGINE_PORTS
    assert engine_port(home, "postgres") == port
    assert engine_port(home, "valkey") != port


def test_an_engine_gets_another_port_when_its_own_was_taken(home: Home):
    port = engine_port(home, "postgres")

    with socket.create_server(("127.0.0.1", port)):
        other = engine_port(home, "postgres")

    assert other != port
    assert home.read_json("ports.json") == {"postgres": other}


def test_nobody_holds_a_free_port(taken_port: int):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert holder_of(closed.getsockname()[1]) == ""


def test_the_web_keeps_its_port_while_it_restarts_and_refuses_callers_before_it_starts(home: Home):
    port = engine_port(home, "web")

    with open_door(str(port)) as door:
        with socket.socket() as caller, pytest.raises(ConnectionRefusedError):
            caller.connect(("127.0.0.1", port))
        web = door.dup()
        web.listen()
        web.close()

        assert not is_free(port)
