"""A Telegram of a few lines: what our calls did to the chats, and a memory of our posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from adapters.channels.bot_api.api import Board, File, Hook, Keys, Markup, Me, Mention, NoBoard, Place, Update
from adapters.channels.ports import Gone, Post


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours on the screen."""

    id: str
    place: Place
    text: str = ""
    markup: Markup = None
    files: tuple[File, ...] = ()
    mention: Mention | None = None


@dataclass
class FakeApi:
    """`Api` in memory. `errors` holds, by call, what it raises next, None for nothing; `calls` what was called."""

    messages: dict[str, Shown] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    errors: dict[str, list[Exception | None]] = field(default_factory=dict)
    board: Board | None = None  # what stands in place of the letters
    quiet: list[str] = field(default_factory=list)  # texts that made no sound
    menus: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    content: dict[str, bytes] = field(default_factory=dict)  # files that can be fetched
    last: int = 0

    def texts(self) -> list[str]:
        """The texts on the screen."""
        return [m.text for m in self.messages.values() if m.text]

    def shown(self, text: str) -> Shown:
        """The one message that holds these words."""
        (found,) = [m for m in self.messages.values() if text in m.text]
        return found

    def _called(self, name: str) -> None:
        self.calls.append(name)
        waiting = self.errors.get(name)
        error = waiting.pop(0) if waiting else None
        if error:
            raise error

    def _put(self, place: Place, text: str = "", markup: Markup = None, *files: File) -> str:
        self.last += 1
        self.messages[str(self.last)] = Shown(str(self.last), place, text, markup, files)
        return str(self.last)

    def _message(self, message: str) -> Shown:
        if message not in self.messages:
            raise Gone
        return self.messages[message]

    async def me(self) -> Me:
        self._called("me")
        return Me(1, "bot")

    async def updates(self, offset: int, wait_s: int, kinds: Sequence[str], limit: int = 100) -> Sequence[Update]:
        self._called("updates")
        return []

    async def say(self, place: Place, text: str, markup: Markup = None, mention: Mention | None = None) -> str:
        self._called("say")
        assert text.strip(), "the service refuses empty words"
        if isinstance(markup, Board):
            self.board = markup
        if isinstance(markup, NoBoard):
            self.board = None
            self.quiet.extend([text] if markup.quiet else [])
        message = self._put(place, text, markup)
        self.messages[message] = replace(self.messages[message], mention=mention)
        return message

    async def photos(self, place: Place, files: Sequence[File]) -> list[str]:
        self._called("photos")
        assert 1 <= len(files) <= 10
        return [self._put(place, "", None, file) for file in files]

    async def sound(self, place: Place, file: File) -> str:
        self._called("sound")
        return self._put(place, "", None, file)

    async def change(self, chat: str, message: str, text: str, keys: Keys | None = None) -> None:
        self._called("change")
        self.messages[message] = replace(self._message(message), text=text, markup=keys)

    async def strip(self, chat: str, message: str) -> None:
        self._called("strip")
        self.messages[message] = replace(self._message(message), markup=None)

    async def delete(self, chat: str, message: str) -> None:
        self._called("delete")
        self._message(message)
        del self.messages[message]

    async def tapped(self, tap: str) -> None:
        self._called("tapped")

    async def typing(self, place: Place) -> None:
        self._called("typing")

    async def fetch(self, ref: str) -> bytes:
        self._called("fetch")
        if ref not in self.content:
            raise Gone
        return self.content[ref]

    async def hook(self) -> Hook:
        self._called("hook")
        return Hook("")

    async def set_hook(self, url: str, secret: str, kinds: Sequence[str]) -> None:
        self._called("set_hook")

    async def drop_hook(self) -> None:
        self._called("drop_hook")

    async def set_commands(self, commands: Sequence[tuple[str, str]], scope: str, language: str) -> None:
        self._called("set_commands")
        self.menus[scope, language] = list(commands)

    async def close(self) -> None:
        self._called("close")


@dataclass
class MemoryPosts:
    """`Posts` in memory."""

    rows: dict[tuple[str, str, str], Post] = field(default_factory=dict)

    async def remember(self, channel: str, chat: str, key: str, post: Post) -> None:
        self.rows[channel, chat, key] = post

    async def recall(self, channel: str, chat: str, key: str) -> Post | None:
        return self.rows.get((channel, chat, key))

    async def forget(self, channel: str, chat: str, key: str) -> None:
        self.rows.pop((channel, chat, key), None)
