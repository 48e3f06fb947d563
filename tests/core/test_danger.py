"""Danger: what sets it off, what must not, and what the rules and the model decide together."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest

from adapters.nlu import danger_en, danger_zh
from adapters.nlu.danger import (
    CHINESE,
    DOUBTED,
    ENGLISH,
    FAINT,
    SURE,
    SURE_OF_ONE,
    SURER,
    danger_in,
    emergency_in,
    told_in,
)
from adapters.nlu.examples import Example, read_examples
from adapters.nlu.judged import NOTHING, Judged
from adapters.nlu.signs import Sign
from dialogs.words import EMERGENCIES
from tests.transcripts.play import engine

SIGNS = [pytest.param(sign, id=f"{sign.kind} {sign.finds}") for sign in (*danger_zh.SIGNS, *danger_en.SIGNS)]

DANGERS = {
    "fire": (
        "五楼窗子往外头冒浓烟，有娃儿在哭",
        "灶房烧起来了水都泼不熄",
        "坡上燃了一大片，往院子这边来了",
        "我家着火了咋办",
        "the barn is on fire and the horses are inside",
        "flames on the balcony above us",
    ),
    "gas": (
        "楼道里好大的煤气味",
        "挖沟的把天然气管子挖断了",
        "煤气罐在嘶嘶响不敢碰",
        "there is a strong smell of gas in our hallway",
        "gas pipe is hissing in the basement",
    ),
    "water": (
        "幺儿掉到河头去了",
        "堰塘里有个人在扑腾",
        "水都齐腰了我们困在屋头",
        "a girl fell into the canal",
        "we are stuck on the roof, the flood is rising",
    ),
    "violence": (
        "我男人又拿菜刀追我",
        "楼下打起来了，有人提起钢管",
        "他在撬我的门我一个人在屋头",
        "传销的把我们关起，不交钱不放人",
        "someone follows me since two streets, I'm scared",
        "救救我他把我锁在屋里",
        "my husband is beating me",
        "a man with a knife is at the bus stop",
    ),
    "medical": (
        "外婆喊不答应了",
        "他倒在地上口吐白沫",
        "我爸心口痛得直冒冷汗",
        "流了好多血止不住",
        "my mother is unconscious",
        "he can't breathe and his lips are blue",
    ),
    "traffic": (
        "三轮车翻到坎下头去了人在里头",
        "摩托把一个婆婆撞倒了起不来",
        "路中间躺起个人不动",
        "a motorbike hit a child at the crossing",
        "someone is lying on the road bleeding",
    ),
    "collapse": (
        "后山垮下来把猪圈埋了人还在里头",
        "墙倒了压到我叔叔",
        "石头还在往下滚，房子嘎嘎响",
        "landslide behind the school",
        "the ceiling came down, two people are trapped under it",
    ),
    "electric": (
        "遭电打了",
        "高压线掉在田头还在冒火花",
        "有人触电了躺在水边",
        "power line down on the road and sparking",
        "my brother got an electric shock and does not move",
    ),
    "suicide": (
        "我不想活了",
        "有个女娃儿坐在楼顶要跳楼",
        "他喝了农药",
        "活起没得意思，遗书写好了",
        "安眠药我数过了，够了",
        "I have counted the sleeping tablets",
        "I want to die tonight",
        "she says she will jump off the bridge",
    ),
    "poison": (
        "吃了野菌子一家人上吐下泻",
        "娃儿把老鼠药当糖吃了",
        "食物中毒了，几个人都在吐",
        "my son swallowed a battery",
        "everyone who ate there is vomiting and one can't stand",
    ),
}
CALM = (
    "邻居老罗把垃圾倒在我门口",
    "一杯茶一张报纸，我在门口站到脚麻",
    "群里面发了个问号，就被踢了",
    "人家还没听完我说就翻白眼",
    "跳楼价处理的家具",
    "小师傅手脚麻利",
    "山火扑灭了",
    "车钥匙掉下水道了",
    "胸口痛挂什么科",
    "消防通道遭电瓶车占了",
    "灭火器过期好几年了",
    "火车站广场的灯不亮",
    "天然气好久安到我们村",
    "煤气罐涨价了",
    "防溺水的牌子倒了",
    "水库的鱼死了好多",
    "去年这里着过火，墙还是黑的",
    "前年车祸的赔偿还没给",
    "打架的事派出所调解过了",
    "急救培训几号开始",
    "累死人了",
    "笑死我了",
    "想死你们了",
    "气死我了路灯还没修",
    "热死了，停电一天",
    "电费贵得我想跳楼",
    "火锅店油烟太大",
    "烟囱天天冒黑烟",
    "电脑中毒了",
    "梦见房子着火了",
    "漏电保护器老跳闸",
    "打麻将吵得睡不着",
    "打我这个号13800000012",
    "树子倒了没伤到人",
    "video calls drown in noise",
    "give us rat poison please",
    "the fire exit is locked",
    "fire extinguisher out of date",
    "this heat is killing me",
    "I'm dying to know the result",
    "how do I get natural gas",
    "gas bill too high",
    "my phone fell into the water",
    "insurance for my car accident last year",
    "my computer has a virus",
    "nobody was hurt when the tree fell",
    "when is the first aid course",
    "the railing was hit by a truck",
)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_finds_its_own_words_and_spares_what_looks_alike(sign: Sign) -> None:
    assert sign.kind in EMERGENCIES
    assert sign.pattern.search(sign.finds.lower())
    assert not sign.pattern.search(sign.spares.lower())


@pytest.mark.parametrize("tongue", [CHINESE, ENGLISH], ids=["zh-CN", "en"])
def test_each_language_has_signs_of_every_danger(tongue: object) -> None:
    signs = (CHINESE if tongue is CHINESE else ENGLISH).signs
    assert {sign.kind for sign in signs} == set(EMERGENCIES)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in DANGERS.items() for text in texts])
def test_the_words_alone_tell_of_danger(kind: str, text: str) -> None:
    assert emergency_in(text) == kind


@pytest.mark.parametrize("text", CALM)
def test_things_past_times_and_ways_of_speaking_are_no_danger(text: str) -> None:
    assert emergency_in(text) == ""


def likely(**danger: float) -> Judged:
    """What a model says; one that sees nothing says so with a little of everything."""
    return Judged((("report", 0.9),), (), 20, tuple(danger.items()) or (("fire", 0.001),))


def test_danger_says_what_found_it() -> None:
    assert danger_in("屋头着火了", NOTHING) == ("fire", "rule: 着火")
    assert danger_in("屋头着火了", likely(fire=0.93)) == ("fire", "rule: 着火, model 0.93")
    assert danger_in("人没了知觉的样子", likely(medical=0.85, poison=0.1)) == ("medical", "model 0.95")
    assert danger_in("路灯坏了", likely()) == ("", "")


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("有点怪", SURE),
        ("something odd here", SURE),
        ("我妈有点怪", SURE_OF_ONE),
        ("my mother is odd", SURE_OF_ONE),
        ("我妈有点怪，希望有人看一下", SURER),
        ("这里有点怪，早晚出事", SURER),
        ("it is odd, it could be bad one day", SURER),
    ],
)
def test_the_model_alone_must_be_sure(text: str, least: float) -> None:
    assert danger_in(text, likely(gas=least - 0.01)) == ("", "")
    assert danger_in(text, likely(gas=least))[0] == "gas"


def test_words_in_which_the_model_sees_nothing_count_in_a_long_text_and_with_words_that_say_it_is_now() -> None:
    text = "屋头着火了"
    assert danger_in(text, likely(fire=FAINT - 0.001)) == ("", "")
    assert danger_in(text, likely(fire=FAINT))[0] == "fire"
    assert danger_in(f"{text}，快来人", likely())[0] == "fire"
    assert danger_in(f"{text}{'，路灯也是坏的' * 10}", likely())[0] == "fire"


def test_words_that_say_it_is_now_outweigh_what_speaks_of_afterwards() -> None:
    assert danger_in("快来人，着火了，保险的事后头再说", likely())[0] == "fire"


def test_what_comes_after_a_danger_needs_a_surer_model() -> None:
    text = "屋头着火了，想问补助多少"
    assert danger_in(text, NOTHING) == ("", "")
    assert danger_in(text, likely(fire=DOUBTED - 0.01)) == ("", "")
    assert danger_in(text, likely(fire=DOUBTED))[0] == "fire"


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_danger_in_the_middle_of_an_angry_letter_is_seen(place: float) -> None:
    angry = ["我们反映过好多回了，没得人理，你们到底管不管。" for _ in range(200)]
    angry.insert(int(place * len(angry)), "刚刚我公公倒在坝子头喊不答应了。")
    understood = engine().read("".join(angry))
    assert understood.emergency == "medical"
    assert understood.emergency_by.startswith("rule: ")


@pytest.mark.parametrize(
    "unit",
    [
        "人",
        "房子",
        "如果",
        "a",
        " ",
        "(",
        "the man is on the road ",
        "last year he was a ",
        "我躺在水里的路上",
        "火，",
        "ﷺ",
    ],
)
def test_ten_thousand_characters_take_no_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    began = time.process_time()
    told_in(text)
    half = time.process_time()
    told_in(text + text)
    assert half - began < 0.4
    assert time.process_time() - half < 0.8  # twice the text, twice the time


@pytest.mark.parametrize("text", ["", "\n", "😀", "？？？", "123", "مرحبا", "\x00"])
def test_nothing_is_no_danger(text: str) -> None:
    assert danger_in(text, NOTHING) == ("", "")


LEAST_FOUND, LEAST_RIGHT = 0.95, 0.55
"""Floors on the development set, a little below what was reached; the aim is 0.99 and 0.80."""


@cache
def development() -> list[Example]:
    return read_examples(Path(__file__).parents[1] / "nlu" / "development")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_danger_in_the_development_set_is_found_and_little_else(language: str) -> None:
    mine = [e for e in development() if e.language == language]
    read = [(bool(e.danger), bool(engine().read(e.text).emergency)) for e in mine]
    found = sum(is_one and seen for is_one, seen in read)
    assert found / sum(is_one for is_one, _ in read) >= LEAST_FOUND
    assert found / sum(seen for _, seen in read) >= LEAST_RIGHT


def test_of_few_letters_the_model_must_be_surer() -> None:
    assert danger_in("有人来了", Judged((("report", 0.9),), (), 4, (("water", 0.72),))) == ("", "")
    assert danger_in("有人来了", Judged((("report", 0.9),), (), 4, (("water", 0.96),)))[0] == "water"
    assert danger_in("有人来了哦", Judged((("report", 0.9),), (), 5, (("water", 0.72),)))[0] == "water"
