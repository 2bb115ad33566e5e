"""SMS that stay on this machine: for the demo and for development."""

import json
import logging
from pathlib import Path

from .. import clock
from ..models import SentSms
from .base import HandedOver, SmsPutOff

logger = logging.getLogger("plaza.sms")


class FileSms:
    """Writes each message to a file of its own: JSON with ``to``, ``text`` and ``moment``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, *, recipient: str, text: str, reference: str) -> HandedOver:
        """Keep one message; the same reference again replaces its file.

        Raises:
            SmsPutOff: the folder cannot be written.
        """
        message = {"to": recipient, "text": text, "moment": clock.now().isoformat()}
        file = self._folder / f"{int(reference):012d}.json"
        unfinished = file.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(message, ensure_ascii=False), encoding="utf-8")
            unfinished.replace(file)
        except OSError as error:
            raise SmsPutOff("the folder of the SMS cannot be written") from error
        return HandedOver(provider_id=f"file-{reference}", status=SentSms.Status.SENT)


class ConsoleSms:
    """Writes each message to the log."""

    def send(self, *, recipient: str, text: str, reference: str) -> HandedOver:
        """Show one message."""
        logger.info("SMS", extra={"to": recipient, "text": text, "reference": reference})
        return HandedOver(provider_id=f"console-{reference}", status=SentSms.Status.SENT)
