"""What the person at the terminal sees, and the bounded log files behind it.

Progress and the parts' lines go to stderr; stdout is for the line that says the stack is ready.
"""

import errno
import os
import re
import sys
import threading
from collections import deque
from pathlib import Path
from typing import TextIO

LOG_BYTES = 5 * 2**20
NAME_WIDTH = 8
COLOURS = (36, 32, 33, 35, 34, 96, 92, 93, 95, 94)
TERMINAL_CODES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
FULL_DISK = "No space left on device"


class LogFile:
    """A part's log: two files of at most ``limit`` bytes each, the older one ending in ``.1``."""

    def __init__(self, path: Path, *, limit: int = LOG_BYTES) -> None:
        self.path = path
        self.limit = limit
        self.is_broken = False

    def write(self, line: str) -> None:
        """Append ``line``; a full disk loses lines, never the stack."""
        try:
            if self.path.exists() and self.path.stat().st_size >= self.limit:
                self.path.replace(self.path.with_name(self.path.name + ".1"))
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(line + "\n")
            self.is_broken = False
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            self.is_broken = True


class Console:
    """Prints ``web     | line`` for each part, keeps the last lines, and warns of a full disk."""

    def __init__(
        self, *, logs: Path, quiet: bool = False, out: TextIO | None = None, data: str = ""
    ) -> None:
        self.logs = logs
        self.quiet = quiet
        self.out = out or sys.stderr
        self.data = data
        self.colourful = self.out.isatty() and "NO_COLOR" not in os.environ
        self.files: dict[str, LogFile] = {}
        self.colours: dict[str, int] = {}
        self.last: dict[str, deque[str]] = {}
        self.has_warned_of_full_disk = False
        self.lock = threading.RLock()

    def tell(self, text: str) -> None:
        """Say something of the supervisor's own; shown even when the parts are quiet."""
        with self.lock:
            self._keep("plaza", text)
            self._show("plaza", text)

    def line(self, name: str, text: str, *, shown: bool = True) -> None:
        """Take one line that a part wrote."""
        text = TERMINAL_CODES.sub("", text)
        with self.lock:
            self._keep(name, text)
            if shown and not self.quiet:
                self._show(name, text)
            full = FULL_DISK in text or self.files[name].is_broken
            if full and not self.has_warned_of_full_disk:
                self.has_warned_of_full_disk = True
                self.tell(
                    f"The disk of the data folder {self.data or self.logs} is full. Nothing is"
                    " lost, but purchases fail until there is room again; the parts recover alone."
                )

    def last_lines(self, name: str) -> list[str]:
        """Return what the part wrote last, oldest first."""
        with self.lock:
            return list(self.last.get(name, ()))

    def _keep(self, name: str, text: str) -> None:
        if name not in self.files:
            self.files[name] = LogFile(self.logs / f"{name}.log")
            self.last[name] = deque(maxlen=15)
        self.last[name].append(text)
        self.files[name].write(text)

    def _show(self, name: str, text: str) -> None:
        label = f"{name:<{NAME_WIDTH}} |"
        if self.colourful:
            colour = self.colours.setdefault(name, COLOURS[len(self.colours) % len(COLOURS)])
            label = f"\x1b[{colour}m{label}\x1b[0m"
        try:
            self.out.write(f"{label} {text}\n")
            self.out.flush()
        except OSError:  # the terminal is gone; the files remain
            self.quiet = True
