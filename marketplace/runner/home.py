"""The data folder (``PLAZA_HOME``): its lock, its secrets, and where the running stack listens."""

import errno
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import AlreadyRunning, WrongConfiguration

PROJECT = Path(__file__).resolve().parent.parent.parent

# Megabytes. An empty PostgreSQL cluster with its log takes 80, the demo about as much again.
NEEDED_AT_FIRST = 400
NEEDED_LATER = 100
PRIVATE = 0o600


@dataclass(frozen=True)
class Home:
    """Where one stack keeps everything it writes."""

    path: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Home":
        return cls(Path(environment.get("PLAZA_HOME") or PROJECT / ".plaza").resolve())

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def elsewhere(self) -> Path:
        """Names the folder outside, if the cluster could not lie in here (``postgres.py``)."""
        return self.path / "elsewhere"

    @property
    def cluster(self) -> Path:
        """Where PostgreSQL's data lies."""
        if self.elsewhere.exists():
            return Path(self.elsewhere.read_text(encoding="utf-8")) / "data"
        return self.path / "postgres"

    @property
    def stack_file(self) -> Path:
        """What ``manage.py`` commands read to find the running engines."""
        return self.run / "stack.env"

    @property
    def is_new(self) -> bool:
        return not (self.path / "secrets.json").exists()

    def prepare(self) -> None:
        """Make the folders; refuse one that is full, read-only or somebody else's.

        Others may pass through the folder (PostgreSQL runs as another user when we are root) but
        cannot list it.
        """
        try:
            for folder in (self.path, self.run, self.logs, self.mail):
                folder.mkdir(parents=True, exist_ok=True)
            owner = self.path.stat().st_uid
            if os.geteuid() == owner:
                self.path.chmod(0o711)
            elif os.geteuid() != 0:
                raise PermissionError(errno.EACCES, f"it belongs to user {owner}")
        except OSError as error:
            raise WrongConfiguration(
                f"The data folder {self.path} cannot be written: {error.strerror}."
                " Set PLAZA_HOME to a folder of your own."
            ) from error
        needed = NEEDED_AT_FIRST if self.is_new else NEEDED_LATER
        free = shutil.disk_usage(self.path).free // 2**20
        if free < needed:
            raise WrongConfiguration(
                f"The disk of the data folder {self.path} is full: {free} MB free, {needed} MB"
                " needed. Make room, or set PLAZA_HOME to a folder on another disk."
            )

    def remove(self) -> None:
        """Forget everything; only for a folder in which no stack runs."""
        if self.elsewhere.exists():
            shutil.rmtree(self.elsewhere.read_text(encoding="utf-8"), ignore_errors=True)
        shutil.rmtree(self.path, ignore_errors=True)

    @contextmanager
    def locked(self, *, url: str) -> Iterator[None]:
        """Hold the folder for this process.

        Raises: AlreadyRunning: with the address and process of who holds it.
        The kernel frees the lock when the process ends, however it ends.
        """
        with open(self.run / "lock", "a+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                holder = lock.read().split()
                raise AlreadyRunning(
                    f"Plaza is already running at {holder[1]}, process {holder[0]}, with the data"
                    f" folder {self.path}. Stop it with `make stop`, or set PLAZA_HOME and PORT to"
                    " start another beside it."
                    if len(holder) == 2
                    else f"Another start is using the data folder {self.path}; wait for it."
                ) from error
            lock.truncate(0)
            lock.write(f"{os.getpid()} {url}")
            lock.flush()
            yield

    def holder(self) -> int | None:
        """Return the process that holds the folder, or None when it is free."""
        words = self._held()
        return int(words[0]) if words else None

    def url(self) -> str | None:
        """Return where the stack of the folder runs, or None when it does not."""
        words = self._held()
        return words[1] if words else None

    def _held(self) -> list[str]:
        """Return what the holder wrote: its process and its address; nothing when it is free."""
        if not (self.run / "lock").exists():
            return []
        with open(self.run / "lock", "r+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return lock.read().split()
        return []

    def secret(self, name: str) -> str:
        """Return the lasting secret ``name``, made at first use: sessions survive a restart."""
        known = self.read_json("secrets.json")
        if name not in known:
            known[name] = secrets.token_urlsafe(48)
            self.write_json("secrets.json", known)
        return str(known[name])

    def read_json(self, name: str) -> dict[str, Any]:
        """Return what :meth:`write_json` kept under ``name``; nothing yet, or spoilt, is empty."""
        try:
            content = json.loads((self.path / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return content if isinstance(content, dict) else {}

    def write_json(self, name: str, content: Mapping[str, Any]) -> None:
        write_private(self.path / name, json.dumps(content, indent=1))

    def write_stack_file(self, values: Mapping[str, str]) -> None:
        """Tell commands where the stack is; before migrating, so that they find the engines."""
        write_private(
            self.stack_file, "".join(f"{name}={value}\n" for name, value in values.items())
        )


def write_private(path: Path, text: str) -> None:
    """Write ``path`` whole or not at all, readable by the owner only."""
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
