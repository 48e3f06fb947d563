"""When something is due: whole working days, ending when the office ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cases.district import District


def is_working_day(day: date, district: District) -> bool:
    """Whether the district's offices work on `day`: its own rest and make-up days first, else Monday to Friday."""
    iso = day.isoformat()
    if iso in district.extra_days:
        return True
    return day.weekday() < 5 and iso not in district.rest_days


def due(start: datetime, days: int, district: District) -> datetime:
    """The end of the `days`-th working day after the day of `start`, in the district's zone.

    What comes in on a Friday with one day's time is due on Monday evening.
    """
    local = start.astimezone(district.zone)
    day = local.date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        if is_working_day(day, district):
            left -= 1
    return datetime.combine(day, district.office_ends, district.zone)


def reminder(start: datetime, end: datetime) -> datetime:
    """When to remind: after three quarters of the time."""
    return start + (end - start) * 3 / 4
