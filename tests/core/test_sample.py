"""The invented history is valid, always the same, and has in it all that a manager must be able to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.district import load_district
from adapters.pages.summary import as_csv, as_json, as_text
from adapters.texts import Texts
from bot.sample import CHANNEL, sample_histories, serials_used
from cases.case import Event, Happened, State
from cases.catalogue import Catalogue, Service
from cases.district import Box, District
from cases.lifecycle import fold
from cases.numbers import numbers_in
from cases.rates import Flag, Summary, summarise
from cases.units import Level, Unit, Units

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def district() -> District:
    return load_district(Path(__file__).parents[2] / "deploy" / "rongchang")


@pytest.fixture(scope="module")
def histories(district: District) -> list[list[Event]]:
    return sample_histories(district, NOW)


@pytest.fixture(scope="module")
def summary(district: District, histories: list[list[Event]]) -> Summary:
    start = (NOW - timedelta(days=150)).date()
    top = district.units.district.code
    return summarise(histories, district.units, district.catalogue, start, NOW.date(), top, district.zone, NOW)


def test_it_is_marked_as_a_sample_in_every_case(histories: list[list[Event]]) -> None:
    assert len(histories) == 400
    for history in histories:
        case = fold(history)
        assert case.id.startswith("sample-")
        assert case.reporter.channel == CHANNEL
        assert not case.reporter.name and not case.reporter.phone


def test_it_is_the_same_every_time(district: District, histories: list[list[Event]]) -> None:
    assert sample_histories(district, NOW) == histories
    assert sample_histories(district, NOW, seed=8) != histories


def test_events_are_in_order_and_none_lies_in_the_future(histories: list[list[Event]]) -> None:
    for history in histories:
        assert [event.n for event in history] == list(range(1, len(history) + 1))
        moments = [event.at for event in history]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW


def test_numbers_are_right_and_their_use_is_told(histories: list[list[Event]]) -> None:
    numbers = [fold(history).number for history in histories]
    assert len(set(numbers)) == len(numbers)
    assert all(numbers_in(number) == (number,) for number in numbers)
    used = serials_used(histories)
    assert sum(used.values()) == len(histories)  # from 1 in each month, without a gap
    assert list(used) == sorted(used)


def test_most_problems_are_in_residents_own_words(histories: list[list[Event]]) -> None:
    problems = [fold(history).problem for history in histories]
    assert all(problems)
    assert len(set(problems)) > 50


def test_all_that_a_manager_must_see_is_in_it(summary: Summary, histories: list[list[Event]]) -> None:
    total = summary.total
    assert 0.55 <= total.answered / total.asked <= 0.70
    for number in (total.open, total.overdue, total.reopened, total.passed_around, total.redirected, total.merged):
        assert number >= 3
    assert summary.sealed is not None and 2 <= summary.sealed <= 8
    assert len(summary.months) >= 4
    assert len(summary.services) >= 25
    flags = [flag for row in summary.units for flag in row.tally.flags]
    assert flags.count(Flag.IMPROBABLE) == 1
    assert Flag.LOW_ANSWERS in flags
    rates = [row.tally.responded.value for row in summary.branches if row.tally.responded.of >= 10]
    assert max(r for r in rates if r is not None) - min(r for r in rates if r is not None) > 0.15
    kinds = {event.kind for history in histories for event in history}
    assert kinds == set(Happened) - {Happened.RECLASSIFIED}  # a manager's figures do not show it


def test_a_sealed_report_stays_with_the_discipline_desk(district: District, histories: list[list[Event]]) -> None:
    sealed = [case for case in map(fold, histories) if case.sealed]
    desk = district.department(district.discipline)
    assert desk is not None
    assert {case.unit for case in sealed} == {desk.code}
    assert not any(case.reporter.chat or case.reporter.person for case in sealed)


@pytest.mark.parametrize("seed", range(5))
def test_it_works_with_any_seed_and_hour(district: District, seed: int) -> None:
    now = NOW + timedelta(days=3 * seed, hours=5 * seed)
    for history in sample_histories(district, now, seed, months=2, cases=60):
        assert fold(history).state in State


def test_it_works_in_a_district_of_one_unit() -> None:
    light = Service("light", "g", {"zh-CN": "路灯", "en": "Light"}, {}, Level.VILLAGE, 1, 5)
    units = Units.of([Unit("d", "小区", Level.DISTRICT)])
    small = District({"zh-CN": "小区", "en": "Small"}, units, Catalogue.of([light]), Box(29, 105, 30, 106))
    assert len(sample_histories(small, NOW, cases=20)) == 20
    assert sample_histories(small, NOW, cases=0) == []


def test_a_summary_of_invented_cases_says_so_wherever_it_is_shown(summary: Summary, district: District) -> None:
    texts = Texts.load(district.zone)
    said = texts.text("zh-CN", "summary-page-sample")
    assert summary.sample
    assert said in as_text(summary, "zh-CN", texts)
    assert said in as_csv(summary, "zh-CN", texts).decode("utf-8-sig")
    assert as_json(summary)["sample"] is True
    real = replace(summary, sample=False)
    assert said not in as_text(real, "zh-CN", texts)
    assert said not in as_csv(real, "zh-CN", texts).decode("utf-8-sig")
