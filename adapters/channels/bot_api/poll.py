"""Long polling: the service keeps the updates, and drops them when a higher offset is asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog

from adapters.channels.bot_api.api import Update
from adapters.channels.bot_api.fields import whole
from adapters.channels.ports import Misconfigured, Throttled, Transient, Unavailable

log = structlog.get_logger()

WAIT_S = 25  # seconds that one getUpdates may hang
AWAY_S = (1.0, 2.0, 5.0, 15.0)  # seconds between tries to commit; the last for all further ones
BACK_OFF_S = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # the same when the service is away
WRONG_S = 30.0  # seconds until a wrong token, or another program at the same bot, is looked at again
ANEW_S = 6 * 24 * 3600.0  # after a week without updates their ids are drawn anew (core.telegram.org/bots/api#update)


class Updates(Protocol):
    """What of the Api is called here (adapters/channels/bot_api/api.py)."""

    async def updates(self, offset: int, wait_s: int, kinds: Sequence[str]) -> Sequence[Update]:
        """What came, from `offset` on; what is below it is dropped there."""
        ...


class Takes(Protocol):
    """What updates are handed to."""

    name: str

    async def take(self, updates: Sequence[Update]) -> None:
        """Commit them. Raises Unavailable."""
        ...


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until `stop` is set."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


class Poller:
    """Fetches the updates of one bot. `offset` moves only when what is below it is committed."""

    def __init__(
        self,
        api: Updates,
        receiver: Takes,
        kinds: Sequence[str],
        pause: Callable[[asyncio.Event, float], Awaitable[None]] = pause,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.api = api
        self.receiver = receiver
        self.kinds = kinds
        self.pause = pause
        self.clock = clock
        self.offset = 0
        self._last = clock()
        self._failed = 0  # times in a row

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; then at once, for what was not fetched yet is kept for us."""
        while not stop.is_set():
            try:
                updates = await self._fetch(stop)
                await self._commit(updates, stop)
                self._failed = 0
            except Throttled as error:
                await self.pause(stop, error.wait_s)
            except Misconfigured as error:
                self._complain(error)
                await self.pause(stop, WRONG_S)
            except Exception as error:
                self._complain(error)
                await self._back_off(stop)

    async def _fetch(self, stop: asyncio.Event) -> Sequence[Update]:
        """What came since; nothing if `stop` was set meanwhile."""
        if self.offset and self.clock() - self._last > ANEW_S:
            self.offset = 0
        fetching = asyncio.ensure_future(self.api.updates(self.offset, WAIT_S, self.kinds))
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait((fetching, stopping), return_when=asyncio.FIRST_COMPLETED)
            return fetching.result() if fetching.done() else ()
        finally:
            for task in (fetching, stopping):
                task.cancel()
            await asyncio.gather(fetching, stopping, return_exceptions=True)

    async def _commit(self, updates: Sequence[Update], stop: asyncio.Event) -> None:
        """Commit them, again and again while the database is away: the service has them once more if we end."""
        if not updates:
            return
        tries = 0
        while True:
            try:
                await self.receiver.take(updates)
                break
            except Unavailable:
                await self.pause(stop, AWAY_S[min(tries, len(AWAY_S) - 1)])
                tries += 1
            if stop.is_set():
                return
        self._last = self.clock()
        self.offset = max(whole(update, "update_id") for update in updates) + 1

    async def _back_off(self, stop: asyncio.Event) -> None:
        await self.pause(stop, BACK_OFF_S[min(self._failed, len(BACK_OFF_S) - 1)])
        self._failed += 1

    def _complain(self, error: Exception) -> None:
        speak = log.warning if isinstance(error, Transient) else log.error
        speak("polling failed", channel=self.receiver.name, error=type(error).__name__)
