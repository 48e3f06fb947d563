"""What residents and staff correct becomes a lesson: noted in the commit of the correction itself, read afterwards.

To take personal data out of a long letter costs seconds of a processor, and the case is locked in a correction. So the
correction sets a timer (one that is rolled back sets none), and the watcher reads the words with no transaction open.
The timer is taken away in the commit that keeps the lesson: killed in between, it is made all the same, and once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from cases import commands as c
from cases.case import Case, Event
from cases.district import District
from cases.rates import SAMPLE_CHANNEL
from dialogs.describe import OTHER
from storage.lessons import Lesson
from storage.store import Store, Timer
from storage.work import Work

LESSON = "lesson"  # the kind of the timer; its subject is the case's number and which of its events it was
READ_S = 30.0  # an ordinary report takes some 0.1 s, 10,000 characters 2; what takes longer is tried again later


@dataclass(frozen=True, slots=True)
class Lessons:
    """Makes lessons. `anonymous` gives words without personal data, empty where nothing may be learnt from them."""

    district: District
    anonymous: Callable[[str], str]

    async def of_filing(self, command: c.FileCase, case: Case, work: Work) -> None:
        """The words were taken for one kind of problem, and the resident chose another."""
        if command.guessed and command.guessed != case.service:
            await self.note(case, case.events, command.guessed, case.service, "", "resident", work)

    async def of_change(self, command: c.Command, before: Case, events: Sequence[Event], work: Work) -> None:
        """Staff say that it is of another kind, or another department's than the one that does this kind."""
        if not events:
            return
        n = events[-1].n
        if isinstance(command, c.Reclassify):
            await self.note(before, n, before.service, command.service, "", "staff", work)
        if isinstance(command, c.Transfer | c.Assign) and self.strange(command.unit, before):
            await self.note(before, n, before.service, "", command.unit, "staff", work)

    def strange(self, unit: str, case: Case) -> bool:
        """Whether a unit is a department that this kind of problem is not done by. To the discipline desk nothing is
        passed on that others may read."""
        units, service = self.district.units, self.district.catalogue.get(case.service)
        department = units[unit].department if unit in units and unit != case.unit else ""
        return department not in ("", self.district.discipline, service.department if service else "")

    async def note(self, case: Case, n: int, guessed: str, meant: str, unit: str, by: str, work: Work) -> None:
        """Note the correction that is the case's n-th event, unless it is nobody's business: sealed, or once taken for
        what is sealed."""
        if case.sealed or case.reporter.channel == SAMPLE_CHANNEL:
            return
        if any(s is not None and s.sealed for s in map(self.district.catalogue.get, (guessed, meant))):
            return
        day = work.now.astimezone(self.district.zone).date()
        meant = "" if meant == OTHER else meant
        noted = {"case": case.number, "guessed": guessed, "meant": meant, "unit": unit, "by": by, "day": str(day)}
        await work.timer(LESSON, f"{case.number}:{n}", work.now, noted)

    async def learn(self, timer: Timer, store: Store) -> None:
        """Make the lesson that was noted. Raises what goes wrong with the words, TimeoutError after READ_S: then the
        timer stands, and it is tried again."""
        async with store.look() as work:
            case = await work.numbered(str(timer.data["case"]))
        lesson = await self.read(case, {name: str(value) for name, value in timer.data.items()}) if case else None
        async with store.work() as work:
            if await work.take_timer(timer.kind, timer.subject, timer.due_at) and lesson:
                await work.keep_lesson(lesson)

    async def read(self, case: Case, noted: dict[str, str]) -> Lesson | None:
        """The lesson; None where nothing may be learnt from the words: of a private danger, of an official, or none."""
        from adapters.nlu.anonymous import PRIVATE_DANGERS  # with the first lesson: 20 ms
        from adapters.nlu.script import language_in

        if case.urgent in PRIVATE_DANGERS:
            return None
        async with asyncio.timeout(READ_S):
            text = await asyncio.to_thread(self.anonymous, case.problem)
        if not text:
            return None
        language, day = language_in(text), date.fromisoformat(noted["day"])
        return Lesson(text, language, noted["guessed"], noted["meant"], noted["by"], day, noted["unit"])
