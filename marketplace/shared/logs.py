"""Log lines as JSON, so that no input can forge one."""

import logging
import re
from datetime import UTC, datetime
from typing import Any

import orjson

from .ids import LINK_MARK
from .luhn import passes_luhn
from .request_context import request_id

# What any LogRecord has; the rest came in as ``extra``.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Groups of digits that one separator holds together; a UUID is recognised first and kept.
_NUMBERS = re.compile(r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|[0-9]+(?:[ .-][0-9]+)*")
_GROUP = re.compile("[0-9]+")
# How cards are written: in one piece, or in groups of four whose last may be shorter.
_CARD = re.compile(r"[0-9]{13,19}|(?:[0-9]{4}[ .-]){3}(?:[0-9]{4}[ .-][0-9]{1,3}|[0-9]{1,4})")
_LINK_SECRET = re.compile(LINK_MARK + "[A-Za-z0-9_-]+")
_MAX_GROUPS = 5
_SHORTEST_CARD = 13
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
    """Return ``value`` as JSON-ready parts without cards, links' secrets and unseen characters."""
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
    text = _LINK_SECRET.sub("[secret]", text)
    return _UNSEEN.sub(_escaped, _NUMBERS.sub(_masked, text))


def _masked(found: re.Match[str]) -> str:
    """Return a row of groups with every card number in it masked."""
    text = found.group()
    if found["id"] or len(text) < _SHORTEST_CARD:
        return text
    groups = [(group.start(), group.end()) for group in _GROUP.finditer(text)]
    parts, position, index = [], 0, 0
    while index < len(groups):
        start = groups[index][0]
        count = _groups_of_card(text, groups[index : index + _MAX_GROUPS])
        if count:
            parts += [text[position:start], "[digits]"]
            position = groups[index + count - 1][1]
        index += count or 1
    return "".join([*parts, text[position:]])


def _groups_of_card(text: str, groups: list[tuple[int, int]]) -> int:
    """Return how many of the first groups make a card number; zero if none."""
    for count in range(len(groups), 0, -1):
        written = text[groups[0][0] : groups[count - 1][1]]
        if _CARD.fullmatch(written) and passes_luhn(re.sub("[ .-]", "", written)):
            return count
    return 0


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
