"""The Bot API as our bots use it: adapters/channels/telegram and telegram_staff each make it with their library.

Every call raises only the errors of adapters/channels/ports.py, and never one whose text holds the token:
Throttled (429, with its retry_after), Blocked (403), Moved (400 with migrate_to_chat_id), Gone (a message, file or
topic that is not there), TooLarge (a file above the limit), Misconfigured (401, 404, 409, rights that we lack),
Rejected (any other 400), Transient (5xx, time-outs, broken connections). A call that changes nothing ("message is not
modified", an answered tap) is no error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

SERVER = "https://api.telegram.org"
PLAYABLE = ("audio/ogg", "audio/mpeg", "audio/mp4")  # core.telegram.org/bots/api#sendvoice
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # core.telegram.org/bots/api#setwebhook

Update = Mapping[str, object]
"""One update as it came, parsed from JSON and nothing more: what no library of today knows must not be lost."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself."""

    id: int
    username: str
    reads_all: bool = False  # privacy mode is off: it sees everything that is said in its groups


@dataclass(frozen=True, slots=True)
class Key:
    """A button under a message: its label and the data that comes back (at most 64 bytes)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Buttons under a message, in rows (InlineKeyboardMarkup)."""

    rows: tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Buttons in place of the letters (ReplyKeyboardMarkup, one time). The first asks for what `wants` says, "location"
    or "contact", with `label`; each of the others says its own words."""

    wants: str
    label: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class NoBoard:
    """Takes those buttons away (ReplyKeyboardRemove). `quiet`: the message makes no sound, it is taken away at once."""

    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Opens an answer to this message for those whom it mentions (ForceReply, selective)."""


Markup = Keys | Board | NoBoard | Answer | None


@dataclass(frozen=True, slots=True)
class Mention:
    """The name of a person in a text, from `at` on for `length` UTF-16 units, by which the service tells them."""

    person: str
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes out."""

    name: str
    media_type: str
    content: bytes
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Hook:
    """The webhook as the service knows it. `url` is empty while there is none."""

    url: str
    waiting: int = 0  # updates that are kept for us
    error: str = ""  # what went wrong with it last


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a chat a message goes: as an answer to another one, in a topic."""

    chat: str
    reply_to: str = ""
    thread: str = ""


class Api(Protocol):
    """The calls. Ids are the service's, as text; times in seconds."""

    async def me(self) -> Me:
        """Who we are (getMe)."""
        ...

    async def updates(self, offset: int, wait_s: int, kinds: Sequence[str], limit: int = 100) -> Sequence[Update]:
        """What came, from `offset` on; what is below it is dropped there (getUpdates)."""
        ...

    async def say(self, place: Place, text: str, markup: Markup = None, mention: Mention | None = None) -> str:
        """A text (sendMessage); the id of the message. A message to answer that is gone is no error."""
        ...

    async def photos(self, place: Place, files: Sequence[File]) -> list[str]:
        """One photo (sendPhoto) or two to ten (sendMediaGroup)."""
        ...

    async def sound(self, place: Place, file: File) -> str:
        """A voice note: OGG, MP3 and M4A can be played in the chat (sendVoice), others are documents."""
        ...

    async def change(self, chat: str, message: str, text: str, keys: Keys | None = None) -> None:
        """Other words and buttons for a message of ours (editMessageText). Raises Gone."""
        ...

    async def strip(self, chat: str, message: str) -> None:
        """Take the buttons of a message of ours away (editMessageReplyMarkup). Raises Gone."""
        ...

    async def delete(self, chat: str, message: str) -> None:
        """Take a message of ours away (deleteMessage). Raises Gone."""
        ...

    async def tapped(self, tap: str) -> None:
        """Tell the service that a tap has come in (answerCallbackQuery). Too late or twice is no error."""
        ...

    async def typing(self, place: Place) -> None:
        """Show for five seconds that something is being written (sendChatAction)."""
        ...

    async def fetch(self, ref: str) -> bytes:
        """A file that came in, by its file_id (getFile). Raises Gone, TooLarge."""
        ...

    async def hook(self) -> Hook:
        """The webhook that is set (getWebhookInfo)."""
        ...

    async def set_hook(self, url: str, secret: str, kinds: Sequence[str]) -> None:
        """Have updates sent to `url` (setWebhook); what waits there is kept."""
        ...

    async def drop_hook(self) -> None:
        """Have them kept for polling (deleteWebhook); what waits there is kept."""
        ...

    async def set_commands(self, commands: Sequence[tuple[str, str]], scope: str, language: str) -> None:
        """The menu: (command, description) for `scope` ("all_private_chats", "all_group_chats"); `language` is a
        two-letter code, empty for everybody else (setMyCommands)."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...
