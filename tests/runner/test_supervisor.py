from pathlib import Path

import pytest

from marketplace.runner.errors import StackError, WrongConfiguration
from marketplace.runner.leftovers import is_alive
from marketplace.runner.supervisor import Patience, describe
from tests.runner.processes import Running, history, python_part, service, step, until

TELL_ORDER = "import sys; open(sys.argv[1], 'a').write(sys.argv[2] + '\\n')"


def never() -> bool:
    return False


def test_the_pause_before_a_restart_doubles_up_to_the_longest():
    patience = Patience(first=0.5, longest=30.0)

    assert [patience.before_start(failures) for failures in range(1, 9)] == [
        0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0,
    ]  # fmt: skip


def test_parts_start_only_after_those_they_wait_for(tmp_path: Path):
    log = str(tmp_path / "order")
    parts = [
        step("third", TELL_ORDER, log, "third", after=("second",)),
        step("second", TELL_ORDER, log, "second", after=("first",)),
        step("first", TELL_ORDER, log, "first"),
    ]

    with Running(*parts, logs=tmp_path) as running:
        running.until_ready()

    assert history(tmp_path, "order") == ["first", "second", "third"]


def test_nothing_is_ready_before_the_probe_says_so(tmp_path: Path):
    part = service("web", tmp_path, probe=(tmp_path / "door").exists)

    with Running(part, logs=tmp_path) as running:
        until(lambda: history(tmp_path, "web"), "the process started")
        was_ready_too_early = running.ready.is_set()
        (tmp_path / "door").touch()
        running.until_ready()

    assert not was_ready_too_early


def test_a_killed_part_comes_back_as_another_process(tmp_path: Path):
    with Running(service("web", tmp_path), logs=tmp_path) as running:
        running.until_ready()
        killed = running.kill("web")
        until(lambda: len(history(tmp_path, "web")) == 2, "it started again")
        assert running.process("web") != killed

    assert history(tmp_path, "web") == ["started", "started", "stopped"]
    assert "web was killed (SIGKILL); starting it again in 0.01 s" in running.out.getvalue()


def test_other_parts_keep_running_while_one_restarts(tmp_path: Path):
    parts = [service("database", tmp_path), service("web", tmp_path, after=("database",))]

    with Running(*parts, logs=tmp_path) as running:
        running.until_ready()
        web = running.process("web")
        running.kill("database")
        until(lambda: len(history(tmp_path, "database")) == 2, "the database is back")
        assert running.process("web") == web

    assert history(tmp_path, "web") == ["started", "stopped"]


def test_parts_stop_in_reverse_order(tmp_path: Path):
    parts = [service("database", tmp_path), service("web", tmp_path, after=("database",))]

    with Running(*parts, logs=tmp_path) as running:
        running.until_ready()

    said = running.out.getvalue()
    assert said.index("web stopped") < said.index("database stopped")
    assert history(tmp_path, "database") == ["started", "stopped"]


def test_a_part_that_ignores_the_stop_is_killed_after_its_time(tmp_path: Path):
    code = (
        "import signal, threading; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " print('deaf', flush=True); threading.Event().wait()"
    )
    part = step("deaf", code, stop_within=0.05)

    with Running(part, logs=tmp_path) as running:
        process = running.process("deaf")
        until(lambda: "deaf" in running.supervisor.console.last_lines("deaf"), "it is deaf now")

    assert "deaf did not stop within 0.05 s: killed" in running.out.getvalue()
    assert not is_alive(process)


def test_what_a_part_started_ends_with_it(tmp_path: Path):
    code = (
        "import subprocess, sys, threading;"
        "child = subprocess.Popen([sys.executable, '-c', 'import threading;"
        " threading.Event().wait()']);"
        "print('child', child.pid, flush=True); threading.Event().wait()"
    )

    with Running(step("parent", code), logs=tmp_path) as running:
        console = running.supervisor.console
        line = until(lambda: "".join(console.last_lines("parent")), "it told its child's number")

    until(lambda: not is_alive(int(line.split()[1])), "the child is gone")


def test_a_part_that_never_starts_stops_everything_and_shows_its_last_lines(tmp_path: Path):
    parts = [
        service("database", tmp_path),
        step("prepare", "pass"),
    ]
    broken = python_part("web", "raise SystemExit('no module x')", after=("database",))

    with Running(*parts, broken, logs=tmp_path) as running:
        running.join()

    assert isinstance(running.error, StackError)
    assert "web ended with status 1" in str(running.error)
    assert "    no module x" in str(running.error)
    assert not running.ready.is_set()
    assert history(tmp_path, "database") == ["started", "stopped"]


def test_a_failed_step_stops_everything_at_once(tmp_path: Path):
    parts = [
        step("migrate", "raise SystemExit('no such column')"),
        service("web", tmp_path, after=("migrate",)),
    ]

    with Running(*parts, logs=tmp_path) as running:
        running.join()

    assert "no such column" in str(running.error)
    assert history(tmp_path, "web") == []


def test_a_step_that_is_not_needed_does_not_run(tmp_path: Path):
    log = tmp_path / "log"
    part = step("seed", TELL_ORDER, str(log), "seeded", needed=never)

    with Running(part, logs=tmp_path) as running:
        running.until_ready()

    assert not log.exists()


def test_a_wrong_configuration_found_while_deciding_is_told(tmp_path: Path):
    def decide() -> bool:
        raise WrongConfiguration("the database is from another world")

    with Running(step("migrate", "pass", needed=decide), logs=tmp_path) as running:
        running.join()

    assert isinstance(running.error, WrongConfiguration)


def test_a_part_that_does_not_answer_in_time_is_started_again(tmp_path: Path):
    part = service("web", tmp_path, probe=never, ready_within=0.05)

    with Running(part, logs=tmp_path) as running:
        until(lambda: "does not answer" in running.out.getvalue(), "it was given up")
        running.join()

    assert "web was killed (SIGKILL)" in str(running.error)


@pytest.mark.parametrize(
    ("status", "words"),
    [(0, "ended with status 0"), (3, "ended with status 3"), (-9, "was killed (SIGKILL)")],
)
def test_the_end_of_a_process_is_told_in_words(status: int, words: str):
    assert describe(status) == words
