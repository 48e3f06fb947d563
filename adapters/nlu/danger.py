"""Danger to life or limb, now or about to be: what the words say, weighed with what the model makes of them.

Recall counts more than precision: a number to call too often is a small harm. But what names a thing (消防通道), an old
event or an insurance matter must not set it off, or nobody listens to it any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.nlu import danger_en, danger_zh
from adapters.nlu.judged import Judged
from adapters.nlu.signs import Sign, compiled, ready

SURE = 0.70  # so probable by the model alone, it is danger
DOUBTED = 0.30  # so probable at least, where words of danger stand beside what comes afterwards: proofs, thanks
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

    def __init__(
        self, signs: tuple[Sign, ...], surely_not: tuple[str, ...], gone: str, afterwards: str, at_once: str
    ) -> None:
        """Patterns: `surely_not` is cut out, with `gone` a part of a sentence is left out; the others as in Told."""
        self.signs = signs
        self._gone, self._surely_not = gone, "|".join(surely_not)
        self._afterwards, self._at_once = afterwards, at_once

    def told(self, text: str) -> Told | None:
        """The first sign in the text that is left when what surely is none has been cut out."""
        parts = (" " if compiled(self._gone).search(part) else part for part in _PARTS.findall(text))
        left = compiled(self._surely_not).sub(" ", "".join(parts))  # "去年着过火，现在又着火了" still tells of a fire
        for sign in self.signs:
            if found := sign.pattern.search(left):
                now = bool(compiled(self._at_once).search(text))
                return Told(sign.kind, found[0][:SHOWN].strip(), bool(compiled(self._afterwards).search(text)), now)
        return None


CHINESE = Tongue(danger_zh.SIGNS, danger_zh.SURELY_NOT, danger_zh.GONE, danger_zh.AFTERWARDS, danger_zh.AT_ONCE)
ENGLISH = Tongue(danger_en.SIGNS, danger_en.SURELY_NOT, danger_en.GONE, danger_en.AFTERWARDS, danger_en.AT_ONCE)


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

    Words that tell of a danger are believed. Beside words of what comes afterwards the model must think it possible;
    without any words it must be sure.
    """
    told = told_in(text)
    likely = min(sum(p for _, p in judged.danger), 1.0)
    model = f"model {likely:.2f}" if likely >= SURE else ""
    if told and (told.now or not told.past or likely >= DOUBTED):
        return told.kind, f"rule: {told.words}, {model}" if model else f"rule: {told.words}"
    return (judged.danger[0][0], model) if model else ("", "")
