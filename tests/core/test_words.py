"""Small readings of what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.house import build_house
from dialogs.words import clean, pick, plain, stops, universal, whole_number
from tests.transcripts.play import district, texts

OFFERED = [[f"v{n}", f"第{n}样"] for n in range(1, 13)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10", 10),
        ("1", 1),
        ("２", 2),
        ("2.", 2),
        ("回 3", 3),
        ("第二个", 2),
        ("十", 10),
        ("选4", 4),
        ("no. 5", 5),
        ("2号楼", None),
        ("1和2", None),
        ("3月5日", None),
        ("", None),
        ("一下", None),
    ],
)
def test_a_number_counts_only_whole(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@given(st.integers(0, 999))
def test_a_typed_number_picks_that_choice_or_none(number: int) -> None:
    """DIGIT's chatbot matches "contains": there, 10, 12 or 21 pick choice 1."""
    assert pick(str(number), OFFERED) == (f"v{number}" if 1 <= number <= 12 else "")


def test_a_label_or_one_of_its_words_picks_it() -> None:
    offered = [["send", "就这样发", "要得", "对头"], ["cancel", "不弄了", "算了"]]
    assert pick("要得！", offered) == "send"
    assert pick("  就这样发。", offered) == "send"
    assert pick("算了", offered) == "cancel"
    assert pick("要得不要得", offered) == ""
    assert pick("", offered) == ""


def test_a_number_on_the_label_goes_before_its_place() -> None:
    assert pick("2", [["a", "2"], ["b", "1"]]) == "a"


def test_what_can_be_said_at_any_time_is_said_whole() -> None:
    house = build_house(district(), texts().label, texts().words)
    assert universal("上一步", house, "zh-CN") == "back"
    assert universal("/help", house, "zh-CN") == "help"
    assert universal("Stop!", house, "zh-CN") == "cancel"
    assert universal("算了，你们根本不管，路灯还是坏的", house, "zh-CN") == ""


@given(st.text(max_size=200))
def test_cleaning_takes_only_what_cannot_be_seen(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not set(cleaned) & set("\x00\u200b\u202e\u2066\ufeff\r")


def test_words_emoji_and_line_ends_stay() -> None:
    assert clean("螺罐村\u202e路灯\x00坏了\r\n😀 <b>&amp;") == "螺罐村路灯坏了\n😀 <b>&amp;"
    assert plain("“要得”！ ") == "要得"


def test_only_the_beginning_of_a_long_text_is_compared() -> None:
    assert len(plain("\ufdfa" * 1_000_000)) < 5000


@pytest.mark.parametrize(
    "text", ["我不想弄了", "算了，不报了", "不想报了", "我不说了", "搞错了，我要撤回", "Forget it!"]
)
def test_wanting_to_stop_is_heard_in_other_words(text: str) -> None:
    assert stops(text)


@pytest.mark.parametrize("text", ["垃圾不要乱倒", "不用了", "不想说", "嗯" * 200, "算了" * 100])
def test_other_words_stop_nothing(text: str) -> None:
    assert not stops(text)
