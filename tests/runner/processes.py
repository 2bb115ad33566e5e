"""Small real processes for the supervisor's tests, and ways to wait for them without sleeping."""

import io
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from marketplace.runner.console import Console
from marketplace.runner.errors import StackError
from marketplace.runner.parts import Part
from marketplace.runner.supervisor import Patience, Supervisor

# Seconds that a condition gets to come true; nothing waits that long when all is well.
DEADLINE = 20.0
QUICK = Patience(first=0.01, longest=0.04, calm=30.0)

SERVICE = """
import pathlib, signal, sys, threading
def leave(*_):
    with open(sys.argv[1], "a") as log:
        log.write("stopped\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
with open(sys.argv[1], "a") as log:
    log.write("started\\n")
print("ready to serve", flush=True)
threading.Event().wait()
"""


def until(condition: Callable[[], Any], what: str) -> Any:
    """Return ``condition()`` as soon as it is true; fail after the deadline."""
    end = time.monotonic() + DEADLINE
    tick = threading.Event()
    while not (value := condition()):
        assert time.monotonic() < end, f"waited in vain: {what}"
        tick.wait(0.01)
    return value


def service(name: str, folder: Path, **options: Any) -> Part:
    """Return a service that writes its starts and stops into ``folder/name``."""
    return python_part(name, SERVICE, str(folder / name), ready_text="ready to serve", **options)


def step(name: str, code: str, *arguments: str, **options: Any) -> Part:
    return python_part(name, code, *arguments, once=True, **options)


def python_part(name: str, code: str, *arguments: str, **options: Any) -> Part:
    command = (sys.executable, "-c", code, *arguments)
    return Part(name=name, command=command, environment=dict(os.environ), **options)


def history(folder: Path, name: str) -> list[str]:
    """Return what the service ``name`` wrote down."""
    path = folder / name
    return path.read_text(encoding="utf-8").split() if path.exists() else []


class Running:
    """A supervisor at work beside the test; leaving the block stops it."""

    def __init__(self, *parts: Part, logs: Path, patience: Patience = QUICK) -> None:
        self.out = io.StringIO()
        self.ready = threading.Event()
        self.error: StackError | None = None
        self.supervisor = Supervisor(
            parts,
            console=Console(logs=logs, out=self.out),
            on_ready=self.ready.set,
            patience=patience,
        )
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.supervisor.run()
        except StackError as error:
            self.error = error

    def __enter__(self) -> "Running":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.supervisor.stop()
        self.join()

    def join(self) -> None:
        self.thread.join(DEADLINE)
        assert not self.thread.is_alive(), "the supervisor stops within the deadline"

    def until_ready(self) -> None:
        assert self.ready.wait(DEADLINE), self.out.getvalue()

    def process(self, name: str) -> int:
        """Return the process number of the part ``name``, waiting for it to be there."""
        run = self.supervisor.runs[name]
        return until(lambda: run.child and run.child.pid, f"{name} runs")

    def kill(self, name: str) -> int:
        """Kill the part's process the hard way; returns its number."""
        process = self.process(name)
        os.kill(process, signal.SIGKILL)
        return process
