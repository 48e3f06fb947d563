"""Said of a case that is there already, with no form open: more about it, it broke again, it is not wanted any more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from cases.case import RESIDENT, Case, State
from cases.commands import Add, Reopen
from cases.lifecycle import DONE
from dialogs.conversation import Json, Slots
from dialogs.describe import matter, unit_of
from dialogs.facts import CaseWithId
from dialogs.forms import Answer, Done, Drop, Fill, Form, Heard, Step, View
from dialogs.resident.apart import held
from dialogs.resident.more import WORDS_LIMIT, too_long
from dialogs.say import Option, Say

SHOWN = 5  # cases in a list
OPENERS = re.compile(
    r"(?:我|还|再|要|想|给|那件|上次|上回|之前|报的|那个|这个|事情?|件|关于|(?:没|忘了|忘记|漏了)(?:说|讲)(?:清楚)?|刚才|刚刚|补充|补几?句|加[一几]?[句点]|[一两几]句|说明|情况|一下|一哈|一点|几句|有|的"
    r"|我有|话|说|你们|看哈?|看下|现场|照片|图片?|视频|发|传|张|马上|等|哈)+"
    r"|(?:i(?:'d| would)? ?(?:have|want|need|like)?|to|add|some(?:thing)?|one|more|thing|about|my|report|case|please"
    r"|here|is|are|photos?|pictures?|send(?:ing)?|now|another|a|the|information|additional|\s)+",
    re.IGNORECASE,
)
"""Words that only say that something will be added."""
MARKS = re.compile(r"[\s,，。、:：.!！~～]+")


def only_adds(text: str) -> bool:
    """Whether a message says nothing but that something will be added."""
    said = MARKS.sub(" " if text.isascii() else "", text.strip())
    return bool(OPENERS.fullmatch(said)) and bool(
        re.search(r"补充|补几?句|加[一几]?[句点]|\badd\b", said, re.IGNORECASE)
    )


def over(cases: Sequence[Case]) -> list[Case]:
    """The cases that somebody says are done, the latest first."""
    return sorted((c for c in cases if c.state in DONE), key=ended, reverse=True)


def ended(case: Case) -> datetime:
    """When the work on it ended."""
    return case.resolved_at or case.closed_at or case.filed_at


def to_rate(cases: Sequence[Case]) -> Case | None:
    """The latest case that is done and that its resident has not rated."""
    return next((c for c in over(cases) if c.score is None and c.state is not State.MERGED), None)


def matter_of(case: Case, view: View) -> Say:
    """The case in a few words."""
    return matter(case, view.house.district)


def slots(what: str, cases: Sequence[Case], heard: Heard) -> Slots:
    """How the form begins: `what` is add, reopen, again (perhaps) or withdraw; the person's words go along."""
    found: Slots = {"what": what, "_cases": [c.id for c in cases[:SHOWN]]}
    if len(cases) == 1:
        found["case"] = cases[0].id
    text = heard.text.strip()
    if what != "add" or not OPENERS.fullmatch(MARKS.sub(" " if text.isascii() else "", text)):
        found["words"] = text[:WORDS_LIMIT]
    return found


def case_of(view: View) -> Case | None:
    return view.facts.one(CaseWithId(view.text("case"))) if view.text("case") else None


def ask_which(view: View) -> Say:
    cases = [c for c in (view.facts.one(CaseWithId(id)) for id in view.items("_cases")) if c]
    options = tuple(Option("case", f"case:{c.id}", matter_of(c, view)) for c in cases)
    return Say("earlier-which", options=(*options, Option("new")))


def read_which(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("case:"):
        return Fill({"case": heard.picked.removeprefix("case:")})
    if heard.picked == "new":
        return Fill({"case": "", "sure": False})
    if heard.understood.intent in ("deny", "cancel", "thanks", "goodbye"):
        return Drop((Say("left-alone"),))
    return None


def ask_words(view: View) -> Say:
    return Say("add-what", wants="photo")


def read_words(view: View, heard: Heard) -> Answer:
    """Words, photos, a voice note."""
    good: list[Json] = [m.file for m in heard.inbound.media if not m.problem]
    says = tuple(Say(m.problem) for m in heard.inbound.media if m.problem)
    if not heard.text.strip() and not good:
        return None
    return Fill({"words": heard.text.strip()[:WORDS_LIMIT], "files": good}, (*says, *too_long(view, heard)))


def must_ask(view: View) -> bool:
    return view.slots.get("what") in ("again", "withdraw") and bool(view.text("case"))


def ask_sure(view: View) -> Say:
    case = case_of(view)
    about = matter_of(case, view) if case else ""
    if view.slots.get("what") == "again":
        return Say("earlier-again", {"matter": about}, (Option("reopen"), Option("new")))
    unit = unit_of(view.house.district, case.unit) if case else ""
    return Say("earlier-withdraw", {"matter": about, "unit": unit}, (Option("pass-word"), Option("keep-going")))


def read_sure(view: View, heard: Heard) -> Answer:
    if heard.picked in ("reopen", "pass-word"):
        return Fill({"sure": True})
    if heard.picked in ("new", "keep-going"):
        return Fill({"sure": False})
    if heard.wordy and heard.understood.intent in ("affirm", "deny") and not heard.understood.services:
        return Fill({"sure": heard.understood.intent == "affirm"})
    return None


def done(view: View) -> Done:
    case, what = case_of(view), view.text("what")
    files = view.items("files")
    if case is None or (what == "again" and not view.slots.get("sure")):
        if view.text("case") and case is None:
            return Done((Say("case-gone"),))
        found = view.slots.get("found")
        known = dict(found) if isinstance(found, dict) else {"problem": view.text("words")}
        return Done(then=("report", known if view.text("words") else {}))
    if what == "withdraw" and not view.slots.get("sure"):
        return Done((Say("left-alone"),))
    about = (Say("earlier-about", {"matter": matter_of(case, view)}),)
    if what in ("reopen", "again"):
        return Done(about, (Reopen(case.id, RESIDENT, view.text("words"), files),))
    return Done(about, (Add(case.id, RESIDENT, view.text("words"), files),))


EARLIER = Form(
    "earlier",
    steps=(
        Step("case", ask_which, read_which),
        Step("words", ask_words, read_words, when=lambda v: bool(v.text("case")), takes_words=True),
        Step("sure", ask_sure, read_sure, when=must_ask),
    ),
    done=done,
    yields=True,
    apart=held("earlier"),
)
