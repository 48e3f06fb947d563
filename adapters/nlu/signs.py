"""Signs in a text by which a rule fires: a pattern, what it is a sign of, and what it must and must not find."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """`finds` and `spares`: words that the pattern is found in, and such that look alike and mean nothing of the kind.
    tests/core/ reads both, so that a wider pattern shows what it breaks."""

    kind: str
    pattern: re.Pattern[str]
    finds: str
    spares: str


def signs(rows: Iterable[tuple[str, str, str, str]]) -> tuple[Sign, ...]:
    """Rows of kind, pattern, what it must find, and what it must spare. Patterns are for `ready` text."""
    return tuple(Sign(kind, re.compile(pattern), finds, spares) for kind, pattern, finds, spares in rows)


def ready(text: str) -> str:
    """The text as patterns read it: in small letters (to ignore case takes twice the time), with plain apostrophes."""
    return text.lower().replace("\u2019", "'")
