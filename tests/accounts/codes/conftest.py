import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from marketplace.shared import clock


class Inbox:
    """What arrives, once the outbox is drained: mails, and SMS in files."""

    def __init__(self, folder: Path, drain: Callable[..., int]) -> None:
        self._folder = folder
        self.drain = drain

    def mails(self, to: str = "") -> list[Any]:
        self.drain()
        return [sent for sent in mail.outbox if not to or sent.to == [to]]

    def subjects(self, to: str = "") -> list[str]:
        return [sent.subject for sent in self.mails(to)]

    def sms(self, to: str = "") -> list[str]:
        self.drain()
        every = [json.loads(file.read_text()) for file in sorted(self._folder.glob("*.json"))]
        return [sent["text"] for sent in every if not to or sent["to"] == to]

    def mailed_code(self, to: str = "") -> str:
        return self._last(r"código es: (\d{6})", to)

    def sms_code(self, to: str = "") -> str:
        return re.search(r"\d{6}", self.sms(to)[-1])[0]

    def token(self, to: str = "") -> str:
        return self._last(r"/(plz_[\w-]+)/", to)

    def _last(self, pattern: str, to: str) -> str:
        """Return what the newest mail with the pattern says there."""
        found = [re.search(pattern, sent.body) for sent in self.mails(to)]
        return [match for match in found if match][-1][1]


@pytest.fixture
def inbox(settings: Any, tmp_path: Path, drain_outbox: Callable[..., int]) -> Inbox:
    settings.SMS_FILE_PATH = str(tmp_path / "sms")
    return Inbox(tmp_path / "sms", drain_outbox)


@pytest.fixture
def later() -> Callable[..., Any]:
    """Let a block live so much later, by ``later(minutes=2)``."""
    return lambda **span: clock.travel(clock.now() + timedelta(**span))
