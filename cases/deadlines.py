"""When something is due: whole working days, ending when the office ends."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from cases.district import District

OPENS = time(9, 0)  # nobody is reminded before, in the district's zone


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


def reminder(start: datetime, end: datetime, district: District | None = None) -> datetime:
    """When to remind: after three quarters of the time; in a `district`, when its offices are open."""
    moment = start + (end - start) * 3 / 4
    if district is None:
        return moment
    local = moment.astimezone(district.zone)
    day = local.date()
    if is_working_day(day, district) and OPENS <= local.time() <= district.office_ends:
        return moment
    if local.time() > district.office_ends or not is_working_day(day, district):
        day += timedelta(days=1)
    while not is_working_day(day, district):
        day += timedelta(days=1)
    return min(datetime.combine(day, OPENS, district.zone), end)
