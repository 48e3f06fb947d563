"""From "yesterday" to a date: what an engine read of a time is relative to the day when it was said.

An engine has no clock, and a message may be worked later than it was sent; so it gives times as `Entity.value` in the
notation below, and `dated` makes dates of them with the day of the message.

    d-1        the day before           d-3/        since three days ago
    w-1        last week                w-1.3       last week's Wednesday
    m-1        last month               m-1.18      its 18th
    y-1        last year                y-1.9       last year's September          y-1.11.3  its 3 November
    .w2        the last Tuesday that has been (not today)
    .11        the last November that has begun; .11.3 the last 3 November that has been
    2021, 2021.9, 2021.9.30             as they are
    A/B        from A's first to B's last day; A/ since A
    P3D        three days, of which nobody says when (ISO 8601: D, W, M, Y, H)
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_POINT = re.compile(r"(?:([dwmy])([+-]?\d{1,4})|(\d{4})|)((?:\.\d{1,2}){0,2})|\.w([1-7])")
AHEAD = timedelta(days=61)  # a month and day that will be so soon is meant to come
Span = tuple[date, date]


def dated(value: str, said_on: date) -> str:
    """A time's value as an ISO date, "2026-11-21", or interval, "2026-11-16/2026-11-22"; since is "2026-11-19/".

    A length of time (P3D) stays; what is no date (30 February, a year before 1) is empty.
    """
    if value.startswith("P"):
        return value
    begin, slash, end = value.partition("/")
    try:
        first = _span(begin, said_on, past=bool(slash))
        last = _span(end, said_on) if end else None
    except (ValueError, OverflowError):
        return ""
    if first is None or (end and last is None):
        return ""
    if slash and not last:
        return f"{first[0]}/"
    final = last[1] if last else first[1]
    return str(first[0]) if first[0] == final else f"{first[0]}/{final}"


def _span(point: str, today: date, past: bool = False) -> Span | None:
    """The first and last day of a point. Raises ValueError, OverflowError where there is no such day."""
    match = _POINT.fullmatch(point)
    if not match or not point:
        return None
    unit, offset, year, rest, weekday = match.groups()
    if weekday:
        day = today - timedelta(days=(today.isoweekday() - int(weekday) - 1) % 7 + 1)
        return day, day
    more = [int(part) for part in rest.split(".")[1:]]
    moved = int(offset or 0)
    match unit:
        case "d":
            return (today + timedelta(days=moved),) * 2
        case "w":
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=moved)
            day = monday + timedelta(days=more[0] - 1) if more else monday
            return day, day if more else monday + timedelta(days=6)
        case "m":
            months = today.year * 12 + today.month - 1 + moved
            return _within(months // 12, [months % 12 + 1, *more])
        case "y":
            return _within(today.year + moved, more)
    if year:
        return _within(int(year), more)
    span = _within(today.year, more)
    if span[0] > today and (past or span[0] - today > AHEAD):
        return _within(today.year - 1, more)
    return _within(today.year + 1, more) if not past and _soon(more, today) else span


def _soon(more: list[int], today: date) -> bool:
    """Whether next year's is near: January, said in December."""
    span = _within(today.year + 1, more)
    return len(more) > 1 and span[0] - today <= AHEAD


def _within(year: int, parts: list[int]) -> Span:
    """A year, a month of it, or a day."""
    if not parts:
        return date(year, 1, 1), date(year, 12, 31)
    first = date(year, parts[0], 1)
    if len(parts) > 1:
        day = first.replace(day=parts[1])
        return day, day
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
