"""A bot of a few lines behind the page: says back what it heard, then asks with buttons."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.applications import Starlette

from adapters.channels.ports import Visitor
from adapters.channels.web.routes import web_routes
from adapters.texts import Texts
from dialogs.messages import Button, Inbound, Kind, Outbound
from tests.fakes_web import (
    DISTRICT_NAME,
    LUOGUAN,
    UNITS,
    YUPING,
    FakeClock,
    FakeFiles,
    FakeInbox,
    FakeLog,
    FakeSessions,
    FakeWake,
)

HELLO = "您好，路、灯、水、垃圾、纠纷，什么事都可以直接说。\n您遇到什么事了？"
WHICH = "是哪一种？"
WHERE = "在哪个村、哪个位置？说个名字就行，也可以发定位。"
CARD = "【新】路灯 · 螺罐村 · 明天 17:30 前回复\n谁来接？"


class Bot:
    """All that the page talks to, in one place."""

    def __init__(self, folder: Path) -> None:
        self.inbox, self.log, self.wake, self.files = FakeInbox(), FakeLog(), FakeWake(), FakeFiles(folder)
        self.sessions = FakeSessions(
            zhang=Visitor("s1", "张三", "staff", (LUOGUAN,)),
            li=Visitor("s2", "李四", "staff", (LUOGUAN, YUPING)),
        )

    @property
    def heard(self) -> list[Inbound]:
        """Every message once, in the order of arrival, without the first hello."""
        return [i for i in self.inbox.committed.values() if i.kind is not Kind.START]

    @property
    def hellos(self) -> list[str]:
        """The poster codes of the first hellos."""
        return [i.text for i in self.inbox.committed.values() if i.kind is Kind.START]

    def say(self, chat: str, text: str, *buttons: Button, **more: object) -> None:
        """One line in a chat."""
        outbound = Outbound(f"o{id(text)}", "web", chat, text, choices=buttons, **more)  # type: ignore[arg-type]
        self.log.add(outbound)
        self.wake.wake(f"web:{chat}")

    async def receive(self, inbound: Inbound) -> None:
        """Commit, echo, answer."""
        known = inbound.external_id in self.inbox.committed
        await self.inbox.receive(inbound)
        if known:
            return
        chat = inbound.chat
        if inbound.kind is Kind.START:
            return self.say(chat, HELLO)
        self.say(chat, inbound.text, author=inbound.name or "我", echo_of=inbound.external_id, media=inbound.media)
        if chat.startswith("unit:"):
            return self.card(chat, CARD) if inbound.kind is not Kind.CHOICE else None
        if inbound.kind is Kind.CHOICE:
            return self.say(chat, WHERE, wants="location", closes="q1")
        self.say(chat, WHICH, Button("路灯不亮", "lamp", "q1"), Button("都不是", "none", "q1"))

    def card(self, chat: str, text: str) -> None:
        """A standing card with buttons that stay."""
        self.say(chat, text, Button("我来接", "do:claim:1"), Button("转给别处", "do:transfer:1"), replaces="card-1")

    def app(self) -> Starlette:
        """The pages with this bot behind them."""
        routes = web_routes(
            receive=self.receive,
            log=self.log,
            wake=self.wake,
            files=self.files,
            sessions=self.sessions,
            texts=Texts.load(ZoneInfo("Asia/Shanghai")),
            district_name=DISTRICT_NAME,
            units=UNITS,
            clock=FakeClock(),
        )
        return Starlette(routes=routes)
