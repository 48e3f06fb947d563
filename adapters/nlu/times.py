"""Times that a text names, in Chinese: 昨天, 上周三, 三天了, 从去年起, 11月3号. English ones: times_english.

The value is relative to the day when it was said, in the notation of dialogs.times; it is empty where nobody can tell
the day (前几天, 过年前). jionlp's extract_time reads no English, and takes 1.4 s and 39 MB to import, 1.7 ms a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.nlu.times_english import english_times
from dialogs.understanding import Entity

_NUMERAL = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0, "俩": 2, "仨": 3}
_N = r"(?:\d{1,3}|[一二三四五六七八九十两百俩仨]{1,4}|半)"
_DAY = {"大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "今天": 0, "今日": 0, "今儿": 0}
_DAY |= {"明天": 1, "明日": 1, "后天": 2, "大后天": 3, "前晚": -2, "昨晚": -1, "昨夜": -1, "今早": 0, "今晚": 0}
_DAY |= {"今晨": 0, "今中午": 0, "今上午": 0, "今下午": 0, "明早": 1, "明晚": 1, "当天": 0, "刚才": 0, "刚刚": 0}
_YEAR = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "明年": 1}
_TURN = {"上上": -2, "上": -1, "这": 0, "本": 0, "下下": 2, "下": 1}
_WEEKDAY = {**{c: n for n, c in enumerate("一二三四五六", 1)}, "日": 7, "天": 7, "末": 6}
_FEAST = {"国庆": (10, 1), "五一": (5, 1), "元旦": (1, 1), "六一": (6, 1), "七一": (7, 1), "教师节": (9, 10)}
_PART = r"(?:天没亮|一大早|大清早|清早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜头|半夜|深夜|凌晨)"
_O = r"(?:[一二三四五六七八九十两]{1,3}|\d{1,2})"
_CLOCK = rf"(?:{_O}(?:[:：]\d\d|点(?:半|[一三]刻|{_O}分?)?(?:多|过|钟|左右|以?[前后])*))"
_D = r"(?:三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]|[12]\d|3[01]|0?[1-9])"
_M = r"(?:十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])"
_Y = r"(?:(?:19|20)\d\d|[一二][九〇零][一二三四五六七八九〇零]{2})"
_OLD = r"[五六七八九][一二三四五六七八九几〇零]"

_CORE = re.compile(
    rf"""
      (?P<iso>(?<!\d)20\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])(?!\d))
    | (?P<day>{"|".join(sorted(_DAY, key=len, reverse=True))})(?:{_PART}|晚|早|夜)?(?:{_CLOCK})?
    | (?P<turn>上上|上|这|本|下下|下)一?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])?
    | (?<![一二两三四五六七八九十\d个每上小老])(?:周|星期|礼拜)(?P<barely>[一二三四五六日天末])(?!家|老师|婆婆)
    | (?P<mturn>上上|上|这|本|下下|下)一?个?月(?:(?P<mpart>初|中旬?|底|末)|(?P<mday>{_D})[号日])?
    | (?P<year>{"|".join(sorted(_YEAR, key=len, reverse=True))}|{_Y}年|{_OLD}年)
      (?:(?P<ymonth>{_M})月份?(?:(?P<yday>{_D})[号日])?|(?P<yfeast>国庆|五一|元旦|六一)
        |[上下]半年|[春夏秋冬]天|春上|开[年春]|年?[初底末]|年中|腊月|冬月|过年|春节|端午|中秋)?
    | (?<![\d第一二三四五六七八九十])(?P<month>{_M})月(?:份(?P<mfpart>初|底)?|(?P<mdpart>初|底)|(?P<mday2>{_D})[号日])
    | (?<![\d第一二三四五六七八九十个])(?P<month3>{_M})月(?=[，,。、\s起来开就以间里的]|$)
    | (?<![第每隔\d一二三四五六七八九十两几])(?P<n>{_N})(?P<many>来|多|几)?个?(?P<more>多|半)?
      (?P<unit>天|日(?!子|常)|周(?!岁|年|围|边)|星期|礼拜|(?<=[个半多来几两俩仨])月|年(?!级|纪|轻|代)|小时|钟头|分钟|晚上?|夜)(?!到[晚黑])(?P<half>多(?!少|大|长)|半(?![月个夜]))?
      (?P<how>以前|之前|前(?!面)|以?来|[了咯啰啦]|以?后|之后|内|以内|没)?
    | (?P<feast>{"|".join(_FEAST)})(?:节|假期|长假)?(?!路|大道|村|社区|小学|中学|广场)(?:那天|那几天|期间|前后|[前后])?
    | (?P<part>{_PART}){_CLOCK}
    | (?<![\d一二三四五六七八九十第]){_O}点(?:半|钟|[一三]刻)(?:多|过)?
    | 前[几两][天年]|这[几两]天|这两个?[年月]|前段时间|前阵子?|前些天|前一阵|最近|好几[天年]|几十年
    | 二?十几[天年]|十来天|几[天年]
    | (?:过年|春节|除夕|大年三十|元宵|端午|清明|重阳|中秋|腊月|月初|月底|年初|年底|开年|开春|周末)节?
      (?:那天|那几天|期间|前后|以?[前后])?
    """,
    re.VERBOSE,
)
_SINCE = re.compile(r"(?:打从|自从|自|从|打)(?=$)")
_FROM_THEN = re.compile(r"(?:起|开始|以来|到现在|至今|到今天)")
_LASTED = re.compile(r"(?:[了咯]|起|没|停|断|坏|黑|等|拖|漏|堵|有)$")
_ISO_UNIT = {"天": "D", "日": "D", "晚上": "D", "晚": "D", "夜": "D", "周": "W", "星期": "W", "礼拜": "W", "月": "M"}
_ISO_UNIT |= {"年": "Y", "小时": "H", "钟头": "H", "分钟": "H"}
_PARTS_OF_MONTH = {"初": (1, 10), "中": (11, 20), "中旬": (11, 20)}


def times(text: str) -> Iterator[Entity]:
    """The times of a text, in the order of the languages."""
    for match in _CORE.finditer(text):
        begin, end, value = match.start(), match.end(), _value(match, text)
        since = _SINCE.search(text, max(begin - 2, 0), begin)
        then = _FROM_THEN.match(text, end)
        if then and not value.endswith("/"):
            end = then.end()
            value = f"{value}/" if value and "/" not in value and not value.startswith("P") else value
            if since:
                begin = since.start()
        yield Entity("time", text[begin:end], value, begin)
    if any("a" <= c <= "z" for c in text.casefold()):
        yield from english_times(text)


def _value(match: re.Match[str], text: str) -> str:
    """The value of one match; each kind of time has a group of its own."""
    found = {name: said for name, said in match.groupdict().items() if said}
    if said := found.get("iso"):
        return ".".join(str(int(part)) for part in re.split(r"[-/.]", said))
    if said := found.get("day"):
        return _offset("d", _DAY[said])
    if "turn" in found:
        week = _offset("w", _TURN[found["turn"]])
        day = found.get("weekday", "")
        return f"{week}.6/{week}.7" if day == "末" else f"{week}.{_WEEKDAY[day]}" if day else week
    if said := found.get("barely"):
        return f".w{_WEEKDAY[said]}"
    if "mturn" in found:
        return _of_month(_offset("m", _TURN[found["mturn"]]), found.get("mpart", ""), found.get("mday", ""))
    if "year" in found:
        return _of_year(found, match[0])
    if said := found.get("month") or found.get("month3"):
        month = f".{_number(said)}"
        return _of_month(month, found.get("mdpart", "") or found.get("mfpart", ""), found.get("mday2", ""))
    if "n" in found:
        return _length(found, _LASTED.search(text, max(match.start() - 3, 0), match.start()) is not None)
    if said := found.get("feast"):
        month_, day_ = _FEAST[said]
        return "" if match[0].endswith(("前", "后", "几天")) else f".{month_}.{day_}"
    return "d0" if "part" in found else ""


def _of_month(month: str, part: str, day: str) -> str:
    if day:
        return f"{month}.{_number(day)}"
    if part in _PARTS_OF_MONTH:
        first, last = _PARTS_OF_MONTH[part]
        return f"{month}.{first}/{month}.{last}"
    return f"{month}.21/{month}" if part else month


def _of_year(found: dict[str, str], whole: str) -> str:
    said = found["year"]
    if said in _YEAR:
        year = _offset("y", _YEAR[said])
    else:
        digits = "".join(c if c.isdecimal() else str(_NUMERAL.get(c, "?")) for c in said.removesuffix("年"))
        if "?" in digits:
            return ""
        year = digits if len(digits) == 4 else f"19{digits}"
    if month := found.get("ymonth"):
        return _of_month(f"{year}.{_number(month)}", "", found.get("yday", ""))
    if feast := found.get("yfeast"):
        return f"{year}.{_FEAST[feast][0]}.{_FEAST[feast][1]}"
    rest = whole.removeprefix(said)
    if rest in ("初", "年初", "开年", "开春", "春上", "春天"):
        return f"{year}.1/{year}.4" if rest not in ("春天", "春上") else f"{year}.3/{year}.5"
    if rest in ("底", "末", "年底", "年末"):
        return f"{year}.11/{year}.12"
    halves = {"上半年": (1, 6), "下半年": (7, 12), "夏天": (6, 8), "秋天": (9, 11)}
    if rest in halves:
        return f"{year}.{halves[rest][0]}/{year}.{halves[rest][1]}"
    return "" if rest else year


def _length(found: dict[str, str], lasted: bool) -> str:
    """三天前 is a day, 三天了 is since then, 三天 alone a length; 三天内 and 三天后 are to come."""
    unit, half = _ISO_UNIT[found["unit"]], found["n"] == "半"
    if found["unit"] == "分钟":
        return ""
    count = 0 if half else _number(found["n"])
    if half or found.get("more") == "半" or found.get("half") == "半":
        unit, count = {"D": ("H", count * 24 + 12), "W": ("D", count * 7 + 3), "M": ("D", count * 30 + 15)}.get(
            unit, ("M", count * 12 + 6) if unit == "Y" else ("H", count)
        )
    if found.get("many"):
        return ""  # 十来天, 二十几天: nobody knows
    how = found.get("how", "")
    letter = unit.casefold()
    if how.endswith("后") or how.endswith("内"):
        return ""
    if unit == "H":
        return "d0" if how.endswith("前") and count < 12 else f"PT{count}H"
    if how.endswith("前"):
        return f"{letter}-{count}"
    if how or lasted:
        return f"{_as_days(letter, count)}/"
    return f"P{count}{unit}"


def _as_days(letter: str, count: int) -> str:
    """Since how long: two weeks are fourteen days, a month begins on its day."""
    return {"w": f"d-{count * 7}", "m": f"d-{round(count * 30.4)}", "y": f"d-{round(count * 365.25)}"}.get(
        letter, f"d-{count}"
    )


def _offset(unit: str, count: int) -> str:
    return f"{unit}{count:+d}" if count else f"{unit}0"


def _number(said: str) -> int:
    """A number up to 999 in digits or Chinese: 21, 二十一, 一百二."""
    if said.isdecimal():
        return int(said)
    total, last = 0, 0
    for sign in said:
        if sign == "百":
            total, last = total + (last or 1) * 100, 0
        elif sign == "十":
            total, last = total + (last or 1) * 10, 0
        else:
            last = _NUMERAL[sign]
    return total + last
