"""What an engine makes of a text, before the rules are weighed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """Names with probabilities from 0 to 1, likeliest first; and how many letters the text has.

    `danger`: kinds of danger (dialogs.words.EMERGENCIES), each with its own probability. `conduct`: that it is about
    what an official did. An engine that does not tell leaves them empty.
    """

    intents: tuple[tuple[str, float], ...] = ()
    services: tuple[tuple[str, float], ...] = ()
    letters: int = 0
    danger: tuple[tuple[str, float], ...] = ()
    conduct: float = 0.0


NOTHING = Judged()
