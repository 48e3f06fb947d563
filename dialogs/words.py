"""Small readings of what people type, and small things to say that no form owns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from cases.district import District
from dialogs.forms import House
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
    r"(?:(?:先|暂时)?(?:不想|不要|不用|不愿|莫|别)(?:再|继续)?(?:弄|报|搞|办|发|反映|填)(?:这个?|事)?"
    r"|(?:先|暂时)?(?:不|不想|不要|不用)(?:再|继续)?(?:弄|报|搞|办|发|反映|填|说|讲)(?:这个?|事)?了"
    r"|(?:要|想)?(?:撤回|撤销)|反悔了?|(?:改|变)(?:变)?主意了?|算了|算咯|停|停下|停止)"
    r"(?:了|咯|啦|吧|嘛|哈|噻|一下)*"
    r"|i(?:'ve| have)? changed my mind|(?:please )?(?:forget|stop|cancel) (?:it|this|that)|forget about it"
    r"|i don't want to(?: report(?: (?:it|this))?)?(?: any ?more)?"
)
STOPS_LIMIT, STOPS_ENGLISH = 12, 40  # characters; a longer message tells more than that
CHATTER = re.compile(
    r"(?:(?:不是同一件|不是一件事|不是这个意思|我?(?:说|发|打|写|按|点|搞|弄)错了|等一?下|等等|等一会儿?|稍等|慢点|先等等|哎呀?|唉|嗯|哦)"
    r"(?:哈|嘛|了|啊|吧|噻)?[，,。、！!~～\s]*)+"
    r"|(?:wait|hold on|one moment|my mistake|wrong message|sorry)(?: a (?:minute|moment))?"
)
"""Said to us and not about the matter: it must not stand in a report."""
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


def chatter(text: str) -> bool:
    """Whether a message says nothing about the matter: "我说错了", "等一下"."""
    said = plain(text)
    return len(said) <= STOPS_ENGLISH and bool(CHATTER.fullmatch(said))


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
