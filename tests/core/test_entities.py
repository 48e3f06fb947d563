"""Numbers, people, and where all that is found stands in the text as it came."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.entities import follow_codes, phones
from adapters.nlu.origins import Origins
from adapters.nlu.persons import persons
from adapters.nlu.script import simplified
from cases.numbers import case_number, misread_number, named_in
from dialogs.places import spot
from dialogs.understanding import Entity, Understanding
from dialogs.words import clean
from tests.transcripts.play import district

ENGINE = EmbeddedEngine(district(), None)
NUMBER = "2604-0138-2"
DIGITS = "零一二三四五六七八九"
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "螺罐村",
                "螺观村",
                "羅罐村",
                "luo guan cun",
                "昨天",
                "三天了",
                "since Monday",
                "138 0000 0001",
                "一三八零零零零零零零一",
            ),
            *(
                "张大爷",
                "Mr Zhang",
                NUMBER,
                "二六零四零一三八二",
                "two six oh four oh one three eight two",
                "ABCD-2345-EFGH",
            ),
            *(
                "\r\n",
                "\r",
                "\u200b",
                "\u202e",
                "\x00",
                "e\u0301",
                "\u1112\u1161\u11ab",
                "ß",
                "İ",
                "ﬁ",
                "１２",
                "，",
                " ",
                "的",
                "English",
            ),
        ]
    )
    | st.text(max_size=4),
    max_size=30,
)


def understood(text: str) -> Understanding:
    return ENGINE.read(text)


def kinds(text: str, kind: str) -> list[tuple[str, str]]:
    return [(e.text, e.value) for e in understood(text).found(kind)]


@settings(max_examples=300, deadline=None)
@given(PIECES.map("".join))
def test_what_is_found_stands_where_it_is_said_to_stand(text: str) -> None:
    for entity in understood(text).entities:
        assert entity.text
        assert text[entity.start : entity.start + len(entity.text)] == entity.text


@settings(max_examples=20, deadline=None)
@given(PIECES.map("".join), st.integers(0, 2000))
def test_so_does_what_is_found_at_both_ends_of_a_long_text(text: str, length: int) -> None:
    whole = f"{text}{'啊' * length}\r\n\u200b{text}{'哦' * length}{text}"
    for entity in understood(whole).entities:
        assert whole[entity.start : entity.start + len(entity.text)] == entity.text


@given(st.text(max_size=60))
def test_every_character_that_is_read_has_its_origin(text: str) -> None:
    read = clean(text)
    origins = Origins.of(text, read)
    assert len(origins.begins) == len(origins.ends) == len(read)
    assert all(0 <= begin < end <= len(text) for begin, end in zip(origins.begins, origins.ends, strict=True))
    assert list(origins.begins) == sorted(origins.begins)


def test_the_persons_own_characters_are_kept() -> None:
    text = "我\u200b要反映羅\u200b貫村的路燈壞了"
    said = understood(text)
    assert said.text == text
    assert said.services[0].code == "street-light"
    assert said.language == "zh-CN"
    (place,) = said.found("place")
    assert place == Entity("place", "羅\u200b貫村", place.value, 5)


@given(st.text(max_size=80))
def test_one_script_is_as_long_as_the_other(text: str) -> None:
    assert len(simplified(text)) == len(text)


def test_traditional_characters_and_wide_letters_are_read() -> None:
    assert simplified("路燈壞了，電話１３８Ａ") == "路灯坏了，电话138A"
    assert simplified("蒜薹 拚命 捱到") == "蒜薹 拚命 捱到"  # simplified texts use them too


@pytest.mark.parametrize(
    "said",
    [
        "二六零四零一三八二",
        "二六〇四-〇幺三八-二",
        "二六零四，零一三八，二",
        "２６０４．０１３８．２",
        "2604 0138 2",
        "2604杠0138杠2",
        "2 6 0 4 0 1 3 8 2",
        "two six zero four, zero one three eight, two",
        "two six oh four oh one three eight two",
    ],
)
def test_a_case_number_is_read_however_it_is_said(said: str) -> None:
    text = f"编号是{said}号，修了没有"
    (named,) = named_in(text)
    assert (named.number, text[named.start : named.end]) == (NUMBER, said)
    assert kinds(text, "case_number") == [(said, NUMBER)]
    assert understood(text).intent == "status"


@given(st.dates(date(2020, 1, 1), date(2059, 12, 31)), st.integers(1, 9999))
def test_a_number_that_is_spelled_wrong_is_noticed(month: date, serial: int) -> None:
    number = case_number(month, serial)
    spelled = "".join(DIGITS[int(d)] for d in number if d != "-")
    wrong = spelled[:-1] + DIGITS[(int(number[-1]) + 1) % 10]
    assert [n.number for n in named_in(spelled)] == [number]
    assert named_in(wrong) == ()
    assert misread_number(wrong)


@pytest.mark.parametrize(
    "text", ["三四个人等了五六天", "两千六百零四", "1，2，3，4，5，6，7，8，9", "一二三四五六七八"]
)
def test_what_is_no_case_number(text: str) -> None:
    assert named_in(text) == ()


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("13800000001", "13800000001"),
        ("138 0000 0001", "13800000001"),
        ("138-0000-0001", "13800000001"),
        ("+86 138 0000 0001", "13800000001"),
        ("0086-13800000001", "13800000001"),
        ("１３８０００００００１", "13800000001"),
        ("一三八零零零零零零零一", "13800000001"),
        ("幺三八零零零零零零零幺", "13800000001"),
        ("023-46730001", "02346730001"),
        ("(023) 4673 0001", "02346730001"),
        ("+44 20 7946 0000", "+442079460000"),
    ],
)
def test_a_telephone_number_is_read_however_it_is_written(said: str, value: str) -> None:
    assert kinds(f"我的电话是{said}，请回", "phone") == [(said, value)]
    assert kinds(said, "case_number") == []


@pytest.mark.parametrize("text", ["12345", "110", "10086", "2604-0138-2", "500153198001010011", "13800", "2026-11-03"])
def test_what_is_nobodys_telephone_number(text: str) -> None:
    assert list(phones(text)) == []


@pytest.mark.parametrize(
    "name",
    [
        "张大爷",
        "李嬢嬢",
        "王书记",
        "老刘",
        "陈医生",
        "欧阳老师",
        "周二哥",
        "Mr Zhang",
        "Auntie Wang",
        "Secretary Zeng",
        "old Zhou",
        "張大爺",
    ],
)
def test_people_are_named(name: str) -> None:
    text = f"昨天，{name}说的" if not name.isascii() else f"yesterday {name} said so"
    assert [e.text for e in understood(text).found("person")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "谢谢老师",
        "向老师反映",
        "环卫大姐",
        "城管同志",
        "上周老师说",
        "班主任",
        "村主任",
        "提高校长期待",
        "老路坏了",
        "小区停电",
        "old town",
        "Doctor said",
    ],
)
def test_nobody_is_named(text: str) -> None:
    assert list(persons(text)) == []


def test_three_english_words_are_no_follow_code() -> None:
    for words in ("they have been here with that dust", "THEY HAVE BEEN HERE"):
        assert list(follow_codes(words)) == []
    for said in ("code ABCD-EFGH-JKMN.", "code abcd-efgh-jkmn", "ABCD EFGH JKMN", " ABCD EFGH JKMN\n"):
        assert [e.value for e in follow_codes(said)] == ["ABCD-EFGH-JKMN"]
    assert [e.value for e in follow_codes("is abcd 2345 efgh done")] == ["ABCD-2345-EFGH"]


def test_a_landmark_is_a_place_without_a_unit() -> None:
    assert kinds("农贸市场门口堵起了", "place") == [("农贸市场门口", "")]
    assert kinds("the school gate is blocked", "place") == [("school gate", "")]
    assert kinds("学校收费太高", "place") == []
    said = "螺罐村三组，学校门口旁边的灯"
    assert spot(said, understood(said).entities) == "三组"


def test_a_composed_letter_keeps_its_place() -> None:
    for before in (unicodedata.normalize("NFD", "café "), "Straße, ", "İstanbul ", "ﬁ "):
        (place,) = understood(f"{before}螺罐村").found("place")
        assert f"{before}螺罐村"[place.start :] == place.text == "螺罐村"


def test_the_last_line_of_a_long_text_is_pointed_at() -> None:
    (place,) = understood("啊" * 3000 + "\r\n在螺观村").found("place")
    assert (place.text, place.start) == ("螺观村", 3003)


def test_what_is_left_out_of_a_long_text_joins_no_number() -> None:
    assert understood("啊" * 997 + "138" + "呀" * 1000 + "00000001" + "哦" * 492).found("phone") == ()
