"""Digits as people write and say them: 2604, ２６０４, 二六〇四, "two six oh four".

Digits alone are read here, one by one, as a number is dictated; 两千六百零四 is a sum, and stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WRITTEN = "０１２３４５６７８９〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两"
_SIGNS = str.maketrans(_WRITTEN, "01234567890012345678911234567892")
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPOKEN = {word: str(digit) for digit, word in enumerate(_WORDS)} | {"oh": "0", "o": "0", "nought": "0"}
_WORD = "|".join(sorted(_SPOKEN, key=len, reverse=True))
_ROW = re.compile(rf"(?<![A-Za-z])(?:(?:double )?(?:{_WORD})(?![A-Za-z])[\s,.\-]*){{7,}}", re.IGNORECASE)
_ONE = re.compile(rf"(double )?({_WORD})(?![A-Za-z])", re.IGNORECASE)
_DASH = re.compile(r"横杠|横线|杠|横|减号")


@dataclass(frozen=True, slots=True)
class Digits:
    """A text with all its digits as 0 to 9; `begins[i]` to `ends[i]` is what character i stood for."""

    text: str
    begins: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` to `end` stood in the text as it was written."""
        return self.begins[start], self.ends[end - 1]


def digits_of(text: str) -> Digits:
    """The text with digits in place of the words and characters that say them."""
    written = text.translate(_SIGNS)
    rows = [(m.start(), m.end(), False) for m in _ROW.finditer(written)]
    rows += [(m.start(), m.end(), True) for m in _DASH.finditer(written)]
    if not rows:
        return Digits(written, range(len(text)), range(1, len(text) + 1))
    parts: list[str] = []
    begins: list[int] = []
    ends: list[int] = []

    def put(made: str, begin: int, end: int) -> None:
        parts.append(made)
        begins.extend([begin] * len(made))
        ends.extend([end] * len(made))

    def copy(begin: int, end: int) -> None:
        parts.append(written[begin:end])
        begins.extend(range(begin, end))
        ends.extend(range(begin + 1, end + 1))

    at = 0
    for begin, end, dash in sorted(rows):
        copy(at, begin)
        if dash:
            put("-", begin, end)
        for word in () if dash else _ONE.finditer(written, begin, end):
            put(_SPOKEN[word[2].casefold()] * (2 if word[1] else 1), word.start(), word.end())
        at = end
        if not dash and written[end - 1 : end].isspace():
            copy(end - 1, end)
    copy(at, len(written))
    return Digits("".join(parts), begins, ends)
