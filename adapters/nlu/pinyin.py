"""How characters sound: for names that were typed with another character of the same sound, or in letters.

Readings stand in pinyin.txt (30 kB, 0.8 MB once read): pypinyin's own dictionaries cost fifty times as much, and of a
village's name no context tells the reading anyway.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path

_TABLE = Path(__file__).with_name("pinyin.txt")
MOST_WAYS = 8  # ways to read one name that are looked at
_FIRST = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("hu", "fu"))
_LAST = (("eng", "en"), ("ing", "in"), ("uo", "o"))


def readings(character: str) -> tuple[str, ...]:
    """The syllables of a character, without tones, the commonest first; none if it is unknown."""
    return _table().get(character, ())


def characters(syllable: str) -> tuple[str, ...]:
    """The characters that are read so: what somebody may have typed in place of another."""
    return tuple(character for character, ways in _table().items() if ways[0] == syllable)


def spelled(name: str) -> tuple[str, ...]:
    """The ways to write a Chinese name in letters, without spaces: 螺罐 → luoguan. None if a character is unknown."""
    ways = product(*(readings(c) for c in name))
    return tuple(dict.fromkeys("".join(way) for way in islice(ways, MOST_WAYS)))


def sounds(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways a name sounds to people here, as syllables; two that sound alike are equal."""
    return tuple(islice(product(*(heard(c) for c in name)), MOST_WAYS))


def letters(text: str) -> str:
    """Latin letters without tone marks, small; as long as the text. ü is v, as it is typed."""
    if text.isascii():
        return text.lower()
    return "".join(_bare(c) for c in text)


@lru_cache(maxsize=512)
def _bare(character: str) -> str:
    plain = unicodedata.normalize("NFD", character)
    if plain[0] in "uU" and "\u0308" in plain:
        return "v"
    return plain[0].lower() if plain[0].isascii() else character


@lru_cache(maxsize=4096)
def heard(character: str) -> tuple[str, ...]:
    """The syllables of a character as people here hear them; none if it is unknown."""
    return tuple(dict.fromkeys(_alike(s) for s in readings(character)))


def _alike(syllable: str) -> str:
    """One form for the sounds that Chongqing's speech does not tell apart: zh z, n l, hu fu, eng en."""
    for here, there in _FIRST:
        if syllable.startswith(here):
            syllable = there + syllable.removeprefix(here)
            break
    for here, there in _LAST:
        if syllable.endswith(here):
            return syllable.removesuffix(here) + there
    return syllable


@cache
def syllables() -> frozenset[str]:
    """All syllables that there are."""
    return frozenset(syllable for ways in _table().values() for syllable in ways)


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split(" ")
            for character in characters:
                table[character] = (*table.get(character, ()), syllable)
    return table
