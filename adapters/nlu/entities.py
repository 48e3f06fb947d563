"""The pieces of a text with a meaning of their own: places, numbers, telephone numbers, named languages."""

from __future__ import annotations

import re

from cases.numbers import numbers_in
from cases.units import Units
from dialogs.places import places
from dialogs.understanding import Entity
from dialogs.words import plain

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}[-\s]?\d{7,8})(?!\d)")
_FOLLOW = re.compile(r"(?<![A-Z0-9])([2-9A-HJKMNP-Z]{4})[-\s]([2-9A-HJKMNP-Z]{4})[-\s]([2-9A-HJKMNP-Z]{4})(?![A-Z0-9])")


def entities_in(text: str, units: Units) -> tuple[Entity, ...]:
    """Places, case numbers, follow codes, telephone numbers and named languages."""
    found = list(places(text, units))
    found.extend(Entity("case_number", number, number) for number in numbers_in(text))
    for match in _FOLLOW.finditer(text.upper()):
        found.append(Entity("follow_code", match[0], "-".join(match.groups()), match.start()))
    for match in _PHONE.finditer(text):
        found.append(Entity("phone", match[0], re.sub(r"\D", "", match[0]), match.start()))
    low = plain(text)
    for tongue, names in (("en", ("english", "英语", "英文")), ("zh-CN", ("chinese", "中文", "汉语"))):
        found.extend(Entity("language", name, tongue, low.index(name)) for name in names if name in low)
    return tuple(found)
