"""What a turn may need to know of the world, asked for by name and loaded only then.

A step that needs a fact simply asks for it. If it is not loaded yet, `Missing` is raised; the worker loads it, in the
same transaction, and plays the turn again: a turn is a function, so playing it twice does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.case import Case


@dataclass(frozen=True, slots=True)
class MyCases:
    """The asker's own cases, newest first, at most 20; merged ones too."""


@dataclass(frozen=True, slots=True)
class CaseNumbered:
    """The case of this number, if the asker may see it: one's own, or for staff one of their units'."""

    number: str


@dataclass(frozen=True, slots=True)
class CaseWithId:
    """The same by id, as buttons carry it."""

    id: str


@dataclass(frozen=True, slots=True)
class CaseFollowed:
    """The sealed case of this follow code."""

    code: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """Open cases of the same service in the same unit that the asker may join, newest first, at most 3."""

    service: str
    unit: str


@dataclass(frozen=True, slots=True)
class UnitCases:
    """A unit's cases: `which` is "open", "mine" (claimed by `staff`) or "overdue"; at most 20, most urgent first."""

    unit: str
    which: str
    staff: str = ""


Fact = MyCases | CaseNumbered | CaseWithId | CaseFollowed | Nearby | UnitCases
Known = tuple[Case, ...]


class Missing(Exception):
    """The turn needs `fact`; load it and play the turn again."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(type(fact).__name__)
        self.fact = fact


class Facts:
    """The facts that are loaded so far."""

    def __init__(self, known: Mapping[Fact, Known] | None = None) -> None:
        self._known = {} if known is None else known

    def many(self, fact: Fact) -> Known:
        """All cases that the fact names. Raises Missing."""
        try:
            return self._known[fact]
        except KeyError:
            raise Missing(fact) from None

    def one(self, fact: Fact) -> Case | None:
        """The one case that the fact names, or None. Raises Missing."""
        return next(iter(self.many(fact)), None)
