"""What an engine makes of a text, before the rules are weighed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """Names with probabilities from 0 to 1, likeliest first; and how many letters the text has.

    `danger`: kinds of danger (dialogs.words.EMERGENCIES) with their probabilities, of one model that also knows "none":
    their sum is the probability that there is any danger. It learns from the blocks of nlu_data with
    `metadata: {danger: kind}`, against all others. `conduct`: that the text is about what an official did, which is the
    probability of that intent (a model of its own told it worse). `desk`: that its service is one of the discipline
    desk's, which is another model's word on the same. All are found on examples that the model judging
    them had not seen. `alike`: ready answers of the district by the cosine of the nearest way of asking
    (adapters/nlu/asked.py). An engine that does not tell leaves them empty.
    """

    intents: tuple[tuple[str, float], ...] = ()
    services: tuple[tuple[str, float], ...] = ()
    letters: int = 0
    danger: tuple[tuple[str, float], ...] = ()
    conduct: float = 0.0
    desk: float = 0.0
    alike: tuple[tuple[str, float], ...] = ()


NOTHING = Judged()
