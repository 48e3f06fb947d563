"""Send: what is in the outbox goes to its channel or to the desk, in order per chat, and is then marked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping

import structlog

from adapters.channels.ports import Blocked, Channel, Misconfigured, Throttled, Transient, Wake, WindowClosed
from adapters.desks.ports import AnsweringDesk, Report
from cases.lifecycle import fold
from storage.codec import outbound_from
from storage.database import is_gone
from storage.store import Leased, Store

log = structlog.get_logger()
LEASE_S = 60.0  # seconds that a sender has for what it took; after them another one may try
POLL_S = 1.5  # seconds after which the database is looked at even without a wake-up
LATER_S = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)  # seconds to wait after each failure that may pass

OnBlocked = Callable[[str, str], Awaitable[None]]
"""Called with (channel, chat) when a person takes no messages from us any more."""
ReadFile = Callable[[str], tuple[str, bytes] | None]
"""Media type and content of a file by its id."""


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
    ) -> None:
        self.store = store
        self.channels = channels
        self.desk = desk
        self.read_file = read_file
        self.wake = wake
        self.on_blocked = on_blocked

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; what is under way is finished first."""
        while not stop.is_set():
            try:
                if await self.send_some():
                    continue
            except Exception as error:
                if not is_gone(error):
                    raise
                log.warning("database away", part="send", error=type(error).__name__)
            await self.wake.wait("send", POLL_S)

    async def drain(self) -> None:
        """Send until nothing can be sent now. For tests, the terminal and the sample."""
        while await self.send_some():
            pass

    async def send_some(self) -> int:
        """Send what is first in each chat; how many rows were taken in hand."""
        names = [*self.channels, *(["desk"] if self.desk else [])]
        rows = await self.store.lease(names, LEASE_S)
        results = await asyncio.gather(*(self._send(row) for row in rows))
        done = [row.id for row, sent in zip(rows, results, strict=True) if sent]
        if done:
            await self.store.sent(done)
        return len(rows)

    async def _send(self, row: Leased) -> bool:
        """True when the channel has it; else it is put off or given up, and why is kept."""
        try:
            if row.channel == "desk" and self.desk:
                await self._hand_over(row, self.desk)
            else:
                await self.channels[row.channel].send(outbound_from(row.payload, str(row.id)))
        except Throttled as throttled:
            await self.store.send_later([row.id], throttled.wait_s)
        except (Transient, TimeoutError, OSError) as error:
            log.info("send later", channel=row.channel, tries=row.tries, error=type(error).__name__)
            await self.store.send_later([row.id], LATER_S[min(row.tries - 1, len(LATER_S) - 1)])
        except Blocked:
            await self.store.send_never([row.id], "blocked")
            await self.on_blocked(row.channel, row.chat)
        except WindowClosed:
            await self.store.send_never([row.id], "window closed")
        except Misconfigured as error:
            log.error("channel misconfigured", channel=row.channel, error=type(error).__name__)
            await self.store.send_later([row.id], LATER_S[-1])
        except Exception as error:
            # One message that breaks its channel must not hold up its chat for good, nor the others at all.
            log.error("send failed", channel=row.channel, tries=row.tries, error=type(error).__name__)
            if row.tries < len(LATER_S):
                await self.store.send_later([row.id], LATER_S[row.tries - 1])
            else:
                await self.store.send_never([row.id], type(error).__name__)
        else:
            return True
        return False

    async def _hand_over(self, row: Leased, desk: AnsweringDesk) -> None:
        """Give one event of a case to the back office, with the case as it stood after it."""
        order = json.loads(row.payload)
        if "answer" in order:
            await desk.taken(order["answer"], order["refused"])
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
