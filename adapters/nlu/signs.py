"""Signs in a text by which a rule fires: a pattern, what it is a sign of, and what it must and must not find."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Sign:
    """`finds` and `spares`: words that the pattern is found in, and such that look alike and mean nothing of the kind.
    tests/core/ reads both, so that a wider pattern shows what it breaks."""

    kind: str
    regex: str
    finds: str
    spares: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled with the first text that is read: all together take 0.1 s, which no start waits for."""
        return compiled(self.regex)


@dataclass(frozen=True, slots=True)
class Calm:
    """Patterns for what stands around a sign. `surely_not` says that nothing is happening now, and is cut out before
    signs are looked for; with `gone` a part of a sentence tells of the past; `afterwards` is spoken of when a danger is
    over; `some_day` is feared, or lasts; `at_once` says that it is now, whatever else stands beside it."""

    surely_not: tuple[str, ...]
    gone: str
    afterwards: str
    some_day: str
    at_once: str


compiled = cache(re.compile)


def signs(rows: Iterable[tuple[str, str, str, str]]) -> tuple[Sign, ...]:
    """Rows of kind, pattern, what it must find, and what it must spare. Patterns are for `ready` text."""
    return tuple(Sign(*row) for row in rows)


def ready(text: str) -> str:
    """The text as patterns read it: in small letters (to ignore case takes twice the time), with plain apostrophes."""
    return text.lower().replace("\u2019", "'")
