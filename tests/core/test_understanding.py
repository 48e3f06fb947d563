"""What the engine that is always there makes of what people say."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.nlu.danger import emergency_in
from adapters.nlu.officials import conduct_in
from adapters.nlu.rules import both_ends
from adapters.nlu.script import language_in
from dialogs.understanding import OUT_OF_SCOPE
from tests.transcripts.play import district, engine


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("你好", "greet"),
        ("喂，有人吗", "human"),
        ("我要找个人说话", "human"),
        ("can I speak to a person", "human"),
        ("路灯熄了", "report"),
        ("灯坏了", "report"),
        ("臭得很", "report"),
        ("欠我工资三个月", "report"),
        ("my street light is broken", "report"),
        ("我报的路灯修了没有", "status"),
        ("2604-0001-2", "status"),
        ("2604-0001-3", "status"),  # a slip of the finger
        ("什么时候修", "status"),
        ("is there any news on my report", "status"),
        ("怎么还没来人", "remind"),
        ("快点嘛", "remind"),
        ("村主任贪污低保", "conduct"),
        ("低保怎么申请", "consult"),
        ("建议村里装健身器材", "suggest"),
        ("谢谢", "thanks"),
        ("要得", "affirm"),
        ("可以嘛", "affirm"),
        ("还没修好", "reopen"),
        ("English please", "language"),
        ("我的个人信息会不会泄露", "privacy"),
        ("你是机器人吗", "help"),
        ("今天天气怎么样", OUT_OF_SCOPE),
        ("哈哈哈哈", OUT_OF_SCOPE),
        ("", OUT_OF_SCOPE),
    ],
)
def test_what_a_person_wants(text: str, intent: str) -> None:
    assert engine().read(text).intent == intent


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("房子着火了", "fire"),
        ("去年着过火，现在又着火了", "fire"),
        ("家里有煤气味", "gas"),
        ("娃儿掉到堰塘里了", "water"),
        ("井盖没了，娃儿掉下去了", "medical"),
        ("电线断了，怕触电", "electric"),
        ("桥要垮了", "collapse"),
        ("我老公打我", "violence"),
        ("不想活了", "suicide"),
        ("someone fell into the river", "water"),
        ("消防通道被堵了", ""),
        ("火车站旁边的路灯坏了", ""),
        ("天然气缴费在哪里", ""),
        ("怎么预防触电", ""),
        ("去年着火的房子没人管", ""),
        ("路灯坏了", ""),
    ],
)
def test_danger_is_told_from_the_names_of_things(text: str, danger: str) -> None:
    assert engine().read(text).emergency == danger


@pytest.mark.parametrize("service", district().catalogue.by_code.values(), ids=lambda s: s.code)
def test_every_service_is_found_by_its_own_words(service) -> None:  # type: ignore[no-untyped-def]
    for tongue in service.words.values():
        for word in tongue:
            assert service.code in {g.code for g in engine().read(word).services}, word


def test_a_word_inside_a_longer_one_is_not_counted_for_it() -> None:
    assert engine().read("有人烧垃圾").services[0].code == "open-burning"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_nothing_that_is_typed_is_too_much(text: str) -> None:
    understood = engine().read(text)
    assert understood.text == text
    assert all(0 < g.confidence < 1 for g in understood.services)
    assert all(e.text for e in understood.entities)


def test_a_whole_letter_is_read_in_no_time() -> None:
    began = time.process_time()
    engine().read("螺罐村路灯坏了，" * 2000 + "(((" * 500)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(("text", "tongue"), [("路灯", "zh-CN"), ("hello", "en"), ("123 😀", ""), ("路灯 OK", "zh-CN")])
def test_the_language_of_a_message(text: str, tongue: str) -> None:
    assert language_in(text) == tongue


@pytest.mark.parametrize(
    "text",
    [
        "我好怕，房子着火了",
        "我怕得很 屋头着火了",
        "防盗门里着火了",
        "my house is on fire like last year",
        "跟去年一样着火了",
    ],
)
def test_a_present_danger_is_not_hidden_by_words_beside_it(text: str) -> None:
    assert emergency_in(text) == "fire"


@pytest.mark.parametrize("text", ["举报玉屏社区书记收红包", "还有村支书贪污修路灯的钱", "村主任把低保给了自己亲戚"])
def test_an_official_near_money_is_for_the_discipline_desk(text: str) -> None:
    assert conduct_in(text)


@pytest.mark.parametrize("text", ["领导您好，路灯坏了", "有人打人，警察还没来", "班主任收了作业"])
def test_an_official_alone_is_not(text: str) -> None:
    assert not conduct_in(text)


def test_both_ends_of_a_long_text_are_read() -> None:
    said, moved = both_ends("啊" * 3000 + "螺罐村")
    assert said.endswith("螺罐村")
    assert moved + said.index("螺罐村") == 3000
