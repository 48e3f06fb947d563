"""What an official did, for the discipline desk alone: what the words say, weighed with what the model makes of them.

Recall counts more than precision, because such words in the village's group can't be called back; but praise, a wish
for the mayor's number or a shop's fraud stay ordinary matters (nlu_data/README.md has the rule).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from math import log
from types import ModuleType

from adapters.nlu import officials_en, officials_zh
from adapters.nlu.judged import NOTHING, Judged
from adapters.nlu.signs import compiled, ready

SHOWN = 40  # characters of the words by which a rule fired
SHORT, SHORT_ENGLISH = 120, 300  # characters; in a longer text a question is not all of it
WORDY, WORDY_ENGLISH = 7, 20  # characters; of fewer the model can't tell it
_HAN = re.compile(r"[\u3400-\u9fff]")


class About(Enum):
    """Of whom a text speaks, and what that adds to the logarithm of the odds that it is for the discipline desk."""

    OFFICIAL = 0.1
    BOTH = 0.4
    MATTER = 0.5
    NOBODY = -0.1
    OTHER = -0.8


PUBLIC_LIFE = (About.OFFICIAL, About.BOTH, About.MATTER)
SIGN, HINT, PRAISE, ORDINARY, DANGEROUS = 3.6, 0.2, -1.0, -1.3, -1.9
"""What else adds to them: a sign; something that officials are blamed for; praise; in a short text, a question or what
is slow or by the rule; danger. These and those of `About` were found by logistic regression on what the model made of
the examples of nlu_data that it had not seen; its own logarithm counts once, and that of the services' model once."""
ENOUGH = -1.5  # a doubt counts; all of the development set are found, and seven of ten that are sealed rightly are
CERTAIN = {"conduct": 0.002, "desk": 0.01}  # nothing is surer than this, or one model alone would outweigh all others


@dataclass(frozen=True, slots=True)
class Sealed:
    """What makes a text one for the discipline desk alone: "rule: 收红包", "model 0.83", or both; empty if
    nothing does. `doubted`: no word says so, and it may be something else after all."""

    by: str = ""
    doubted: bool = False

    def __bool__(self) -> bool:
        """Whether it is sealed."""
        return bool(self.by)


def words_of_conduct(text: str) -> str:
    """The words that say what an official did, or empty."""
    said = ready(text)
    words = _words(said)
    left = compiled(f"{words.POSING}|{words.NOT_MEANT}").sub(" ", said)
    found = next((match for sign in words.SIGNS if (match := sign.pattern.search(left))), None)
    return found[0][:SHOWN].strip() if found else ""


def conduct_in(text: str) -> bool:
    """Whether the words alone say what an official did, and nothing beside them speaks of somebody else."""
    return bool(sealed_in(text, NOTHING))


def about(text: str) -> About:
    """Of whom a text speaks."""
    said = ready(text)
    words = _words(said)
    other = bool(compiled(f"{words.OTHER}|{words.POSING}").search(said))
    left = compiled(f"{words.POSING}|{words.POLITE}").sub(" ", said)
    if compiled(words.OFFICIAL).search(left):
        return About.BOTH if other else About.OFFICIAL
    if other:
        return About.OTHER
    return About.MATTER if compiled(words.PUBLIC).search(left) else About.NOBODY


def sealed_in(text: str, judged: Judged, named: str = "", danger: str = "") -> Sealed:
    """What seals the text. `named`: a word of a sealed service of the catalogue in it; `danger`: the kind that it
    tells of."""
    said = ready(text)
    who, wordy = about(text), len(text) >= (WORDY if _HAN.search(said) else WORDY_ENGLISH)
    words = named or words_of_conduct(text)
    if not judged.intents:  # no model has read it
        praised = compiled(_words(said).PRAISE).search(said)
        believed = not praised and (who in PUBLIC_LIFE or bool(named and who is About.NOBODY))
        return Sealed(f"rule: {words}") if words and believed else Sealed()
    beside = who.value + _circumstances(said, danger)
    odds = _odds(judged.conduct, CERTAIN["conduct"]) + _odds(judged.desk, CERTAIN["desk"]) + beside
    model = f"model {judged.conduct:.2f}" if wordy and odds >= ENOUGH else ""
    if words and (odds + SIGN >= ENOUGH or bool(named and not wordy)):
        return Sealed(f"rule: {words}, {model}" if model else f"rule: {words}")
    return Sealed(model, doubted=True) if model else Sealed()


def _odds(sure: float, least: float) -> float:
    """The logarithm of the odds."""
    sure = min(max(sure, least), 1 - least)
    return log(sure / (1 - sure))


def _circumstances(said: str, danger: str) -> float:
    """What else is said, as it adds to the logarithm of the odds."""
    words = _words(said)
    short = len(said) <= (SHORT if _HAN.search(said) else SHORT_ENGLISH)
    weights = {
        HINT: bool(compiled(words.HINTS).search(said)),
        PRAISE: bool(compiled(words.PRAISE).search(said)),
        ORDINARY: bool(short and compiled(f"{words.ASKS}|{words.SLOW}").search(said)),
        DANGEROUS: bool(danger),
    }
    return sum(weight for weight, there in weights.items() if there)


def _words(said: str) -> ModuleType:
    return officials_zh if _HAN.search(said) else officials_en
