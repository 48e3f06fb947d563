"""Names of places as people mistype them: found where they are meant, and never where they are not."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from adapters.nlu import pinyin
from adapters.nlu.examples import read_examples
from adapters.nlu.pinyin import readings, spelled
from adapters.nlu.places import Places, one_slip
from adapters.nlu.script import simplified
from cases.units import Level, Unit
from dialogs.places import resolve, spot
from tests.transcripts.play import district, name_of

DEVELOPMENT = Path(__file__).parents[1] / "nlu" / "development"
UNITS = district().units
PLACES = Places(UNITS)
NAMED = [u for u in UNITS.by_code.values() if not u.department and u.level is not Level.DISTRICT]
NEARLY_ALL = 0.97  # of messages that name a unit


def found(text: str) -> list[str]:
    return [name_of(code) for code in resolve(PLACES.found(simplified(text)), UNITS)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("螺观村的路灯坏了", ["螺罐村"]),
        ("罗贯村停水", ["螺罐村"]),  # both characters are others
        ("我在昌洲", ["昌州街道", "昌州村"]),
        ("昌洲街道", ["昌州街道"]),
        ("盘浓镇停水", ["盘龙镇"]),  # n is l here
        ("安福街道停电", ["安富街道"]),
        ("盘龙镇藕糖村", ["藕塘村"]),
        ("永凌村", ["永灵村", "永陵村"]),  # two sound like it: asked
        ("漫水村的桥", ["漫水桥村"]),  # a character is missing
        ("黄金波社区", ["黄金坡社区"]),
        ("馬草村的路燈", ["马草村"]),
        ("在萬靈古鎮", ["万灵镇"]),
        ("大青杠村", ["大青㭎村"]),  # an alias
        ("螺罐社区", ["螺罐村"]),  # the wrong kind of place
        ("吴家卫生院", ["吴家镇"]),
        ("我住许溪河边", ["许溪社区"]),
        ("luo guan cun de lu deng", ["螺罐村"]),
        ("luoguancun", ["螺罐村"]),
        ("Luóguàn cūn", ["螺罐村"]),
        ("luo2 guan4 cun1", ["螺罐村"]),
        ("the lamp in Luogan village", ["螺罐村"]),
        ("Changyaun Street", ["昌元街道"]),
        ("near Changyuan St", ["昌元街道"]),
        ("Changzhou St.", ["昌州街道"]),
        ("Qing liu town", ["清流镇"]),
        ("we stay at heping street", ["和平街社区"]),
        ("Macao village", ["马草村"]),
    ],
)
def test_a_mistyped_name_finds_its_units(text: str, units: list[str]) -> None:
    assert found(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "新农村建设搞得好",
        "任何村都有路灯",
        "移民社区的房子",
        "一名村民反映",
        "姓名，张三",
        "罗贯的路灯坏了",  # without 村, one character must be right
        "罗贯村民说的",
        "等了十天，没人来",
        "他想轻生",
        "李家村",  # 李家坪村, or another village
        "刘家坪村",  # neither 李家坪 nor 蔡家坪
        "王家沟社区",
        "竹林那一笼倒了",
        "不是桂花，是海棠花",
        "和平解决",
        "直升机飞过",
        "三星手机坏了",
        "隔壁吴家的狗咬人",
        "昌元人很热情",
        "I lived in Macao before",
        "Heping hotel",
        "will they ship an order",
        "how long is it",
        "fenghuo is a word",
    ],
)
def test_no_place_is_better_than_a_false_one(text: str) -> None:
    assert found(text) == []


def test_several_places_of_one_message_are_all_named() -> None:
    said = "从螺观村到古佛村的路，再到guchang zhen"
    assert [name_of(e.value) for e in PLACES.found(said)] == ["螺罐村", "古佛山社区", "古昌镇"]


@pytest.mark.parametrize(("text", "where"), [("螺观村村口的路灯", "村口"), ("罗贯村三组", "三组")])
def test_the_spot_is_read_behind_a_mistyped_name(text: str, where: str) -> None:
    assert spot(text, PLACES.found(text)) == where


def test_a_slip_is_one_wrong_missing_extra_or_swapped_letter() -> None:
    for wrong in ("luoguam", "luogan", "luoguaan", "luoguna"):
        assert one_slip(wrong, "luoguan")
    for other in ("luogua", "luoguann"):
        assert one_slip(other, "luoguan")
    for far in ("lugan", "loungua", "luoxxan", "nauguol"):
        assert not one_slip(far, "luoguan")


def homophone(unit: Unit, dice: random.Random) -> str:
    """The unit's short name with one character that sounds the same."""
    at = dice.randrange(len(unit.stem))
    same = [c for c in pinyin.characters(readings(unit.stem[at])[0]) if c != unit.stem[at]]
    return unit.stem[:at] + dice.choice(same or [unit.stem[at]]) + unit.short[at + 1 :]


@pytest.mark.parametrize("kind", ["short", "stem", "homophone", "letters", "spaced"])
def test_nearly_every_unit_is_found_however_it_is_written(kind: str) -> None:
    dice, right = random.Random(7), 0
    for unit in NAMED:
        written = {
            "short": f"{unit.short}的路灯坏了",
            "stem": f"我们{unit.stem}三组停水",
            "homophone": f"路灯不亮 {homophone(unit, dice)}",
            "letters": f"the lamp in {spelled(unit.stem)[0]} is off",
            "spaced": " ".join(readings(c)[0] for c in unit.short),
        }[kind]
        right += unit.code in resolve(PLACES.found(written), UNITS)
    assert right / len(NAMED) >= NEARLY_ALL


def test_places_in_messages_that_nothing_was_made_from() -> None:
    """tests/nlu/development: every place found is one, and nearly all that name a unit are found."""
    false, missed, named = [], [], 0
    for example in read_examples(DEVELOPMENT):
        entities = PLACES.found(simplified(example.text))
        marked = [m for m in example.marked if m.kind == "place"]
        spans = [(m.start, m.start + len(m.text)) for m in marked]
        false += [
            e for e in entities if not any(e.start < end and begin < e.start + len(e.text) for begin, end in spans)
        ]
        for m in marked:
            if codes := UNITS.names.get(simplified(m.text).casefold()):
                named += 1
                missed += [m.text] if not any(set(codes) & set(e.value.split("|")) for e in entities) else []
    assert false == []
    assert named > 100
    assert 1 - len(missed) / named >= NEARLY_ALL, missed


def test_a_message_is_searched_in_less_than_a_millisecond() -> None:
    said = "我们螺观村村口的路灯坏了三天了，晚上老人走路看不见，昨天张大爷摔了一跤，麻烦快点来修 thank you"
    PLACES.found(said)
    began = time.process_time()
    for _ in range(200):
        PLACES.found(said)
    assert (time.process_time() - began) / 200 < 0.001
