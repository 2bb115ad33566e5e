"""See the package: the demo runs with ``DEBUG`` and must be as fast as production."""

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Logs statements only where a test asks for it (``force_debug_cursor``)."""

    @property
    def queries_logged(self) -> bool:
        return bool(self.force_debug_cursor)
