"""Case numbers that can be said on the telephone: 2604-0138-2 is year and month, serial, check digit.

The check digit is Damm's (H. M. Damm, 2004): it finds every single wrong digit and every swap of neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cases.numerals import Digits, digits_of

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
PHONE_DIGITS = 11
MOBILE = re.compile(r"1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}")
_LOOKS = re.compile(r"(?<!\d)(\d{4})[-\s－—–.．·]?(\d{4,6})[-\s－—–.．·]?(\d)(?!\d)")
_SPACED = re.compile(r"(?<!\d)(\d(?:[-\s－—–.．·,，、]{0,2}\d){8,10})(?!\d)")
_BETWEEN = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class Named:
    """A case number in a text: its normal form, and where it begins and ends there."""

    number: str
    start: int
    end: int


def check_digit(digits: str) -> int:
    """Damm's check digit of a string of decimal digits."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def case_number(month: date, serial: int) -> str:
    """The number of the `serial`-th case of a month; more than 9999 a month make the middle part longer."""
    body = f"{month:%y%m}{serial:04d}"
    return f"{body[:4]}-{body[4:]}-{check_digit(body)}"


def numbers_in(text: str) -> tuple[str, ...]:
    """All case numbers in a text, in their normal form, however they are spaced; wrong check digits are left out."""
    return tuple(named.number for named in named_in(text))


def named_in(text: str) -> tuple[Named, ...]:
    """The same with their places; digits may be spelled out, in Chinese or English, and dictated in groups."""
    read = digits_of(text)
    found = [n for m in _LOOKS.finditer(read.text) if (n := _named(read, m, "".join(m.groups()), m[0]))]
    for match in _SPACED.finditer(read.text):
        named = _named(read, match, _BETWEEN.sub("", match[1]), match[0])
        if named and not any(named.start < other.end and other.start < named.end for other in found):
            found.append(named)
    return tuple(sorted(found, key=lambda named: named.start))


def _named(read: Digits, match: re.Match[str], digits: str, said: str) -> Named | None:
    head, serial, check = digits[:4], digits[4:-1], digits[-1]
    if _is_phone(said) or check_digit(head + serial) != int(check) or not 1 <= int(head[2:]) <= 12:
        return None
    return Named(f"{head}-{serial}-{check}", *read.span(*match.span()))


def misread_number(text: str) -> str:
    """Something that looks like a case number but has a wrong check digit; empty if there is none."""
    match = _LOOKS.search(digits_of(text).text)
    if not match or _is_phone(match[0]) or numbers_in(text):
        return ""
    return "-".join(match.groups())


def _is_phone(digits: str) -> bool:
    """Eleven digits in one row are a mobile number, and so are they in the groups that one is written in."""
    bare = re.sub(r"[\s-]", "", digits)
    return len(bare) == PHONE_DIGITS and bare.isdecimal() and (bare == digits or MOBILE.fullmatch(digits) is not None)
