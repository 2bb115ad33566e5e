"""The embedder: a small HTTP server around the model, for our own processes only.

``GET /health`` tells the state; ``POST /embed {"texts": […]}`` gives vectors;
``POST /nearest {"text", "limit"}`` gives the ids of the nearest products. It listens at once and
loads the model meanwhile: until then work is answered with 503 and ``status: loading``.
"""

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from django.conf import settings

from .errors import IndexMismatch, SearchOff, SearchUnavailable
from .model import READY, Model
from .recent import Recent
from .vectors import vector_index

logger = logging.getLogger("plaza.search")

MAX_BODY = 1024 * 1024
MAX_TEXTS = 64
MAX_NEAREST = 200
MAX_QUERY = 200


class BadRequest(Exception):
    """The body is not what the path wants."""


class EmbedderServer(ThreadingHTTPServer):
    """One thread a connection; connections stay open between requests."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], model: Model) -> None:
        self.model = model
        self.recent: Recent[list[tuple[str, float]]] = Recent()
        super().__init__(address, EmbedderHandler)

    def load_in_background(self) -> None:
        """Start loading the model without keeping callers waiting."""
        threading.Thread(target=self._load, name="load-model", daemon=True).start()

    def _load(self) -> None:
        self.model.load()
        if self.model.status == READY and settings.CHROMA_URL:
            self._open_index()

    def _open_index(self) -> None:
        """Pay for the slow import and the connection now, not in the first buyer's search."""
        index = vector_index(model=self.model.name, dimension=self.model.dimension)
        try:
            index.nearest(self.model.encode_query("mesa"), limit=1)
        except (SearchUnavailable, IndexMismatch):
            logger.warning("Chroma does not answer yet; the first search will look for it again")


class EmbedderHandler(BaseHTTPRequestHandler):
    """Answers one connection's requests, one after the other."""

    server: EmbedderServer
    protocol_version = "HTTP/1.1"
    timeout = 120
    # An answer goes out in one piece at once instead of waiting for the other side's receipt.
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024

    def do_GET(self) -> None:
        if self.path != "/health":
            self._answer(404, {"error": "not found"})
            return
        self._answer(200, self._state())

    def do_POST(self) -> None:
        work = {"/embed": self._embed, "/nearest": self._nearest}.get(self.path)
        try:
            body = self._body()
        except BadRequest as error:
            self.close_connection = True
            self._answer(400, {"error": str(error)})
            return
        if work is None:
            self._answer(404, {"error": "not found"})
        elif self.server.model.status != READY:
            self._answer(503, self._state())
        else:
            self._work(work, body)

    def _work(self, work: Any, body: dict[str, Any]) -> None:
        try:
            self._answer(200, work(body))
        except BadRequest as error:
            self._answer(400, {"error": str(error)})
        except (SearchOff, SearchUnavailable, IndexMismatch) as error:
            self._answer(503, {"status": "index_unavailable", "error": str(error)})

    def _embed(self, body: dict[str, Any]) -> dict[str, Any]:
        texts = body.get("texts")
        if not isinstance(texts, list) or not 1 <= len(texts) <= MAX_TEXTS:
            raise BadRequest(f"texts: 1 to {MAX_TEXTS} texts")
        if not all(isinstance(text, str) for text in texts):
            raise BadRequest("texts: only texts")
        model = self.server.model
        return {
            "model": model.name,
            "dimension": model.dimension,
            "vectors": model.encode(texts),
        }

    def _nearest(self, body: dict[str, Any]) -> dict[str, Any]:
        text, limit = body.get("text"), body.get("limit", 50)
        if not isinstance(text, str) or not 1 <= len(text) <= MAX_QUERY:
            raise BadRequest(f"text: 1 to {MAX_QUERY} characters")
        if type(limit) is not int or not 1 <= limit <= MAX_NEAREST:
            raise BadRequest(f"limit: 1 to {MAX_NEAREST}")
        found = self.server.recent.get(text, limit, ask=lambda: self._ask_index(text, limit))
        return {"results": [{"id": pk, "distance": distance} for pk, distance in found]}

    def _ask_index(self, text: str, limit: int) -> list[tuple[str, float]]:
        model = self.server.model
        index = vector_index(model=model.name, dimension=model.dimension)
        return index.nearest(model.encode_query(text), limit=limit)

    def _body(self) -> dict[str, Any]:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BODY:
            raise BadRequest("Content-Length: missing or too large")
        try:
            body = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError) as error:
            raise BadRequest("not JSON") from error
        if not isinstance(body, dict):
            raise BadRequest("not an object")
        return body

    def _state(self) -> dict[str, Any]:
        model = self.server.model
        return {"status": model.status, "model": model.name, "dimension": model.dimension}

    def _answer(self, status: int, data: dict[str, Any]) -> None:
        body = orjson.dumps(data)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing about single requests."""
