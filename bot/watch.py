"""Watch: timers that are due become commands or events, through the same unit of work as a turn."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from adapters.channels.ports import Wake
from bot.office import Office
from cases import commands as c
from cases.case import SYSTEM, State
from cases.lifecycle import ASK_LIMIT_DAYS, Refused
from storage.database import is_gone
from storage.store import Store, Timer
from storage.work import Work

log = structlog.get_logger()
LOOK_S = 5.0  # seconds between two looks at the timers
LATE_AGAIN_DAYS = 1.0  # a case that is still late is told one level higher after so long


class Watcher:
    """Lets deadlines, reminders and sleeping forms have their effects."""

    def __init__(self, store: Store, office: Office, wake: Wake) -> None:
        self.store = store
        self.office = office
        self.wake = wake

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until `stop` is set."""
        while not stop.is_set():
            try:
                await self.look()
            except Exception as error:
                if not is_gone(error):
                    raise
                log.warning("database away", part="watch", error=type(error).__name__)
            await self.wake.wait("watch", LOOK_S)

    async def look(self) -> int:
        """Let all due timers happen; how many there were."""
        count = 0
        while timers := await self.store.due_timers():
            for timer in timers:
                await self.happen(timer)
                count += 1
        return count

    async def happen(self, timer: Timer) -> None:
        """One timer, in one commit with its own removal: killed in between, it happens once all the same."""
        async with self.store.work() as work:
            await work.stop_timers(timer.subject, timer.kind)
            try:
                if timer.kind == "sleep":
                    channel, _, chat = timer.subject.partition("|")
                    event = {"type": "sleep"}
                    await work.tell(channel, chat, event, f"sleep:{timer.due_at.isoformat()}")
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
            await self.office.change(c.Close(case.id, SYSTEM), work)
            return
        if not case.open:
            return
        if case.state is State.ASKED and case.asked_at and kind == "solve":
            # A question to the resident stops the clock, with a limit.
            until = case.asked_at + timedelta(days=ASK_LIMIT_DAYS)
            if work.now < until:
                await work.timer(timer.kind, case.id, until)
                return
        if soon:
            await self.office.change(c.Remind(case.id, SYSTEM, kind), work)
            return
        await self.office.late(case, kind, work)
        if case.unit != self.store.district.units.district.code:
            await work.timer(timer.kind, case.id, work.now + timedelta(days=LATE_AGAIN_DAYS))
