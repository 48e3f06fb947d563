"""A back office that is a list."""

from __future__ import annotations

from adapters.channels.ports import Transient
from adapters.desks.ports import DeskAnswer, Report


class FakeDesk:
    """Keeps what it is handed in `.handed`, once each; `.away` makes it unreachable, `.written` are its answers."""

    name = "fake"

    def __init__(self) -> None:
        self.handed: list[Report] = []
        self.away = False
        self.written: list[DeskAnswer] = []
        self.refused: dict[int, str] = {}

    async def hand_over(self, report: Report) -> None:
        self._reach()
        if all((r.case.id, r.event.n) != (report.case.id, report.event.n) for r in self.handed):
            self.handed.append(report)

    async def answers(self, limit: int) -> list[DeskAnswer]:
        self._reach()
        return [answer for answer in self.written if answer.id not in self.refused][:limit]

    async def taken(self, id: int, refused: str = "") -> None:
        self._reach()
        self.refused.setdefault(id, refused)

    async def close(self) -> None:
        pass

    def _reach(self) -> None:
        if self.away:
            raise Transient("the back office is away")
