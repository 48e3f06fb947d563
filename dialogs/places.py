"""Finding the units that a text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cases.units import Level, Units
from dialogs.understanding import Entity

# A bare two-character name (高山, 和平, 阳光) is also an ordinary word: in running text it counts as a place only where
# the words around it speak of one.
_BEFORE = re.compile(r"(?:^|[在到住是去从离和、，,。！!？?：:\s]|我们|这里|镇|街道|乡)$")
_AFTER = re.compile(r"^(?:$|[这那的、，,。！!？?\s]|村|社区|街上|场上|组|大队|小区|小学|学校|桥头|路口|村口|附近|旁边)")
AROUND = 8  # characters on each side of a name that tell whether it is a place
_SPOT = re.compile(
    r"^的?((?:[\u4e00-\u9fffA-Za-z0-9]{0,10}?)(?:村口|路口|门口|街口|桥头|坝子|院子|院坝|大门|广场|车站|学校|小学|中学|幼儿园|卫生室|医院|"
    r"市场|菜市|超市|公园|厂|桥|沟|河边|塘边|田边|井边|旁边|边上|对面|后面|前面|附近|[0-9一二三四五六七八九十]+[组社队号栋楼])"
    r"(?:门口|旁边|边上|对面|后面|前面|附近|下面|背后)?)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of units in a text."""

    start: int
    text: str
    codes: tuple[str, ...]


def mentions(text: str, units: Units) -> list[Mention]:
    """All names of units in the text, longest first at each place, none overlapping."""
    low = text.casefold()
    found: list[Mention] = []
    at = 0
    while at < len(low):
        for length in range(min(units.longest, len(low) - at), 1, -1):
            name = low[at : at + length]
            codes = units.names.get(name)
            if codes and (_is_place(low, at, name) or _in_the_town_before(codes, found, at, units)):
                found.append(Mention(at, text[at : at + length], codes))
                at += length
                break
        else:
            at += 1
    return found


def _in_the_town_before(codes: tuple[str, ...], found: list[Mention], at: int, units: Units) -> bool:
    """古昌镇新民: a short name right behind its town is a place."""
    if not found or found[-1].start + len(found[-1].text) != at:
        return False
    return any(units.within(code, town) for code in codes for town in found[-1].codes)


def _is_place(text: str, at: int, name: str) -> bool:
    end = at + len(name)
    before, after = text[max(at - AROUND, 0) : at], text[end : end + AROUND]
    if name.isascii():
        return not (before[-1:].isalnum() and before[-1:].isascii()) and not (
            after[:1].isalnum() and after[:1].isascii()
        )
    if len(name) > 2 or name.endswith(("村", "镇")):
        return True
    return bool(_BEFORE.search(before)) and bool(_AFTER.match(after))


def places(text: str, units: Units) -> tuple[Entity, ...]:
    """The mentions as entities; `value` joins the codes that the name may mean with "|"."""
    return tuple(Entity("place", m.text, "|".join(m.codes), m.start) for m in mentions(text, units))


def resolve(entities: tuple[Entity, ...], units: Units, home: str = "") -> tuple[str, ...]:
    """The units that the mentions leave possible: one if it is clear, several to ask back, none if nothing is known.

    A town narrows the villages of one name; a village that is named outweighs its town; where several places are named,
    the last one counts least, because people begin with where they are. `home` breaks a tie.
    """
    named = [tuple(e.value.split("|")) for e in entities if e.value]
    villages = [codes for codes in named if any(units[c].level is Level.VILLAGE for c in codes if c in units)]
    above = {c for codes in named for c in codes if c in units and units[c].level is not Level.VILLAGE}
    for codes in villages:
        both = [c for c in codes if c in units and units[c].level is not Level.VILLAGE]
        if both and not any(units.within(c, a) for c in codes for a in above.difference(codes)):
            # 昌州 is a street and a village elsewhere: only the person knows.
            return (home,) if home in codes else codes
        local = tuple(c for c in codes if c in units and units[c].level is Level.VILLAGE)
        inside = tuple(c for c in local if any(units.within(c, a) for a in above))
        chosen = inside or local
        if home in chosen:
            return (home,)
        return chosen
    towns = tuple(sorted(c for c in above if units[c].level is Level.TOWN))
    return towns or tuple(sorted(above))


def spot(text: str, entities: tuple[Entity, ...]) -> str:
    """The landmark that follows the last named place ("村口", "三组", "小学门口"), or empty."""
    for entity in reversed(entities):
        rest = text[entity.start + len(entity.text) :]
        match = _SPOT.match(rest)
        if match:
            return match[1]
    return ""
