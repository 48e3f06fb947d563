"""What officials did: what makes a message one for the discipline desk alone, and what must stay an ordinary matter."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest

from adapters.nlu.examples import Example, read_examples
from adapters.nlu.judged import NOTHING, Judged
from adapters.nlu.officials import DOUBTED, SURE, SURER, conduct_in, sealed_in
from adapters.nlu.officials_signs import SIGNS
from adapters.nlu.signs import Sign
from tests.transcripts.play import engine

TOLD = (
    "村主任收了人家五千块才给盖章",
    "书记的侄儿包了全村的工程",
    "低保名额都给了队长的亲戚",
    "办证不塞红包就不批",
    "当官的欺负我们老百姓",
    "窗口那个工作人员骂我妈",
    "上班时间在办公室斗地主",
    "公家的车天天接他娃儿",
    "救灾的钱哪个揣了",
    "我举报他，第二天就来查我的店",
    "派出所的推了我一掌",
    "表上替我按了手印，钱没到手",
    "驻村的照个相就走了",
    "卡我的章，要我把地让给他侄儿",
    "the clerk threw my papers on the floor",
    "he bribed the inspector",
    "the village chief's brother got the contract",
    "policeman slapped my son",
    "office hours and they are playing cards in the office",
    "since I complained my forms get lost",
)
NOT_TOLD = (
    "领导您好，路灯坏了",
    "感谢书记来看我，没收一分钱",
    "镇长的电话是多少",
    "村主任好久来我们组",
    "希望干部多下来走走",
    "党费一年交多少",
    "骗子冒充村干部收钱",
    "物业收了钱不办事，经理骂人",
    "老板骂我还扣工资",
    "老师骂学生",
    "有人打人，警察还没来",
    "班主任收了作业",
    "路垮那天组长也在场",
    "what is the mayor's phone number",
    "thank you, the officer was kind",
    "the clerk says one paper is missing",
    "a man pretending to be police took my money",
    "our boss shouts at us",
)


@pytest.mark.parametrize("sign", [pytest.param(sign, id=f"{sign.kind} {sign.finds}") for sign in SIGNS])
def test_a_sign_finds_its_own_words_and_spares_what_looks_alike(sign: Sign) -> None:
    assert sign.pattern.search(sign.finds.lower())
    assert not sign.pattern.search(sign.spares.lower())


@pytest.mark.parametrize("text", TOLD)
def test_what_an_official_did_is_seen_by_the_words_alone(text: str) -> None:
    assert conduct_in(text)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_an_official_alone_or_somebody_else_is_an_ordinary_matter(text: str) -> None:
    assert not conduct_in(text)


def judged(conduct: float) -> Judged:
    return Judged((("report", 0.9),), (), 20, (), conduct)


def test_a_sealed_message_says_what_sealed_it() -> None:
    assert sealed_in("村主任收了红包", NOTHING) == "rule: 主任收了红包"
    assert sealed_in("村主任收了红包", judged(0.83)) == "rule: 主任收了红包, model 0.83"
    assert sealed_in("那个人一手遮起的，懂的都懂", judged(0.5)) == "model 0.50"
    assert sealed_in("路灯坏了", judged(0.01)) == ""
    assert sealed_in("路灯坏了", NOTHING) == ""


def test_the_model_alone_must_be_sure_and_have_words_to_read() -> None:
    assert sealed_in("那个人一手遮起的，懂的都懂", judged(SURE - 0.01)) == ""
    assert sealed_in("那个人一手遮起的，懂的都懂", judged(SURE))
    assert sealed_in("他哦", judged(0.9)) == ""


def test_the_model_must_be_surer_where_there_is_danger() -> None:
    assert sealed_in("那个人一手遮起的，懂的都懂", judged(SURE), danger="fire") == ""
    assert sealed_in("那个人一手遮起的，懂的都懂", judged(SURER), danger="fire")


def test_praise_beside_a_sign_needs_a_surer_model() -> None:
    text = "感谢你们，可是村主任收了红包"
    assert sealed_in(text, NOTHING) == ""
    assert sealed_in(text, judged(DOUBTED - 0.01)) == ""
    assert sealed_in(text, judged(DOUBTED))


def test_a_word_of_the_catalogue_is_believed() -> None:
    assert sealed_in("贪污", judged(0.0), "贪污") == "rule: 贪污"
    understood = engine().read("我要举报有人贪污")
    assert understood.sealed
    assert understood.sealed_by == "rule: 贪污"


def test_nothing_says_why_where_nothing_is_sealed() -> None:
    assert engine().read("螺罐村的路灯坏了").sealed_by == ""


@pytest.mark.parametrize("unit", ["书记", "书记的亲戚收", "钱", "the clerk ", "a", " ", "他说我收了"])
def test_ten_thousand_characters_take_no_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    began = time.process_time()
    conduct_in(text)
    half = time.process_time()
    conduct_in(text + text)
    assert half - began < 0.3
    assert time.process_time() - half < 0.6  # twice the text, twice the time


LEAST_FOUND, LEAST_RIGHT = 0.9, 0.45
"""Floors on the development set, a little below what was reached; the aim is 0.99 and 0.80."""


@cache
def development() -> list[Example]:
    return read_examples(Path(__file__).parents[1] / "nlu" / "development")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_conduct_in_the_development_set_is_sealed_and_little_else(language: str) -> None:
    mine = [e for e in development() if e.language == language]
    read = [(e.intent == "conduct", engine().read(e.text).sealed) for e in mine]
    found = sum(is_one and seen for is_one, seen in read)
    assert found / sum(is_one for is_one, _ in read) >= LEAST_FOUND
    assert found / sum(seen for _, seen in read) >= LEAST_RIGHT
