"""What a turn may want beside changes of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PullSummary:
    """A manager or a unit's staff want the ratings of a period, both days included."""

    unit: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class JoinUnit:
    """Somebody in a group gives a one-time code: the group is bound to the unit, or the person joins its staff."""

    code: str


@dataclass(frozen=True, slots=True)
class CallPerson:
    """A resident wants a human being: the nearest unit on duty is asked to answer."""

    draft: str
    text: str
    unit: str
    phone: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Discard:
    """Forget what was said in this chat before a sealed report was sent or dropped: its words are wiped from the inbox
    and the outbox, and the chat's right to its files, but to those of `keep`: a report beside it holds them."""

    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Admit:
    """A colleague lets a newcomer of the group work in it."""

    person: str
