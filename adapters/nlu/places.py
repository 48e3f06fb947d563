"""Names of units as people mistype them: another character of the same sound, letters, one slip.

Exact names are found by dialogs.places. What is looked for here must be meant: a name in Chinese that only sounds like
one, or is one character off, needs words of a place around it; one in letters with a slip needs "village" or "street".
Where a slip could mean two names, there is none: a false place is worse than a question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import product

from adapters.nlu.pinyin import heard, letters, sounds, spelled, syllables
from cases.units import Level, Unit, Units
from dialogs.places import ORDINARY, Mention, around, between_places, mentions, small
from dialogs.understanding import Entity

VILLAGE_ENDINGS = ("社区居委会", "居委会", "村委会", "社区", "村")
TOWN_ENDINGS = ("街道", "镇", "乡")
_ENDING = re.compile("|".join((*VILLAGE_ENDINGS, *TOWN_ENDINGS)))
_WORDS = """
新农 乡镇 城镇 古镇 小镇 农村 全村 本村 邻村 山村 老村 新村 任何 经营 充分 大臣 规划 上述 一名 自身
性命 适合 有力 兴奋 有利 姓名 达成 移民 粉碎 信奉 预定 山河 优越 物价 合金 任意 上书 精英 风水 告辞
惊呼 安抚 新风 轻声 轻生 亲身 资深 弧形 十天 四天 预订 亲生 高三 张宁 路子 近乎 有理 高分 游离 炉子
导管 信封 何种 大城 租赁 置身 大件 滋生 晚报 扬言 晶莹 庆贺 沙包 打成 真话 沧州 常州 药膳 扇形 福星
牙口 藏身 善行 六级 迎合 擂台 搭建 水壶 河套 农机 荷包 上诉 百余 百合 三期 撕裂 南风 录制 搭乘 双核
育苗 负心 纱布 鬼话 代行 油腻 服刑 任一 桑树 两瓶 五家 烟盒 恭贺 散心 善心 荒滩
"""
_NO_NAME = frozenset(_WORDS.split())
"""Ordinary words that sound like a village: 移民村, 十天 (新农村 is no 兴龙村). From jieba's commoner words."""
_VILLAGERS = ("村民", "村里", "村上", "村干", "村支", "村主", "村组")  # 村 belongs to what follows: 一名村民
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_GAP = re.compile(r"[1-5]?[ '’\-]{0,2}")  # between syllables; 1 to 5 are tones
MOST_WORDS = 6  # words that one name may be written in
ENOUGH_LETTERS = 6  # of a name in several words without "village" behind it
SLIP_LETTERS = 6  # letters of a name that may have a slip; shorter ones are too near to others
_KINDS = {
    Level.VILLAGE: ("village", "villege", "vilage", "cun", "community", "shequ"),
    Level.TOWN: ("subdistrict", "township", "street", "jiedao", "town", "zhen", "xiang", "st"),
}
_KIND_OF = {word: level for level, words in _KINDS.items() for word in words}
_MEANS = {"street": "jie", "road": "lu", "bridge": "qiao", "temple": "si"}
"""The last syllable of a name, as it is translated: Heping Street is 和平街."""
_ATTACHED = ("shequ", "jiedao", "zhen", "cun")  # luoguancun
Codes = tuple[str, ...]


class Places:
    """Finds the units of one district in texts. What is looked up is made with the first text."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def found(self, text: str) -> tuple[Entity, ...]:
        """The places of a text in simplified characters; `value` joins the codes that a name may mean with "|"."""
        low = small(text)
        named = [self._with_kind(low, m) for m in mentions(text, self._units)]
        likely = [*self._sounding(low), *self._slipping(low), *self._written(text)]
        for more in sorted(likely, key=lambda m: -len(m.text)):
            if not any(more.start < m.start + len(m.text) and m.start < more.start + len(more.text) for m in named):
                named.append(more)
        named.sort(key=lambda m: m.start)
        return tuple(Entity("place", text[m.start : m.start + len(m.text)], "|".join(m.codes), m.start) for m in named)

    def _with_kind(self, low: str, mention: Mention) -> Mention:
        """Changzhou St: the word behind a name in letters tells which of two units is meant."""
        end = mention.start + len(mention.text)
        kind = _WORD.match(low, end + 1) if mention.text[-1:].isascii() and low[end : end + 1] == " " else None
        if kind is None or kind[0] not in _KIND_OF:
            return mention
        codes = self._of_kind(mention.codes, _KIND_OF[kind[0]])
        return Mention(mention.start, low[mention.start : kind.end()], codes) if codes else mention

    def _of_kind(self, codes: Codes, level: Level | None) -> Codes:
        return tuple(c for c in codes if level is None or self._units[c].level is level)

    @cached_property
    def _named(self) -> list[Unit]:
        return [u for u in self._units.by_code.values() if not u.department and u.level is not Level.DISTRICT]

    @cached_property
    def _stems(self) -> dict[str, Codes]:
        """Names in characters without what kind of place it is, with those who bear them."""
        stems: dict[str, set[str]] = defaultdict(set)
        for unit in self._named:
            endings = VILLAGE_ENDINGS if unit.level is Level.VILLAGE else TOWN_ENDINGS
            for name in (unit.stem, *unit.aliases):
                bare = next((name.removesuffix(e) for e in endings if name.endswith(e)), name)
                if len(bare) > 1 and not bare.isascii():
                    stems[bare].add(unit.code)
        return {stem: tuple(sorted(codes)) for stem, codes in stems.items()}

    @cached_property
    def _sounds(self) -> dict[tuple[str, str], list[tuple[tuple[str, ...], Codes]]]:
        """By the first two syllables: all syllables of a name, and who bears it."""
        found: dict[tuple[str, str], dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
        for stem, codes in self._stems.items():
            for way in sounds(stem):
                found[way[0], way[1]][way].update(codes)
        return {
            pair: [(way, tuple(sorted(ways[way]))) for way in sorted(ways, key=len, reverse=True)]
            for pair, ways in found.items()
        }

    @cached_property
    def _slips(self) -> dict[str, Codes]:
        """Names of three and more characters with one left out or replaced ("?"), but not the first: of one village
        and another, that is often the only difference (李家坪, 蔡家坪). Only what can mean one name alone."""
        found: dict[str, set[str]] = defaultdict(set)
        for stem in self._stems:
            for at in range(1, len(stem)):
                if len(stem) > 2:
                    found[f"{stem[:at]}?{stem[at + 1 :]}"].add(stem)
                    if len(stem) > 3 or "家" not in stem[:at]:
                        found[stem[:at] + stem[at + 1 :]].add(stem)
        alone = {slip: next(iter(of)) for slip, of in found.items() if len(of) == 1 and slip not in self._stems}
        return {slip: self._stems[stem] for slip, stem in alone.items()}

    def _sounding(self, text: str) -> Iterator[Mention]:
        """Names in characters that sound right, with words of a place around them."""
        known = [heard(c) for c in text]
        for at in range(len(text) - 1):
            for pair in product(known[at], known[at + 1]):
                for way, codes in self._sounds.get(pair, ()):
                    end = at + len(way)
                    if len(known) < end or not all(s in k for s, k in zip(way, known[at:end], strict=True)):
                        continue
                    if mention := self._meant(text, at, end, codes):
                        yield mention

    def _slipping(self, text: str) -> Iterator[Mention]:
        """Names in characters with one that is wrong or missing, and "village" behind them."""
        for ending in _ENDING.finditer(text):
            for length in (4, 3, 2):
                name = text[max(ending.start() - length, 0) : ending.start()]
                codes = self._of_kind(self._slipped(name), _level_of(ending[0])) if len(name) == length else ()
                if codes:
                    yield Mention(ending.start() - length, name + ending[0], codes)
                    break

    def _slipped(self, name: str) -> Codes:
        masked = (f"{name[:at]}?{name[at + 1 :]}" for at in range(1, len(name)))
        return next((self._slips[slip] for slip in (name, *masked) if slip in self._slips), ())

    def _meant(self, text: str, at: int, end: int, codes: Codes) -> Mention | None:
        """The mention, where the words around it speak of a place: 螺观村, "在昌洲这边"."""
        name = text[at:end]
        if name in _NO_NAME or name in ORDINARY:
            return None
        before, after = around(text, at, name)
        ending = _ENDING.match(text, end)
        shares = len(name) > 2 or any(set(name) & set(self._units[c].stem) for c in codes)
        belongs = ending and (shares or not after.startswith(_VILLAGERS))
        if ending and belongs and (own := self._of_kind(codes, _level_of(ending[0]))):
            return Mention(at, name + ending[0], own)
        meant = shares and between_places(before, after)
        return Mention(at, name, codes) if meant else None

    @cached_property
    def _spelled(self) -> dict[str, Codes]:
        """Names in letters without spaces."""
        found: dict[str, set[str]] = defaultdict(set)
        for stem, codes in self._stems.items():
            for way in spelled(stem):
                found[way].update(codes)
        for unit in self._named:
            words = letters(unit.name_en).replace("'", "").split()
            if words and words[-1] in _KIND_OF:
                found["".join(words[:-1])].add(unit.code)
        return {way: tuple(sorted(codes)) for way, codes in found.items() if len(way) > 3}

    @cached_property
    def _near(self) -> dict[str, set[str]]:
        """Each name in letters with one letter left out, with the names that it may be."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self._spelled:
            if len(name) >= SLIP_LETTERS:
                for short in (name, *_shortened(name)):
                    found[short].add(name)
        return found

    def _written(self, text: str) -> Iterator[Mention]:
        """Names in letters: luo guan cun, Luóguàn village, Changyaun Street."""
        low = letters(text)
        words = list(_WORD.finditer(low))
        first = 0
        while first < len(words):
            row = _row(low, words[first : first + MOST_WORDS])
            for count in range(len(row), 0, -1):
                if mention := self._in_letters(low, row[:count], words[first + count : first + count + 1]):
                    yield mention
                    first += count - 1
                    break
            first += 1

    def _in_letters(self, low: str, row: list[re.Match[str]], behind: list[re.Match[str]]) -> Mention | None:
        """A name written in these words; the word behind them may tell what kind of place it is."""
        name = "".join(w[0] for w in row).replace("'", "").replace("’", "")
        end = row[-1].end()
        level: Level | None = None
        if behind and name + (last := _MEANS.get(behind[0][0], "?")) in self._spelled and _follows(low, end, behind[0]):
            name, end = name + last, behind[0].end()
        elif behind and behind[0][0] in _KIND_OF and _follows(low, end, behind[0]):
            level, end = _KIND_OF[behind[0][0]], behind[0].end()
        elif attached := next((a for a in _ATTACHED if name.endswith(a) and name.removesuffix(a) in self._spelled), ""):
            level, name = _KIND_OF[attached], name.removesuffix(attached)
        codes = self._spelled.get(name, ())
        if codes and level is None and (name in ORDINARY or (len(row) > 1 and not _in_syllables(row, name))):
            return None
        if not codes and level is not None and len(name) >= SLIP_LETTERS:
            codes = self._with_slip(name)
        own = self._of_kind(codes, level) or (codes if name in self._spelled else ())
        return Mention(row[0].start(), low[row[0].start() : end], own) if own else None

    def _with_slip(self, name: str) -> Codes:
        """Who bears the only name that is one slip away."""
        near = {known for short in (name, *_shortened(name)) for known in self._near.get(short, ())}
        near = {known for known in near if one_slip(name, known)}
        return self._spelled[near.pop()] if len(near) == 1 else ()


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter that is wrong, missing or too many, or by a swap of neighbours."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def _shortened(name: str) -> Iterator[str]:
    return (name[:at] + name[at + 1 :] for at in range(len(name)))


def _follows(low: str, end: int, word: re.Match[str]) -> bool:
    return _GAP.fullmatch(low, end, word.start()) is not None


def _row(low: str, words: list[re.Match[str]]) -> list[re.Match[str]]:
    """The words from the first on that are parted by no more than a space, a hyphen or a tone's number."""
    for at in range(1, len(words)):
        if not _follows(low, words[at - 1].end(), words[at]):
            return words[:at]
    return words


def _in_syllables(row: list[re.Match[str]], name: str) -> bool:
    """Whether several words are a name's syllables, and enough of them: "ship an" is no 石盘."""
    return len(name) >= ENOUGH_LETTERS and all(w[0] in syllables() for w in row)


def _level_of(ending: str) -> Level:
    return Level.VILLAGE if ending in VILLAGE_ENDINGS else Level.TOWN
