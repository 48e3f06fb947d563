"""What a back office is handed, and what it answers: a case desk of any make stands behind these few lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.case import Case, Event, Happened
from cases.catalogue import Service


@dataclass(frozen=True, slots=True)
class Report:
    """One event of a case for the back office: the case as it stands after it, and the files that came with it.

    A file is (id, media type, content).
    """

    case: Case
    event: Event
    service: Service
    files: tuple[tuple[str, str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """What the back office wants done with a case. `action` is one of ACTIONS, `by` the name of who wants it."""

    id: int
    case_number: str
    action: str
    unit: str
    text: str
    who: str
    rule: str
    where: str
    by: str
    created_at: datetime


ACTIONS = ("assign", "transfer", "reply", "ask", "resolve", "redirect", "status")
"""What a back office may ask for; "transfer" is another word for "assign", "status" for "reply"."""


class Desk(Protocol):
    """A back office that takes cases."""

    name: str

    async def hand_over(self, report: Report) -> None:
        """Hand over one event, safely kept when this returns; repeated by (case id, event n) it changes nothing.

        Raises adapters.channels.ports.Transient when the back office is away.
        """
        ...


class AnsweringDesk(Desk, Protocol):
    """A back office that writes its answers down and has them fetched."""

    async def answers(self, limit: int) -> list[DeskAnswer]:
        """Up to `limit` answers that are not yet taken, oldest first. Raises Transient."""
        ...

    async def taken(self, id: int, refused: str = "") -> None:
        """The answer is done, or `refused` says why it can't be. Raises Transient."""
        ...

    async def close(self) -> None:
        """Let go of what is open."""
        ...


TOLD = frozenset(
    {"number", "service", "place_unit", "problem", "since", "spot", "point", "answers", "media", "urgent", "sealed"}
    | {"unit", "meant", "from", "asked_for", "lead", "reason", "alarm", "of", "to", "into"}
    | {"text", "answer", "who", "rule", "where", "why", "respond_due", "solve_due"}
)
"""What a back office is told of an event's data: a list of what goes, so that a new field stays here until it is added.

Left out on purpose: `reporter` (chat ids; name and phone go with the case, if given), `proxy` and `id`.
"""

UNTOLD = frozenset({Happened.RATED, Happened.CONFIRMED})
"""Events whose data stays out of the history: who handles a case never sees who rated what (ratings go apart)."""


def redact(event: Event) -> dict[str, object]:
    """The event's data as any back office may have it."""
    if event.kind in UNTOLD:
        return {}
    return {key: value for key, value in event.data.items() if key in TOLD}
