"""The command itself, with real engines on a data folder of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.runner.home import PROJECT, Home
from marketplace.runner.leftovers import is_alive, leftovers_of, processes_in
from tests.runner.processes import DEADLINE, until

SHOW = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], sep='\\n')"
# The embedder is somebody else's here: it would take seconds to load its model.
FOREIGN = {"EMBEDDER_URL": "http://127.0.0.1:1"}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment that names no service of the stack that runs these tests."""
    ours = ("DATABASE_URL", "REDIS_URL", "CHROMA_URL", "SANDBOX_URL", "PORT", "PUBLIC_BASE_URL")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, **FOREIGN, "PLAZA_HOME": str(tmp_path / "plaza")}


@pytest.fixture
def home(environment: dict[str, str]) -> Iterator[Home]:
    home = Home.from_environment(environment)
    yield home
    home.remove()


def manage(*arguments: str) -> list[str]:
    return [sys.executable, str(PROJECT / "manage.py"), *arguments]


def engines(*command: str) -> list[str]:
    return manage("runstack", "--engines-only", "--no-durability", *command)


@pytest.fixture
def running(environment: dict[str, str], home: Home) -> Iterator[subprocess.Popen[str]]:
    """Engines that run until the test stops them."""
    process = subprocess.Popen(engines(), env=environment, stderr=subprocess.PIPE, text=True)
    try:
        until(lambda: is_ready(home), "the engines answer")
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=DEADLINE)


def is_ready(home: Home) -> bool:
    log = home.logs / "plaza.log"
    return log.exists() and "Everything answers" in log.read_text(encoding="utf-8")


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_command_runs_with_the_engines_and_its_exit_code_comes_back(
    environment: dict[str, str], home: Home
):
    answer = run(engines("--", "python", "-c", SHOW + "; raise SystemExit(7)"), environment)

    assert answer.returncode == 7, answer.stderr
    database, redis = answer.stdout.split()
    assert database.startswith("postgresql://plaza:")
    assert redis.startswith("redis://:")
    assert not home.stack_file.exists()
    assert leftovers_of(home) == []


def test_what_a_command_leaves_running_ends_with_the_stack(environment: dict[str, str], home: Home):
    leave = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid)"

    answer = run(engines("--", "python", "-c", leave), environment)

    assert answer.returncode == 0, answer.stderr
    assert not is_alive(int(answer.stdout))


def test_a_second_start_ends_with_three_and_stop_with_a_clean_end(
    running: subprocess.Popen[str], environment: dict[str, str], home: Home
):
    second = run(engines(), environment)
    assert home.stack_file.exists()
    stopped = run(manage("stopstack"), environment)

    assert second.returncode == 3
    assert f"process {running.pid}" in second.stderr
    assert stopped.returncode == 0
    assert running.wait(timeout=DEADLINE) == 0
    assert not home.stack_file.exists()
    assert leftovers_of(home) == []


def test_killed_engines_come_back_with_their_data(
    running: subprocess.Popen[str], environment: dict[str, str], home: Home
):
    log = home.logs / "plaza.log"
    server = int((home.cluster / "postmaster.pid").read_text().split()[0])

    os.kill(server, signal.SIGKILL)

    until(lambda: log.read_text().count("postgres is ready") == 2, "PostgreSQL is back")
    assert int((home.cluster / "postmaster.pid").read_text().split()[0]) != server


def test_a_killed_supervisor_takes_its_engines_along_and_the_next_start_works(
    running: subprocess.Popen[str], environment: dict[str, str], home: Home
):
    parts = leftovers_of(home)
    assert parts

    running.kill()
    until(lambda: not any(is_alive(part) for part in parts), "the engines are gone")
    again = run(engines("--", "python", "-c", SHOW), environment)

    assert again.returncode == 0, again.stderr
    assert processes_in(home.cluster) == []


def test_a_port_that_is_none_is_refused_without_a_traceback(environment: dict[str, str]):
    environment["PORT"] = "abc"

    answer = run(manage("runstack"), environment)

    assert answer.returncode == 2
    assert "PORT='abc' is not a port" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


def test_the_doctor_names_what_is_wrong_even_when_settings_do_not_load(
    environment: dict[str, str],
):
    environment |= {"PORT": "abc", "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}

    answer = run(manage("doctor"), environment)

    assert answer.returncode == 1
    lines = answer.stdout.splitlines()
    assert any(line.startswith("FAIL  PORT: 'abc'") for line in lines)
    assert any(line.startswith("FAIL  DATABASE_URL: 127.0.0.1:1") for line in lines)
    assert any(line.startswith("FAIL  Settings:") for line in lines)


def test_the_doctor_finds_nothing_wrong_with_running_engines(
    running: subprocess.Popen[str], environment: dict[str, str]
):
    answer = run(manage("doctor"), environment)

    lines = answer.stdout.splitlines()
    assert "OK    DATABASE_URL: PostgreSQL 18" in lines
    assert any(line.startswith("OK    REDIS_URL: valkey") for line in lines)
    assert "OK    Settings: load" in lines
    assert any(line.startswith("FAIL  Migrations:") for line in lines)
    assert [line for line in lines if line.startswith("FAIL")] == [
        line for line in lines if line.startswith("FAIL  Migrations:")
    ]
