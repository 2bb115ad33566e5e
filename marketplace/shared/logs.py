"""Log lines as JSON, so that no input can forge one."""

import logging
import re
from typing import Any

import orjson

from .request_context import request_id

# What any LogRecord has; the rest came in as ``extra``.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_CARD_LIKE = re.compile(r"\b(?:\d[ -]?){13,19}\b")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, sentence, extra ids, request id, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return _CARD_LIKE.sub("[digits]", orjson.dumps(line, default=str).decode())
