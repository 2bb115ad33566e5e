"""One running process of the stack, in its own process group, tied to the supervisor's life."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from .parts import Part

LAUNCHER = Path(__file__).with_name("launch.py")
SAME_USER = -1


class Child:
    """Starts ``part`` and reports its lines and its end from threads of its own.

    Made in the supervisor's main thread only: the kernel's death signal follows the thread that
    forked, and that one lives as long as the stack.
    """

    def __init__(
        self, part: Part, *, on_line: Callable[[str], None], on_end: Callable[[int], None]
    ) -> None:
        self.part = part
        uid, gid = (part.account.uid, part.account.gid) if part.account else (SAME_USER, SAME_USER)
        launch = [sys.executable, "-I", "-S", str(LAUNCHER)]
        launch += [str(value) for value in (os.getpid(), int(part.death_signal), uid, gid)]
        self.process = subprocess.Popen(
            [*launch, *part.command],
            env=dict(part.environment),
            cwd=part.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=part.descriptors,
        )
        self.pid = self.process.pid
        self.reader = threading.Thread(target=self._read, args=(on_line,), daemon=True)
        self.reader.start()
        self.ended = threading.Event()
        threading.Thread(target=self._wait, args=(on_end,), daemon=True).start()

    @property
    def is_running(self) -> bool:
        return not self.ended.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether the process has ended, giving it ``seconds`` to do so."""
        return self.ended.wait(max(0.0, seconds))

    def send(self, signal_number: signal.Signals) -> None:
        """Send a signal to the process; nothing happens if it has ended."""
        try:
            self.process.send_signal(signal_number)
        except ProcessLookupError:
            return

    def kill_group(self) -> None:
        """Kill what is left of the process and of what it started."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def _read(self, on_line: Callable[[str], None]) -> None:
        assert self.process.stdout is not None, "a pipe was asked for"
        with self.process.stdout as lines:
            for line in lines:
                on_line(line.decode("utf-8", "replace").rstrip())

    def _wait(self, on_end: Callable[[int], None]) -> None:
        status = self.process.wait()
        self.ended.set()
        # Its last words come before its end, unless a grandchild still holds the pipe.
        self.reader.join(timeout=1)
        on_end(status)
