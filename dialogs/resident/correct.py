"""Words that put an earlier answer of a report right, at any question: "不是路灯，是水管", "我说错了，是昨天"."""

from __future__ import annotations

import re

from cases.units import Level
from dialogs import words
from dialogs.conversation import Json
from dialogs.forms import Again, Answer, Fill, Heard, View
from dialogs.places import resolve, spot
from dialogs.resident.kind import OTHER, service_option
from dialogs.resident.more import MANY, affirmed, rest_of, with_more
from dialogs.resident.place import SPOT_LIMIT, needs_no_village
from dialogs.say import Option, Say

CORRECTS = re.compile(
    r"(?<!是)不是(?!很|太|特别|蛮|吗|嘛|一般)|不对(?!头|劲)|错了|搞错|弄错|说错|应该是|而是|改成|换成"
    r"|\bnot (?:a|an|the|my|our|in|at|from|it|that|this|about)\b|wrong"
    r"|^no,? (?:\d{1,2}|an?|two|three|four|five|six) (?:day|week|month|year)s?\b|\bno,? wait\b|\bwait,? no\b"
    r"|\bi mean|instead|actually|\brather\b",
    re.IGNORECASE,
)
"""Words with which people put right what they said before."""
NOT = re.compile(r"\bnot\b", re.IGNORECASE)
MEANT = re.compile(r"(?:而是|应该是|改成|换成|是|it'?s|it is|i mean[t]?|but)\s*(?:the |a |an )?", re.IGNORECASE)
"""Behind the last of these stands what was meant."""
DENIED = re.compile(r"(?:不是|不要|\bnot\b)\s*(?:the |a |an |my |about )*([^，,。.；;：:\s]+)", re.IGNORECASE)
"""What was not meant: 路灯 of "不是路灯，是水管"."""
TIME = re.compile(
    r"(?:大前天|前天|昨天|昨晚|今天|今早|刚才|上个?(?:星期|周|礼拜)[一二三四五六日天]?|上个?月"
    r"|[一二两三四五六七八九十\d]{1,4}(?:天|个?月|个?星期|周)前)"
    r"(?:早上|上午|中午|下午|晚上|半夜)?"
    r"|\b(?:yesterday|today|last (?:night|week|month)|(?:last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:\d{1,4}|two|three|four|five) (?:days|weeks) ago)\b",
    re.IGNORECASE,
)
LENGTH = re.compile(
    r"(?:[一二两三四五六七八九十半]{1,3}|\d{1,3})个?(?:天|星期|礼拜|周|月|年)(?!前)"
    r"|\b(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (?:days?|weeks?|months?|years?)\b(?! ago)",
    re.IGNORECASE,
)
"""How long something has lasted: put right by another length, never by a day."""
SHORT_TIME = 16  # characters; more words than that tell something beside the time
LIKELY_SERVICE = 0.3  # a service less likely than this is not what was meant instead
LIKE = 3  # services at most that a word may mean
LETTERS = 4  # of an English word, at least, that is looked for in the catalogue


def corrects(view: View, heard: Heard) -> Answer:
    """What the words put right; None if they put nothing right."""
    text = heard.text.strip()
    if not heard.wordy or not (CORRECTS.search(text) or NOT.search(text)) or words.chatter(text):
        return None
    place = other_place(view, heard) if "place" in view.slots else None
    if place is not None or not CORRECTS.search(text):
        return place  # "not Luoguan, Shihe village": in English a "not" alone corrects places only
    return other_time(view, text) or (other_service(view, heard) if "service" in view.slots else None)


def other_place(view: View, heard: Heard) -> Answer:
    """Another place in the words: "不是螺罐村，是石河村", or at the review just "石河村村口"."""
    units = view.house.district.units
    place = view.slots.get("place")
    now = str(place.get("unit")) if isinstance(place, dict) else ""
    entities = tuple(e for e in affirmed(heard) if now not in e.value.split("|"))
    codes = resolve(entities, units)
    text = heard.text.strip()
    short = not heard.understood.services and len(text) <= sum(len(e.text) for e in entities) + 12
    says_so = bool(CORRECTS.search(text) or NOT.search(text))
    if not codes or not (short or says_so):
        return None
    more: dict[str, Json] = {} if short else {"problem": with_more(view, heard)}
    if len(codes) == 1 and (units[codes[0]].level is Level.VILLAGE or needs_no_village(view, codes[0])):
        where = spot(text, entities) or ("" if says_so else rest_of(heard)[:SPOT_LIMIT])
        return Fill({**more, "place": {"unit": codes[0], "spot": where}}, (Say("changed-place"),))
    if len(codes) <= MANY:
        return Fill({**more, "place": None, "_places": list(codes)})
    return None


def other_time(view: View, text: str) -> Answer:
    """Another day, or length of time, in a few words takes the place of the one that the report names."""
    before = view.text("problem")
    if len(text) > SHORT_TIME * (3 if text.isascii() else 1):
        return None
    found = ((kind.search(meant(text)), kind.search(before)) for kind in (TIME, LENGTH))
    new, old = next(((new, old) for new, old in found if new and old), (None, None))
    if new is None or old is None:
        return None
    put_right = f"{before[: old.start()]}{new[0]}{before[old.end() :]}"
    return Fill({"problem": put_right}, (Say("changed-time"),))


def other_service(view: View, heard: Heard) -> Answer:
    """Another kind of problem, where the words say that the first was wrong. They are kept for staff."""
    catalogue = view.house.district.catalogue
    now = view.text("service")
    denied = {code for match in DENIED.finditer(heard.text) for code in like(view, words.plain(match[1]))}
    kept: dict[str, Json] = {"problem": with_more(view, heard)}
    others = [
        g.code
        for g in heard.understood.services
        if g.code in catalogue and g.code not in {now, *denied} and g.confidence >= LIKELY_SERVICE
    ]
    named = [code for code in like(view, meant(heard.text)) if code not in {now, *denied}]
    if not others and not named:
        return None
    first = named[0] if len(named) == 1 else (others[0] if others and (not named or others[0] in named) else "")
    if first and not catalogue[first].sealed:
        return Fill({**kept, "service": first}, (Say("changed-service"),))
    options = tuple(service_option(catalogue[code]) for code in named[:LIKE])
    found: dict[str, Json] = {**kept, "service": None, "_likely": list(named[:LIKE])}
    return Again(Say("service-which", options=(*options, Option("other", f"svc:{OTHER}"))), found)


def meant(text: str) -> str:
    """What stands behind the last "it is": 水管 of "不是路灯，是水管"."""
    low = text.strip()
    last = 0
    for match in MEANT.finditer(low):
        if match.end() < len(low) and low[max(match.start() - 1, 0) : match.start()] != "不":
            last = match.end()
    return words.plain(low[last:]) if last else words.plain(low)


def like(view: View, said: str) -> list[str]:
    """The services whose words have these words in them, or share one of their English words; never a sealed one."""
    if not 1 < len(said) <= 40:
        return []
    whole = said.isascii()
    parts = [w for w in re.findall(r"[a-z]+", said) if len(w) >= LETTERS] if whole else [said]
    found: dict[str, int] = {}
    for service in view.house.district.catalogue.by_code.values():
        spoken = [*service.words["en" if whole else "zh-CN"], service.names["en" if whole else "zh-CN"]]
        count = sum(any(part in word.casefold() for word in spoken) for part in parts)
        if count and not service.sealed:
            found[service.code] = count
    most = max(found.values(), default=0)
    return [code for code, count in found.items() if count == most][:LIKE]
