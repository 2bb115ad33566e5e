"""Processes that outlived a killed supervisor: found by the mark in their environment."""

import os
import signal
import time
from pathlib import Path

from .home import Home

# Each part's environment carries the data folder under this name.
MARK = "PLAZA_STACK"
# Seconds that leftovers get to end by themselves; the kernel has already told them to.
GRACE = 8.0


def leftovers_of(home: Home) -> list[int]:
    """Return the processes that an earlier stack of ``home`` left running; none outside Linux."""
    mark = f"{MARK}={home.path}".encode()
    ours = {os.getpid(), os.getppid()}
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_left = mark in (process / "environ").read_bytes().split(b"\0")
        except OSError:  # ended meanwhile, or another user's
            continue
        if is_left and int(process.name) not in ours:
            found.append(int(process.name))
    return found + processes_in(home.cluster)


def processes_in(folder: Path) -> list[int]:
    """Return the processes whose working folder is ``folder``: PostgreSQL's own, by its manner."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            is_inside = link.readlink() == folder
        except OSError:
            continue
        if is_inside:
            found.append(int(link.parent.name))
    return found


def end(processes: list[int], *, grace: float = GRACE) -> None:
    """Interrupt ``processes``, wait up to ``grace`` seconds, then kill those that are left."""
    send(processes, signal.SIGINT)
    deadline = time.monotonic() + grace
    while any(is_alive(process) for process in processes):
        if time.monotonic() > deadline:
            send(processes, signal.SIGKILL)
            return
        time.sleep(0.05)


def send(processes: list[int], signal_number: signal.Signals) -> None:
    for process in processes:
        try:
            os.kill(process, signal_number)
        except ProcessLookupError:
            continue


def is_alive(process: int) -> bool:
    """Whether ``process`` runs; one that only waits for its parent to look does not."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return False
    return fields[0] != "Z"
