"""Hand-written stand-ins for what the web channel is handed."""

from __future__ import annotations

import asyncio
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from adapters.channels.ports import Line, Unavailable, Visitor
from cases.units import Level, Unit, Units
from dialogs.messages import Inbound, Media, MediaKind, Outbound

START = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
UNITS = Units.of(
    [
        Unit("500153", "荣昌区", Level.DISTRICT, name_en="Rongchang"),
        Unit("500153001", "昌元街道", Level.TOWN, "500153", "Changyuan"),
        Unit("500153001001", "螺罐村村民委员会", Level.VILLAGE, "500153001", "Luoguan Village"),
        Unit("500153001002", "玉屏社区居民委员会", Level.VILLAGE, "500153001", "Yuping Community"),
    ]
)
LUOGUAN, YUPING = "500153001001", "500153001002"
DISTRICT_NAME = {"zh-CN": "荣昌区", "en": "Rongchang"}


class FakeClock:
    """Time that stands still."""

    now = START

    def __call__(self) -> datetime:
        return self.now


class FakeWake:
    """Wakes within one loop; keeps what was woken."""

    def __init__(self) -> None:
        self.woken: list[str] = []
        self._events: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def wait(self, topic: str, timeout_s: float) -> None:
        try:
            await asyncio.wait_for(self._events[topic].wait(), timeout_s)
        except TimeoutError:
            return

    def wake(self, topic: str) -> None:
        self.woken.append(topic)
        self._events.pop(topic, asyncio.Event()).set()


class FakeLog:
    """What was said, in a list per chat. Lines of one turn have one moment; here each line is a turn, but in `turn`."""

    def __init__(self) -> None:
        self.moment: datetime | None = None
        self.by_chat: defaultdict[str, list[Line]] = defaultdict(list)

    def add(self, outbound: Outbound) -> None:
        seq = sum(len(lines) for lines in self.by_chat.values()) + 1
        at = self.moment or START + timedelta(minutes=seq)
        self.by_chat[outbound.chat].append(Line(seq, at, outbound))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """All lines said inside are one turn."""
        self.moment = START + timedelta(days=1, minutes=sum(len(lines) for lines in self.by_chat.values()))
        yield
        self.moment = None

    async def lines(self, chat: str, after: int, limit: int = 200) -> list[Line]:
        found = [line for line in self.by_chat[chat] if line.seq > after]
        return found[:limit] if after else found[-limit:]


class FakeInbox:
    """Commits messages, once each; `down` makes it unavailable, `hold` keeps it busy until set."""

    def __init__(self) -> None:
        self.deliveries: list[Inbound] = []
        self.committed: dict[str, Inbound] = {}
        self.down = False
        self.hold: asyncio.Event | None = None

    async def receive(self, inbound: Inbound) -> None:
        if self.down:
            raise Unavailable
        if self.hold is not None:
            await self.hold.wait()
        self.deliveries.append(inbound)
        self.committed.setdefault(inbound.external_id, inbound)


class FakeFiles:
    """Keeps files by chat; whatever is not a picture or sound by its first bytes is a problem."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept: dict[str, tuple[Media, str, str]] = {}

    async def take(self, data: bytes, chat: str) -> Media:
        sound = data.startswith((b"OggS", b"\x1aE\xdf\xa3"))
        if not sound and not data.startswith((b"\x89PNG", b"\xff\xd8")):
            return Media(MediaKind.PHOTO, problem="file-not-a-photo")
        file = f"f{len(self.kept)}"
        media = Media(MediaKind.VOICE if sound else MediaKind.PHOTO, file)
        (self.folder / file).write_bytes(data)
        self.kept[file] = (media, chat, "audio/webm" if sound else "image/png")
        return media

    async def media(self, file: str, chat: str) -> Media | None:
        media, owner, _ = self.kept.get(file, (None, "", ""))
        return media if owner == chat else None

    async def find(self, file: str) -> tuple[Path, str] | None:
        return (self.folder / file, self.kept[file][2]) if file in self.kept else None

    async def seen_in(self, file: str, chat: str) -> bool:
        return file in self.kept and self.kept[file][1] == chat


class FakeSessions:
    """One-time codes and whom they let in."""

    def __init__(self, **codes: Visitor) -> None:
        self.codes = codes
        self.open: dict[str, Visitor] = {}

    async def sign_in(self, code: str) -> tuple[str, Visitor] | None:
        visitor = self.codes.pop(code, None)
        if visitor is None:
            return None
        token = f"token-of-{code}"
        self.open[token] = visitor
        return token, visitor

    async def visitor(self, token: str) -> Visitor | None:
        return self.open.get(token)

    async def sign_out(self, token: str) -> None:
        self.open.pop(token, None)


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """The app on a port of this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        # Without `log_config` it would leave its own handlers in this process, past ours.
        config = uvicorn.Config(app, log_config=None, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve([listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await running
