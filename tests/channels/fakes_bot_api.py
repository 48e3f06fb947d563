"""Updates as Telegram sends them, in short; and hand-written stand-ins for what the receiving side is handed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.channels.bot_api.api import Me, Place, Update
from adapters.channels.bot_api.updates import group_messages, private_messages
from adapters.channels.ports import Unavailable
from dialogs.messages import Inbound

Json = dict[str, Any]
AT = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
DATE = 1_775_554_200  # the same moment in Unix time
ME = Me(77, "FrontDoorBot")
WE: Json = {"id": 77, "is_bot": True, "first_name": "Front Door", "username": "FrontDoorBot"}
LI: Json = {"id": 42, "is_bot": False, "first_name": "秀英", "last_name": "李", "language_code": "zh-hans"}
WANG: Json = {"id": 43, "is_bot": False, "first_name": "小王"}
OTHER_BOT: Json = {"id": 99, "is_bot": True, "first_name": "Music"}
NOBODY: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PRIVATE: Json = {"id": 42, "type": "private", "first_name": "秀英"}
GROUP: Json = {"id": -5, "type": "group", "title": "螺罐村"}
SUPERGROUP: Json = {"id": -1001, "type": "supergroup", "title": "螺罐村", "is_forum": True}
CHANNEL: Json = {"id": -1002, "type": "channel", "title": "News"}


def message(chat: Json = PRIVATE, person: Json = LI, id: int = 7, **content: object) -> Json:
    """A message."""
    return {"message_id": id, "date": DATE, "chat": chat, "from": person, **content}


def in_group(chat: Json = SUPERGROUP, person: Json = WANG, id: int = 7, **content: object) -> Json:
    """A message in a staff group."""
    return message(chat, person, id, **content)


def new(said: object, id: int = 1000) -> Json:
    """The update that brings a message."""
    return {"update_id": id, "message": said}


def tap(chat: Json = PRIVATE, person: Json = LI, data: str = "1|3|yes", id: str = "tap-1", **under: Any) -> Json:
    """The update of a tap on a button of ours; `under` is more about the message that it stands under."""
    shown = {"message_id": 6, "date": DATE, "chat": chat, "from": WE, "text": "?", **under}
    query = {"id": id, "from": person, "chat_instance": "9", "data": data, "message": shown}
    return {"update_id": 1000, "callback_query": query}


def became(old: str, new: str, chat: Json = PRIVATE, person: Json = LI, **more: object) -> Json:
    """The update that our membership in a chat changed."""
    change = {
        "chat": chat,
        "from": person,
        "date": DATE,
        "old_chat_member": {"user": WE, "status": old},
        "new_chat_member": {"user": WE, "status": new, **more},
    }
    return {"update_id": 1000, "my_chat_member": change}


def heard_by_residents_bot(update: Update) -> list[Inbound]:
    """What the residents' bot reads."""
    return private_messages(update, "telegram", ME, AT)


def heard_by_staff_bot(update: Update) -> list[Inbound]:
    """What the staff bot reads."""
    return group_messages(update, "telegram-staff", ME, AT)


class FakeInbox:
    """Commits messages, once each. `down` makes it unavailable; `spoilt` are external ids that it chokes on."""

    def __init__(self) -> None:
        self.deliveries: list[Inbound] = []
        self.committed: dict[str, Inbound] = {}
        self.down = False
        self.spoilt: dict[str, Exception] = {}
        self.hold: asyncio.Event | None = None

    async def receive(self, inbound: Inbound) -> None:
        self.deliveries.append(inbound)
        if self.hold:
            await self.hold.wait()
        if self.down:
            raise Unavailable
        if inbound.external_id in self.spoilt:
            raise self.spoilt[inbound.external_id]
        self.committed.setdefault(inbound.external_id, inbound)

    async def waits(self, channel: str, chat: str) -> bool:
        """A worker that is quick."""
        return False


class FakeApi:
    """Keeps updates as the service does: those below an offset that was asked for are dropped. `fails` are raised
    first, one by one. Whoever asks while there is nothing waits, but at most `hang_s` seconds."""

    hang_s = 60.0

    def __init__(self, *waiting: Json) -> None:
        self.waiting = list(waiting)
        self.fails: list[Exception] = []
        self.offsets: list[int] = []
        self.asked_for: Sequence[str] = ()
        self.answered: list[str] = []
        self.typed: list[Place] = []
        self.broken: Exception | None = None
        self.on_empty: Callable[[], None] = lambda: None
        self.cancelled = False

    async def updates(self, offset: int, wait_s: int, kinds: Sequence[str], limit: int = 100) -> Sequence[Update]:
        self.offsets.append(offset)
        self.asked_for = kinds
        await asyncio.sleep(0)
        if self.fails:
            raise self.fails.pop(0)
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        if self.waiting:
            return self.waiting[:limit]
        self.on_empty()
        try:
            await asyncio.sleep(min(wait_s, self.hang_s))
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return []

    async def tapped(self, tap: str) -> None:
        if self.broken:
            raise self.broken
        self.answered.append(tap)

    async def typing(self, place: Place) -> None:
        if self.broken:
            raise self.broken
        self.typed.append(place)
