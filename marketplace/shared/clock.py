"""The one clock: PostgreSQL's, so that expiries and order never depend on a server's own time.

``plaza_now()`` is ``now()`` unless the connection's ``plaza.clock`` holds another moment,
which only ``travel`` sets: for the demo's past months and for tests of deadlines.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func

CREATE_FUNCTION = """
CREATE FUNCTION plaza_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('plaza.clock', true), '')::timestamptz, now()) $$
"""
DROP_FUNCTION = "DROP FUNCTION plaza_now()"


class DbNow(Func):
    """The database's present moment, for defaults and comparisons."""

    function = "plaza_now"
    template = "%(function)s()"
    output_field = DateTimeField()


def now() -> datetime:
    """Ask the database what time it is (one statement); the moment has a zone, UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plaza_now()")
        return cursor.fetchone()[0]


@contextmanager
def travel(moment: datetime) -> Iterator[None]:
    """Let this connection live at ``moment`` until the block ends. Never used by a service.

    Journeys nest. Other connections, such as those of a race's threads, stay at home.

    Raises:
        ValueError: ``moment`` has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    before = _set_clock(moment.isoformat())
    try:
        yield
    finally:
        _set_clock(before)


def _set_clock(moment: str) -> str:
    """Set the connection's clock; return what it was set to, an empty text for the true time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('plaza.clock', true), '')")
        before: str = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('plaza.clock', %s, false)", [moment])
    return before
