"""What the web can show. Nothing is sent there: the outbox is the log that the page reads (ADR 0005)."""

from __future__ import annotations

from dialogs.messages import Caps

NAME = "web"
CAPS = Caps(text_limit=20_000, buttons=40, label_limit=60, location_request=True, edit=True, echo=True)
STAFF_CAPS = Caps(
    text_limit=20_000, buttons=40, label_limit=60, location_request=True, edit=True, echo=True, group=True
)


def topic_of(chat: str) -> str:
    """What is woken when a web chat has a new line."""
    return f"{NAME}:{chat}"
