"""What residents and staff correct is kept as a lesson, in the commit of the correction itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.logs import complain
from cases import commands as c
from cases.case import Case, Event
from cases.district import District
from cases.rates import SAMPLE_CHANNEL
from dialogs.describe import OTHER
from storage.lessons import Lesson
from storage.work import Work

READ_S = 2.0  # the case is locked meanwhile; a text takes some 0.1 s
"""How long the words may take to be read once more."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Keeps lessons. `anonymous` gives words without personal data, empty where nothing may be learnt from them."""

    district: District
    anonymous: Callable[[str], str]

    async def of_filing(self, command: c.FileCase, case: Case, work: Work) -> None:
        """The words were taken for one kind of problem, and the resident chose another."""
        if command.guessed and command.guessed != case.service:
            await self.keep(case, command.guessed, case.service, "", "resident", work)

    async def of_change(self, command: c.Command, before: Case, events: Sequence[Event], work: Work) -> None:
        """Staff say that it is of another kind, or another department's than the one that does this kind."""
        if not events:
            return
        if isinstance(command, c.Reclassify):
            await self.keep(before, before.service, command.service, "", "staff", work)
        if isinstance(command, c.Transfer | c.Assign) and self.strange(command.unit, before):
            await self.keep(before, before.service, "", command.unit, "staff", work)

    def strange(self, unit: str, case: Case) -> bool:
        """Whether a unit is a department that this kind of problem is not done by. To the discipline desk nothing is
        passed on that others may read."""
        units, service = self.district.units, self.district.catalogue.get(case.service)
        department = units[unit].department if unit in units and unit != case.unit else ""
        return department not in ("", self.district.discipline, service.department if service else "")

    async def keep(self, case: Case, guessed: str, meant: str, unit: str, by: str, work: Work) -> None:
        """Keep it, unless it is nobody's business: sealed, once taken for what is sealed, or of a private danger. No
        report fails by its lesson, and none waits long for it."""
        from adapters.nlu.anonymous import PRIVATE_DANGERS  # with the first lesson: 20 ms
        from adapters.nlu.rules import language_in

        if case.sealed or case.urgent in PRIVATE_DANGERS or case.reporter.channel == SAMPLE_CHANNEL:
            return
        if any(s is not None and s.sealed for s in map(self.district.catalogue.get, (guessed, meant))):
            return
        try:
            async with asyncio.timeout(READ_S):
                text = await asyncio.to_thread(self.anonymous, case.problem)
        except Exception as error:
            complain("lesson", error)
            return
        if text:
            day = work.now.astimezone(self.district.zone).date()
            meant = "" if meant == OTHER else meant
            await work.keep_lesson(Lesson(text, language_in(text), guessed, meant, by, day, unit))
