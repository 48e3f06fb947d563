"""Takes out of a resident's words what could lead back to a person, and leaves an example that reads as people write.

Numbers become other numbers of the same shape, people become 张 and 李, flats become 1栋1单元101, and a village or town
becomes another one: beside the rest of a story its name may tell who it was, and an example loses nothing by it, for
the engines put one sign in place of every unit's name anyway. What stands in a place (三组, 桥头) stays: without its
village it is nobody's address. A clerk reads the result before anything learns from it (`frontdoor learn`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from adapters.nlu.entities import follow_codes, phones
from adapters.nlu.renamed import Renaming
from adapters.nlu.script import simplified
from cases.district import District
from cases.numbers import named_in
from cases.units import Level, Unit
from dialogs.resident.correct import CORRECTS
from dialogs.summary import is_english, summary
from dialogs.understanding import Understanding
from dialogs.words import clean

PHONE = "13800000000"
CASE = "2604-0001-2"  # the sample number of the texts and examples
FOLLOW = "2222-3333-4444"
FEWEST = 2  # letters or characters; less teaches nothing
PRIVATE_DANGERS = frozenset({"suicide", "medical", "violence"})
"""Dangers that are told of in words which belong to nobody but the person."""

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_BLOCK = rf"(?:{_NUMBER}|(?<![A-Za-z])[A-Za-z])"
_FLAT = re.compile(
    rf"(?:{_BLOCK}(?:栋|幢|座|号楼)[，,\s]?)?{_NUMBER}(?:单元|门洞)[，,\s]?(?:{_NUMBER}[楼层][，,\s]?)?(?:\d{{1,4}}(?:[-—]\d{{1,4}})?)?[室号户房]?"
    rf"|{_BLOCK}(?:栋|幢|座|号楼)[，,\s]?(?:{_NUMBER}[楼层][，,\s]?)?\d{{1,4}}(?:[-—]\d{{1,4}})?[室号户房]?"
    r"|(?<![\d年月-])\d{1,3}[-—]\d{1,2}[-—]\d{1,4}(?![\d日号])|(?<=[住下上壁])\d{1,2}[-—]\d{1,2}(?![\d日号])|\d{3,4}[室房]|门牌号?[是为:：]?\s*\d+"
    rf"|(?<=[路街巷道弄段区村组社])\s?{_NUMBER}(?:附{_NUMBER})?号(?:附{_NUMBER}号?)?|第{_NUMBER}[家户](?![人])"
    r"|\b(?i:flat|apartment|apt\.?|room|building|unit|house (?:no\.?|number)|no\.)\s*#?\d{1,4}(?:-\d{1,4})?[A-Za-z]?\b"
    r"|\b\d{1,4}[A-Za-z]?(?= [A-Z][a-z]+(?: [A-Z][a-z]+)? (?i:road|street|lane|avenue|rd|st)\b)"
)
_RUN = re.compile(r"\d+|[一二三四五六七八九十百]+")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a text from `start` to `end`, and what takes their place."""

    start: int
    end: int
    instead: str


def zeros(said: str) -> str:
    """The same with a nought for each digit."""
    return re.sub(r"\d", "0", said)


def whole(instead: str) -> Callable[[re.Match[str]], str]:
    """Put these words, whatever stood there."""
    return lambda match: instead


Shape = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
BEFORE_PHONES = 6  # shapes that may hold a telephone number's digits
# What is a number or an address of somebody, in the order in which it is looked for: the first to take a piece has it.
_SHAPES: tuple[Shape, ...] = (
    (re.compile(r"https?://[!-~]+|www\.[!-~]+", re.I), whole("https://example.com")),
    (re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), whole("someone@example.com")),
    (re.compile(r"(?<!\d)\d{4}-\d{4,6}-\d(?!\d)"), whole(CASE)),  # a case number with a slip in it
    # An identity card: place, date of birth, serial and check sign (GB 11643-1999); a firm's code has eighteen too.
    (
        re.compile(r"(?<![0-9A-Za-z])\d{6}\s?(?:18|19|20)\d{2}\s?\d{4}\s?\d{3}[\dXx](?![0-9A-Za-z])"),
        lambda m: zeros(m[0]),
    ),
    (re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])"), whole("0" * 18)),
    # A bank card: 16 to 19 digits, often in fours (ISO/IEC 7812).
    (re.compile(r"(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)"), lambda m: zeros(m[0])),
    (re.compile(r"(?<![A-Za-z0-9])[EGDSPHegdsph]\d{8}(?!\d)"), lambda m: zeros(m[0])),
    # A number plate (GA 36-2018), also with the dot or without the province's sign.
    (
        re.compile(rf"[{_PROVINCES}]\s?[A-Za-z][·・•.\s-]?(?=[A-Za-z]*\d)[A-Za-z0-9]{{5,6}}(?![A-Za-z0-9])"),
        lambda m: f"{m[0][0]}A·00000",
    ),
    (re.compile(r"(?<=车牌)(?:号码?)?[是为:：\s]*[A-Za-z0-9]{4,7}"), whole("号A00000")),
    (re.compile(r"(?<=尾号)[是为:：\s]*\d{2,6}"), lambda m: zeros(m[0])),
    (
        re.compile(
            r"(?P<head>(?:微信|威信|薇信|wechat|weixin|(?<![A-Za-z])[vw]x|QQ|扣扣|抖音)(?:号|群|\s*id)?(?:也?[是为]|:|：|\s|\bis\b)*)"
            r"(?P<id>[A-Za-z][\w-]{4,19}|\d{5,12})",
            re.I | re.ASCII,
        ),
        lambda m: m["head"] + ("12345" if m["id"].isdigit() else "abc12345"),
    ),
    # Degrees on the map with so many places that they name a house.
    (re.compile(r"(?<!\d)\d{1,3}\.\d{3,}(?!\d)"), lambda m: f"{float(m[0]):.0f}"),
    (
        re.compile(r"(?<!\d)(?:19|20)\d{2}[年.-]\d{1,2}[月.-]\d{1,2}[日号]?(?=\s?(?:出生|生(?![产意病活效])))"),
        whole("1960年1月1日"),
    ),
    (re.compile(r"(?<=[生出]于)(?:19|20)\d{2}年\d{1,2}月\d{1,2}[日号]?"), whole("1960年1月1日")),
    (_FLAT, lambda m: _RUN.sub(nearest_door, m[0])),
    # Any long number that is left belongs to somebody: a meter, a policy, an order. Sums of money do not.
    (re.compile(r"\d{6,}(?![\d.]*\s*(?:元|块|万|yuan|rmb))", re.I), lambda m: zeros(m[0])),
    (re.compile(r"(?<!\d)(?:\d[ ,.，、·-]{1,2}){7,}\d(?!\d)"), lambda m: zeros(m[0])),  # told one by one
    (re.compile("[零〇一二三四五六七八九幺]{6,}"), lambda m: "零" * len(m[0])),
)


def nearest_door(match: re.Match[str]) -> str:
    """The number of a door, by its length: 1, 101, 1001; 一 where it is written out."""
    digits = match[0]
    if not digits.isascii():
        return "一"
    return "1" if len(digits) < 3 else f"1{'0' * (len(digits) - 2)}1"


class Anonymous:
    """Makes lessons of residents' words, for one district. `read` is an engine that understands them."""

    def __init__(self, district: District, read: Callable[[str], Understanding]) -> None:
        self.district = district
        self.read = read

    def lesson(self, said: str) -> str:
        """The words on one line without personal data; empty where nothing may be learnt from them: they may be about
        an official, tell of a danger that is private, or hold no words. Of a letter the sentence that tells it."""
        understood = self.read(said)
        if self.speaks_of_conduct(understood) or understood.emergency in PRIVATE_DANGERS:
            return ""
        told = without_corrections(said)
        text = on_one_line(summary(told, self.district) or told)
        if sum(c.isalnum() for c in text) < FEWEST:
            return ""
        return self.without(text, self.read(text))

    def speaks_of_conduct(self, understood: Understanding) -> bool:
        """Whether the words may be for the discipline desk; a doubt counts."""
        catalogue = self.district.catalogue
        guessed = (catalogue.get(guess.code) for guess in understood.services)
        return understood.sealed or any(service is not None and service.sealed for service in guessed)

    def without(self, text: str, understood: Understanding) -> str:
        """The text with something else in the place of what could lead back to a person."""
        taken: list[Piece] = []
        for piece in self.pieces(text, understood):
            if not any(piece.start < other.end and other.start < piece.end for other in taken):
                taken.append(piece)
        out, last = "", 0
        for piece in sorted(taken, key=lambda p: p.start):
            out += text[last : piece.start] + piece.instead
            last = piece.end
        return out + text[last:]

    def pieces(self, text: str, understood: Understanding) -> Iterator[Piece]:
        """What could lead back to a person; where two overlap, the first counts. Looked for in simplified characters
        and narrow digits, which stand where the others stood."""
        text = simplified(text)
        names = Renaming(text)
        yield from (Piece(e.start, e.start + len(e.text), FOLLOW) for e in follow_codes(text))
        yield from (Piece(named.start, named.end, CASE) for named in named_in(text))
        yield from shapes(text, _SHAPES[:BEFORE_PHONES])
        for entity in phones(text):
            mobile = len(entity.value) == len(PHONE) and entity.value[0] == "1"
            yield Piece(entity.start, entity.start + len(entity.text), PHONE if mobile else zeros(entity.text))
        yield from shapes(text, _SHAPES[BEFORE_PHONES:])
        yield from (Piece(*renamed) for renamed in names.named())
        yield from self.places(text, understood)
        yield from (Piece(*renamed) for renamed in names.bare())

    def places(self, text: str, understood: Understanding) -> Iterator[Piece]:
        """Villages and towns, by others of the same town; the district itself and its departments stay."""
        units = self.district.units
        named = [
            (e, units[code])
            for e in understood.found("place")
            if (code := e.value.split("|")[0]) in units
            and units[code].level is not Level.DISTRICT
            and not units[code].department
        ]
        if not named:
            return
        avoid = {unit.code for _, unit in named} | {t.code for _, u in named if (t := units.town_of(u.code))}
        # What is chosen hangs on the words around the names, not on the names: it can't be reckoned back.
        left = "".join(c for i, c in enumerate(text) if not any(e.start <= i < e.start + len(e.text) for e, _ in named))
        number = int.from_bytes(hashlib.sha256(left.encode()).digest()[:4], "big")
        towns = [
            u for u in units.by_code.values() if u.level is Level.TOWN and not u.department and u.code not in avoid
        ]
        if not towns:
            return
        town = towns[number % len(towns)]
        villages = [u for u in units.by_code.values() if u.level is Level.VILLAGE and u.parent == town.code] or [town]
        chosen: dict[str, Unit] = {}
        for entity, unit in named:
            of_town = unit.level is Level.TOWN
            other = chosen.setdefault(unit.code, town if of_town else villages[(number + len(chosen)) % len(villages)])
            name = other.called("en") if entity.text.isascii() else other.short
            yield Piece(entity.start, entity.start + len(entity.text), name)


def shapes(text: str, some: tuple[Shape, ...]) -> Iterator[Piece]:
    """Pieces that are known by their shape."""
    for pattern, instead_of in some:
        yield from (Piece(*match.span(), instead_of(match)) for match in pattern.finditer(text))


def without_corrections(text: str) -> str:
    """A report without the lines in which it was put right later: "不是路灯，是水管" is no example of either."""
    first, *more = text.strip().splitlines() or [""]
    return "\n".join((first, *(line for line in more if not CORRECTS.search(line))))


def on_one_line(text: str) -> str:
    """The text as a line of an example."""
    lines = [line.strip() for line in clean(text).splitlines() if line.strip()]
    joined = (" " if is_english(text) else "，").join(line.rstrip("，,") for line in lines)
    return " ".join(joined.split())
