"""A long letter in one line: the sentence of the person's own that tells the matter. Nothing is put into other words.

Pure and the same every time, so it is made where it is shown and kept nowhere; the case holds the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from cases.catalogue import Service
from cases.district import District
from dialogs.places import mentions

LONG, LONG_ENGLISH = 80, 240  # characters; what is shorter is read at a glance
ROOM, ROOM_ENGLISH = 40, 120  # characters of the line, about twenty English words
_SENTENCE = re.compile(r"[^。！？!?；;…\n]+(?:\.(?=\s|$))?[。！？!?；;…]*|\n")
_ENGLISH_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*|\n")
_CLAUSE = re.compile(r"[^，,、：:]+[，,、：:]*")
TELLS = re.compile(
    r"坏|烂|破|漏|堵|臭|断|倒|塌|裂|淹|停|黑|吵|偷|占|欠|拖|没人|没得人|不通|不亮|不来|没来|没修|没有水|没得水|摔|伤|危险|要求|希望|请|怎么办"
    r"|\b(?:broken|leak\w*|block\w*|smell\w*|dark|noise|noisy|dump\w*|stuck|no (?:water|power|light)|unpaid|owe[sd]?"
    r"|fell|hurt|danger\w*|flood\w*|stolen|never|nobody|please|want|need)\b",
    re.IGNORECASE,
)
"""Words in which people tell what is wrong or what they want."""
_ANGER = re.compile(
    r"你们(?:这些|都|到底|是)|良心|吃干饭|当官|纳税|老百姓|有没有人管|气死|受够|天天|说了多少|多少次|什么态度|不要脸|哪个管|尊敬|你好|您好|领导"
    r"|谢谢|\b(?:shame|taxes|ridiculous|fed up|how many times|dear|hello|hi|thank|regards|unacceptable|sick of)\b",
    re.IGNORECASE,
)
"""Words of anger and of manners: rightly said, but the matter stands elsewhere."""
WORD, ANY_WORD, TELLING, PLACE, ANGER, TINY = 3.0, 1.0, 1.5, 1.5, -1.5, -2.0  # what each is worth in a sentence
MOST_SENTENCES = 60  # from the beginning and as many from the end; nobody tells the matter between them
SHORTEST = 6  # characters; a shorter sentence tells nothing alone


def summary(text: str, district: District, service: str = "") -> str:
    """The line; empty for a text that is short anyway. `service` is the code of what it was found to be about."""
    whole = text.strip()
    english = is_english(whole)
    if len(whole) < (LONG_ENGLISH if english else LONG):
        return ""
    room = ROOM_ENGLISH if english else ROOM
    words = words_of(district.catalogue.get(service))
    parts = sentences(whole, english)
    if len(parts) > 2 * MOST_SENTENCES:
        parts = [*parts[:MOST_SENTENCES], *parts[-MOST_SENTENCES:]]
    scored = [(score(part, words, district), -at) for at, part in enumerate(parts)]
    if not scored:
        return ""
    best = parts[-max(scored)[1]]
    return best if len(best) <= room else shortened(best, room, words, district, english)


def is_english(text: str) -> bool:
    """Whether most of its letters are Latin ones."""
    latin = sum(c.isascii() and c.isalpha() for c in text)
    return latin * 2 > sum(c.isalpha() for c in text)


def words_of(service: Service | None) -> tuple[str, ...]:
    """What people say for the service, without case."""
    return tuple(w.casefold() for spoken in service.words.values() for w in spoken) if service else ()


def sentences(text: str, english: bool) -> list[str]:
    """The sentences as they were written, without what stands at their ends."""
    pattern = _ENGLISH_SENTENCE if english else _SENTENCE
    found = (match[0].strip(" \t\n，,。！!；;…～~") for match in pattern.finditer(text))
    return [part for part in found if part]


def score(part: str, words: Sequence[str], district: District) -> float:
    """How much a piece of the text tells of the matter."""
    low = part.casefold()
    total = WORD if any(w in low for w in words) else 0.0
    if not total and any(w in low for s in district.catalogue.by_code.values() for w in words_of(s)):
        total = ANY_WORD
    total += TELLING * min(len(TELLS.findall(part)), 2)
    total += PLACE if mentions(part, district.units) else 0.0
    total += ANGER * min(len(_ANGER.findall(part)), 2)
    return total + (TINY if len(part) < SHORTEST else 0.0)


def shortened(best: str, room: int, words: Sequence[str], district: District, english: bool) -> str:
    """Of a sentence that is too long the clauses around its heart, as many as have room; dots where something is left
    out."""
    clauses = _CLAUSE.findall(best) or [best]
    heart = max(range(len(clauses)), key=lambda n: (score(clauses[n], words, district), -n))
    if len(clauses[heart].strip()) > room - 2:
        return cut(clauses[heart].strip(" ，,、：:"), room, words, english)
    first = last = heart
    while True:
        if last + 1 < len(clauses) and len("".join(clauses[first : last + 2])) <= room - 2:
            last += 1
        elif first and len("".join(clauses[first - 1 : last + 1])) <= room - 2:
            first -= 1
        else:
            break
    line = "".join(clauses[first : last + 1]).strip(" ，,、：:")
    return f"{'…' if first else ''}{line}{'…' if last + 1 < len(clauses) else ''}"


def cut(run: str, room: int, words: Sequence[str], english: bool) -> str:
    """Of a run without any mark (a voice note, say) the piece around the word that tells it, between whole English
    words."""
    low = run.casefold()
    at = min((low.find(w) for w in words if w in low), default=-1)
    if at < 0:
        told = TELLS.search(run)
        at = told.start() if told else 0
    start = max(min(at - room // 3, len(run) - (room - 2)), 0)
    if english:
        ends = [0, *accumulate(len(w) + 1 for w in run.split(" "))]
        start = max(e for e in ends if e <= start)
        end = max((e for e in ends if e - start <= room - 2), default=start + room - 2)
    else:
        end = start + room - 2
    end = min(end, len(run))
    return f"{'…' if start else ''}{run[start:end].strip()}{'…' if end < len(run) else ''}"
