"""What passes between channels and storage, so that neither need know the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from dialogs.messages import Inbound, Outbound


class Unavailable(Exception):
    """The message could not be committed (database away, locked or full); the channel keeps it and tries again."""


Receive = Callable[[Inbound], Awaitable[None]]
"""Commits a message to the inbox; returns only then. Raises Unavailable. A repeated one is accepted and dropped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a chat as the web page shows it; `seq` grows along the chat."""

    seq: int
    at: datetime
    outbound: Outbound


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who signed in by a one-time link. `units` are the codes whose group chats they may enter."""

    person: str
    name: str
    role: str  # "staff" or "manager"
    units: tuple[str, ...] = ()


BESIDE = "#"
"""In a post's key: what follows tells one message of a case from the others ("case:c12#41")."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message of ours that stands in a chat: the service's id of it, the part of the chat, and its words if they
    are needed to change it."""

    message: str
    thread: str = ""
    text: str = ""
