"""Log lines as JSON, so that no input can forge one."""

import logging
import re
from datetime import UTC, datetime
from typing import Any

import orjson

from .request_context import request_id

# What any LogRecord has; the rest came in as ``extra``.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# 13 to 19 digits, also in groups; a UUID is recognised first and kept.
_CARD_LIKE = re.compile(
    r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<!\d)\d(?:[ .-]?\d){12,18}(?!\d)"
)
# Beyond what JSON escapes: whatever a terminal or a line reader might take for a command.
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time in UTC, level, logger, sentence, ids, request id, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line: dict[str, Any] = extra | {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(_harmless(line)).decode()


def _harmless(value: Any) -> Any:
    """Return ``value`` as JSON-ready parts without card-like digits and unseen characters."""
    if isinstance(value, dict):
        return {_harmless_text(str(name)): _harmless(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_harmless(inner) for inner in value]
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int) and abs(value) < 10**12:
        return value
    return _harmless_text(str(value))


def _harmless_text(text: str) -> str:
    return _UNSEEN.sub(_escaped, _CARD_LIKE.sub(_masked, text))


def _masked(found: re.Match[str]) -> str:
    return found["id"] or "[digits]"


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
