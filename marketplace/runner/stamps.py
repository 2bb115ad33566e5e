"""Whether a database still needs migrating or seeding, found out in milliseconds.

Starting Django to learn that nothing is to do costs seconds; a warm start has few.
"""

import hashlib

from .home import PROJECT, Home

STAMPS = "stamps.json"
# What decides about migrations of foreign applications: the settings name them, the lock pins them.
FOREIGN_SOURCES = ("requirements.txt", "marketplace/settings/base.py")


def migrations_on_disk() -> set[tuple[str, str]]:
    """Return (application, migration) of every migration file of ours."""
    files = [*PROJECT.glob("*/migrations/[0-9]*.py"), *PROJECT.glob("*/*/migrations/[0-9]*.py")]
    return {(file.parent.parent.name, file.stem) for file in files}


def digest_of_foreign_sources() -> str:
    digest = hashlib.sha256()
    for name in FOREIGN_SOURCES:
        digest.update((PROJECT / name).read_bytes())
    return digest.hexdigest()


def identity(url: str) -> str:
    """Return what tells this database from any other, also from one made anew under its name."""
    import psycopg  # slow import

    with psycopg.connect(url, connect_timeout=5) as connection:
        row = connection.execute(
            "SELECT oid, (SELECT system_identifier FROM pg_control_system()) FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    assert row is not None, "a connection has a database"
    return f"{row[1]}/{row[0]}"


def needs_migrating(home: Home, url: str) -> bool:
    """Whether a migration of ours is not applied, or foreign ones may have changed."""
    import psycopg  # slow import

    stamp = home.read_json(STAMPS).get("migrated")
    if stamp != [identity(url), digest_of_foreign_sources()]:
        return True
    with psycopg.connect(url, connect_timeout=5) as connection:
        applied = set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
    return not migrations_on_disk() <= applied


def needs_seeding(home: Home, url: str) -> bool:
    return bool(home.read_json(STAMPS).get("seeded") != identity(url))


def stamp_migrated(home: Home, url: str) -> None:
    _stamp(home, "migrated", [identity(url), digest_of_foreign_sources()])


def stamp_seeded(home: Home, url: str) -> None:
    _stamp(home, "seeded", identity(url))


def _stamp(home: Home, name: str, value: object) -> None:
    home.write_json(STAMPS, {**home.read_json(STAMPS), name: value})
