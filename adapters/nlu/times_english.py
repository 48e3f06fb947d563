"""Times that an English text names: yesterday, last Tuesday, three days ago, since March, on 3 November."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.understanding import Entity

_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_COUNT = {word: n for n, word in enumerate(_NUMBERS, 1)} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FULL = "|".join(_MONTHS)
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
_W = "|".join(_WEEKDAYS)
_N = rf"(?:\d{{1,3}}|{'|'.join(sorted(_COUNT, key=len, reverse=True))})"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_PART = r"(?:[ ](?:early[ ])?(?:morning|afternoon|evening|night|noon)|[ ]at[ ](?:noon|night|midnight))?"
_CORE = re.compile(
    rf"""\b(?:
      (?P<before>the[ ]day[ ]before[ ]yesterday) | (?P<after>the[ ]day[ ]after[ ]tomorrow)
    | (?P<day>yesterday|today|tonight|tomorrow|last[ ]night|(?:early[ ])?this[ ](?:morning|afternoon|evening)
        |just[ ]now){_PART}
    | (?P<yearsago>the[ ]year[ ]before[ ]last)
    | (?P<turn>last|this|next|past)[ ](?:(?P<unit>week|month|year)|(?P<weekend>weekend)|(?P<weekday>{_W}){_PART}
        |(?P<tmonth>{_FULL})|(?:spring|summer|autumn|winter|term|quarter))
    | (?<!every[ ])(?P<bare>{_W}){_PART}
    | (?:(?P<d1>{_D})(?:[ ]of)?[ ](?P<m1>{_FULL}|{_SHORT})|(?P<m2>{_FULL}|{_SHORT})\.?[ ](?:the[ ])?(?P<d2>{_D}))
      (?:,?[ ](?P<dy>20\d\d))?\b
    | (?<=in[ ])(?P<m3>{_FULL})(?:[ ](?P<my>(?:19|20)\d\d))?
    | (?<=since[ ])(?P<m4>{_FULL}|{_SHORT})(?:[ ](?P<my4>20\d\d))?
    | (?P<m5>january|february|april|june|july|august|september|october|november|december)
    | (?<=in[ ])(?P<y1>(?:19|20)\d\d) | (?<=since[ ])(?P<y2>(?:19|20)\d\d)
    | (?P<half>half[ ]an?[ ](?:year|month|day))(?P<halfago>[ ]ago)?
    | (?:(?:more|less)[ ]than[ ]|over[ ]|about[ ]|almost[ ]|nearly[ ])?(?P<n>{_N})[ ]
      (?P<u>hour|day|night|week|month|year)s?(?:[ ]and[ ]a[ ]half)?(?P<ago>[ ](?:ago|earlier))?
    | (?:a[ ](?:few|couple[ ]of)|some|several|many)[ ](?:days|weeks|months|years)(?:[ ]ago)?
    | (?:days|weeks|months|years)[ ]ago
    | (?:1[0-2]|0?[1-9])(?::[0-5]\d)?[ ]?[ap]\.?m\b\.?
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<for>for|(?:over|in) the (?:last|past)|the (?:last|past)|past) $|(?P<since>since) $", re.IGNORECASE
)
_RATE = re.compile(r"an? (?:hour|day|night|week|month|year)", re.IGNORECASE)  # ten yuan a month
_DAYS = {"yesterday": "d-1", "last night": "d-1", "tomorrow": "d+1"}
_TURN = {"last": -1, "past": -1, "this": 0, "next": 1}
_LENGTHS = {"day": "D", "night": "D", "week": "W", "month": "M", "year": "Y"}
_IN_DAYS = {"day": 1.0, "night": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}


def english_times(text: str) -> Iterator[Entity]:
    """The times of a text; "since" and "for" belong to them."""
    for match in _CORE.finditer(text):
        said = _BEFORE.search(text, max(match.start() - 14, 0), match.start())
        if not said and _RATE.fullmatch(match[0]):
            continue
        begin, value = match.start(), _value(match, bool(said and said["for"]))
        if said and said["since"]:
            begin, value = said.start(), f"{value}/" if value and "/" not in value and value[0] != "P" else value
        elif said and said["for"]:
            begin = said.start()
        yield Entity("time", text[begin : match.end()], value, begin)


def _value(match: re.Match[str], lasted: bool) -> str:
    found = {name: said.casefold() for name, said in match.groupdict().items() if said}
    if "before" in found or "after" in found:
        return "d-2" if "before" in found else "d+2"
    if said := found.get("day"):
        return _DAYS.get(said, "d0")
    if "yearsago" in found:
        return "y-2"
    if "turn" in found:
        return _turned(found)
    if said := found.get("bare"):
        return f".w{_WEEKDAYS.index(said) + 1}"
    if said := found.get("m1") or found.get("m2"):
        day = int(re.sub(r"\D", "", found.get("d1") or found["d2"]))
        return f"{found.get('dy', '')}.{_month(said)}.{day}"
    if said := found.get("m3") or found.get("m4") or found.get("m5"):
        return f"{found.get('my') or found.get('my4') or ''}.{_month(said)}"
    if said := found.get("y1") or found.get("y2"):
        return said
    if said := found.get("half"):
        days = {"year": 183, "month": 15, "day": 0}[said.split()[-1]]
        if "halfago" in found:
            return f"d-{days}" if days else "d0"
        return f"d-{days}/" if lasted and days else ""
    return _counted(found, lasted) if "n" in found else ""


def _turned(found: dict[str, str]) -> str:
    """last week, this Monday, next month, last July."""
    turn = _TURN[found["turn"]]
    if unit := found.get("unit"):
        return f"{unit[0]}{turn:+d}" if turn else f"{unit[0]}0"
    week = f"w{turn:+d}" if turn else "w0"
    if "weekend" in found:
        return f"{week}.6/{week}.7"
    if day := found.get("weekday"):
        number = _WEEKDAYS.index(day) + 1
        return f".w{number}" if turn < 0 else f"{week}.{number}"
    if month := found.get("tmonth"):
        return f"y+1.{_month(month)}" if turn > 0 else f".{_month(month)}"
    return ""


def _counted(found: dict[str, str], lasted: bool) -> str:
    """three days ago is a day, "for three days" since then, "three days" alone a length."""
    count = int(found["n"]) if found["n"].isdecimal() else _COUNT[found["n"]]
    unit = found["u"]
    if unit == "hour":
        return "d0" if "ago" in found and count < 12 else f"PT{count}H"
    if "ago" in found:
        return f"d-{count}" if unit == "night" else f"{unit[0]}-{count}"
    if lasted:
        return f"d-{round(count * _IN_DAYS[unit])}/"
    return f"P{count}{_LENGTHS[unit]}"


def _month(said: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(said[:3]))
