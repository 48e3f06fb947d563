"""Since when: "三天了" tells staff little a week later, so the report and the card name the day.

A case keeps it as an ISO date, "2026-11-19", or only its month, "2026-08"; where the words are rough ("半个月了",
"三个月了") with "~" behind it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, tzinfo

from dialogs.say import By, Say, When
from dialogs.times import dated
from dialogs.understanding import Entity, Understanding

_SAID = re.compile(
    r"(?P<days>d-\d{1,5})/|(?P<month>m-\d{1,3}|\d{4}\.\d{1,2}|\.\d{1,2}|y-\d{1,2}\.\d{1,2})/"
    r"|(?:d0|w[+-]?\d{1,2}\.[1-7]|\.w[1-7]|m[+-]?\d{1,3}\.\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}"
    r"|y[+-]?\d{1,2}\.\d{1,2}\.\d{1,2}|\.\d{1,2}\.\d{1,2})/"
)
"""A value of `dialogs.times` that says since which day or month; "since last year" tells no more than its words."""
SURE_DAYS, DAYS = 7, 45  # a longer time is not counted to the day by anybody; one still longer not to the week
_LENGTH = re.compile(r"P(\d{1,4})([DWMY])")
_IN_DAYS = {"D": 1.0, "W": 7.0, "M": 30.4, "Y": 365.25}
ABOUT = "~"  # behind a date that is only nearly so, as in ISO 8601-2


def since_of(understood: Understanding, said_on: date, told: str = "") -> tuple[str, str] | None:
    """Since when, and the words that say it; None if they do not say. The first of several counts.

    `told` is all that was told: a bare length ("三天") may have taken the place of another one in it, as in "三天了".
    """
    for entity in understood.found("time"):
        since = _since(_from_then(entity, told.casefold()), said_on)
        if since:
            return since, entity.text
    return None


def _from_then(entity: Entity, told: str) -> Entity:
    """The time with what stands around it in all that was told: "三天" in "三天了" is since then."""
    text, value = entity.text.casefold(), entity.value
    length = _LENGTH.fullmatch(value)
    if length and any(said in told for said in (f"{text}了", f"for {text}", f"been {text}")):
        return replace(entity, value=f"d-{round(int(length[1]) * _IN_DAYS[length[2]])}/")
    if value and not length and "/" not in value and any(said in told for said in (f"since {text}", f"{text}起")):
        return replace(entity, value=f"{value}/")
    return entity


def _since(entity: Entity, said_on: date) -> str:
    match = _SAID.fullmatch(entity.value)
    day = dated(entity.value, said_on).removesuffix("/") if match else ""
    if not match or not day or day > str(said_on):
        return ""
    days = int(match["days"].removeprefix("d-")) if match["days"] else 0
    if match["month"] or days > DAYS:
        return day[:7] + (ABOUT if days else "")
    return day + (ABOUT if days > SURE_DAYS else "")


def since_line(since: str, shown: str, zone: tzinfo) -> Say | None:
    """The line that names the day; None where nobody said one, or where `shown`, the words beside it, name it."""
    said = since.removesuffix(ABOUT)
    by = By.MONTH if len(said) == len("2026-08") else By.DATE
    try:
        day = date.fromisoformat(f"{said}-01" if by is By.MONTH else said)
    except ValueError:
        return None
    if names(shown, day, by is By.MONTH):
        return None
    when = When(datetime.combine(day, time(12), zone), by)
    if since.endswith(ABOUT):
        return Say("since-about", {"day": when})
    return Say("since" if by is By.DATE else "since-month", {"day": when})


def names(shown: str, day: date, rough: bool) -> bool:
    """Whether words name the day itself, or its month: "11月19号", "19 November", "2026-11-19"."""
    if rough:
        return bool(re.search(rf"(?<!\d)0?{day.month}月|\b{day:%B}\b|\b{day:%Y}-{day:%m}\b", shown, re.IGNORECASE))
    plain = rf"(?<!\d)0?{day.month}月0?{day.day}[日号]|\b{day}\b|(?<!\d)0?{day.month}\.0?{day.day}(?![\d.])"
    english = rf"\b{day.day}(?:st|nd|rd|th)?(?: of)? {day:%b}[a-z]*|\b{day:%b}[a-z]*\.? (?:the )?{day.day}(?!\d)"
    return bool(re.search(f"{plain}|{english}", shown, re.IGNORECASE))
