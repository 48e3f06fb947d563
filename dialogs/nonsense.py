"""Words that tell nothing at all: laughter, a try of the keys, a filler, a face. None of it belongs into a report."""

from __future__ import annotations

import re

_VOICE = "[哈呵嘻嘿嗨啊呀嗯呃额唔呜哇噢喔哦唉哎诶欸嘛咯哟嘞]"
_SOUND = re.compile(
    rf"(?:{_VOICE}|ha|he(?=h)|[aeou]h+|lol|lmao|rofl|hm+|u[hm]+|er+m*|xd)(?:{_VOICE}|h?[ae]h?|lol|m+|h+|\s"
    rf"|[，,。、！!~～…])*"
)
_FILLER = re.compile(r"(?:嗯|呃|额|啊|哦|唉|哎|那个|这个|就是|那|[，,…\s])+|(?:um+|uh+|er+|so|[,\s])+")
_TRY = re.compile(
    r"(?:测试|我?(?:随便)?(?:试试|试一?[下哈]|玩一?[下哈]|看一?[下哈]|玩玩|看看)|发起耍的|乱(?:发|打|按)的"
    r"|没发什么)(?:哈|的|嘛|了|啊|噻)*"
    r"|(?:i(?:'m| am) )?(?:just )?(?:a )?(?:test(?:ing)?|trying)(?: (?:this|it|out|only))*|one two three"
)
_SAME = re.compile(r"([a-z])\1{2,}|(\D)\2{6,}|(.{2,3}?)\3{3,}")
_WORD = re.compile(r"[a-z]{3,24}")
_VOWEL = re.compile(r"[aeiouy]")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUN = 3  # neighbouring keys with which no word begins
_BEGIN_WORDS = frozenset({"wer"})  # but these: "were"
_RUNS = {row[at : at + _RUN] for row in _ROWS for at in range(len(row) - _RUN + 1)} - _BEGIN_WORDS
_SHORT = 4  # letters; so few without a vowel may be an abbreviation


def nothing_in(said: str) -> bool:
    """Whether a plain text (`dialogs.words.plain`) has no word in it: "哈哈哈", "asdf", "嗯那个", "测试", an emoji.

    A number may tell something.
    """
    if not any(c.isalnum() for c in said):
        return True
    return any(pattern.fullmatch(said) for pattern in (_SOUND, _FILLER, _TRY, _SAME)) or _mashed(said)


def _mashed(said: str) -> bool:
    """Whether it is letters as the keys lie, or without any vowel: "asdf", "sdfgh jkl", "bcdfgh"."""
    parts = said.split()
    return bool(parts) and all(_WORD.fullmatch(part) and _no_word(part) for part in parts)


def _no_word(part: str) -> bool:
    return part[:_RUN] in _RUNS or (len(part) > _SHORT and not _VOWEL.search(part))
