"""Send: what is in the outbox goes to its channel or to the desk, in order per chat, and is then marked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import structlog

from adapters.channels.ports import (
    Blocked,
    Channel,
    Gone,
    Incomplete,
    Misconfigured,
    Moved,
    NotAllowed,
    Rejected,
    Throttled,
    Transient,
    Wake,
    WindowClosed,
)
from adapters.desks.ports import AnsweringDesk, Report
from bot.logs import complain, where
from cases.lifecycle import fold
from dialogs.exchange import Unavailable
from storage.codec import outbound_from
from storage.store import Leased, Store
from storage.work import Work

log = structlog.get_logger()
LEASE_S = 60.0  # seconds that a sender has for what it took; after them another one may try
RENEW_S = 20.0  # seconds after which the lease of what is still under way is renewed
SEND_S = 45.0  # seconds for one message after its lease was taken or renewed; less than it, so that no two ever have it
SEND_MOST_S = 600.0  # seconds for one message of many parts; each call of a channel has a limit of its own
AT_ONCE = 50  # messages that are under way at the same time, each in another chat
POLL_S = 1.5  # seconds after which the database is looked at even without a wake-up
LATER_S = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)  # seconds to wait after each failure that may pass

OnBlocked = Callable[[str, str, Work], Awaitable[None]]
"""Called with (channel, chat, work) when a person takes no messages from us any more."""
ReadFile = Callable[[str], tuple[str, bytes] | None]
"""Media type and content of a file by its id."""

Explain = Callable[[str], str]
"""The sentence for why an answer of the back office was refused, by its text key; empty for an empty key."""


class Sender:
    """Hands the outbox over. Channels that this process does not have are left to another one."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        desk: AnsweringDesk | None,
        read_file: ReadFile,
        wake: Wake,
        on_blocked: OnBlocked,
        explain: Explain,
    ) -> None:
        self.explain = explain
        self.store = store
        self.channels = channels
        self.desk = desk
        self.read_file = read_file
        self.wake = wake
        self.on_blocked = on_blocked
        self._under_way = 0
        self._sent: list[int] = []  # the channel has them, the database does not know it yet
        self._freed = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; what is under way is finished first."""
        async with asyncio.TaskGroup() as tasks:
            while not stop.is_set():
                self._freed.clear()
                rows = await self._take(AT_ONCE - self._under_way)
                for row in rows:
                    self._under_way += 1
                    tasks.create_task(self._one(row))
                if not rows:
                    await self._rest()
        await self._take(0)

    async def drain(self) -> None:
        """Send until nothing can be sent now. For tests, the terminal and the sample."""
        while await self.send_some():
            pass

    async def send_some(self) -> int:
        """Send what is first in each chat; how many rows were taken in hand."""
        rows = await self.store.lease(self._names(), LEASE_S)
        self._under_way += len(rows)
        await asyncio.gather(*(self._one(row) for row in rows))
        await self._mark()
        return len(rows)

    def _names(self) -> list[str]:
        return [*self.channels, *(["desk"] if self.desk else [])]

    async def _take(self, most: int) -> list[Leased]:
        """Mark what has been sent, then take up to `most` rows in hand."""
        try:
            await self._mark()
            return await self.store.lease(self._names(), LEASE_S, most) if most > 0 else []
        except Exception as error:
            complain("send", error)
            return []

    async def _mark(self) -> None:
        """What the channels have is marked; while the database is away it is remembered, and not sent again."""
        marked = self._sent.copy()
        if marked:
            await self.store.sent(marked)
            del self._sent[: len(marked)]

    async def _rest(self) -> None:
        """Until there may be something to do: a row was put out, or one is sent and its chat may have another."""
        waits = {asyncio.ensure_future(self.wake.wait("send", POLL_S)), asyncio.ensure_future(self._freed.wait())}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _one(self, row: Leased) -> None:
        """One row: a slow or broken channel holds up its own chat and no other."""
        try:
            if await self._send(row):
                self._sent.append(row.id)
        except Exception as error:
            complain("send", error)  # it stays leased for a while, and is then tried again
        finally:
            self._under_way -= 1
            self._freed.set()

    async def _send(self, row: Leased) -> bool:
        """True when the channel has it; else it is put off or given up, and why is kept."""
        try:
            async with self._lease_kept(row):
                if row.channel == "desk" and self.desk:
                    await self._hand_over(row, self.desk)
                else:
                    await self.channels[row.channel].send(
                        replace(outbound_from(row.payload, str(row.id)), chat=row.chat)
                    )
        except Moved as moved:
            await self.store.move_chat(row.channel, row.chat, moved.chat)
            await self.store.send_later([row.id], 0)
        except Throttled as throttled:
            await self.store.send_later([row.id], throttled.wait_s)
        except (Transient, Unavailable, TimeoutError, OSError) as error:
            log.info("send later", channel=row.channel, tries=row.tries, error=type(error).__name__)
            await self.store.send_later([row.id], later_s(row.tries))
        except Blocked:
            await self._shut_out(row)
        except WindowClosed:
            await self.store.send_never([row.id], "window closed")
        except (Rejected, Gone) as error:
            # The service won't take it, however often it is asked: what stands behind it must not wait for it.
            log.error("message rejected", channel=row.channel, row=row.id, error=type(error).__name__)
            await self.store.send_never([row.id], type(error).__name__)
        except Incomplete:
            await self.store.send_never([row.id], "files left out")  # its words are sent, and nothing comes twice
        except NotAllowed as error:
            log.error("not allowed in the chat", channel=row.channel, row=row.id, error=type(error).__name__)
            await self._again_or_never(row, error)
        except Misconfigured as error:
            log.error("channel misconfigured", channel=row.channel, error=type(error).__name__)
            await self.store.send_later([row.id], LATER_S[-1])
        except Exception as error:
            # One message that breaks its channel must not hold up its chat for good, nor the others at all.
            fault = type(error).__name__
            log.error("send failed", channel=row.channel, row=row.id, tries=row.tries, error=fault, where=where(error))
            await self._again_or_never(row, error)
        else:
            return True
        return False

    @asynccontextmanager
    async def _lease_kept(self, row: Leased) -> AsyncIterator[None]:
        """For sending a row: its lease is renewed while it is under way. While that can't be done, the time runs out
        before the lease does."""
        ended = asyncio.Event()
        async with asyncio.timeout(SEND_S) as limit:
            renewing = asyncio.create_task(self._renew(row, limit, ended))
            try:
                yield
            finally:
                ended.set()
                await renewing  # not cancelled: a renewal that came last would put the row off

    async def _renew(self, row: Leased, limit: asyncio.Timeout, ended: asyncio.Event) -> None:
        now = asyncio.get_running_loop().time
        until = now() + SEND_MOST_S
        while now() < until:
            with suppress(TimeoutError):
                async with asyncio.timeout(RENEW_S):
                    await ended.wait()
            if ended.is_set():
                return
            at = now()
            try:
                await self.store.renew(row.id, LEASE_S)
            except Exception as error:
                complain("send", error)
                continue
            if not limit.expired():
                limit.reschedule(at + SEND_S)

    async def _again_or_never(self, row: Leased, error: Exception) -> None:
        """Try again for some minutes; then the chat's later messages get their turn."""
        if row.channel == "desk" or row.tries < len(LATER_S):
            # What the back office can't take is never given up: its case waits, and doctor and /metrics show it.
            await self.store.send_later([row.id], later_s(row.tries))
        else:
            await self.store.send_never([row.id], type(error).__name__)

    async def _shut_out(self, row: Leased) -> None:
        """The person blocks us. That the message is given up and that staff hear of it are one commit; neither happens
        if the person has come back meanwhile, which the service may tell us before it tells us of the refusal."""
        async with self.store.work() as work:
            shut = await work.shut_out(row.id, row.tries)
            if shut:
                await self.on_blocked(row.channel, row.chat, work)
        for topic in work.woken:
            self.wake.wake(topic)
        if not shut:
            await self.store.send_later([row.id], 0)

    async def _hand_over(self, row: Leased, desk: AnsweringDesk) -> None:
        """Give one event of a case to the back office, with the case as it stood after it."""
        order = json.loads(row.payload)
        if "answer" in order:
            await desk.taken(order["answer"], self.explain(order["refused"]))
            return
        async with self.store.look() as work:
            events = [e for e in await work.history(order["case"]) if e.n <= order["n"]]
        case = fold(events)
        event = events[-1]
        media = event.data.get("media")
        names = [str(f) for f in media] if isinstance(media, list) else []
        files = []
        for name in names:
            content = await asyncio.to_thread(self.read_file, name)
            if content:
                files.append((name, *content))
        service = self.store.district.catalogue.get(case.service) or self.store.district.catalogue["other"]
        await desk.hand_over(Report(case, event, service, tuple(files)))


def later_s(tries: int) -> float:
    """Seconds to wait after the `tries`-th failure."""
    return LATER_S[max(0, min(tries, len(LATER_S)) - 1)]
