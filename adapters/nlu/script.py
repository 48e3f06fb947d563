"""Which language a text is in; and one script for reading: simplified characters and narrow letters, each in the place
of the one that was written.

The length never changes, so what is found in the text that is read stands at the same place in the one that was
written. Only single characters are exchanged (traditional.txt, from OpenCC): meaning needs no more, and what is kept
and shown is always the person's own text.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_TABLE = Path(__file__).with_name("traditional.txt")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Full-width digits and letters; full-width punctuation stays, it is Chinese."""


def simplified(text: str) -> str:
    """The text in simplified characters and with narrow letters and digits; as long as before."""
    return text if text.isascii() else text.translate(_forms())


@cache
def _forms() -> dict[int, int]:
    """What each exchanged character becomes; read with the first text, 3,000 characters, 0.3 MB."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    pairs = (pair for line in lines if not line.startswith("#") for pair in line.split())
    return {**{ord(pair[0]): ord(pair[1]) for pair in pairs}, **_WIDE}


def language_in(text: str) -> str:
    """Chinese or English by the share of their letters; empty where there are none (a number, an emoji)."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if han == latin == 0:
        return ""
    return "zh-CN" if han * 3 >= latin else "en"
