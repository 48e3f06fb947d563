"""What an engine understood of a text: the type behind the port of adapters/nlu/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Guess:
    """A service that the words may be about; confidence from 0 to 1."""

    code: str
    group: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of the text with a meaning. `kind`: place, case_number, phone, time, person; `value`: normal form.

    For a place, `value` is a unit's code, or several joined by "|" when more than one unit has the name.
    """

    kind: str
    text: str
    value: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A ready answer of the district (`District.answers`) that may fit the question; confidence from 0 to 1."""

    key: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood. `emergency` names the kind of danger ("fire", ...) or is empty.

    `emergency_by` and `sealed_by` say what found it: words ("rule: 着火"), a model ("model 0.83"), or both; empty where
    nothing was found. They hold what the person wrote, so they never stand in a log line.

    `wishes` are intents with their probabilities, likeliest first, as far as the engine tells; `answers` are ready
    answers to a question, best first.
    """

    text: str = ""
    intent: str = OUT_OF_SCOPE
    intent_confidence: float = 0.0
    services: tuple[Guess, ...] = ()
    entities: tuple[Entity, ...] = ()
    emergency: str = ""
    sealed: bool = False
    language: str = ""
    emergency_by: str = ""
    sealed_by: str = ""
    wishes: tuple[tuple[str, float], ...] = ()
    answers: tuple[Match, ...] = ()

    def found(self, kind: str) -> tuple[Entity, ...]:
        """The entities of one kind, in the order of the text."""
        return tuple(e for e in self.entities if e.kind == kind)


class Understander(Protocol):
    """An engine. Must answer within a second or raise; the caller has another way to go on."""

    async def understand(self, text: str) -> Understanding:
        """Say what `text` means."""
        ...
