"""Gauges for monitoring: each is one figure that a short SELECT gives.

Each app may list its ``GAUGES`` in ``<app>/gauges.py``.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """One figure.

    Attributes:
        name: with its unit at the end, such as ``"plaza_outbox_oldest_seconds"``.
        help: one English sentence for whoever reads the scrape.
        sql: a SELECT of one number; NULL counts as 0.
    """

    name: str
    help: str
    sql: str


def all_gauges() -> list[Gauge]:
    """Return the gauges of every installed app, in the order of the apps."""
    names = [f"{config.name}.gauges" for config in apps.get_app_configs()]
    found = [name for name in names if find_spec(name) is not None]
    return [gauge for name in found for gauge in import_module(name).GAUGES]


def read() -> dict[str, float]:
    """Return every gauge's present figure by its name: one statement for each."""
    figures = {}
    with connection.cursor() as cursor:
        for gauge in all_gauges():
            cursor.execute(gauge.sql)
            figures[gauge.name] = float(cursor.fetchone()[0] or 0)
    return figures


def exposition() -> str:
    """Return the gauges in the text format that Prometheus reads (version 0.0.4)."""
    figures = read()
    lines = []
    for gauge in all_gauges():
        lines.append(f"# HELP {gauge.name} {gauge.help}")
        lines.append(f"# TYPE {gauge.name} gauge")
        lines.append(f"{gauge.name} {figures[gauge.name]:g}")
    return "\n".join(lines) + "\n"
