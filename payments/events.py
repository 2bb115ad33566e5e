"""What happens to money, for whoever wants to hear of it."""

from dataclasses import dataclass
from typing import ClassVar

from marketplace.shared.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticeStored(Event):
    """A verified notice waits to be acted on."""

    name: ClassVar[str] = "payments.notice_stored"
    notice_id: int
