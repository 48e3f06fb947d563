"""Sending on the web: the outbox row is the log that the page reads, so sending only wakes who is reading."""

from __future__ import annotations

from adapters.channels.ports import Wake
from dialogs.messages import Caps, Outbound

NAME = "web"
CAPS = Caps(text_limit=20_000, buttons=40, label_limit=60, location_request=True, edit=True, echo=True)
STAFF_CAPS = Caps(
    text_limit=20_000, buttons=40, label_limit=60, location_request=True, edit=True, echo=True, group=True
)


def topic_of(chat: str) -> str:
    """What is woken when a web chat has a new line."""
    return f"{NAME}:{chat}"


class WebChannel:
    """The page itself, as the sender sees it."""

    name = NAME
    caps = CAPS

    def __init__(self, wake: Wake) -> None:
        self._wake = wake

    async def send(self, outbound: Outbound) -> None:
        """Wake the pages that show this chat; the line is already in the log."""
        self._wake.wake(topic_of(outbound.chat))
