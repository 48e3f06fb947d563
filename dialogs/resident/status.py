"""How is my case? By number, by "my cases", in plain words, also in mid-report; and from there: add, hurry, rate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from cases.case import RESIDENT, Case, State
from cases.commands import Add, Reopen, Urge
from cases.lifecycle import DONE, REOPEN_DAYS
from cases.numbers import misread_number, numbers_in
from cases.units import Point
from dialogs import words
from dialogs.conversation import Json
from dialogs.describe import matter, standing
from dialogs.facts import CaseFollowed, CaseNumbered, CaseWithId, MyCases
from dialogs.forms import Again, Answer, Done, Drop, Fill, Form, Heard, Order, Step, View
from dialogs.orders import Discard
from dialogs.resident.apart import held, held_of_status
from dialogs.resident.drop import kept_by, no_more
from dialogs.resident.more import WORDS_LIMIT, too_long
from dialogs.say import Option, Say

SHOWN = 5  # cases in a list
AGAIN = re.compile(
    r"又(?:坏|烂|堵|漏|熄|黑|不|没|停|断)|还是(?:老样子|那样|不|没|黑|坏|漏|堵|臭)|(?:没|未)(?:有|得)?(?:修|弄|办|搞|解决)好"
    r"|broken? again|again broken|still (?:not|broken|dark|leaking)|not (?:fixed|working)|stopped working",
    re.IGNORECASE,
)
"""Words by which somebody says that what was done has not held."""
HURRY = 12  # characters; who asks to hurry in more words than that adds something


def begin(view: View, heard: Heard) -> Fill:
    """A number in the words, the kind of matter, or the only case that one has: then there is no question."""
    return Fill(named(view, heard) or of_kind(view, heard) or only_one(view))


def of_kind(view: View, heard: Heard) -> dict[str, Json]:
    """ "What about my street light?": the case of that kind, if there is just one of them; an open one first."""
    codes = {g.code for g in heard.understood.services}
    same = [c for c in view.facts.many(MyCases()) if c.service in codes] if codes else []
    same = [c for c in same if c.open] or same
    return {"case": same[0].id} if len(same) == 1 else {}


def only_one(view: View) -> dict[str, Json]:
    cases = view.facts.many(MyCases())
    return {"case": cases[0].id} if len(cases) == 1 else {}


def named(view: View, heard: Heard) -> dict[str, Json]:
    """The case that a number or a follow code in the words names. An unknown one is kept, to be answered."""
    for entity in heard.understood.found("follow_code"):
        case = view.facts.one(CaseFollowed(entity.value))
        return (
            {"case": case.id, "sealed": entity.value, "_followed": True} if case else {"case": "", "said": entity.text}
        )
    for number in numbers_in(heard.text):
        case = view.facts.one(CaseNumbered(number))
        return {"case": case.id} if case else {"case": "", "said": number}
    wrong = misread_number(heard.text)
    return {"case": "", "said": wrong} if wrong else {}


def ask_which(view: View) -> Say:
    cases = view.facts.many(MyCases())[:SHOWN]
    if not cases:
        return Say("status-none", options=(Option("report", "open:report"),))
    options = tuple(Option("case", f"case:{c.id}", matter(c, view.house.district)) for c in cases)
    return Say("status-which", options=(*options, Option("enough")))


def read_which(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("case:"):
        return Fill({"case": heard.picked.removeprefix("case:")})
    if heard.picked == "enough":
        return Drop((Say("status-bye"),))
    if not heard.wordy:
        return None
    found = named(view, heard) or of_kind(view, heard)
    if found:
        return Fill(found)
    if heard.understood.intent in ("deny", "affirm", "thanks", "goodbye"):
        return Drop((Say("status-bye"),))
    if not view.facts.many(MyCases()) and not heard.understood.services:
        return Again(Say("status-number-please"))
    return None


def case_of(view: View) -> Case | None:
    follow = view.text("sealed")
    if follow:
        return view.facts.one(CaseFollowed(follow))
    return view.facts.one(CaseWithId(view.text("case"))) if view.text("case") else None


def ask_next(view: View) -> Say:
    case = case_of(view)
    if case is None:
        return Say("status-unknown", {"said": view.text("said")}, (Option("status"), Option("human"), Option("enough")))
    options: list[Option] = []
    if case.open:
        options = [Option("add"), Option("urge")]
    elif case.score is None and case.state is not State.MERGED and not view.text("sealed"):
        options = [Option("rate-it", f"open:rate:{case.id}")]
    elif can_reopen(case) and view.at - ended(case) <= timedelta(days=REOPEN_DAYS):
        options = [Option("reopen")]
    if view.text("sealed"):
        options = [o for o in options if o.key != "urge"]
    said = standing(case, view)
    return Say(said.key, said.args, (*options, Option("enough")))


def can_reopen(case: Case) -> bool:
    """A case that is over and was rated is open to its resident for a while; so says the lifecycle, kindly."""
    return case.state in DONE and case.score is not None


def ended(case: Case) -> datetime:
    return case.resolved_at or case.closed_at or case.filed_at


def read_next(view: View, heard: Heard) -> Answer:
    case = case_of(view)
    match heard.picked:
        case "enough":
            return Drop((Say("status-bye"),))
        case "urge":
            return Fill({"next": "urge"})
        case "add":
            return Fill({"next": "add"})
        case "reopen" if case is not None and can_reopen(case):
            return Fill({"next": "reopen"})
    if heard.wordy:
        found = named(view, heard)
        if found:
            return Fill({"sealed": None, **found})
        if heard.understood.intent in ("thanks", "goodbye", "affirm") or no_more(heard.text):
            return Drop((Say("status-bye"),))
    if case is None:
        return None
    about_it = not heard.understood.services or any(g.code == case.service for g in heard.understood.services)
    if can_reopen(case) and heard.wordy and about_it and AGAIN.search(heard.text):
        return read_more(view, heard, {"next": "reopen"})
    if not case.open:
        return None
    hurries = heard.understood.intent == "remind" and len(heard.text.strip()) <= HURRY
    if (hurries or words.hurries(heard.text)) and not view.text("sealed"):
        return Fill({"next": "urge"})
    if words.chatter(heard.text) and not heard.inbound.media:
        return None
    if heard.inbound.media or heard.inbound.location or (heard.wordy and about_it):
        return read_more(view, heard, {"next": "add"})
    return None


def ask_more(view: View) -> Say:
    if view.slots.get("next") == "reopen":
        return Say("rate-what-is-wrong", wants="photo")
    return Say("add-what", wants="photo")


def read_more(view: View, heard: Heard, also: Mapping[str, Json] | None = None) -> Answer:
    """Words, photos, a voice note or a pin about an existing case."""
    good = [m.file for m in heard.inbound.media if not m.problem]
    says = tuple(Say(m.problem) for m in heard.inbound.media if m.problem)
    pin = heard.inbound.location
    if not heard.text.strip() and not good and not pin:
        return Again(says[0]) if says else None
    slots: dict[str, Json] = {"more": heard.text.strip()[:WORDS_LIMIT], "files": list(good), **(also or {})}
    if pin:
        slots["pin"] = [pin.lat, pin.lon]
    return Fill(slots, (*says, *too_long(view, heard)))


def leaving(view: View) -> tuple[Order, ...]:
    """Whoever followed a sealed case by its code leaves nothing of it in the chat."""
    return (Discard(kept_by(view.talk)),) if view.slots.get("_followed") else ()


def done(view: View) -> Done:
    case = case_of(view)
    if case is None:
        return Done()
    if view.slots.get("next") == "urge":
        return Done(orders=(Urge(case.id, RESIDENT),))
    if view.slots.get("next") == "reopen":
        return Done(orders=(Reopen(case.id, RESIDENT, view.text("more"), view.items("files")),))
    return Done(orders=(added(view, case.id),))


def added(view: View, case: str) -> Add:
    """What the person has added: words, files, a pin."""
    pin = view.slots.get("pin")
    point = Point(*(float(str(x)) for x in pin)) if isinstance(pin, list) and len(pin) == 2 else None
    return Add(case, RESIDENT, view.text("more"), view.items("files"), point)


STATUS = Form(
    "status",
    steps=(
        Step("case", ask_which, read_which),
        Step("next", ask_next, read_next),
        Step("more", ask_more, read_more, when=lambda v: v.slots.get("next") in ("add", "reopen"), takes_words=True),
    ),
    done=done,
    begin=begin,
    yields=True,
    apart=held_of_status,
    leaving=leaving,
)


def ask_answer(view: View) -> Say:
    case = view.facts.one(CaseWithId(view.text("case")))
    about = matter(case, view.house.district) if case else ""
    return Say("staff-asks", {"matter": about, "text": view.text("asked")})


def answer_done(view: View) -> Done:
    if view.facts.one(CaseWithId(view.text("case"))) is None:
        return Done()
    return Done(orders=(added(view, view.text("case")),))


ANSWER = Form(
    "answer", steps=(Step("more", ask_answer, read_more, takes_words=True),), done=answer_done, apart=held("answer")
)
"""Staff asked something about a case; the clock stands still until this is answered."""
