"""The program with both bots, on SQLite, and a Telegram to speak to over real HTTP.

One server, one program and its database serve all transcripts, one after another. The program's clock is whatever the
play says; messages come in by themselves, and have their effects when the play lets them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App, build
from bot.serve import site
from bot.settings import Settings
from storage import tables as t
from storage.database import writing
from tests.bot_api.bots import Bot
from tests.bot_api.server import Server, serving
from tests.fakes_web import serving as serving_pages
from tests.transcripts.play import summarise

PATIENCE_S = 90.0
PUBLIC = "https://frontdoor.example"
SECRET = "a-secret-of-the-webhook"
BUDGETS = (
    "adapters.channels.telegram.wire.MESSAGES_PER_S",
    "adapters.channels.telegram_staff.wire.BOT_PER_S",
    "adapters.channels.telegram_staff.wire.GROUP_PER_MIN",
)


@dataclass
class Stage:
    """The program with both bots, and the Telegram that they speak to."""

    server: Server
    app: App
    residents: Bot
    staff: Bot
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # a play sets its own

    async def taken(self) -> None:
        """All that people did has come in."""
        await self.residents.delivered(PATIENCE_S)
        await self.staff.delivered(PATIENCE_S)

    async def again(self, bot: Bot) -> None:
        """The last update comes once more."""
        await bot.polling(PATIENCE_S)
        polls = len(self.server.calls_of("getUpdates", bot=bot))
        assert bot.redeliver() == 1
        if not bot.queue.hook:  # it is worked off when the next are asked for
            await self.server.until(
                lambda: len(self.server.calls_of("getUpdates", bot=bot)) > polls, "it has come again", PATIENCE_S
            )
        await self.taken()

    async def empty(self) -> None:
        """Nothing has ever happened."""
        await self.taken()
        async with writing(self.app.store.engine) as connection:
            for table in reversed(t.metadata.sorted_tables):
                await connection.execute(table.delete())
        self.server.calls.clear()
        self.server.violations.clear()


@asynccontextmanager
async def stage(folder: Path, webhook: bool = False) -> AsyncIterator[Stage]:
    """Both bots at work, by polling or by webhook."""
    async with serving() as server:
        residents, staff = server.bot("residents"), server.bot("staff", privacy=False)
        settings = Settings(
            data=str(folder),
            telegram_residents_token=residents.token,
            telegram_staff_token=staff.token,
            telegram_api=server.url,
            vectors=False,  # as in the conversations that are played
            public_url=PUBLIC if webhook else "",
            telegram_secret=SECRET if webhook else "",
        )
        with pytest.MonkeyPatch.context() as patch:  # budgets count real minutes; a minute of a transcript takes none
            for limit in BUDGETS:
                patch.setattr(limit, 10_000)
            app = build(settings, clock=lambda: made.clock(), with_desk=False, with_bots=True)
        made = Stage(server, app, residents, staff)
        app.worker.summarise = summarise
        await app.start()
        async with pages(app, server, webhook), at_work(app):
            await residents.polling(PATIENCE_S)
            await staff.polling(PATIENCE_S)
            yield made


@asynccontextmanager
async def pages(app: App, server: Server, webhook: bool) -> AsyncIterator[None]:
    """The program's own HTTP, where the webhooks lead."""
    if not webhook:
        yield
        return
    async with serving_pages(site(app)) as url:
        server.route(PUBLIC, url)
        yield


@asynccontextmanager
async def at_work(app: App) -> AsyncIterator[None]:
    """The bots take in what is written to them; working and sending is done by `App.settle`."""
    stop = asyncio.Event()
    running = [asyncio.create_task(bot.run(stop)) for bot in app.bots]
    try:
        yield
    finally:
        stop.set()
        app.stop()
        await asyncio.gather(*running)
        await app.close()
