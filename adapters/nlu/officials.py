"""Words about officials near money or abuse: for the discipline desk alone."""

from __future__ import annotations

import re
from bisect import bisect_left

# Officials, and what they may have done: near each other they are a matter for the discipline desk alone. Recall counts
# more than precision, because such words in the village's group can't be called back.
_OFFICIAL = re.compile(
    r"(?:书记|支书|(?<!班)主任|村长|镇长|乡长|区长|县长|局长|处长|科长|所长|站长|社长|组长|队长|干部|领导|官员|公务员|当官的"
    r"|村委|居委|村支两委|工作人员|民警|警察|城管)(?!们?[您你]?好)"
    r"|\b(?:officials?|cadres?|mayor|party secretary|village (?:head|chief|leader|secretary)|civil servants?|police)\b",
    re.IGNORECASE,
)
_ABUSE = re.compile(
    r"贪|吃拿卡要|收了?.{0,4}(?:钱|红包|礼|烟|酒|好处)|红包|回扣|好处费|要好处|要钱|拿钱|捞钱|塞钱|送钱|送了?礼|索贿|索要|勒索"
    r"|受贿|行贿|贿赂|挪用|优亲厚友|给.{0,4}(?:亲戚|亲属|关系户|家里人)|走后门|截留|克扣|侵吞|侵占|私吞|私分|吞了|独吞|套取|冒领"
    r"|虚报|腰包|打击报复|报复|以权|滥用"
    r"|\bbrib\w*|\bcorrupt\w*|\bembezzl\w*|\bkickbacks?\b|\b(?:took|takes?|taking|stole|steals?|pocket(?:s|ed|ing)?)\b"
    r".{0,12}\bmoney\b|\bnepotism\b|\bhis relatives\b|\bher relatives\b|\bretaliat\w*",
    re.IGNORECASE,
)
_BLOWS = re.compile(
    r"(?:书记|支书|(?<!班)主任|村长|镇长|乡长|所长|组长|队长|干部|领导|官员|工作人员)[^，,、。.!！?？；;\s]{0,6}"
    r"(?:打人|打了人|打骂|骂人|动手打)"
)
_NEAR, _NEAR_ENGLISH = 16, 60  # characters between the two
_SENTENCE_END = re.compile(r"[。！？!?\n]")


def conduct_in(text: str) -> bool:
    """Whether the text speaks of an official near money or abuse. Two passes and no nesting: linear in its length."""
    if _BLOWS.search(text):
        return True
    officials = [m.span() for m in _OFFICIAL.finditer(text)]
    abuses = [m.span() for m in _ABUSE.finditer(text)] if officials else []
    starts = [start for start, _ in abuses]
    for begins, ends in officials:
        at = bisect_left(starts, begins)
        for start, end in abuses[max(at - 1, 0) : at + 1]:
            between = text[ends:start] if start >= ends else text[end:begins]
            most = _NEAR_ENGLISH if text[begins].isascii() else _NEAR
            if len(between) <= most and not _SENTENCE_END.search(between):
                return True
    return False
