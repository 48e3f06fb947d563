"""Finding the units that a text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cases.units import Level, Units
from dialogs.understanding import Entity

# A short name may stand inside other words: it counts as a place where the words before it or behind it speak of one.
# For a name that is also an ordinary word (高山, 和平, 阳光) both must.
_BEFORE = re.compile(r"(?:^|[在到住是去从离和，,。！!？?：:；;、（(\s]|我们|这里|镇|街道|乡)$")
_BEFORE_WORD = re.compile(r"(?:^|[在住到去从离，,。！!？?：:；;（(\s]|我们|我是|[方址里，,。 ]是|镇|街道|乡)$")
_BEFORE_TOO = re.compile(r"[于给往回来把跟与至经过自的得靠向抵叫了有嘞落]$")
_SETTLED = (
    r"村|社区|街道|镇|乡|街上|场上|场口|场镇|场头|[0-9一二三四五六七八九十]+[组社队]|大队|小区|小学|中学|初中|学校|幼儿园|卫生[院室]|桥头"
    r"|路口|村口|附近|旁边|边上|边边|背后|后面|对面|门口|老街|新街|菜市|市场|便民|派出所|敬老院|安置|工业园|车站|客运站|加油站|山上|河边"
    r"|水库|那边|这边|这里|那里|这片|那块"
)
_AFTER = re.compile(rf"^(?:$|[的、，,。；;！!？?）)\s]|[这那]|到(?![处底])|{_SETTLED}|广场|[几哪]个[组社]|[0-9]+号)")
_AFTER_WORD = re.compile(
    rf"^(?:$|[，,。；;！!？?）)\s]|的(?=.{{0,6}}(?:灯|路|水|电|垃圾|桥|沟|井))|到(?![处底])|{_SETTLED})"
)
_AWAY = re.compile(r"[在到住去从往回于]$")
_FAMILY = re.compile(rf"^(?:$|{_SETTLED})")
# 双河水, 昌元人: of it, not there.
_THINGS = re.compile(r"^(?:水(?![管库厂表电塔井沟泥费压源利])|人|话|菜(?!市|场|摊)|酒|猪|鸡)")
_ORDINARY = """
阳光 和平 高山 高峰 新民 人民 团结 胜利 光明 幸福 红旗 前进 先锋 东风 建设 民主 友谊 建国 国庆 解放 卫星 新生
新华 新建 新兴 新春 兴旺 兴隆 丰收 永远 长安 平安 太平 安全 安宁 富强 文明 和谐 友好 爱国 共和 复兴 振兴 永恒
长青 千秋 万年 万里 金银 金山 银山 银河 金星 三星 五星 七星 六合 三合 仁和 人和 仁爱 忠义 正义 尚书 书院 道观
观音 龙王 凤凰 麒麟 白鹤 白象 白马 白云 白玉 白塔 黄金 黄河 黄土 黄泥 红梅 红岩 红星 红庙 青山 青龙 清水 清泉
双流 大河 小河 河中 河口 石桥 拱桥 老店 垭口 竹林 松林 桃花 梅花 荷花 桂花 海棠 核桃 葡萄 禾苗 藕塘 池塘 水井
高田 大田 石田 石板 石梯子 沙坝子 大成 大建 大同 大兴 大石 冲锋 昌盛 益民 利民 为民 便民 惠民 荣升 直升 高升
东升 燕儿 斑竹 东湖 西湖 南湖 玉带 玉石 飞龙 群力 合作 公平 联合 自力 爱民 双龙 三河 工农 工业 花园 新村 老街
macao
"""
ORDINARY = frozenset(_ORDINARY.split())
"""Names of villages, here and elsewhere, that are also ordinary words or things (三星 a brand, 直升 of 直升机)."""
AROUND = 8  # characters on each side of a name that tell whether it is a place
_SPOT = re.compile(
    r"^的?((?:[\u4e00-\u9fffA-Za-z0-9]{0,10}?)(?:村口|路口|门口|街口|桥头|坝子|院子|院坝|大门|广场|车站|学校|小学|中学|幼儿园|卫生室|医院|"
    r"市场|菜市|超市|公园|厂|桥|沟|河边|塘边|田边|井边|旁边|边上|对面|后面|前面|附近|[0-9一二三四五六七八九十]+[组社队号栋楼])"
    r"(?:门口|旁边|边上|对面|后面|前面|附近|下面|背后)?)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of units in a text."""

    start: int
    text: str
    codes: tuple[str, ...]


def small(text: str) -> str:
    """The text in small letters, as long as before: ß stays, which would become two."""
    low = text.casefold()
    return low if len(low) == len(text) else "".join(c if len(c.casefold()) > 1 else c.casefold() for c in text)


def mentions(text: str, units: Units) -> list[Mention]:
    """All names of units in the text, longest first at each place, none overlapping."""
    low = small(text)
    found: list[Mention] = []
    at = 0
    while at < len(low):
        if low[at : at + 2] not in units.heads:
            at += 1
            continue
        for length in range(min(units.longest, len(low) - at), 1, -1):
            name = low[at : at + length]
            codes = units.names.get(name)
            if codes and (is_place(low, at, name) or _in_the_town_before(low, codes, found, at, units)):
                found.append(Mention(at, text[at : at + length], codes))
                at += length
                break
        else:
            at += 1
    return found


def _in_the_town_before(text: str, codes: tuple[str, ...], found: list[Mention], at: int, units: Units) -> bool:
    """古昌镇新民: a short name right behind its town is a place."""
    if not found or text[found[-1].start + len(found[-1].text) : at] not in ("", "的", " ", "，", ","):
        return False
    return any(units.within(code, town) for code in codes for town in found[-1].codes)


def is_place(text: str, at: int, name: str) -> bool:
    """Whether a name that stands at `at` of a small-letter text speaks of a place there."""
    before, after = around(text, at, name)
    if name.isascii():
        alone = not (before[-1:].isalnum() and before[-1:].isascii()) and not (
            after[:1].isalnum() and after[:1].isascii()
        )
        return alone and name not in ORDINARY
    if name in ORDINARY:
        return between_places(before, after)
    if len(name) > 2 or name.endswith(("村", "镇")):
        return True
    if name.endswith("家"):  # 吴家 is a town, and any family of that name
        return bool(_AWAY.search(before) or _FAMILY.match(after))
    return amid_places(before, after) and not _THINGS.match(after)


def around(text: str, at: int, name: str) -> tuple[str, str]:
    """What stands before and behind a name, as far as it tells whether it is a place."""
    end = at + len(name)
    return text[max(at - AROUND, 0) : at], text[end : end + AROUND]


def amid_places(before: str, after: str) -> bool:
    """Whether the words before a name or those behind it speak of a place."""
    return bool(_BEFORE.search(before) or _BEFORE_TOO.search(before) or _AFTER.match(after))


def between_places(before: str, after: str) -> bool:
    """Whether the words before a name and those behind it speak of a place."""
    return bool(_BEFORE_WORD.search(before)) and bool(_AFTER_WORD.match(after))


def places(text: str, units: Units) -> tuple[Entity, ...]:
    """The mentions as entities; `value` joins the codes that the name may mean with "|"."""
    return tuple(Entity("place", m.text, "|".join(m.codes), m.start) for m in mentions(text, units))


def resolve(entities: tuple[Entity, ...], units: Units, home: str = "") -> tuple[str, ...]:
    """The units that the mentions leave possible: one if it is clear, several to ask back, none if nothing is known.

    A town narrows the villages of one name; a village that is named outweighs its town; where several places are named,
    the last one counts least, because people begin with where they are. `home` breaks a tie.
    """
    named = [tuple(e.value.split("|")) for e in entities if e.value]
    villages = [codes for codes in named if any(units[c].level is Level.VILLAGE for c in codes if c in units)]
    above = {c for codes in named for c in codes if c in units and units[c].level is not Level.VILLAGE}
    for codes in villages:
        both = [c for c in codes if c in units and units[c].level is not Level.VILLAGE]
        if both and not any(units.within(c, a) for c in codes for a in above.difference(codes)):
            # 昌州 is a street and a village elsewhere: only the person knows.
            return (home,) if home in codes else codes
        local = tuple(c for c in codes if c in units and units[c].level is Level.VILLAGE)
        inside = tuple(c for c in local if any(units.within(c, a) for a in above))
        chosen = inside or local
        if home in chosen:
            return (home,)
        return chosen
    towns = tuple(sorted(c for c in above if units[c].level is Level.TOWN))
    return towns or tuple(sorted(above))


_DATE = re.compile(r"[\d一二三四五六七八九十]月")  # "4月3号" is no house's number


def spot(text: str, entities: tuple[Entity, ...]) -> str:
    """The landmark that follows the last named place ("村口", "三组", "小学门口"), or empty."""
    for entity in reversed([e for e in entities if e.value]):
        rest = text[entity.start + len(entity.text) :]
        match = _SPOT.match(rest)
        if match and not _DATE.search(match[1]):
            return match[1]
    return ""
