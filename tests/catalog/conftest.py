"""A Chroma of our own and an embedder with a small, honest model."""

import re
import shutil
import socket
import subprocess
import sys
import threading
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from catalog.search import embedder, vectors
from catalog.search.model import READY, Model
from catalog.search.server import EmbedderServer
from catalog.selectors.branches import forget_branches

DIMENSION = 512
# What the small model knows of meaning: words of one line are the same to it.
ALIKE = [{"nevera", "refrigerador"}, {"celular", "smartphone", "telefono"}]


def small_encoder(texts: Sequence[str]) -> list[list[float]]:
    """Return one normalised vector a text: its words, hashed, those that mean the same as one."""
    return [_vector(text) for text in texts]


def _vector(text: str) -> list[float]:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    vector = [0.0] * DIMENSION
    for word in re.findall(r"[a-z]{3,}", plain):
        meaning = next((min(words) for words in ALIKE if word in words), word)
        vector[zlib.crc32(meaning.encode()) % DIMENSION] += 1.0
    length = sum(number**2 for number in vector) ** 0.5 or 1.0
    return [number / length for number in vector]


def ready_model() -> Model:
    """Return a model that has loaded the small encoder."""
    model = Model()
    model.name, model.dimension, model._encoder = "small", DIMENSION, small_encoder
    model.status = READY
    return model


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running Chroma on a folder that goes away."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent)) or "chroma"
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        port = finder.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma")
    command = [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/api/v2/heartbeat", process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen) -> None:
    patience = threading.Event()
    with requests.Session() as session:
        for _ in range(300):
            assert process.poll() is None, "the engine has stopped"
            try:
                if session.get(url, timeout=1).ok:
                    return
            except requests.RequestException:
                patience.wait(0.1)
    raise AssertionError("the engine does not answer")


@pytest.fixture
def embedder_server() -> Iterator[EmbedderServer]:
    """The real embedder's server around the small model."""
    server = EmbedderServer(("127.0.0.1", 0), ready_model())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


@pytest.fixture
def search_on(
    chroma_url: str, embedder_server: EmbedderServer, settings, monkeypatch
) -> Iterator[EmbedderServer]:
    """Search by meaning, on a collection of this test's own."""
    settings.CHROMA_URL = chroma_url
    settings.EMBEDDER_URL = f"http://127.0.0.1:{embedder_server.server_address[1]}"
    settings.CHROMA_COLLECTION_PREFIX = f"test-{uuid4().hex[:8]}"
    # A busy machine is not what these tests are about.
    monkeypatch.setattr(embedder, "NEAREST_READ", 10.0)
    monkeypatch.setattr(embedder, "CONNECT", 5.0)
    embedder.breaker.reset()
    yield embedder_server
    vectors.forget_indexes()
    embedder._connections.__dict__.clear()
    embedder.breaker.reset()


@pytest.fixture
def search_off(settings) -> None:
    """Search by words alone, as it is without the two addresses."""
    settings.CHROMA_URL = ""
    settings.EMBEDDER_URL = ""


@pytest.fixture(autouse=True)
def fresh_tree() -> None:
    """Forget the categories of the test before."""
    forget_branches()
