"""``manage.py stopstack``: stops the stack of a data folder, also what a killed one left."""

import os
import signal
import sys
import time
from collections.abc import Mapping

from . import leftovers
from .errors import ExitCode
from .home import Home

# Seconds: the sum of what the parts may take to stop, and some more.
PATIENCE = 60.0


def stop_stack(*, environment: Mapping[str, str], remove_data: bool = False) -> int:
    """Stop the stack, wait for its end and, if asked, remove its data; returns the exit code.

    Fine when none runs.
    """
    home = Home.from_environment(environment)
    status = stop_what_runs(home)
    if status == ExitCode.CLEAN and remove_data:
        home.remove()
    return status


def stop_what_runs(home: Home) -> ExitCode:
    """Stop the supervisor of ``home``, or what one that was killed has left."""
    holder = home.holder()
    if holder is None:
        left = leftovers.leftovers_of(home)
        leftovers.end(left)
        home.stack_file.unlink(missing_ok=True)
        sys.stderr.write("plaza    | Nothing was running" + " but leftovers" * bool(left) + "\n")
        return ExitCode.CLEAN
    os.kill(holder, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while home.holder() == holder:
        if time.monotonic() > deadline:
            sys.stderr.write(f"plaza    | Process {holder} does not stop: kill -9 {holder}\n")
            return ExitCode.FAILED
        time.sleep(0.1)
    sys.stderr.write("plaza    | Stopped\n")
    return ExitCode.CLEAN
