"""Somebody who talks with Front Door in one chat that nobody else uses, whichever way they do it."""

from __future__ import annotations

import asyncio
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import App
from dialogs.messages import Choice, Inbound, Kind, Outbound
from storage.codec import inbound_from
from tests.sqlite import rows

PATIENCE_S = 90.0
NAME = "<b>李</b>*x*&amp;"
"""A name that no channel may read as anything but letters."""


async def until(true: Callable[[], Awaitable[Any]], what: Callable[[], str]) -> Any:
    """Wait until it is true; fail aloud when it is not in time."""
    deadline = time.monotonic() + PATIENCE_S
    while not (value := await true()):
        assert time.monotonic() < deadline, f"not in {PATIENCE_S} s: {what()}"
        await asyncio.sleep(0.03)
    return value


class Talk(ABC):
    """One person in one chat. `staff` talks in a unit's group, about a case of its own."""

    channel: str
    chat: str
    person: str
    way: Way
    village: str

    @abstractmethod
    async def open(self) -> None:
        """Go so far that words, photos and voice are heard."""

    @abstractmethod
    async def say(self, text: str) -> str:
        """Say something; the external id that it must have in the inbox."""

    async def again(self) -> None:
        """What was delivered last is delivered once more."""
        raise NotImplementedError

    async def acknowledged(self) -> bool:
        """Whether the channel believes that we have what was said last."""
        raise NotImplementedError

    @abstractmethod
    async def pick(self, label: str) -> None:
        """Tap a button, or type its number."""

    async def pick_late(self, label: str) -> None:
        """Tap a button of a question that is answered: the person's screen was behind."""
        raise NotImplementedError

    async def photos(self, *photos: bytes) -> None:
        """Send photos together."""
        raise NotImplementedError

    async def voice(self, data: bytes) -> None:
        """Send a voice note."""
        raise NotImplementedError

    async def edit(self, text: str) -> None:
        """Change the words that were said last."""
        raise NotImplementedError

    async def odd(self) -> str:
        """Send something that can't be taken in; the answer, if it does not come in the chat."""
        raise NotImplementedError

    @abstractmethod
    async def text(self) -> str:
        """All that the bot has said here, as it reads now, in order."""

    @abstractmethod
    async def labels(self) -> list[str]:
        """The choices in sight."""

    @abstractmethod
    async def files(self) -> list[bytes]:
        """The photos and voice notes that the bot has sent, in order."""

    async def said(self, words: str, times: int = 1) -> str:
        """Wait until the bot has said this; all that it said."""
        seen = ""

        async def there() -> bool:
            nonlocal seen
            seen = await self.text()
            return seen.count(words) >= times

        await until(there, lambda: f"“{words}” in\n{seen}")
        return seen

    async def has(self, count: int) -> list[bytes]:
        """Wait until so many files have come."""

        async def there() -> bool:
            return len(await self.files()) >= count

        await until(there, lambda: f"{count} files")
        return await self.files()

    async def quiet(self) -> None:
        """Wait until nothing of this chat waits any more."""

        async def done() -> bool:
            waiting = self.way.rows(
                "SELECT count(*) FROM inbox WHERE channel = ? AND chat = ? AND done_at IS NULL UNION ALL "
                "SELECT count(*) FROM outbox WHERE channel = ? AND chat = ? AND channel != 'web' AND sent_at IS NULL",
                *(self.channel, self.chat, self.channel, self.chat),
            )
            return waiting == [(0,), (0,)]

        await until(done, lambda: "nothing waits")


@dataclass
class Way:
    """A way to talk, with the program behind it. `new` makes somebody who talks that way."""

    name: str
    can: frozenset[str]
    folder: Path
    app: App
    new: Callable[[Way], Awaitable[Talk]]
    villages: Iterator[tuple[str, str]]
    busy: Callable[[str], None] | None = None  # from now on a chat is sent to in vain, once

    @property
    def staff(self) -> bool:
        """Whether it is a unit's group."""
        return "staff" in self.name

    async def talk(self) -> Talk:
        """Somebody new, ready to be heard."""
        talk = await self.new(self)
        await talk.open()
        return talk

    def rows(self, query: str, *values: object) -> list[Any]:
        """What the database says."""
        return rows(self.folder / "frontdoor.db", query, *values)

    def taken(self, talk: Talk, kind: Kind) -> list[Inbound]:
        """The messages of this kind that are in the inbox from this chat, in the order of their coming."""
        query = "SELECT payload FROM inbox WHERE channel = ? AND chat = ? ORDER BY id"
        found = [inbound_from(payload) for (payload,) in self.rows(query, talk.channel, talk.chat)]
        return [inbound for inbound in found if inbound.kind is kind]

    async def put(self, talk: Talk, text: str, **more: Any) -> None:
        """Have the program say something in a chat."""
        async with self.app.store.work() as work:
            await work.say(Outbound("", talk.channel, talk.chat, text, **more))
        self.app.wake.wake("send")

    async def file_case(self, village: str) -> None:
        """A neighbour reports something for a village, so that its group has a card."""
        chat = f"n-{secrets.token_hex(8)}"
        report = Inbound("web", f"{chat}:1", chat, chat, Kind.TEXT, datetime.now(UTC), f"{village}路灯坏了")
        send = Choice("send", "1")
        for said in (report, Inbound("web", f"{chat}:2", chat, chat, Kind.CHOICE, datetime.now(UTC), choice=send)):
            await self.app.receive(said)
