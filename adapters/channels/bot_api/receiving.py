"""From updates to the inbox: everything is committed first, and answered to the service only then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

import structlog

from adapters.channels.bot_api.api import Place, Update
from adapters.channels.bot_api.updates import tap_of
from adapters.channels.ports import Receive, Unavailable
from dialogs.messages import Inbound, Kind

log = structlog.get_logger()

SHOW_AFTER_S = 1.0  # seconds; most messages are answered within
SHOW_AGAIN_S = 4.5  # seconds; the service shows it for five (core.telegram.org/bots/api#sendchataction)
SHOW_AT_MOST_S = 30.0  # seconds; who waits longer should not be kept looking
SHOWN_AT_ONCE = 100  # chats; when more wait, we have better things to do
SILENT = (Kind.JOINED, Kind.LEFT, Kind.MOVED)  # nobody said anything

Waits = Callable[[str, str], Awaitable[bool]]
"""Whether a message of (channel, chat) has not been worked yet."""


class Courteous(Protocol):
    """What of the Api is called here (adapters/channels/bot_api/api.py)."""

    async def tapped(self, tap: str) -> None:
        """Tell the service that a tap has come in."""
        ...

    async def typing(self, place: Place) -> None:
        """Show for five seconds that something is being written."""
        ...


class Receiver:
    """Takes what a bot was sent. `name` is the channel's; `read` raises Unavailable as long as it can't say anything
    about updates; `sleep` waits seconds."""

    def __init__(
        self,
        name: str,
        api: Courteous,
        read: Callable[[Update], list[Inbound]],
        receive: Receive,
        waits: Waits,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.name = name
        self.api = api
        self.read = read
        self.receive = receive
        self.waits = waits
        self.sleep = sleep
        self._tasks: set[asyncio.Task[None]] = set()
        self._showing: set[Place] = set()

    async def take(self, updates: Sequence[Update]) -> None:
        """Commit all that the updates say, in order. Raises Unavailable if anything could not be: then nothing may be
        acknowledged, and all of it is to be taken again (what was committed is dropped then).

        What can't be committed for another reason is left, so that it does not keep back all that comes after it.
        """
        inbounds = [inbound for update in updates for inbound in self._read(update)]
        # All at once, and in order: they share a commit, and keep their order in it.
        outcomes = await asyncio.gather(*(self.receive(inbound) for inbound in inbounds), return_exceptions=True)
        failed = [outcome for outcome in outcomes if outcome is not None]
        for error in failed:
            if not isinstance(error, Exception):
                raise error
        if any(isinstance(error, Unavailable) for error in failed):
            raise Unavailable
        for error in failed:
            log.error("message not taken", channel=self.name, error=type(error).__name__)
        for update in updates:
            if tap := tap_of(update):
                self._beside(partial(self.api.tapped, tap))  # the sign on the button stops turning
        for inbound in inbounds:
            if inbound.kind not in SILENT:
                self._show_in(Place(inbound.chat, thread=inbound.thread))

    async def close(self) -> None:
        """End what goes on beside."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _read(self, update: Update) -> list[Inbound]:
        """What it says. A fault of ours must not keep back all that comes after it, either."""
        try:
            return self.read(update)
        except Unavailable:
            raise
        except Exception as error:
            log.error("update not read", channel=self.name, error=type(error).__name__)
            return []

    def _beside(self, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _quietly(self, work: Callable[[], Awaitable[None]]) -> None:
        """A courtesy that fails costs nobody a message."""
        try:
            await work()
        except Exception as error:
            log.warning("courtesy failed", channel=self.name, error=type(error).__name__)

    def _show_in(self, place: Place) -> None:
        if place not in self._showing and len(self._showing) < SHOWN_AT_ONCE:
            self._showing.add(place)
            self._beside(partial(self._show, place)).add_done_callback(lambda _: self._showing.discard(place))

    async def _show(self, place: Place) -> None:
        """Show that we are at it, for as long as the chat waits."""
        await self.sleep(SHOW_AFTER_S)
        shown_s = 0.0
        while shown_s < SHOW_AT_MOST_S and await self.waits(self.name, place.chat):
            await self.api.typing(place)
            await self.sleep(SHOW_AGAIN_S)
            shown_s += SHOW_AGAIN_S
