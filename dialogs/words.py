"""Small readings of what people type, and small things to say that no form owns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from cases.district import District
from dialogs.consent import sends
from dialogs.forms import House
from dialogs.nonsense import nothing_in
from dialogs.say import Named, Option, Say

MENU = (
    Option("report", "open:report"),
    Option("status", "open:status"),
    Option("human", "open:person"),
    Option("help", "open:help"),
)
"""The choices under a greeting; they stay good."""

EVERYWHERE = ("back", "cancel", "human", "status", "help", "privacy", "language")
"""What can be said at any time, by the name of its option text."""

STAFF_COMMANDS = {
    "cases": ("/cases", "待办", "在办"),
    "mine": ("/mine", "我的"),
    "overdue": ("/overdue", "超期"),
    "summary": ("/summary", "汇总"),
    "help": ("/help", "/start", "帮助"),
    "bind": ("/bind",),
}
"""What staff type in their group: the form `staff-<name>` and the words that open it."""

MISPLACED = ("in-a-group", "in-private", "anonymous")
"""Said where we can't work: to the residents' bot in a group, to the staff's in private, by nobody in particular."""
TAKEN_KINDS = ("sticker", "video", "poll", "document", "dice", "link", *MISPLACED)
EMERGENCIES = ("fire", "gas", "water", "violence", "medical", "traffic", "collapse", "electric", "suicide", "poison")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ANSWER_LIMIT = 200  # characters; one sign can become eighteen, and no answer of a few words is longer
_EDGE = " \t\n。.!！?？,，、~～;；:：\"'“”‘’()（）"
_DIGITS = {
    "一": "1",
    "二": "2",
    "两": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "十": "10",
}
_STOPS = re.compile(
    r"(?:(?:那|好|嗯|哎|唉|算了|算咯|停|停下|搞错了|弄错了|我?说错了|我?发错了)[吧嘛]?[，,。、\s]*)*"
    r"(?:我们?)?(?:还是|就|也|都)?"
    r"(?:(?:先|暂时)?(?:不想|不要|不用|不愿|不敢|莫|别)(?:再|继续)?(?:弄|报|搞|办|发|反映|填)(?:这个?|事)?"
    r"|(?:先|暂时)?(?:不|不想|不要|不用|不敢)(?:再|继续)?(?:弄|报|搞|办|发|反映|填|说|讲)(?:这个?|事)?了"
    r"|(?:要|想)?(?:撤回|撤销)|反悔了?|(?:改|变)(?:变)?主意了?|算了|算咯|停|停下|停止)"
    r"(?:了|咯|啦|吧|嘛|哈|噻|一下)*"
    r"|(?:(?:ok(?:ay)?|oh|well|no|actually|please|just|sorry|wait|so|then)[,.\s]+)*"
    r"(?:i(?:'ve| have)? changed my mind|(?:forget|stop|cancel|drop|scrap) (?:it|this|that|about (?:it|this"
    r"|that))|never ?mind(?: (?:it|that|then))?"
    r"|(?:i )?(?:don't|dont|do not) (?:want to|wanna)(?: (?:report|send|do)(?: (?:it|this"
    r"|that))?)?(?: any ?more)?|(?:don't|dont|do not) (?:send|report) (?:it|this|that)?)"
)
BARE, BARE_ENGLISH = 8, 24  # characters of a greeting or thanks with nothing else in it
WORD, WORD_ENGLISH = 5, 16  # characters of a yes or a no that is all of a message
STOPS_LIMIT, STOPS_ENGLISH = 12, 40  # characters; a longer message tells more than that
CHATTER = re.compile(
    r"(?:(?:不是同一件|不是一件事|不是这个意思|我?(?:说|发|打|写|按|点|搞|弄)错了|等一?下|等等|等一会儿?|稍等"
    r"|慢点|先等等|等哈|让?我(?:再)?想(?:一?下|一?哈|想看?|清楚)|哎呀?|唉|嗯|哦)"
    r"(?:哈|嘛|了|啊|吧|噻)?[，,。、！!~～\s]*)+"
    r"|(?:(?:no|oh|wait|hold on|(?:just )?(?:one|a) (?:moment|minute|second|sec)|let me think|give me a (?:minute"
    r"|second)|my mistake|wrong message|sorry|i made a mistake|i was wrong"
    r"|that(?:'s| is| was) (?:wrong|a mistake|not right|not what i meant))(?: a (?:minute|moment))?[,.!\s]*)+"
)
"""Said to us and not about the matter: it must not stand in a report."""
_OPENS = re.compile(
    r"(?:(?:您好|你好|喂|哎|唉|那个|请问(?=.{3}))[呀啊哦]?[，,、。!！\s]*)*"
    r"(?:(?:我们?|就是|今天|这里|这边|想要?|要|有|得|来|可以|能|跟|给|向|找|你们?|您|政府|领导)*"
    r"(?:反映|反应|报|投诉|举报|说|讲|摆|提|咨询|打听|请?问|请教|汇报|求助)(?:一下|一哈|下|哈|一件|一个|几个|件"
    r"|个|点|些|你们?|您)*"
    r"(?:事情?|问题|情况|意见|东西)?"
    r"|(?:我们?|这里|这边)*有(?:一|几)?(?:个|件|点|些)?(?:事情?|问题|情况|意见)"
    r"(?:(?:想|要|需要|得)(?:跟|给|向|找)?(?:你们?|您|政府)?)?(?:反映|反应|报|说|讲|摆|问|投诉|咨询|解决"
    r"|帮忙)?(?:一下|一哈|下|哈)?"
    r"|(?:怎么|咋个?|啷个)(?:办|整|弄)|帮帮?(?:我|忙))"
    r"[呢嘛吗吧啊呀哈噻哦了]*"
    r"|(?:hello|hi|excuse me)?[,.!\s]*(?:"
    r"(?:can|could|may) (?:i|you)(?: please)? (?:ask|report|tell|help)(?: me| you)?"
    r"(?: (?:something|a question|a problem|an issue))?"
    r"|i(?:'d| would)?(?:'ve| have)?(?: got)? ?(?:like to|want to|need to|wish to|have to)? ?"
    r"(?:report|complain|ask|tell you|say|make a complaint|make a report|file a complaint)"
    r"(?: about)?(?: (?:something|a problem|an issue|a question|a complaint|a matter|a few questions))?"
    r"|i(?:'ve| have)(?: got)? (?:a|an|some) (?:problem|issue|question|complaint|request|concern)s?"
    r"(?: (?:to|i want to|i'd like to) (?:report|ask|tell you|raise))?"
    r"|(?:please )?help(?: me)?(?: please)?|i need help|what (?:should|can|do) i do)"
)
"""Only that there is something to tell or to ask: the matter is still to come."""
OPENS_LIMIT, OPENS_ENGLISH = 20, 60  # characters; a longer message tells the matter, too
_HURRY = re.compile(r"快|赶紧|赶快|抓紧|着急|急|\b(?:hurry|quick\w*|fast\w*|soon\w*|asap|urgent\w*)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:回|选|第|no\.?|#)?\s*(\d{1,3}|[一二两三四五六七八九十])\s*(?:个|号|项)?", re.IGNORECASE)


def clean(text: str) -> str:
    """Take out what can't be seen and could mislead: control characters, zero-width and direction marks.

    Words, emoji and line ends stay as they were typed.
    """
    return _CONTROL.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


def plain(text: str) -> str:
    """The text without case, full-width forms and what stands at its edges, for comparing whole answers."""
    return unicodedata.normalize("NFKC", text[:ANSWER_LIMIT]).casefold().strip(_EDGE)


_plain_word = lru_cache(maxsize=4096)(plain)  # of our own words and labels only, never of what people write


def whole_number(text: str) -> int | None:
    """A typed number if it is all that was typed: "10" is ten, "2." and "第二个" are two, "2号楼" is none."""
    match = _NUMBER.fullmatch(plain(text))
    return int(_DIGITS.get(match[1], match[1])) if match else None


def pick(text: str, offered: list[list[str]]) -> str:
    """The value of the offered choice that the text picks: by number, by label, by one of its words. Empty if none."""
    said = plain(text)
    if not said or not offered:
        return ""
    number = whole_number(text)
    if number is not None:
        for value, label, *_ in offered:
            if _plain_word(label) == str(number):
                return value
        return offered[number - 1][0] if 1 <= number <= len(offered) else ""
    for value, *spoken in offered:
        if any(said == _plain_word(word) for word in spoken):
            return value
    return ""


def universal(text: str, house: House, language: str) -> str:
    """Which of the things that can be said at any time the whole text says; empty if none."""
    return _everywhere(house.words).get(plain(text).removeprefix("/"), "")


def stops(text: str) -> bool:
    """Whether a short message says nothing but that the person does not want to go on."""
    said = plain(text).replace("\u2019", "'")
    most = STOPS_ENGLISH if said.isascii() else STOPS_LIMIT
    return len(said) <= most and bool(_STOPS.fullmatch(said))


def opens(text: str) -> bool:
    """Whether a message says nothing but that there is something to tell: "我想反映个事情", "I have a question"."""
    said = plain(text).replace("\u2019", "'")
    return 2 < len(said) <= (OPENS_ENGLISH if said.isascii() else OPENS_LIMIT) and bool(_OPENS.fullmatch(said))


def chatter(text: str) -> bool:
    """Whether a message says nothing about the matter: "我说错了", "等一下", "我要投诉", "发嘛", "哈哈哈"."""
    said = plain(text)
    said = said.replace("\u2019", "'")
    return (
        (len(said) <= STOPS_ENGLISH and bool(CHATTER.fullmatch(said)))
        or sends(said)
        or opens(text)
        or tells_nothing(text)
    )


def tells_nothing(text: str) -> bool:
    """Whether a message has signs, but no word: "哈哈哈", "asdf", an emoji."""
    return bool(text.strip()) and nothing_in(plain(text))


def bare(text: str) -> bool:
    """Whether a message is so short that a greeting or thanks is all of it."""
    said = plain(text)
    return len(said) <= (BARE_ENGLISH if said.isascii() else BARE)


def hurries(text: str) -> bool:
    """Whether a short message only says that it shall be quick."""
    return bare(text) and bool(_HURRY.search(text))


def one_word(text: str) -> bool:
    """Whether a message is no longer than a yes or a no."""
    said = plain(text)
    return len(said) <= (WORD_ENGLISH if said.isascii() else WORD)


@lru_cache(maxsize=4)
def _everywhere(words: Callable[[str, str], tuple[str, ...]]) -> dict[str, str]:
    """What can be said at any time, by the words that say it: made once for a house, because every message asks."""
    index = {key: key for key in EVERYWHERE}
    for key in EVERYWHERE:
        for tongue in ("zh-CN", "en"):
            for word in words(tongue, f"opt-{key}"):
                index.setdefault(plain(word), key)
    return index


def staff_command_with(text: str) -> tuple[str, str]:
    """The command that staff typed and the words after it; ("", "") if it is none."""
    first, _, rest = text.strip().partition(" ")
    name = first.casefold().partition("@")[0]
    for command, spoken in STAFF_COMMANDS.items():
        if name in spoken:
            return command, rest.strip()
    return "", ""


def is_order(text: str) -> bool:
    """Whether the whole message is a fixed order, which works in the middle of a question too. "在办" alone is not: it
    may be the answer that a resident shall read."""
    said = text.strip()
    return said.startswith("/") or (said != "在办" and bool(staff_command(said)) and " " not in said)


def staff_command(text: str) -> str:
    """The command alone."""
    return staff_command_with(text)[0]


def language_of(tag: str) -> str:
    """Our language for an IETF tag: English for en-*, else Chinese."""
    return "en" if tag.lower().startswith("en") else "zh-CN"


def cannot_take(kind: str) -> Say:
    """A kind answer to a message of a kind that we can't take in."""
    return Say(f"cannot-{kind}" if kind in TAKEN_KINDS else "cannot-other")


def emergency(kind: str) -> Say:
    """Whom to call, now."""
    return Say(f"emergency-{kind}" if kind in EMERGENCIES else "emergency-other")


def greeting(district: District) -> Say:
    """The first words; in a sample district they say that nobody works on what is reported."""
    key = "hello-sample" if district.sample else "hello"
    return Say(key, {"district": Named(district.names)}, options=MENU, free=True)
