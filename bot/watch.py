"""Watch: timers that are due become commands or events, through the same unit of work as a turn."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta

from adapters.channels.ports import Wake
from bot.lessons import LESSON
from bot.logs import complain
from bot.office import Office
from cases import commands as c
from cases.case import SYSTEM, State
from cases.deadlines import due
from cases.lifecycle import Refused, stands_until
from storage.database import is_gone
from storage.store import Store, Timer
from storage.work import Work

LOOK_S = 5.0  # seconds between two looks at the timers
TIDY_S = 3600.0  # seconds between two times that what is of no further use is thrown away
AGAIN_S = 300.0  # seconds after which a timer that failed is tried again
OF_CHATS = ("sleep", "wipe")  # timers of a chat; all others are a case's
LATE_AGAIN_DAYS = 1  # working days after which a case that is still late is told one level higher


class Watcher:
    """Lets deadlines, reminders and sleeping forms have their effects."""

    def __init__(self, store: Store, office: Office, wake: Wake) -> None:
        self.store = store
        self.office = office
        self.wake = wake

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until `stop` is set."""
        tidied = -TIDY_S
        while not stop.is_set():
            try:
                await self.look()
                if time.monotonic() - tidied > TIDY_S:
                    await self.store.tidy()
                    tidied = time.monotonic()
            except Exception as error:
                complain("watch", error)
            await self.wake.wait("watch", LOOK_S)

    async def look(self) -> int:
        """Let all due timers happen; how many there were."""
        count = 0
        while timers := await self.store.due_timers():
            for timer in timers:
                try:
                    await self.happen(timer)
                except Exception as error:
                    if is_gone(error):
                        raise
                    await self._put_off(timer, error)
                count += 1
        return count

    async def _put_off(self, timer: Timer, error: Exception) -> None:
        """One timer that fails holds up none of the others; it is tried again later."""
        complain("watch", error)
        async with self.store.work() as work:
            if await work.take_timer(timer.kind, timer.subject, timer.due_at):
                await work.timer(timer.kind, timer.subject, work.now + timedelta(seconds=AGAIN_S), timer.data)

    async def happen(self, timer: Timer) -> None:
        """One timer, in one commit with its own removal: killed in between, it happens once all the same."""
        if timer.kind == LESSON and self.office.lessons:
            await self.office.lessons.learn(timer, self.store)  # reads for long, and so opens its commit itself
            return
        async with self.store.work() as work:
            if timer.kind not in OF_CHATS:
                await work.lock(timer.subject)  # first the case, then its timers, as in a turn: else both could wait
            if not await work.take_timer(timer.kind, timer.subject, timer.due_at):
                return  # another watcher was faster
            try:
                if timer.kind == "sleep":
                    channel, _, chat = timer.subject.partition("|")
                    event = {"type": "sleep"}
                    await work.tell(channel, chat, event, f"sleep:{timer.due_at.isoformat()}")
                elif timer.kind == "wipe":
                    channel, _, chat = timer.subject.partition("|")
                    held = timer.data.get("keep")
                    keep = [str(file) for file in held] if isinstance(held, list) else []
                    await work.discard_words(channel, chat, datetime.fromisoformat(str(timer.data["until"])), keep)
                else:
                    await self.case_timer(timer, work)
            except Refused:
                pass  # the case has moved on: there is nothing to remind of
        for topic in work.woken:
            self.wake.wake(topic)

    async def case_timer(self, timer: Timer, work: Work) -> None:
        """A deadline of a case, or the moment before it."""
        case = await work.lock(timer.subject)
        if case is None:
            return
        kind, _, soon = timer.kind.partition("-")
        if timer.kind == "close":
            if case.state is State.CLOSED:
                # Closed by its rating; only now, when every other is closed too, does the group see it.
                await self.office.tell_group(case, "", {}, work, f"{case.id}:{case.events}:closed")
                return
            await self.office.change(c.Close(case.id, SYSTEM), work)
            return
        if not case.open:
            return
        until = stands_until(case)  # a question to the resident stops the clock, with a limit
        if until and kind == "solve" and work.now < until:
            await work.timer(timer.kind, case.id, until)
            return
        if soon:
            await self.office.change(c.Remind(case.id, SYSTEM, kind), work)
            return
        told = await self.office.late(case, kind, work)
        district = self.store.district
        if told != district.units.district.code:  # at the top it stands on the supervision list; nobody is told daily
            await work.timer(timer.kind, case.id, due(work.now, LATE_AGAIN_DAYS, district))
