"""The embedded Chroma server: the vector index of one stack."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path

from .errors import WrongConfiguration
from .home import Home
from .parts import Part
from .probes import answers_chroma


def program(scripts: Path) -> Path:
    """Return the ``chroma`` command of the environment whose scripts are in ``scripts``.

    Raises: WrongConfiguration: it is not installed.
    """
    command = scripts / "chroma"
    if importlib.util.find_spec("chromadb") is None or not command.exists():
        raise WrongConfiguration(
            "Chroma is not installed (package chromadb). Start with `make run`, or set CHROMA_URL"
            " to a server of your own."
        )
    return command


def server_url(*, port: int) -> str:
    return f"http://127.0.0.1:{port}"


def part(home: Home, *, port: int, scripts: Path, environment: Mapping[str, str]) -> Part:
    """Return the server; its index can be made anew from PostgreSQL at any time."""
    folder = home.path / "chroma"
    return Part(
        name="chroma",
        command=(
            *(str(program(scripts)), "run", "--path", str(folder)),
            *("--host", "127.0.0.1", "--port", str(port)),
        ),
        environment={**environment, "ANONYMIZED_TELEMETRY": "False"},
        folder=home.path,
        shown=False,
        prepare=lambda: folder.mkdir(exist_ok=True),
        probe=lambda: answers_chroma(server_url(port=port)),
    )
