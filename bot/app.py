"""The composition root: everything is built here, once, from settings; nothing is opened before `start`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.channels.ports import Channel, Fetch
from adapters.channels.web.channel import CAPS as WEB_CAPS
from adapters.channels.web.channel import NAME as WEB
from adapters.channels.web.channel import STAFF_CAPS
from adapters.desks.ports import AnsweringDesk
from adapters.district import load_district
from adapters.hearing.ports import Hearing
from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.rasa import RasaEngine
from adapters.nlu.vectors import Vectors
from adapters.texts import Texts
from bot.files import KeptFiles
from bot.hear import Ears
from bot.lessons import Lessons
from bot.logs import complain
from bot.office import Office
from bot.receive import DeskReader
from bot.send import Sender
from bot.settings import Settings
from bot.wake import LocalWake, RedisWake
from bot.watch import Watcher
from bot.work import Worker
from cases.district import District
from cases.rates import Summary, guarded, summarise
from dialogs.house import build_house
from dialogs.messages import Caps, Inbound
from storage.database import open_engine
from storage.files import FileFolder
from storage.migrate import migrate
from storage.store import Store

if TYPE_CHECKING:
    from bot.bots import Bot

DESK_AGAIN_S = 5.0  # seconds between two tries to open a back office that is away


def now() -> datetime:
    """The time, for everything that is handed a clock."""
    return datetime.now(UTC)


@dataclass
class App:
    """All parts of one process."""

    settings: Settings
    district: District
    texts: Texts
    store: Store
    files: KeptFiles
    wake: LocalWake
    engine: EmbeddedEngine | RasaEngine
    office: Office
    worker: Worker
    watcher: Watcher
    channels: dict[str, Channel]
    desk: AnsweringDesk | None
    sender: Sender
    bots: list[Bot]
    ears: Ears
    clock: Callable[[], datetime]

    async def start(self) -> None:
        """Bring our own database up to date. Raises Away, NewerDatabase."""
        await migrate(self.store.engine)

    async def open_desk(self) -> None:
        """Bring the back office's database up to date and give it the units of this district. Raises when away."""
        from adapters.desks.database import DatabaseDesk
        from adapters.desks.database import migrate as migrate_desk

        await migrate_desk(self.settings.desk)
        if isinstance(self.desk, DatabaseDesk):
            await self.desk.put_units(self.district.units.by_code.values())

    async def serve_desk(self, stop: asyncio.Event) -> None:
        """The back office, opened as soon as it is there: while it is away cases go on, and wait for it."""
        while self.desk and not stop.is_set():
            try:
                await self.open_desk()
                break
            except Exception as error:
                complain("desk", error)
                await self.wake.wait("desk", DESK_AGAIN_S)
        if self.desk:
            await DeskReader(self.store, self.desk, self.wake).run(stop)

    def stop(self) -> None:
        """Let everything that waits look up, so that it ends soon; pages that wait for news come back later."""
        self.store.stopping = True
        self.wake.wake_all()

    async def close(self) -> None:
        """Close what was opened."""
        await self.wake.close()
        for bot in self.bots:
            await bot.api.close()
        if isinstance(self.engine, RasaEngine):
            await self.engine.close()
        await self.ears.close()
        await self.store.close()
        if self.desk:
            await self.desk.close()

    async def run(self, role: str, stop: asyncio.Event) -> None:
        """Run the parts of a role, beside each other, until `stop` is set. "receive" also serves HTTP elsewhere."""
        if role == "all" and self.store.one_machine:
            await self.store.release()  # there is no other sender: what is leased was left behind by a crash
        parts = []
        if role in ("all", "work"):
            parts.append(self.work(stop))
        if role in ("all", "send"):
            parts.append(self.sender.run(stop))
        if role in ("all", "watch"):
            parts.append(self.watcher.run(stop))
        if role in ("all", "receive"):
            parts.append(self.serve_desk(stop))
            parts.extend(bot.run(stop) for bot in self.bots)
        async with asyncio.TaskGroup() as tasks:
            for part in parts:
                tasks.create_task(part)

    async def receive(self, inbound: Inbound) -> None:
        """Commit a message that came in, and have it worked. Raises Unavailable."""
        await self.store.receive(inbound)
        self.wake.wake("work")

    async def work(self, stop: asyncio.Event) -> None:
        """The models are read before the first message: it must not lose the second that it has to be understood."""
        await asyncio.to_thread(self.engine.load)
        await self.worker.run(stop)

    def rasa_outcomes(self) -> Mapping[str, int]:
        """What became of the messages that Rasa should have read; nothing without Rasa."""
        return self.engine.counts if isinstance(self.engine, RasaEngine) else {}

    async def settle(self) -> None:
        """Let everything that waits have its effects, here and now: for the terminal, the sample and tests."""
        while True:
            await self.watcher.look()
            worked = await self.worker.drain()
            await self.sender.drain()
            if not worked:
                return

    async def summary(self, start: date, end: date, unit: str) -> Summary:
        """The ratings of a period, counted from the events."""
        histories = await self.store.histories()
        district = self.district
        units, catalogue, zone = district.units, district.catalogue, district.zone
        return await asyncio.to_thread(summarise, histories, units, catalogue, start, end, unit, zone, self.clock())


def build(
    settings: Settings, *, clock: Callable[[], datetime] = now, with_desk: bool = True, with_bots: bool = False
) -> App:
    """Build all parts from settings. Raises DistrictError, BrokenText, WrongSetting."""
    folder = Path(settings.district)
    district = load_district(folder)
    texts = Texts.load(district.zone, folder / "texts")
    store = Store(open_engine(settings.database), district, clock)
    files = KeptFiles(FileFolder(settings.folder / "files"), store)
    wake = open_wake(settings)
    embedded = EmbeddedEngine(district, vectors=Vectors() if settings.vectors else None)
    engine = RasaEngine(settings.rasa_url, district, embedded) if settings.rasa_url else embedded
    office = Office(district, Lessons(district, anonymous(district, embedded)))
    house = build_house(district, texts.label, texts.words)
    channels: dict[str, Channel] = {}  # those that are sent to; the web's pages read the outbox themselves
    desk = open_desk(settings) if with_desk else None

    async def say_summary(unit: str, start: date, end: date, language: str) -> tuple[str, str]:
        from adapters.pages.summary import as_chart_png, as_text, trend_start

        counted = await app.summary(start, end, unit)
        trend = await app.summary(trend_start(end), end, unit)
        counted, trend = guarded(counted), guarded(trend)  # every group handles cases, the district's own too
        words = as_text(counted, language, texts)
        try:
            chart = await asyncio.to_thread(as_chart_png, trend, language, texts)
        except Exception:  # a machine without fonts has no chart; the numbers are what matters
            return words, ""
        return words, (await asyncio.to_thread(files.folder.keep, chart)).file

    def explain(refused: str) -> str:
        return texts.text("zh-CN", refused, {"phone": district.hotline}) if refused else ""

    async def receive(inbound: Inbound) -> None:
        await app.receive(inbound)

    bots: list[Bot] = []
    if with_bots and (settings.telegram_residents_token or settings.telegram_staff_token):
        from bot.bots import build_bots

        bots = build_bots(settings, texts, store, files, clock, receive)
    channels.update({bot.channel.name: bot.channel for bot in bots})
    fetchers: dict[str, Fetch] = {bot.channel.name: bot.channel.fetch for bot in bots}
    ears = Ears(open_hearing(settings), files.find)
    caps = caps_of(channels)
    worker = Worker(store, house, office, texts, engine, caps, wake, say_summary, fetchers, files, ears)
    sender = Sender(store, channels, desk, files.read, wake, office.blocked, explain)
    watcher = Watcher(store, office, wake)
    app = App(
        settings,
        district,
        texts,
        store,
        files,
        wake,
        engine,
        office,
        worker,
        watcher,
        channels,
        desk,
        sender,
        bots,
        ears,
        clock,
    )
    return app


def caps_of(channels: dict[str, Channel]) -> Callable[[str, str], Caps]:
    """What a chat can show; a unit's group on the web differs from a resident's page."""

    def caps(channel: str, chat: str) -> Caps:
        if channel == WEB:
            return STAFF_CAPS if chat.startswith("unit:") else WEB_CAPS
        return channels[channel].caps if channel in channels else Caps(text_limit=4096)

    return caps


def open_hearing(settings: Settings) -> Hearing | None:
    """What listens to voice notes; None if no model is set. Its process starts with the first note."""
    if not settings.speech_model:
        return None
    from adapters.hearing.process import ListenerProcess

    return ListenerProcess(Path(settings.speech_model))


def anonymous(district: District, engine: EmbeddedEngine) -> Callable[[str], str]:
    """What takes personal data out of words that are learnt from; read with the first of them."""

    def lesson(text: str) -> str:
        from adapters.nlu.anonymous import Anonymous

        return Anonymous(district, engine.read).lesson(text)

    return lesson


def open_wake(settings: Settings) -> LocalWake:
    """Wake-ups through Redis if there is one, else inside this process."""
    if not settings.redis_url:
        return LocalWake()
    from redis.asyncio import Redis

    return RedisWake(Redis.from_url(settings.redis_url))


def open_desk(settings: Settings) -> AnsweringDesk:
    """The back office's database."""
    from adapters.desks.database import DatabaseDesk

    return DatabaseDesk(settings.desk)
