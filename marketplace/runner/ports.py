"""Free ports for the engines, and who sits on one that is taken."""

import random
import socket
from pathlib import Path

from .errors import WrongConfiguration
from .home import Home

LOOPBACK = "127.0.0.1"
# Below the kernel's range for outgoing connections: one of those must not take an engine's port
# while it restarts.
ENGINE_PORTS = range(20_000, 32_000)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def engine_port(home: Home, name: str) -> int:
    """Return the port of the part ``name``: the one of last time if it is still free."""
    known = home.read_json("ports.json")
    port = known.get(name)
    if not isinstance(port, int) or not is_free(port):
        candidates = random.sample(ENGINE_PORTS, 200)
        taken = set(known.values())
        port = next(port for port in candidates if port not in taken and is_free(port))
        home.write_json("ports.json", {**known, name: port})
    return port


def chosen_port(text: str, *, variable: str) -> int:
    """Return the port that a person chose in ``variable``.

    Raises: WrongConfiguration: it is no port, not allowed, or taken; says by whom if it can.
    """
    if not text.isdigit() or not 0 < int(text) < 65_536:
        raise WrongConfiguration(f"{variable}={text!r} is not a port: write 1024 to 65535.")
    port = int(text)
    if not is_free(port):
        holder = holder_of(port)
        raise WrongConfiguration(
            f"Port {port} is taken{f' by {holder}' if holder else ''}. Stop that program, or choose"
            f" another port: {variable}={port + 1} make run"
        )
    return port


def holder_of(port: int) -> str:
    """Return "name (process N)" of who listens on ``port``; empty where the kernel hides it."""
    sockets = listening_sockets(port)
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            target = str(link.readlink())
        except OSError:  # ended meanwhile, or another user's
            continue
        if target in sockets:
            process = link.parent.parent
            name = (process / "comm").read_text(encoding="utf-8").strip()
            return f"{name} (process {process.name})"
    return ""


def listening_sockets(port: int) -> set[str]:
    """Return the listening sockets of ``port`` as ``/proc`` names them: ``socket:[inode]``."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text(encoding="utf-8").splitlines()[1:]
        except OSError:  # not Linux
            continue
        for fields in map(str.split, lines):
            listens = fields[3] == "0A"
            if listens and int(fields[1].rsplit(":", 1)[1], 16) == port:
                found.add(f"socket:[{fields[9]}]")
    return found
