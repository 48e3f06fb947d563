"""Case numbers that can be said on the telephone: 2604-0138-5 is year and month, serial, check digit.

The check digit is Damm's (H. M. Damm, 2004): it finds every single wrong digit and every swap of neighbours.
"""

from __future__ import annotations

import re
from datetime import date

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
_LOOKS = re.compile(r"(?<!\d)(\d{4})[-\s－—–]?(\d{4,6})[-\s－—–]?(\d)(?!\d)")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


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
    found = []
    for match in _LOOKS.finditer(text.translate(_WIDE)):
        head, serial, check = match.groups()
        if _is_phone(match[0]):
            continue
        if check_digit(head + serial) == int(check) and 1 <= int(head[2:]) <= 12:
            found.append(f"{head}-{serial}-{check}")
    return tuple(found)


def misread_number(text: str) -> str:
    """Something that looks like a case number but has a wrong check digit; empty if there is none."""
    match = _LOOKS.search(text.translate(_WIDE))
    if not match or _is_phone(match[0]) or numbers_in(text):
        return ""
    return "-".join(match.groups())


def _is_phone(digits: str) -> bool:
    """Eleven digits in one row are a mobile number."""
    return len(digits) == PHONE_DIGITS and digits.isdecimal()
