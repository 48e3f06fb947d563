"""A phone with Telegram: as our own server plays it, and as an independent one does."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from dialogs.messages import Kind
from tests.bot_api.bots import Bot
from tests.bot_api.rooms import Message
from tests.bot_api.seats import Seat
from tests.channels.talk import NAME, PATIENCE_S, Talk, Way, until
from tests.channels.wiretap import Wiretap


@dataclass
class Phone(Talk):
    """Telegram, as our own server plays it."""

    way: Way
    seat: Seat
    bot: Bot
    village: str
    channel: str = "telegram"
    unit: str = ""
    own: Message | None = None

    @property
    def chat(self) -> str:  # type: ignore[override]  # said once by the seat
        return str(self.seat.room.id)

    @property
    def person(self) -> str:  # type: ignore[override]  # said once by the seat
        return str(self.seat.person.id)

    async def open(self) -> None:
        if not self.unit:
            self.seat.say("/start")
            await self.said("您遇到什么事了")
            return
        self.seat.say(f"/bind {await self.way.app.store.new_code('bind', self.unit, 'x')}")
        await self.said("好了，已经加进")
        await self.way.file_case(self.village)
        await self.said("谁来接")
        await self.pick("回复群众")
        await self.said("要跟群众说什么")

    def _to(self) -> Message | None:
        """In a group people answer the bot's message: other words it does not hear."""
        return self.seat.last if self.unit else None

    async def say(self, text: str) -> str:
        self.own = self.seat.say(text, reply_to=self._to())
        return f"{self.chat}:{self.own.id}"

    async def again(self) -> None:
        await self.bot.delivered(PATIENCE_S)
        assert self.bot.redeliver(1) == 1

    async def acknowledged(self) -> bool:
        return not self.bot.pending

    async def pick(self, label: str) -> None:
        await self.seat.until(lambda _: label in self.seat.buttons(), PATIENCE_S, label)
        self.seat.tap(label)

    async def pick_late(self, label: str) -> None:
        tapped = self.way.taken(self, Kind.CHOICE)[-1].choice
        assert tapped
        self.seat.tap_stale(self.seat.last, f"1|{tapped.question}|{'send' if label == '就这样发' else label}")

    async def photos(self, *photos: bytes) -> None:
        if len(photos) == 1:
            self.seat.photo(photos[0], reply_to=self._to())
        else:
            self.seat.album(photos, reply_to=self._to())

    async def voice(self, data: bytes) -> None:
        self.seat.voice(data, reply_to=self._to())

    async def edit(self, text: str) -> None:
        assert self.own
        self.seat.edit(self.own, text)

    async def odd(self) -> str:
        self.seat.room.post(self.seat.person, {"poll": POLL}, self._to())
        return ""

    async def text(self) -> str:
        return "\n".join(m.text for m in self.seat.seen if m.from_bot)

    async def labels(self) -> list[str]:
        return self.seat.buttons()

    async def files(self) -> list[bytes]:
        return [m.file for m in self.seat.seen if m.from_bot and m.kind in ("photo", "voice", "document")]


POLL: dict[str, Any] = {
    "id": "1",
    "question": "路灯还是路？",
    "options": [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("路灯", "路")],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}


@dataclass
class Wired(Talk):
    """Telegram, as the independent server plays it: updates are put in, and the wiretap shows what came out."""

    way: Way
    tap: Wiretap
    token: str
    number: int
    village: str
    channel: str = "telegram"
    unit: str = ""
    count: int = 0
    last: dict[str, Any] = field(default_factory=dict)
    update: int = 0

    @property
    def chat(self) -> str:  # type: ignore[override]  # said once by its number
        return str(-self.number if self.unit else self.number)

    @property
    def person(self) -> str:  # type: ignore[override]  # the same
        return str(self.number)

    async def open(self) -> None:
        if not self.unit:
            await self.say("/start")
            await self.said("您遇到什么事了")
            return
        await self.message(text=f"/bind {await self.way.app.store.new_code('bind', self.unit, 'x')}")
        await self.said("好了，已经加进")
        await self.way.file_case(self.village)
        await self.said("谁来接")
        await self.pick("回复群众")
        await self.said("要跟群众说什么")

    def _who(self) -> dict[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": NAME, "language_code": "zh-hans"}

    def _chat(self) -> dict[str, Any]:
        if self.unit:
            return {"id": -self.number, "type": "supergroup", "title": self.village}
        return {"id": self.number, "type": "private", "first_name": NAME}

    async def push(self, update: dict[str, Any]) -> None:
        """Put an update in."""
        self.last = update
        body = {"token": self.token, "update": update}
        async with self.tap.session.post(f"{self.tap.behind}/__fixture/updates", json=body) as answer:
            told = await answer.json()
        assert told["ok"], told
        self.update = told["result"]["update_id"]

    async def message(self, **content: Any) -> str:
        """A message of theirs; in a group it answers the bot's last one."""
        self.count += 1
        shown = self.tap.shown(self.chat)
        ours = {"id": 7, "is_bot": True, "first_name": "Fixture"}
        if self.unit and shown:
            first = {"message_id": shown[-1].id, "date": 1, "chat": self._chat(), "from": ours, "text": shown[-1].text}
            content["reply_to_message"] = first
        id = 1_000_000 + self.count
        whole = {"message_id": id, "date": 1, "chat": self._chat(), "from": self._who(), **content}
        await self.push({"message": whole})
        return f"{self.chat}:{id}"

    async def say(self, text: str) -> str:
        return await self.message(text=text)

    async def again(self) -> None:
        await self.push(self.last)

    async def acknowledged(self) -> bool:
        return self.tap.acknowledged > self.update

    async def pick(self, label: str) -> None:
        async def there() -> bool:
            return label in await self.labels()

        await until(there, lambda: label)
        found = [(m, b) for m in self.tap.shown(self.chat) for b in m.buttons if b["text"] == label]
        await self._tapped(found[-1][0].id, found[-1][1]["callback_data"])

    async def pick_late(self, label: str) -> None:
        tapped = self.way.taken(self, Kind.CHOICE)[-1].choice
        assert tapped
        value = "send" if label == "就这样发" else label
        await self._tapped(self.tap.shown(self.chat)[-1].id, f"1|{tapped.question}|{value}")

    async def _tapped(self, message: int, data: str) -> None:
        self.count += 1
        ours = {"id": 7, "is_bot": True, "first_name": "Fixture"}
        under = {"message_id": message, "date": 1, "chat": self._chat(), "from": ours, "text": "?"}
        id = f"{self.chat}.{self.count}"
        tap = {"id": id, "from": self._who(), "chat_instance": "1", "data": data, "message": under}
        await self.push({"callback_query": tap})

    async def photos(self, *photos: bytes) -> None:
        album = {"media_group_id": secrets.token_hex(6)} if len(photos) > 1 else {}
        for photo in photos:
            ref = await self._upload(photo)
            await self.message(photo=[{**ref, "width": 64, "height": 48}], **album)

    async def voice(self, data: bytes) -> None:
        await self.message(voice={**await self._upload(data), "duration": 3})

    async def _upload(self, data: bytes) -> dict[str, Any]:
        """Have the server keep a file that the person then sends."""
        form = aiohttp.FormData()
        form.add_field("chat_id", "1")
        form.add_field("document", data, filename="file")
        async with self.tap.session.post(f"{self.tap.behind}/bot{self.token}/sendDocument", data=form) as answer:
            told = await answer.json()
        id = told["result"]["document"]["file_id"]
        return {"file_id": id, "file_unique_id": f"{id}-unique"}

    async def odd(self) -> str:
        await self.message(poll=POLL)
        return ""

    async def text(self) -> str:
        return "\n".join(m.text for m in self.tap.shown(self.chat))

    async def labels(self) -> list[str]:
        return [b["text"] for m in self.tap.shown(self.chat) for b in m.buttons]

    async def files(self) -> list[bytes]:
        return [m.file for m in self.tap.shown(self.chat) if m.file]
