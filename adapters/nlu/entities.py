"""The pieces of a text with a meaning of their own: places, times, numbers, people, named languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.nlu.persons import persons
from adapters.nlu.places import Places
from adapters.nlu.times import times
from cases.numbers import named_in
from cases.numerals import digits_of
from dialogs.understanding import Entity
from dialogs.words import ANSWER_LIMIT

# A mobile number (China's numbering plan: eleven digits from 13 to 19), a fixed line with its area code, one from
# abroad. Emergency and service numbers (110, 12345) are nobody's own.
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)?86[-\s]?)?(1[3-9]\d[-\s.]?\d{4}[-\s.]?\d{4})(?!\d)"
    r"|(?<!\d)(?:(?:\+|00)86[-\s]?)?[(（]?(0\d{2,3}[)）]?[-\s]?\d{3,4}[-\s]?\d{4})(?!\d)"
    r"|(\+(?!86)\d{1,3}(?:[-\s]?\d{2,4}){2,4})(?!\d)"
)
_FOLLOW = re.compile(
    r"(?<![A-Z0-9])([2-9A-HJKMNP-Z]{4})[-\s]([2-9A-HJKMNP-Z]{4})[-\s]([2-9A-HJKMNP-Z]{4})(?![A-Z0-9])",
    re.IGNORECASE | re.ASCII,
)
_LANDMARK = re.compile(
    r"(?:学校|小学|中学|幼儿园|医院|卫生[院室所]|农贸市场|菜市场?|市场|公园|汽车站|火车站|高铁站|客运站|车站|水库|村委会|广场|派出所|超市|加油站|桥头|堰塘)"
    r"(?:大?门口|[前后]门|旁边|边上|对面|背后|后[头面]|前面|下面|门前|外头|路口)"
    r"|\b(?:(?:primary|middle|high) school|school|kindergarten|hospital|clinic|market|park|(?:bus |train )?station)"
    r" (?:gate|entrance)\b",
    re.IGNORECASE,
)
_LANGUAGES = (("en", re.compile("english|英语|英文", re.I)), ("zh-CN", re.compile("chinese|中文|汉语", re.I)))


def entities_in(text: str, places: Places) -> tuple[Entity, ...]:
    """What stands in a text in simplified characters, places first; `text[e.start :]` begins with each `e.text`."""
    found = list(places.found(text))
    found.extend(Entity("place", m[0], "", m.start()) for m in _LANDMARK.finditer(text))  # no unit: a spot in one
    found.sort(key=lambda e: e.start)
    found.extend(Entity("case_number", text[n.start : n.end], n.number, n.start) for n in named_in(text))
    found.extend(follow_codes(text))
    numbers = [e for e in found if e.kind != "place"]
    found.extend(p for p in phones(text) if not any(overlap(p, number) for number in numbers))
    for tongue, name in _LANGUAGES:
        if match := name.search(text, 0, ANSWER_LIMIT):
            found.append(Entity("language", match[0], tongue, match.start()))
    found.extend(times(text))
    found.extend(persons(text))
    return tuple(found)


def overlap(one: Entity, other: Entity) -> bool:
    """Whether two pieces of a text share a character."""
    return one.start < other.start + len(other.text) and other.start < one.start + len(one.text)


def follow_codes(text: str) -> Iterator[Entity]:
    """Codes that sealed reports are followed by. Three words of four letters are none (THEY HAVE BEEN): a code has a
    digit or hyphens, or is all that is said, in capitals."""
    for match in _FOLLOW.finditer(text):
        said = match[0]
        if any(c.isdigit() for c in said) or said.count("-") == 2 or (said.isupper() and said == text.strip()):
            yield Entity("follow_code", said, "-".join(match.groups()).upper(), match.start())


def phones(text: str) -> Iterator[Entity]:
    """Telephone numbers, also with blanks or spelled out; `value` has the digits alone, a foreign one with its +."""
    read = digits_of(text)
    for match in _PHONE.finditer(read.text):
        mobile, line, abroad = match.groups()
        begin, end = read.span(*match.span())
        value = re.sub(r"\D", "", mobile or line or abroad)
        yield Entity("phone", text[begin:end], f"+{value}" if abroad else value, begin)
