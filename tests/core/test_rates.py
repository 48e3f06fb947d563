"""What a manager is told is what happened: each number here was counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.case import RESIDENT, SYSTEM, Actor, Event, Happened
from cases.catalogue import Catalogue, Service
from cases.rates import Flag, Rate, Row, Summary, Tally, branch_of, guarded, summarise
from cases.units import Level, Unit, Units, UnknownUnit

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 20, 12, tzinfo=ZONE)
MARCH = datetime(2026, 3, 10, 9, tzinfo=ZONE)
STAFF = Actor("staff", "s1")
UNITS = Units.of(
    (
        Unit("d", "荣昌区", Level.DISTRICT),
        Unit("t1", "昌元街道", Level.TOWN, "d", "Changyuan Street"),
        Unit("t2", "双河街道", Level.TOWN, "d"),
        Unit("v1", "玉屏社区居民委员会", Level.VILLAGE, "t1"),
        Unit("v2", "白象社区居民委员会", Level.VILLAGE, "t1"),
        Unit("d-water", "区水利局", Level.DISTRICT, "d", department="water"),
        Unit("d-loose", "区司法局", Level.DISTRICT, department="justice"),
    )
)


def service(code: str, sealed: bool = False) -> Service:
    return Service(code, "g", {"zh-CN": code, "en": code}, {}, Level.VILLAGE, 1, 5, sealed=sealed)


CATALOGUE = Catalogue.of((service("light"), service("road"), service("graft", sealed=True)))


def told(
    *steps: tuple[Happened, float, dict[str, object]] | tuple[Happened, float],
    unit: str = "v1",
    service: str = "light",
    at: datetime = MARCH,
    sealed: bool = False,
) -> list[Event]:
    """A history: filed at `at`, to be answered in a day and solved in five; then the steps, in days after it."""
    filed: dict[str, object] = {
        "id": "c",
        "number": "2603-0001-0",
        "service": service,
        "unit": unit,
        "sealed": sealed,
        "respond_due": (at + timedelta(days=1)).isoformat(),
        "solve_due": (at + timedelta(days=5)).isoformat(),
    }
    events = [
        Event(Happened.FILED, at, RESIDENT, filed, 1),
        Event(Happened.ASSIGNED, at, SYSTEM, {"unit": unit}, 2),
    ]
    for step in steps:
        data = step[2] if len(step) == 3 else {}
        events.append(Event(step[0], at + timedelta(days=step[1]), STAFF, data, len(events) + 1))
    return events


def happily(unit: str = "v1", score: int = 5) -> list[Event]:
    """Answered after half a day, resolved after two, confirmed and rated on the third."""
    return told(
        (Happened.REPLIED, 0.5),
        (Happened.RESOLVED, 2),
        (Happened.CONFIRMED, 3, {"solved": True}),
        (Happened.RATED, 3, {"score": score}),
        (Happened.CLOSED, 3),
        unit=unit,
    )


def summed(
    *histories: Sequence[Event],
    top: str = "d",
    start: date = date(2026, 3, 1),
    end: date = date(2026, 4, 30),
    now: datetime = NOW,
) -> Summary:
    return summarise(histories, UNITS, CATALOGUE, start, end, top, ZONE, now)


def row(rows: Sequence[Row], code: str) -> Tally:
    return next(r.tally for r in rows if r.code == code)


def test_without_cases_nothing_is_divided_by_nothing() -> None:
    total = summed().total
    assert total == Tally()
    assert (total.responded.value, total.solved.percent, total.median_days) == (None, None, None)
    assert summed().months == ()


def test_each_number_of_one_small_district() -> None:
    summary = summed(
        happily(),  # answered and solved in time, 5
        happily(score=2),  # solved, but 2
        told((Happened.RESOLVED, 4), (Happened.CONFIRMED, 5, {"solved": False})),  # answered late; "not solved"
        told((Happened.RESOLVED, 6), unit="t2"),  # asked, silent
        told((Happened.REDIRECTED, 0.25), unit="t2", service="road"),  # asked, silent
        told(unit="v2"),  # open, never answered, late
        told((Happened.REPLIED, 0.5), at=NOW - timedelta(days=2)),  # open, in time
        told(at=NOW - timedelta(hours=2)),  # too new to be judged
        told((Happened.MERGED, 1, {"into": "x"})),
    )
    total = summary.total
    assert (total.cases, total.open, total.overdue, total.merged) == (8, 3, 1, 1)
    assert (total.resolved, total.redirected) == (4, 1)
    assert total.responded == Rate(4, 7)  # 2 happy, the redirected and the open one; the newest does not count yet
    assert total.solved == Rate(2, 3)
    assert total.satisfied == Rate(1, 2)
    assert (total.asked, total.answered) == (5, 3)
    assert total.median_days == 3.0  # 2, 2, 4, 6
    assert {r.code: r.tally.cases for r in summary.units} == {"v1": 5, "v2": 1, "t2": 2}
    assert {r.code: r.tally.cases for r in summary.branches} == {"t1": 6, "t2": 2}
    assert {r.code: r.tally.cases for r in summary.services} == {"light": 7, "road": 1}
    assert {r.code: r.tally.cases for r in summary.months} == {"2026-03": 6, "2026-04": 2}
    assert row(summary.units, "t2").solved == Rate(0, 0)


def test_reopened_means_not_solved_and_not_yet_rated() -> None:
    again = [*happily(), Event(Happened.REOPENED, MARCH + timedelta(days=4), RESIDENT, {"why": "又坏了"}, 8)]
    total = summed(again).total
    assert (total.reopened, total.open, total.resolved) == (1, 1, 0)
    assert total.solved == Rate(0, 1)
    assert total.satisfied == Rate(0, 0)
    assert (total.asked, total.answered) == (1, 1)


def test_one_transfer_is_a_mistake_and_two_are_passing_around() -> None:
    once = told((Happened.TRANSFERRED, 1, {"unit": "t1"}))
    twice = told((Happened.TRANSFERRED, 1, {"unit": "t1"}), (Happened.TRANSFERRED, 2, {"unit": "d-water"}))
    summary = summed(once, twice)
    assert summary.total.passed_around == 1
    assert [r.code for r in summary.units] == ["t1", "d-water"]  # they count for who has them now
    assert row(summary.units, "d-water").passed_around == 1


def test_the_clock_stands_still_while_the_resident_is_asked_but_not_for_ever() -> None:
    asked = told((Happened.REPLIED, 0.5), (Happened.ASKED, 4))
    assert summed(asked, now=MARCH + timedelta(days=8)).total.overdue == 0
    assert summed(asked, now=MARCH + timedelta(days=10, minutes=1)).total.overdue == 1


def test_days_are_those_of_the_district() -> None:
    last = told(at=datetime(2026, 3, 31, 15, 59, tzinfo=UTC))  # 23:59 there
    first = told(at=datetime(2026, 3, 31, 16, 0, tzinfo=UTC))  # 1 April, 0:00 there
    summary = summed(last, first, end=date(2026, 3, 31))
    assert summary.total.cases == 1
    assert [r.code for r in summed(last, first).months] == ["2026-03", "2026-04"]


def test_an_empty_month_between_two_others_is_shown() -> None:
    summary = summed(
        told(at=datetime(2025, 12, 5, 9, tzinfo=ZONE)), told(at=MARCH), start=date(2025, 1, 1), end=date(2026, 4, 20)
    )
    assert [(r.code, r.tally.cases) for r in summary.months] == [
        ("2025-12", 1),
        ("2026-01", 0),
        ("2026-02", 0),
        ("2026-03", 1),
    ]


def test_an_earlier_day_can_be_computed_again() -> None:
    assert summed(happily(), now=MARCH + timedelta(days=1)).total.resolved == 0
    assert summed(happily(), now=MARCH - timedelta(days=1)).total == Tally()


def test_sealed_cases_are_one_number_for_the_district_and_nothing_else() -> None:
    histories = (told(sealed=True, unit="d-water"), told(service="graft"), told())
    summary = summed(*histories)
    assert summary.sealed == 2
    assert summary.total.cases == 1
    assert [r.code for r in summary.units] == ["v1"]
    assert [r.code for r in summary.services] == ["light"]
    below = summed(*histories, top="d-water")
    assert (below.sealed, below.total.cases) == (None, 0)


@pytest.mark.parametrize(
    ("code", "top", "branch"),
    [
        ("v1", "d", "t1"),
        ("d", "d", "d"),
        ("d-water", "d", "d-water"),
        ("d-loose", "d", "d-loose"),
        ("gone", "d", "gone"),
        ("v1", "t1", "v1"),
        ("t1", "t1", "t1"),
        ("v1", "v1", "v1"),
        ("t1", "v1", ""),
        ("t2", "t1", ""),
        ("gone", "t1", ""),
        ("d-water", "t1", ""),
    ],
)
def test_each_unit_stands_in_one_branch(code: str, top: str, branch: str) -> None:
    assert branch_of(UNITS, code, top) == branch


def test_a_town_sees_its_villages_and_nobody_else() -> None:
    summary = summed(told(), told(unit="v2"), told(unit="t1"), told(unit="t2"), told(unit="d"), top="t1")
    assert summary.total.cases == 3
    assert [r.code for r in summary.branches] == ["t1", "v1", "v2"]


def test_an_unknown_top_is_said_and_not_guessed() -> None:
    with pytest.raises(UnknownUnit):
        summed(told(), top="nowhere")


def test_twenty_ratings_without_a_complaint_are_pointed_out() -> None:
    assert Flag.IMPROBABLE not in summed(*[happily()] * 19).total.flags
    assert Flag.IMPROBABLE in row(summed(*[happily()] * 20).units, "v1").flags
    assert Flag.IMPROBABLE not in summed(*[happily()] * 20, happily(score=3)).total.flags


def test_few_answers_are_pointed_out() -> None:
    silent = told((Happened.RESOLVED, 2))
    assert Flag.LOW_ANSWERS in summed(*[silent] * 8, happily(), happily()).total.flags
    assert Flag.LOW_ANSWERS not in summed(*[silent] * 7, happily(), happily(), happily()).total.flags
    assert Flag.LOW_ANSWERS not in summed(*[silent] * 9).total.flags


def test_handling_staff_cannot_tell_who_rated_what() -> None:
    four, hidden = [happily()] * 4, Rate(hidden=True)
    summary = guarded(summed(*four, happily(score=1), *[happily("t2", 1)] * 2, *[happily("v2", 1)] * 3))
    assert row(summary.units, "v1").satisfied == Rate(4, 5)
    assert row(summary.units, "t2").satisfied == hidden
    assert row(summary.units, "v2").satisfied == hidden
    assert summary.total.satisfied == Rate(4, 10)


def rated_on(day: int, score: int, unit: str = "v1") -> list[Event]:
    return told(
        (Happened.RESOLVED, 2),
        (Happened.CONFIRMED, day, {"solved": True}),
        (Happened.RATED, day, {"score": score}),
        unit=unit,
    )


def test_one_rating_more_changes_nothing_that_handling_staff_see() -> None:
    five = [rated_on(3 + n, score) for n, score in enumerate((5, 4, 1, 5, 5))]
    assert guarded(summed(*five)).total.satisfied == Rate(4, 5)
    for more in range(1, 5):
        later = [rated_on(10 + n, 1) for n in range(more)]
        assert guarded(summed(*later, *five)).total.satisfied == Rate(4, 5)
        assert guarded(summed(*later, *five)).units[0].tally.satisfied == Rate(4, 5)
    assert guarded(summed(*[rated_on(10 + n, 1) for n in range(5)], *five)).total.satisfied == Rate(4, 10)


@pytest.mark.parametrize("score", [1, 5])
def test_all_or_none_satisfied_would_give_everybody_away(score: int) -> None:
    summary = guarded(summed(*[happily(score=score)] * 20))
    assert summary.total.satisfied == Rate(hidden=True)
    assert Flag.IMPROBABLE not in summary.total.flags


def test_a_hidden_row_cannot_be_counted_from_the_others() -> None:
    def mixed(unit: str, many: int) -> list[list[Event]]:
        return [happily(unit, 1), *[happily(unit)] * (many - 1)]

    summary = guarded(summed(*mixed("v1", 10), *mixed("v2", 5), *mixed("t2", 2)))
    shown = {r.code: r.tally.satisfied.hidden for r in summary.units}
    assert shown == {"v1": False, "v2": True, "t2": True}  # the least of the others is hidden with it
    assert summary.total.satisfied.hidden is False
    nothing_to_hide = guarded(summed(*mixed("v1", 4), told(unit="v2")))
    assert nothing_to_hide.total.satisfied.hidden
    assert row(nothing_to_hide.units, "v2").satisfied == Rate()


@pytest.mark.parametrize(
    ("start", "end", "hidden"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), False),
        (date(2026, 3, 1), NOW.date(), False),
        (date(2026, 3, 1), date(2026, 4, 19), True),
        (date(2026, 3, 2), date(2026, 3, 31), True),
    ],
)
def test_two_periods_a_day_apart_tell_handling_staff_nothing(start: date, end: date, hidden: bool) -> None:
    cases = [happily(score=1), *[happily()] * 4]
    summary = guarded(summed(*cases, start=start, end=end, now=NOW.astimezone(UTC)))
    assert summary.total.satisfied.hidden is hidden


@pytest.mark.parametrize(
    ("part", "of", "percent"),
    [(0, 0, None), (0, 9, 0), (9, 9, 100), (399, 400, 99), (1, 400, 1), (1, 2, 50), (2, 3, 67)],
)
def test_all_and_none_are_said_only_of_all_and_none(part: int, of: int, percent: int | None) -> None:
    assert Rate(part, of).percent == percent


POSSIBLE: list[tuple[Happened, dict[str, object]]] = [
    (Happened.REPLIED, {}),
    (Happened.ASKED, {}),
    (Happened.ADDED, {}),
    (Happened.CLAIMED, {}),
    (Happened.TRANSFERRED, {"unit": "t1"}),
    (Happened.TRANSFERRED, {"unit": "abolished"}),
    (Happened.RESOLVED, {"answer": "好了"}),
    (Happened.REDIRECTED, {"who": "x"}),
    (Happened.CONFIRMED, {"solved": True}),
    (Happened.CONFIRMED, {"solved": False}),
    (Happened.RATED, {"score": 5}),
    (Happened.RATED, {"score": 1}),
    (Happened.REOPENED, {"why": "x"}),
    (Happened.CLOSED, {}),
    (Happened.MERGED, {"into": "y"}),
]


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Any history at all, the impossible ones too: old data must never stop a summary."""
    at = MARCH + timedelta(hours=draw(st.integers(-900, 900)))
    unit = draw(st.sampled_from(["", "d", "t1", "t2", "v1", "v2", "d-water", "d-loose", "abolished"]))
    code = draw(st.sampled_from(["light", "road", "graft", "abolished"]))
    events = told(unit=unit, service=code, at=at, sealed=draw(st.booleans()))
    for hours, (kind, data) in draw(st.lists(st.tuples(st.integers(0, 100), st.sampled_from(POSSIBLE)), max_size=9)):
        events.append(Event(kind, events[-1].at + timedelta(hours=hours), STAFF, data, len(events) + 1))
    return events


@given(st.lists(histories(), max_size=12), st.sampled_from(["d", "t1", "v1", "d-water"]))
def test_numbers_are_parts_of_their_wholes_whatever_happened(many: list[list[Event]], top: str) -> None:
    summary = summed(*many, top=top)
    rows = (summary.branches, summary.units, summary.services, summary.months)
    for tally in (summary.total, *(r.tally for group in rows for r in group)):
        assert tally.open + tally.resolved + tally.redirected <= tally.cases
        assert tally.overdue <= tally.open
        for rate in (tally.responded, tally.solved, tally.satisfied):
            assert 0 <= rate.part <= rate.of <= tally.cases
        assert max(tally.solved.of, tally.satisfied.of) <= tally.answered <= tally.asked <= tally.cases
        assert max(tally.reopened, tally.passed_around) <= tally.cases
    for group in rows:
        for name in ("cases", "open", "overdue", "asked", "answered", "resolved", "redirected", "merged", "reopened"):
            assert sum(getattr(r.tally, name) for r in group) == getattr(summary.total, name)
        for name in ("responded", "solved", "satisfied"):
            assert sum(getattr(r.tally, name).part for r in group) == getattr(summary.total, name).part
            assert sum(getattr(r.tally, name).of for r in group) == getattr(summary.total, name).of


@given(st.lists(histories(), max_size=12))
def test_the_order_of_cases_changes_nothing(many: list[list[Event]]) -> None:
    assert summed(*many) == summed(*reversed(many))
