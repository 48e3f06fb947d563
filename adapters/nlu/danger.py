"""Danger to life or limb, now or about to be: what the words say, weighed with what the model makes of them.

Recall counts more than precision: a number to call too often is a small harm. But what names a thing (消防通道), an old
event or an insurance matter must not set it off, or nobody listens to it any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.nlu import danger_en, danger_zh
from adapters.nlu.judged import Judged
from adapters.nlu.signs import Calm, Sign, compiled, ready

SURE = 0.70  # so probable by the model alone, it is danger
SURE_OF_ONE = 0.60  # the same where a short text names a person
SURER = 0.95  # the same beside what is feared for some day, lasts, or comes afterwards
FEW_LETTERS = 4  # of so few ("有人来了"), too, it must be as sure as that
DOUBTED = 0.30  # so probable at least, where words of danger stand beside what comes afterwards: proofs, thanks
FAINT = 0.015  # less probable than that, a sign in a short text means something else
SHORT, SHORT_ENGLISH = 60, 80  # characters; in a longer text the model may overlook a sentence
SHOWN = 40  # characters of the words by which a rule fired
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]")
_PARTS = re.compile(r"[^，,。.！!？?；;\n]+[，,。.！!？?；;\n]*|[，,。.！!？?；;\n]+")  # of sentences


@dataclass(frozen=True, slots=True)
class Told:
    """What the rules found: the kind of danger and the words that say so. `past`: the text speaks of what comes after a
    danger; `now`: it says that it is now."""

    kind: str
    words: str
    past: bool
    now: bool


class Tongue:
    """The rules of one language."""

    def __init__(self, signs: tuple[Sign, ...], calm: Calm, one: str) -> None:
        """`one`: what names a person."""
        self.signs = signs
        self._calm, self._one = calm, one
        self._surely_not = "|".join(calm.surely_not)

    def told(self, text: str) -> Told | None:
        """The first sign in the text that is left when what surely is none has been cut out."""
        parts = (" " if compiled(self._calm.gone).search(part) else part for part in _PARTS.findall(text))
        left = compiled(self._surely_not).sub(" ", "".join(parts))  # "去年着过火，现在又着火了" still tells of a fire
        for sign in self.signs:
            if found := sign.pattern.search(left):
                return Told(sign.kind, found[0][:SHOWN].strip(), self._past(text), self._now(text))
        return None

    def sure(self, text: str) -> float:
        """How probable the model alone must find danger in the text."""
        if not self._now(text) and (self._past(text) or compiled(self._calm.some_day).search(text)):
            return SURER
        return SURE_OF_ONE if is_short(text) and compiled(self._one).search(text) else SURE

    def _past(self, text: str) -> bool:
        return bool(compiled(self._calm.afterwards).search(text))

    def _now(self, text: str) -> bool:
        return bool(compiled(self._calm.at_once).search(text))


CHINESE = Tongue(danger_zh.SIGNS, danger_zh.CALM, danger_zh.ONE)
ENGLISH = Tongue(danger_en.SIGNS, danger_en.CALM, danger_en.ONE)


def told_in(text: str) -> Told | None:
    """What the rules of the languages in the text find."""
    said = ready(text)
    told = CHINESE.told(said) if _HAN.search(said) else None
    return told or (ENGLISH.told(said) if _LATIN.search(said) else None)


def emergency_in(text: str) -> str:
    """The kind of danger that the words alone tell of, or empty."""
    told = told_in(text)
    return told.kind if told and (told.now or not told.past) else ""


def danger_in(text: str, judged: Judged) -> tuple[str, str]:
    """The kind of danger and what found it: "rule: 着火", "model 0.83", or both; ("", "") if there is none.

    Words that tell of a danger are believed, unless the text is short and the model sees nothing in it. Beside words of
    what comes afterwards the model must think it possible; without any words it must be sure.
    """
    told = told_in(text)
    likely = min(sum(p for _, p in judged.danger), 1.0)
    enough = SURER if judged.letters <= FEW_LETTERS else 0.0
    model = f"model {likely:.2f}" if likely >= max(sure_of(text), enough) else ""
    if told and believed(told, likely, bool(judged.danger) and is_short(text)):
        return told.kind, f"rule: {told.words}, {model}" if model else f"rule: {told.words}"
    return (judged.danger[0][0], model) if model else ("", "")


def believed(told: Told, likely: float, overseen: bool) -> bool:
    """Whether a sign counts; `overseen`: the model has read all of the text."""
    if told.now:
        return True
    return likely >= (DOUBTED if told.past else FAINT if overseen else 0.0)


def is_short(text: str) -> bool:
    """Whether the model's word is about all of the text."""
    return len(text) <= (SHORT if _HAN.search(text) else SHORT_ENGLISH)


def sure_of(text: str) -> float:
    """How probable the model alone must find danger, by the language of the text."""
    said = ready(text)
    return (CHINESE if _HAN.search(said) else ENGLISH).sure(said)
