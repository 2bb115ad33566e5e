"""How the engines are: measured now, without secrets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import requests
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from .http import OutgoingClient

HTTP_SECONDS = 1.0
FAILURES = (DatabaseError, InterfaceError, RedisError, requests.RequestException, OSError)

Probe = Callable[[], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One engine: whether it answers, in how many milliseconds, and what it tells of itself."""

    ok: bool
    milliseconds: float
    facts: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as JSON-ready values."""
        status = "ok" if self.ok else "down"
        return {"status": status, "milliseconds": self.milliseconds, **self.facts}


def database() -> Measured:
    """Measure PostgreSQL: one short statement, its version and connections."""
    return _measured(_ask_database)


def cache() -> Measured:
    """Measure Redis: a PING, its version, memory and clients."""
    return _measured(_ask_cache)


def dependencies() -> dict[str, Measured]:
    """Measure everything that has an address in the settings, by name."""
    found = {"database": database(), "cache": cache()}
    for name, url, path in (
        ("chroma", settings.CHROMA_URL, "/api/v2/heartbeat"),
        ("embedder", settings.EMBEDDER_URL, "/health"),
    ):
        if url:
            found[name] = _measured(_http_probe(url, path))
    return found


def answers() -> bool:
    """Tell whether the database answers: without it nothing works."""
    return _measured(_ping_database).ok


def is_migrated() -> bool:
    """Tell whether the database has every migration of this code."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _measured(probe: Probe) -> Measured:
    started = perf_counter()
    try:
        facts = probe()
        ok = True
    except FAILURES as error:
        facts, ok = {"error": type(error).__name__}, False
    milliseconds = round((perf_counter() - started) * 1_000, 1)
    return Measured(ok=ok, milliseconds=milliseconds, facts=facts)


def _ping_database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def _ask_database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_setting('max_connections')::int,"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),"
            " pg_database_size(current_database())"
        )
        version, limit, used, size = cursor.fetchone()
    return {
        "version": version,
        "connections": used,
        "max_connections": limit,
        "megabytes": round(size / 2**20),
    }


def _ask_cache() -> dict[str, Any]:
    redis = get_redis_connection("default")
    redis.ping()
    facts = redis.info()
    return {
        "version": facts.get("valkey_version") or facts.get("redis_version"),
        "clients": facts.get("connected_clients"),
        "megabytes": round(facts.get("used_memory", 0) / 2**20, 1),
    }


def _http_probe(url: str, path: str) -> Probe:
    def probe() -> dict[str, Any]:
        client = OutgoingClient(url, connect_timeout=HTTP_SECONDS, read_timeout=HTTP_SECONDS)
        client.request("GET", path).raise_for_status()
        return {}

    return probe
