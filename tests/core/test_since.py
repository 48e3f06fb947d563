"""Since when: what people say becomes a day that is still right when staff read it a week later."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from adapters.nlu.times import times
from dialogs.since import since_line, since_of
from dialogs.understanding import Understanding
from tests.transcripts.play import district, texts

SAID_ON = date(2026, 11, 22)  # a Sunday


def read(text: str) -> tuple[str, str] | None:
    return since_of(Understanding(entities=tuple(times(text))), SAID_ON)


def line(since: str, shown: str = "", language: str = "zh-CN") -> str:
    say = since_line(since, shown, district().zone)
    return texts().text(language, say.key, say.args, datetime(2026, 11, 22, 9, tzinfo=district().zone)) if say else ""


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("路灯坏了三天了", "2026-11-19"),
        ("从上周三起没得水", "2026-11-11"),
        ("从昨天起", "2026-11-21"),
        ("从11月3号起", "2026-11-03"),
        ("垃圾堆了半个月", "2026-11-07~"),
        ("漏了三个月了", "2026-08~"),
        ("从上个月起", "2026-10"),
        ("since Monday", "2026-11-16"),
        ("for two weeks", "2026-11-08~"),
        ("since March", "2026-03"),
    ],
)
def test_since_when_is_a_day_as_sure_as_the_words(said: str, since: str) -> None:
    found = read(said)
    assert found is not None
    assert found[0] == since
    assert found[1] in said


@pytest.mark.parametrize(
    "said", ["昨天坏的", "好久了", "从去年起", "三天前报过", "明天起停水", "坏了", "三天内", "yesterday"]
)
def test_what_says_no_day_since_when_gives_none(said: str) -> None:
    assert read(said) is None


def test_the_day_is_said_as_people_say_it() -> None:
    assert line("2026-11-19") == "从哪天起：11月19日"
    assert line("2026-11-07~") == "从什么时候起：大概11月7日"
    assert line("2025-08~") == "从什么时候起：大概2025年8月"
    assert line("2026-10") == "从什么时候起：10月"
    assert line("2026-11-19", language="en") == "Since: 19 November"
    assert line("2025-08~", language="en") == "Since: about August 2025"


def test_what_the_shown_words_name_is_not_said_again() -> None:
    assert line("2026-11-03", "从11月3号起没得水") == ""
    assert line("2026-11-03", "no water since 3 November") == ""
    assert line("2026-11-03", "no water since Nov 3rd") == ""
    assert line("2026-03", "no water since March") == ""
    assert line("2026-11-03", "从11月30号起没得水") == "从哪天起：11月3日"
    assert line("2026-11-19", "三天了") == "从哪天起：11月19日"


def test_a_stored_day_that_is_none_is_left_out() -> None:
    assert [line(since) for since in ("", "2026-13-40", "soon")] == ["", "", ""]


@pytest.mark.parametrize(
    ("said", "told", "since"),
    [
        ("是三天", "水管爆了，三天了", "2026-11-19"),
        ("three weeks", "it has been three weeks", "2026-11-01~"),
        ("wednesday", "a hole since wednesday", "2026-11-18"),
        ("前天", "从前天起没得水", "2026-11-20"),
    ],
)
def test_a_time_that_was_put_right_counts_as_it_stands_in_the_report(said: str, told: str, since: str) -> None:
    understood = Understanding(entities=tuple(times(said)))
    assert since_of(understood, SAID_ON) is None
    found = since_of(understood, SAID_ON, told)
    assert found is not None
    assert found[0] == since
