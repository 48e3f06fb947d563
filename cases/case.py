"""What a case is, and the events that its history is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cases.units import Point


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    ASKED = "asked"  # a question to the resident is open; the clock stands still
    RESOLVED = "resolved"
    CLOSED = "closed"
    REDIRECTED = "redirected"
    MERGED = "merged"


OPEN = frozenset({State.RECEIVED, State.ASSIGNED, State.ACCEPTED, State.ASKED})
"""States in which somebody owes the resident something."""


class Happened(StrEnum):
    """The kinds of event, in the past tense."""

    FILED = "filed"
    ASSIGNED = "assigned"
    CLAIMED = "claimed"
    REPLIED = "replied"
    ASKED = "asked"
    ADDED = "added"
    TRANSFERRED = "transferred"
    RECLASSIFIED = "reclassified"
    RESOLVED = "resolved"
    REDIRECTED = "redirected"
    CONFIRMED = "confirmed"
    RATED = "rated"
    REOPENED = "reopened"
    URGED = "urged"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    CLOSED = "closed"
    MERGED = "merged"
    ALARMED = "alarmed"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something. `role`: resident, staff, desk or system; `name` is shown to staff, never to residents."""

    role: str
    id: str = ""
    name: str = ""


SYSTEM = Actor("system")
RESIDENT = Actor("resident")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case. `n` counts from 1 within the case; `data` is plain JSON."""

    kind: Happened
    at: datetime
    actor: Actor
    data: Mapping[str, object] = field(default_factory=dict)
    n: int = 0


@dataclass(frozen=True, slots=True)
class Reporter:
    """Where the resident of a case is reached. Empty in a sealed report without a name."""

    channel: str = ""
    chat: str = ""
    person: str = ""
    language: str = "zh-CN"
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands: the fold of its events (`cases.lifecycle.apply`).

    `unit` is who has it now, `unit_first` who got it first; `passed` counts transfers, `reopened` reopenings;
    `respond_due` and `solve_due` are moments; `escalated` names the highest unit that was told that it is late;
    `stood_s` are the seconds that questions to the resident have moved `solve_due` so far.
    """

    id: str
    number: str
    service: str
    unit: str
    place_unit: str
    problem: str
    filed_at: datetime
    state: State = State.RECEIVED
    unit_first: str = ""
    spot: str = ""
    point: Point | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    media: tuple[str, ...] = ()
    reporter: Reporter = Reporter()
    urgent: str = ""
    sealed: bool = False
    owner: str = ""
    owner_name: str = ""
    respond_due: datetime | None = None
    solve_due: datetime | None = None
    responded_at: datetime | None = None
    asked_at: datetime | None = None
    stood_s: float = 0.0
    since: str = ""  # since when, as the resident said: an ISO date or month, with "~" if it is only nearly so
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    answer: str = ""
    passed: int = 0
    lead: str = ""  # named by the level above after the second return: its task, whatever it says
    reopened: int = 0
    urged: int = 0
    escalated: str = ""
    solved: bool | None = None
    score: int | None = None
    why_not: str = ""
    merged_into: str = ""
    events: int = 0

    @property
    def open(self) -> bool:
        """Whether somebody still owes the resident something."""
        return self.state in OPEN
