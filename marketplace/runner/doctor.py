"""``manage.py doctor``: what is wrong with this machine and configuration, and how to mend it.

Asks the machine first, then the services, then Django: each stage works when the next is broken.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from . import chroma, postgres, probes, valkey
from .chromium import ADVICE, chromium_path
from .errors import StackError
from .home import NEEDED_AT_FIRST, Home
from .ports import holder_of, is_free
from .stack import DEFAULT_PORT, SCRIPTS

if TYPE_CHECKING:
    import psycopg

OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 13)
OLDEST_POSTGRES = 15
OLDEST_REDIS = (7, 2)
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")
# Seconds between this machine's clock and PostgreSQL's: tokens and gateways' notices carry times.
WORST_CLOCK = 5.0


class Grade(StrEnum):
    """How bad it is: only FAIL keeps Plaza from working."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report."""

    grade: Grade
    subject: str
    text: str


Findings = Iterator[Finding]


def ok(subject: str, text: str) -> Finding:
    return Finding(Grade.OK, subject, text)


def warn(subject: str, text: str) -> Finding:
    return Finding(Grade.WARN, subject, text)


def fail(subject: str, text: str) -> Finding:
    return Finding(Grade.FAIL, subject, text)


# --- the machine ----------------------------------------------------------------------------------


def check_python() -> Findings:
    version = sys.version.split()[0]
    if sys.version_info < OLDEST_PYTHON:
        yield fail("Python", f"{version} is too old: install 3.11 and run make run")
    elif sys.version_info[:2] > NEWEST_PYTHON:
        yield warn("Python", f"{version} is newer than what Plaza is tested with (3.11 to 3.13)")
    else:
        yield ok("Python", version)


def check_packages(given: Mapping[str, str]) -> Findings:
    """Look for the binaries of the engines that no address replaces."""
    engines: dict[str, Callable[[], Path]] = {
        "DATABASE_URL": postgres.binaries,
        "REDIS_URL": valkey.binary,
        "CHROMA_URL": lambda: chroma.program(SCRIPTS),
    }
    for variable, find in engines.items():
        if given.get(variable):
            continue
        try:
            yield ok("Engine", str(find()))
        except StackError as error:
            yield fail("Engine", str(error))
    if chromium_path() is None:
        yield warn("Chromium", ADVICE)


def check_port(home: Home, given: Mapping[str, str]) -> Findings:
    text = given.get("PORT") or DEFAULT_PORT
    if not text.isdigit():
        yield fail("PORT", f"{text!r} is not a number: write 1024 to 65535")
    elif (url := home.url()) is not None:
        yield ok("PORT", f"this data folder's stack runs at {url}")
    elif is_free(int(text)):
        yield ok("PORT", f"{text} is free")
    else:
        holder = holder_of(int(text)) or "another program"
        yield fail("PORT", f"{text} is taken by {holder}: stop it, or choose another PORT")


def check_disk(home: Home) -> Findings:
    folder = next(path for path in (home.path, *home.path.parents) if path.exists())
    free = shutil.disk_usage(folder).free // 2**20
    if not os.access(folder, os.W_OK):
        yield fail("PLAZA_HOME", f"{folder} cannot be written: set PLAZA_HOME to a folder of yours")
    elif free < NEEDED_AT_FIRST:
        yield fail("PLAZA_HOME", f"{free} MB free in {folder}, {NEEDED_AT_FIRST} MB needed")
    else:
        yield ok("PLAZA_HOME", f"{home.path}, {free:,} MB free")


# --- the services ---------------------------------------------------------------------------------


def check_postgres(url: str) -> Findings:
    import psycopg  # slow import

    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            yield from inspect_postgres(connection)
    except psycopg.Error as error:
        place = urlsplit(url)
        yield fail(
            "DATABASE_URL",
            f"{place.hostname}:{place.port or 5432}: {str(error).splitlines()[0]}. Is the server"
            " running, and are user, password and database right?",
        )


def inspect_postgres(connection: "psycopg.Connection[tuple[object, ...]]") -> Findings:
    """Check version, extensions and clock of a server that let us in."""
    major = connection.info.server_version // 10_000
    if major < OLDEST_POSTGRES:
        yield fail("DATABASE_URL", f"PostgreSQL {major} is too old: {OLDEST_POSTGRES} or newer")
    else:
        yield ok("DATABASE_URL", f"PostgreSQL {major}")
    rows = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
    missing = [name for name in EXTENSIONS if (name,) not in rows]
    if missing:
        yield fail(
            "DATABASE_URL",
            f"extensions missing: {', '.join(missing)}. Install PostgreSQL's contrib package.",
        )
    row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float").fetchone()
    assert row is not None, "a SELECT without FROM gives one row"
    apart = abs(float(str(row[0])) - time.time())
    if apart > WORST_CLOCK:
        yield warn("Clock", f"{apart:.0f} s apart from PostgreSQL's: keep both with NTP")
    else:
        yield ok("Clock", "agrees with PostgreSQL's")


def check_redis(url: str) -> Findings:
    import redis  # slow import

    try:
        with redis.from_url(url, socket_timeout=5, socket_connect_timeout=5) as client:
            info = client.info()
    except (redis.RedisError, ValueError) as error:
        yield fail("REDIS_URL", f"{error}. Is the server running, and is the password right?")
        return
    # Valkey tells its own version beside the Redis version that it is compatible with.
    version = str(info.get("valkey_version") or info["redis_version"])
    if tuple(map(int, version.split(".")[:2])) < OLDEST_REDIS:
        yield fail("REDIS_URL", f"version {version} is too old: Redis or Valkey 7.2 or newer")
    else:
        yield ok("REDIS_URL", f"{info.get('server_name', 'redis')} {version}")
    if info.get("maxmemory_policy", "noeviction") != "noeviction":
        yield warn(
            "REDIS_URL",
            f"maxmemory-policy is {info['maxmemory_policy']}: it may drop waiting tasks; set"
            " noeviction",
        )


def check_http(variable: str, url: str, probe: Callable[[str], bool]) -> Findings:
    if not url:
        yield warn(variable, "not set: search works by text only")
    elif probe(url):
        yield ok(variable, f"{url} answers")
    else:
        yield warn(variable, f"{url} does not answer: search works by text only until it does")


def check_services(values: Mapping[str, str]) -> Findings:
    """Ask the services that are configured or running."""
    if values.get("DATABASE_URL"):
        yield from check_postgres(values["DATABASE_URL"])
    if values.get("REDIS_URL"):
        yield from check_redis(values["REDIS_URL"])
    if values.get("DATABASE_URL"):
        chroma_url, embedder_url = values.get("CHROMA_URL", ""), values.get("EMBEDDER_URL", "")
        yield from check_http("CHROMA_URL", chroma_url, probes.answers_chroma)
        yield from check_http("EMBEDDER_URL", embedder_url, probes.answers_embedder)
    else:
        yield ok("Services", "none runs and none is configured: make run starts its own")
