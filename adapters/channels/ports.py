"""What a channel is handed by bot/: it imports none of the program, and the program none of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from dialogs.exchange import Line, Post, Receive, Unavailable, Visitor
from dialogs.messages import Caps, Media, Outbound

__all__ = [
    "Blocked",
    "Channel",
    "Fetch",
    "Files",
    "Gone",
    "Incomplete",
    "Line",
    "Log",
    "Misconfigured",
    "Moved",
    "NotAllowed",
    "Post",
    "Posts",
    "Receive",
    "Rejected",
    "Sessions",
    "Throttled",
    "TooLarge",
    "Transient",
    "Unavailable",
    "Visitor",
    "Wake",
    "WindowClosed",
]


class Throttled(Exception):
    """The service asks to wait `wait_s` seconds before this chat is sent anything more."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"wait {wait_s} s")
        self.wait_s = wait_s


class Blocked(Exception):
    """The person does not take messages from us any more; final, and staff hear of it."""


class WindowClosed(Exception):
    """The service lets us answer only for a while after the person wrote; that while is over."""


class Misconfigured(Exception):
    """Our own settings are wrong (token, rights); `frontdoor doctor` says what to mend."""


class NotAllowed(Misconfigured):
    """This chat's own rules forbid it, until somebody there changes them; other messages they may let through."""


class Incomplete(Exception):
    """The service has the message, but for files that could not be brought to it; the chat was told in words."""


class Transient(Exception):
    """It may work later: time-out, 5xx, connection lost."""


class Moved(Exception):
    """The chat goes on under another id, `chat`; what is for it goes there."""

    def __init__(self, chat: str) -> None:
        super().__init__("the chat has another id now")
        self.chat = chat


class Gone(Exception):
    """What was asked for (a message to change, a file, a topic) is not there any more."""


class Rejected(Exception):
    """The service does not take this message, now or later; the others of the chat it may take."""


class TooLarge(Exception):
    """The file is larger than the service hands out."""


class Channel(Protocol):
    """A way to reach people. `send` returns when the service has the message, else raises one of the errors above."""

    name: str
    caps: Caps

    async def send(self, outbound: Outbound) -> None:
        """Hand one message to the service, once."""
        ...


Fetch = Callable[[str], Awaitable[bytes]]
"""The content of a file that came with a message, by its `ref`. Raises Gone, TooLarge, Throttled, Transient."""


class Posts(Protocol):
    """Which of our messages stand in a chat, by a key of ours: "case:c12" (a card), "q:7" (an open question),
    "case:c12#41" (any message of ours about a case, with its own number)."""

    async def remember(self, channel: str, chat: str, key: str, post: Post) -> None:
        """Note a message, in place of an older one of this key."""
        ...

    async def recall(self, channel: str, chat: str, key: str) -> Post | None:
        """The message of this key."""
        ...

    async def forget(self, channel: str, chat: str, key: str) -> None:
        """The message of this key stands there no longer, or is of no further use."""
        ...


class Log(Protocol):
    """What was said in a chat."""

    async def lines(self, chat: str, after: int, limit: int = 200) -> list[Line]:
        """The lines of a web chat with a `seq` above `after`, oldest first; with `after` 0 the newest `limit`."""
        ...


class Wake(Protocol):
    """Wake-ups between the running parts. A lost one costs at most the waiter's own time-out, never a message."""

    async def wait(self, topic: str, timeout_s: float) -> None:
        """Return when `topic` is woken, or after `timeout_s`."""
        ...

    def wake(self, topic: str) -> None:
        """Wake all who wait for `topic`; returns at once."""
        ...


class Files(Protocol):
    """Photos and voice notes: checked and cleaned on the way in."""

    async def take(self, data: bytes, chat: str) -> Media:
        """Check, clean and keep a file that came in `chat`. A file that can't be taken comes back with `problem`."""
        ...

    async def media(self, file: str, chat: str) -> Media | None:
        """What `take` said about a file that came in `chat`; None if there is none such, or it came elsewhere."""
        ...

    async def find(self, file: str) -> tuple[Path, str] | None:
        """Where the file is and its media type; None if there is none such."""
        ...

    async def seen_in(self, file: str, chat: str) -> bool:
        """Whether the file came in, or was sent to, this chat: only then may the chat fetch it."""
        ...


class Sessions(Protocol):
    """One-time links and what they open."""

    async def sign_in(self, code: str) -> tuple[str, Visitor] | None:
        """Use up a one-time code: a session token for the cookie and who it is. None when unknown, used or expired."""
        ...

    async def visitor(self, token: str) -> Visitor | None:
        """Whose session this is."""
        ...

    async def sign_out(self, token: str) -> None:
        """End a session."""
        ...
