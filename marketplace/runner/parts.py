"""What a part of the stack is: a command, what it waits for, how to see that it answers."""

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


def nothing() -> None:
    """Do nothing."""


def always() -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Account:
    """The user that a part runs as, when it is not ours."""

    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Give ``path`` and everything in it to this user."""
        os.chown(path, self.uid, self.gid)
        for folder, folders, files in os.walk(path):
            for name in folders + files:
                os.chown(Path(folder) / name, self.uid, self.gid, follow_symlinks=False)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One process of the stack.

    A *service* runs until the stack stops and is restarted when it ends. A *step* (``once``) runs
    to its end before the parts that name it in ``after``; it is left out when ``needed`` says so.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    account: Account | None = None
    after: tuple[str, ...] = ()
    descriptors: tuple[int, ...] = ()
    # Lines of a part that is not shown go to its log only, and to the terminal if it fails.
    shown: bool = True
    # Called before each start, in the supervisor: leftovers of a killed process.
    prepare: Callable[[], None] = nothing

    # A service answers when the probe says so or when it has written this text, in seconds.
    probe: Callable[[], bool] | None = None
    ready_text: str = ""
    ready_within: float = 90.0

    once: bool = False
    needed: Callable[[], bool] = always
    finish: Callable[[], None] = nothing
    tells: str = ""

    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 10.0
    # Sent by the kernel when the supervisor is killed.
    death_signal: signal.Signals = signal.SIGTERM
