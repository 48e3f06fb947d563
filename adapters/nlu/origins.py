"""Where each character that is read stood in the text as it came.

`dialogs.words.clean` takes out what can't be seen and composes accents, so the text that is read may be shorter than
the one that was sent; what is found must be pointed at in the latter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs.understanding import Entity
from dialogs.words import clean

_JAMO = range(0x1160, 0x1200)  # Korean vowels and finals, which join the letter before them


@dataclass(frozen=True, slots=True)
class Origins:
    """`begins[i]` and `ends[i]`: where the piece of the original begins and ends that became character i."""

    text: str
    begins: Sequence[int]
    ends: Sequence[int]

    @staticmethod
    def of(text: str, cleaned: str) -> Origins:
        """Of a text and what `clean` made of it."""
        if text == cleaned:
            return Origins(text, range(len(text)), range(1, len(text) + 1))
        begins: list[int] = []
        ends: list[int] = []
        at = 0
        while at < len(text):
            end = at + 1
            if text[at] == "\r":
                end += text[end : end + 1] == "\n"
            else:
                while end < len(text) and _joins(text[end]):
                    end += 1
            made = len(clean(text[at:end]))
            begins.extend([at] * made)
            ends.extend([end] * made)
            at = end
        return Origins(text, begins, ends)

    def moved(self, entity: Entity, start: int) -> Entity:
        """The entity as it stands in the original; `start` is where it begins in the cleaned text."""
        begin, end = self.begins[start], self.ends[start + len(entity.text) - 1]
        return replace(entity, text=self.text[begin:end], start=begin)


def _joins(sign: str) -> bool:
    """Whether a sign may become one with the letter before it."""
    return unicodedata.category(sign).startswith("M") or ord(sign) in _JAMO
