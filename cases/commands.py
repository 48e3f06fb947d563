"""What shall happen to a case. Each is imperative; cases.lifecycle says whether it may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.case import Actor, Reporter
from cases.units import Point


@dataclass(frozen=True, slots=True)
class FileCase:
    """File a new case. `draft` is the idempotency key: the same draft never makes two cases.

    In a sealed report `reporter` is empty unless the person chose to give a name.
    """

    draft: str
    service: str
    place_unit: str
    problem: str
    reporter: Reporter
    spot: str = ""
    point: Point | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    media: tuple[str, ...] = ()
    urgent: str = ""
    sealed: bool = False
    same: str = ""  # the id of an open case about the same problem: this one is filed and merged into it
    proxy: str = ""  # the staff member who writes it down for somebody who can't chat
    since: str = ""  # since when, as the person said: an ISO date (dialogs/since.py); empty if not said
    guessed: str = ""  # the service that the words were taken for before the person chose this one; empty if none was


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do with an existing case, by somebody."""

    case: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Claim(Command):
    """A staff member takes the case. The first one wins."""


@dataclass(frozen=True, slots=True)
class Assign(Command):
    """The back office gives the case to a unit."""

    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reply(Command):
    """Staff tell the resident something."""

    text: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask(Command):
    """Staff ask the resident something; the clock stands still until the answer."""

    text: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Add(Command):
    """The resident adds something: an answer to a question, or more about the matter."""

    text: str
    media: tuple[str, ...] = ()
    point: Point | None = None
    aside: bool = False  # by somebody who was not asked (a neighbour with the same problem): it answers no question


@dataclass(frozen=True, slots=True)
class Transfer(Command):
    """Pass the case to another unit, with a reason."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reclassify(Command):
    """It is another kind of problem than was filed. Who has it stays; the deadlines are the right kind's."""

    service: str


@dataclass(frozen=True, slots=True)
class Resolve(Command):
    """Say that it is done, with the answer that the public may read."""

    answer: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Redirect(Command):
    """Not this government's task: who is responsible, by which rule, where to go."""

    who: str
    rule: str
    where: str


@dataclass(frozen=True, slots=True)
class Confirm(Command):
    """The resident says whether it is really solved."""

    solved: bool


@dataclass(frozen=True, slots=True)
class Rate(Command):
    """The resident's satisfaction, 1 to 5, and why not."""

    score: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reopen(Command):
    """The resident wants it taken up again."""

    why: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Urge(Command):
    """The resident asks to hurry. The clock is not restarted."""


@dataclass(frozen=True, slots=True)
class Merge(Command):
    """The same problem as another case: its people are told together."""

    into: str


@dataclass(frozen=True, slots=True)
class Remind(Command):
    """A deadline is near."""

    of: str  # "respond" or "solve"


@dataclass(frozen=True, slots=True)
class Escalate(Command):
    """A deadline has passed: the unit above is told."""

    of: str
    to: str


@dataclass(frozen=True, slots=True)
class Close(Command):
    """Nobody said anything more within the time."""
