"""Deadlines count working days in the district's calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines import due, is_working_day, reminder
from tests.transcripts.play import district

ZONE = district().zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-04-13 09:00", 1, "2026-04-14 17:30"),  # Monday → Tuesday
        ("2026-04-13 23:59", 1, "2026-04-14 17:30"),
        ("2026-04-17 16:00", 1, "2026-04-20 17:30"),  # Friday → Monday
        ("2026-04-18 10:00", 1, "2026-04-20 17:30"),  # Saturday → Monday
        ("2026-04-30 10:00", 1, "2026-05-06 17:30"),  # the holiday of May
        ("2026-05-08 10:00", 1, "2026-05-09 17:30"),  # a Saturday that is worked
        ("2026-05-08 10:00", 2, "2026-05-11 17:30"),
        ("2026-02-13 10:00", 1, "2026-02-14 17:30"),  # worked before the Spring Festival
        ("2026-02-14 10:00", 1, "2026-02-24 17:30"),  # and then it begins
        ("2026-09-30 10:00", 1, "2026-10-08 17:30"),  # National Day
        ("2026-04-13 09:00", 15, "2026-05-07 17:30"),
    ],
)
def test_a_deadline_ends_with_a_working_day(start: str, days: int, end: str) -> None:
    assert due(at(start), days, district()) == at(end)


def test_a_moment_in_another_zone_counts_as_the_district_s_day() -> None:
    late = datetime.fromisoformat("2026-04-13T17:00:00+00:00")  # 1 o'clock on Tuesday in Chongqing
    assert due(late, 1, district()) == at("2026-04-15 17:30")


moments = st.integers(0, 330 * 24 * 60).map(lambda minutes: at("2026-01-01 00:00") + timedelta(minutes=minutes))


@given(moments, st.integers(1, 20))
def test_so_many_working_days_lie_before_the_deadline(start: datetime, days: int) -> None:
    end = due(start, days, district())
    day, worked = start.date(), 0
    while day < end.date():
        day += timedelta(days=1)
        worked += is_working_day(day, district())
    assert worked == days
    assert is_working_day(end.date(), district())


@given(moments, st.integers(1, 20))
def test_a_reminder_comes_before_the_deadline_and_never_at_night(start: datetime, days: int) -> None:
    end = due(start, days, district())
    moment = reminder(start, end, district())
    assert start < moment <= end
    local = moment.astimezone(ZONE)
    assert is_working_day(local.date(), district())
    assert 9 <= local.hour < 18
