"""Times in messages become dates by the day when they were said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.nlu.times import times
from dialogs.times import dated

SUNDAY = date(2026, 11, 22)


def read(text: str, said_on: date = SUNDAY) -> list[tuple[str, str]]:
    return [(e.text, dated(e.value, said_on)) for e in times(text)]


@pytest.mark.parametrize(
    ("text", "time", "value"),
    [
        ("昨天坏的", "昨天", "2026-11-21"),
        ("前天报的", "前天", "2026-11-20"),
        ("大前天", "大前天", "2026-11-19"),
        ("今早停水", "今早", "2026-11-22"),
        ("昨晚八点断的电", "昨晚八点", "2026-11-21"),
        ("明天来不来", "明天", "2026-11-23"),
        ("上个星期说的", "上个星期", "2026-11-09/2026-11-15"),
        ("上周三", "上周三", "2026-11-11"),
        ("这周一", "这周一", "2026-11-16"),
        ("周二就报了", "周二", "2026-11-17"),
        ("上周末", "上周末", "2026-11-14/2026-11-15"),
        ("三天前", "三天前", "2026-11-19"),
        ("坏了三天了", "三天了", "2026-11-19/"),
        ("半个月没来收", "半个月没", "2026-11-07/"),
        ("等了三天", "三天", "2026-11-19/"),
        ("三天", "三天", "P3D"),
        ("两百天", "两百天", "P200D"),
        ("上个月初", "上个月初", "2026-10-01/2026-10-10"),
        ("上个月十八号", "上个月十八号", "2026-10-18"),
        ("去年", "去年", "2025-01-01/2025-12-31"),
        ("从去年起", "从去年起", "2025-01-01/"),
        ("去年九月", "去年九月", "2025-09-01/2025-09-30"),
        ("国庆节那天", "国庆节那天", "2026-10-01"),
        ("11月3号", "11月3号", "2026-11-03"),
        ("十一月三日", "十一月三日", "2026-11-03"),
        ("12月25日", "12月25日", "2026-12-25"),  # to come
        ("1月3号", "1月3号", "2027-01-03"),  # to come
        ("6月1号", "6月1号", "2026-06-01"),
        ("从三月起", "从三月起", "2026-03-01/"),
        ("一九八七年", "一九八七年", "1987-01-01/1987-12-31"),
        ("2026-11-03", "2026-11-03", "2026-11-03"),
        ("一天多少钱", "一天", "P1D"),
        ("两月没来收", "两月没", "2026-09-22/"),
        ("好几天", "好几天", ""),  # nobody knows how many
        ("yesterday", "yesterday", "2026-11-21"),
        ("the day before yesterday", "the day before yesterday", "2026-11-20"),
        ("broke last night", "last night", "2026-11-21"),
        ("last week", "last week", "2026-11-09/2026-11-15"),
        ("three days ago", "three days ago", "2026-11-19"),
        ("a week ago", "a week ago", "2026-11-09/2026-11-15"),
        ("since Monday", "since Monday", "2026-11-16/"),
        ("for two weeks", "for two weeks", "2026-11-08/"),
        ("last Tuesday", "last Tuesday", "2026-11-17"),
        ("on 3 November", "3 November", "2026-11-03"),
        ("on March 5th", "March 5th", "2026-03-05"),
        ("Nov 3rd, 2025", "Nov 3rd, 2025", "2025-11-03"),
        ("since March", "since March", "2026-03-01/"),
        ("in 2019", "2019", "2019-01-01/2019-12-31"),
        ("two months", "two months", "P2M"),
    ],
)
def test_a_time_is_a_date(text: str, time: str, value: str) -> None:
    assert (time, value) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "三年级",
        "五一路",
        "第三天",
        "一天到黑",
        "三点意见",
        "早一点来",
        "小周二十岁",
        "I may go",
        "march on",
        "ten yuan a month",
        "五号楼",
        "三月三赶场",
        "13月5号",
        "I go every Sunday",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert read(text) == []


def test_yesterday_is_the_day_before_the_message_was_sent_whenever_it_is_worked() -> None:
    (said,) = times("昨天坏的")
    assert dated(said.value, date(2026, 1, 1)) == "2025-12-31"
    assert dated(said.value, date(2024, 3, 1)) == "2024-02-29"


def test_a_month_that_has_not_come_this_year_was_last_years() -> None:
    assert dated(".11/", date(2026, 3, 5)) == "2025-11-01/"
    assert dated(".11.3", date(2026, 3, 5)) == "2025-11-03"
    assert dated(".4.1", date(2026, 3, 5)) == "2026-04-01"


@pytest.mark.parametrize("value", ["", "2026.2.30", ".13", "m-1.31.x", "d-9999999", "y-9999", "soon", "/", "d-1/never"])
def test_what_is_no_day_is_empty(value: str) -> None:
    assert dated(value, SUNDAY) == ""


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 7))
def test_the_last_weekday_is_one_of_the_seven_days_before(today: date, weekday: int) -> None:
    found = date.fromisoformat(dated(f".w{weekday}", today))
    assert found.isoweekday() == weekday
    assert 1 <= (today - found).days <= 7


@given(
    st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from(["昨天", "上周三", "去年", "2月29号", "since May"])
)
def test_a_date_of_the_past_is_not_in_the_future(today: date, text: str) -> None:
    for entity in times(text):
        value = dated(entity.value, today)
        assert not value or date.fromisoformat(value[:10]) <= today or "2月" in text
