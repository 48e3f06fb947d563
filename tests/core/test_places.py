"""Finding the units that people speak of."""

from __future__ import annotations

import pytest

from dialogs.places import mentions, places, resolve, spot
from dialogs.resident.more import ENDING
from tests.transcripts.play import district, name_of

UNITS = district().units


def found(text: str, home: str = "") -> list[str]:
    return [name_of(code) for code in resolve(places(text, UNITS), UNITS, home)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("螺罐村的路灯坏了", ["螺罐村"]),
        ("我们螺罐这边停水", ["螺罐村"]),
        ("昌元街道螺罐村", ["螺罐村"]),
        ("昌元街道", ["昌元街道"]),
        ("万灵古镇门口", ["万灵镇"]),
        ("新民的路灯", ["新民社区", "新民村"]),
        ("古昌镇新民村", ["新民村"]),
        ("古昌镇新民路灯坏了", ["新民村"]),
        ("在昌州", ["昌州街道", "昌州村"]),
        ("盘龙镇昌州村", ["昌州村"]),
        ("the lamp in Luoguan village", ["螺罐村"]),
        ("Luoguan", ["螺罐村"]),
        ("荣昌区", ["荣昌区"]),
        ("路灯坏了", []),
        ("", []),
    ],
)
def test_a_name_finds_its_units(text: str, units: list[str]) -> None:
    assert found(text) == units


@pytest.mark.parametrize("text", ["我们要和平解决", "今天阳光很好", "他高升了", "renheart", "双河水"])
def test_an_ordinary_word_is_no_place(text: str) -> None:
    assert [m.text for m in mentions(text, UNITS)] == []


def test_home_breaks_a_tie_between_places_of_one_name() -> None:
    both = resolve(places("新民的路灯", UNITS), UNITS)
    assert len(both) == 2
    assert resolve(places("新民的路灯", UNITS), UNITS, both[1]) == (both[1],)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("螺罐村村口的路灯", "村口"),
        ("螺罐村三组", "三组"),
        ("螺罐村小学后面", "小学后面"),
        ("螺罐村路灯坏了", ""),
        ("在螺罐村老王家旁边", "老王家旁边"),
    ],
)
def test_the_landmark_behind_a_name_is_the_spot(text: str, where: str) -> None:
    assert spot(text, places(text, UNITS)) == where


def test_every_unit_is_found_by_its_full_and_short_name() -> None:
    for unit in UNITS.by_code.values():
        if not unit.department:
            for name in (unit.name, unit.short):
                assert any(unit.code in m.codes for m in mentions(name, UNITS)), name


def test_how_people_end_an_answer_is_no_part_of_the_spot() -> None:
    ends = {"村口嘛": "村口", "学校门口哈": "学校门口", "桥头吧": "桥头", "网吧": "网吧", "书吧嘛": "书吧"}
    assert {said: ENDING.sub("", said) for said in ends} == ends
