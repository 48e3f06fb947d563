"""What officials did: what makes a message one for the discipline desk alone, and what must stay an ordinary matter."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest

from adapters.nlu import officials_en, officials_zh
from adapters.nlu.examples import Example, read_examples
from adapters.nlu.judged import NOTHING, Judged
from adapters.nlu.officials import (
    About,
    Sealed,
    about,
    conduct_in,
    sealed_in,
    words_of_conduct,
)
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
    "村主任吃低保",
    "村主任还把清洁费吃了",
    "文书要我给她买条裙子才肯把我的名字录进去",
    "乡里的车天天停在麻将馆门口",
    "the village head kept our cleaning fee",
    "the relief rice was sold in the secretary's shop",
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
    "送烟他不要，送酒他也不要，这个干部我服",
    "过年给丈母娘送两条烟，哪里买",
    "球赛裁判收黑钱",
    "售楼部收茶水费",
    "流动票箱能不能抬到家里来",
    "敬老院一个月好多钱，书记说可以减免",
    "班长的票箱是老师做的，选班长好热闹",
    "我兄弟占了我的宅基地",
    "反映了路灯，第二天就来修了",
    "有人打电话说是纪委的，要交两万保证金",
    "the bank clerk was slow and rude",
    "what is the mayor's phone number",
    "thank you, the officer was kind",
    "the clerk says one paper is missing",
    "a man pretending to be police took my money",
    "our boss shouts at us",
)


SIGNS = [pytest.param(s, id=f"{s.kind} {s.finds}") for s in (*officials_zh.SIGNS, *officials_en.SIGNS)]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_finds_its_own_words_and_spares_what_looks_alike(sign: Sign) -> None:
    assert sign.pattern.search(sign.finds.lower())
    assert not sign.pattern.search(sign.spares.lower())


@pytest.mark.parametrize("text", TOLD)
def test_what_an_official_did_is_seen_by_the_words_alone(text: str) -> None:
    assert conduct_in(text)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_an_official_alone_or_somebody_else_is_an_ordinary_matter(text: str) -> None:
    assert not conduct_in(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("村主任好久来", About.OFFICIAL),
        ("派出所那个人把我的材料甩了", About.OFFICIAL),
        ("书记的老板朋友", About.BOTH),
        ("低保名额贴在哪里", About.MATTER),
        ("那个人一手遮起的", About.NOBODY),
        ("物业收了钱不办事", About.OTHER),
        ("领导你好，路灯坏了", About.NOBODY),
        ("他冒充民政局的来收钱", About.OTHER),
        ("车间主任扣我工资", About.OTHER),
        ("the clerk is at lunch", About.OFFICIAL),
        ("my boss is a friend of the mayor", About.BOTH),
        ("where is the welfare list", About.MATTER),
        ("the lamp is broken", About.NOBODY),
        ("our boss shouts at us", About.OTHER),
        ("the bank clerk was slow", About.OTHER),
    ],
)
def test_it_is_seen_of_whom_a_text_speaks(text: str, who: About) -> None:
    assert about(text) is who


def judged(conduct: float, desk: float | None = None) -> Judged:
    return Judged((("report", 0.9),), (), 20, (), conduct, conduct if desk is None else desk)


def needed(text: str, danger: str = "") -> float:
    """How probable both models must find it at least, in hundredths."""
    return next(n for n in range(101) if sealed_in(text, judged(n / 100), danger=danger)) / 100


NOBODY = "那个人一手遮起的，懂的都懂"


def test_a_sealed_message_says_what_sealed_it() -> None:
    assert sealed_in("村主任收了红包", NOTHING) == Sealed("rule: 主任收了红包")
    assert sealed_in("村主任收了红包", judged(0.83)) == Sealed("rule: 主任收了红包, model 0.83")
    assert sealed_in(NOBODY, judged(0.83)) == Sealed("model 0.83", doubted=True)
    assert not sealed_in("路灯坏了", judged(0.01))
    assert not sealed_in("路灯坏了", NOTHING)


def test_the_model_alone_must_be_the_surer_the_less_the_text_speaks_of_an_official() -> None:
    texts = ["贫困户那个表我看到了", "书记在坝子里头站起的", NOBODY, "物业说的话不算数哦"]
    assert not any(words_of_conduct(text) for text in texts)
    limits = [needed(text) for text in texts]
    assert limits == sorted(limits)
    assert limits[0] < limits[2] < limits[3]
    assert sealed_in(texts[0], judged(limits[0])).doubted


@pytest.mark.parametrize("more", ["，请问", "，点赞"])
def test_a_question_or_praise_needs_a_surer_model(more: str) -> None:
    assert needed("书记拿的那个东西是烟" + more) > needed("书记拿的那个东西是烟")


def test_both_models_are_heard() -> None:
    assert sealed_in(NOBODY, judged(0.5, 0.5))
    assert not sealed_in(NOBODY, judged(0.5, 0.05))
    assert not sealed_in(NOBODY, judged(0.05, 0.5))


def test_the_model_alone_must_have_words_to_read() -> None:
    assert not sealed_in("他哦", judged(0.9))


def test_the_model_must_be_surer_where_there_is_danger() -> None:
    assert needed(NOBODY, danger="fire") > needed(NOBODY)


def test_a_sign_about_somebody_else_needs_the_model() -> None:
    text = "驾校不塞烟就不给上车"
    assert words_of_conduct(text)
    assert not sealed_in(text, NOTHING)
    assert needed(text) > needed("村主任收了红包")


def test_a_sign_in_which_the_models_see_nothing_is_none() -> None:
    assert not sealed_in("村主任收了红包", judged(0.0))
    assert sealed_in("村主任收了红包", judged(0.15)).by == "rule: 主任收了红包"


def test_praise_beside_a_sign_needs_a_surer_model() -> None:
    text = "表扬你们，可是村主任收了红包"
    assert not sealed_in(text, NOTHING)
    assert needed(text) > needed("村主任收了红包")


def test_a_word_of_the_catalogue_is_believed() -> None:
    assert sealed_in("贪污", judged(0.0), "贪污") == Sealed("rule: 贪污")
    assert sealed_in("贪污", NOTHING, "贪污") == Sealed("rule: 贪污")
    understood = engine().read("我要举报有人贪污")
    assert understood.sealed
    assert understood.sealed_by.startswith("rule: 贪污")


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


LEAST_FOUND, LEAST_RIGHT = 0.84, 0.6
"""Floors on the development set by n-grams alone, a little below what was reached; the aim is 0.99 and 0.80."""


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
