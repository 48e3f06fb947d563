"""A worker on a database, for tests of what it does with messages while they wait: for files, or for ears."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date

from bot.wake import LocalWake
from bot.work import Worker
from dialogs.messages import Caps, Outbound
from storage.codec import outbound_from
from storage.store import Store
from storage.tables import outbox

PATIENCE_S = 90.0
GROUP = "-1001"


class Working:
    """Whoever has a worker on a database."""

    store: Store
    wake: LocalWake
    worker: Worker

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Meanwhile it works."""
        stop = asyncio.Event()
        running = asyncio.create_task(self.worker.run(stop))
        try:
            yield
        finally:
            stop.set()
            self.wake.wake_all()
            async with asyncio.timeout(PATIENCE_S):
                await running

    async def said(self, chat: str) -> list[Outbound]:
        """All that was said in a chat."""
        async with self.store.look() as work:
            rows = await work.connection.execute(outbox.select().where(outbox.c.chat == chat).order_by(outbox.c.id))
        return [outbound_from(row.payload, "") for row in rows]


def caps(channel: str, chat: str) -> Caps:
    """One chat is a group to which anybody can be added."""
    return Caps(4096, group=chat == GROUP, open_group=chat == GROUP)


async def summarise(unit: str, start: date, end: date, language: str) -> tuple[str, str]:
    """Nobody asks for a summary."""
    raise NotImplementedError


async def until(done: Callable[[], bool]) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if done():
                return
            await asyncio.sleep(0.01)
