"""A question about rules: answered from the district's own list with its source, or passed on. Never made up."""

from __future__ import annotations

import re
from datetime import date

from cases.district import ReadyAnswer
from dialogs.conversation import Json
from dialogs.forms import Answer, Done, Fill, Form, Heard, Step, View
from dialogs.resident.more import WORDS_LIMIT, place_from, service_from
from dialogs.say import Named, Option, Say

SURE_ANSWER = 0.68  # so well an answer must fit to be given without asking (docs/district.md, Ready answers)
CLEAR_LEAD = 0.12  # and by so much better than the next one
LIKELY_ANSWER = 0.35  # and so well to be offered
ASKED_ANSWER = 0.5  # and so well where the words ask something, and tell a matter as much
OFFERED = 3  # answers that are offered at most
ASKS = re.compile(
    r"[?？吗]|怎么|咋|啷个|如何|什么|啥|哪|多久|好久|多少|好多|几[天个岁点]|(?P<verb>\w)不(?P=verb)|可以不|(?<=\w{3})不(?:[?？。]|$)"
    r"|\b(?:how|what|where|when|which|who|can|may|do i|is there|are there)\b",
    re.IGNORECASE,
)
"""Words of a question."""
MORE = re.compile(rf"问|{ASKS.pattern}|\b(?:asked|asking|mean)\b", re.IGNORECASE)
"""Words that ask on after an answer: "我是问女的"."""
PROCEDURE = re.compile(
    r"怎么(?:办|弄|申请|领|交|补|换|开|报销|登记)|咋个?(?:办|弄)|啷个办|(?:要|需要|带)(?:些|什么|啥|哪些)|什么(?:材料|条件|手续)"
    r"|在?哪(?:里|儿|点)?(?:办|开|领|交|补)|\b(?:how (?:do|can) i|what do i need|where (?:do|can) i|which papers)\b",
    re.IGNORECASE,
)
"""How a thing is done: with these words the name of a service asks about it, and reports nothing."""
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def sure_of(view: View, heard: Heard) -> str:
    """The key of the answer that clearly fits; empty if none does."""
    known = view.house.district.answers
    first, second = [*(m for m in heard.understood.answers if m.key in known), None, None][:2]
    if first is None or first.confidence < SURE_ANSWER:
        return ""
    return "" if second and first.confidence - second.confidence < CLEAR_LEAD else first.key


def likely_of(view: View, heard: Heard) -> tuple[str, ...]:
    """The keys of the answers that may fit; none where nothing is asked."""
    means_it = heard.understood.intent == "consult" or PROCEDURE.search(heard.text)
    if not means_it and not ASKS.search(heard.text):
        return ()
    known, least = view.house.district.answers, LIKELY_ANSWER if means_it else ASKED_ANSWER
    fit = [m.key for m in heard.understood.answers if m.key in known and m.confidence >= least]
    return tuple(fit[:OFFERED])


def begin(view: View, heard: Heard) -> Fill:
    sure = sure_of(view, heard)
    slots: dict[str, Json] = {"words": heard.text.strip()[:WORDS_LIMIT], "_likely": list(likely_of(view, heard))}
    slots["found"] = {**service_from(view, heard), **place_from(view, heard)}
    return Fill({**slots, "answer": sure} if sure else slots)


def ask_which(view: View) -> Say:
    known = view.house.district.answers
    found = [known[key] for key in view.items("_likely") if key in known]
    options = tuple(Option("answer", f"ask:{a.key}", Named(a.names)) for a in found)
    return Say("consult-which", options=(*options, Option("none-of-these")))


def read_which(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("ask:"):
        key = heard.picked.removeprefix("ask:")
        return Fill({"answer": key}) if key in view.house.district.answers else None
    if heard.picked == "none-of-these":
        return Fill({"answer": ""})
    if not heard.wordy:
        return None
    again = begin(view, heard)
    if "answer" in again.slots:
        return again
    return Fill({"answer": ""}) if heard.understood.intent == "deny" else None


def answer_of(view: View) -> ReadyAnswer | None:
    return view.house.district.answers.get(view.text("answer"))


def answer_say(view: View, found: ReadyAnswer) -> Say:
    """The answer, where it comes from, and when somebody last looked."""
    args = {"answer": Named(found.says), "source": Named(found.source), "day": day_of(found.checked)}
    return Say("consult-answer-sample" if found.sample else "consult-answer", args)


def day_of(iso: str) -> Named:
    day = date.fromisoformat(iso)
    english = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return Named({"zh-CN": f"{day.year}年{day.month}月{day.day}日", "en": english})


def aside(view: View) -> bool:
    """Whether another form is open under this one: the answer is given, and that form goes on."""
    return any(f.form != "consult" for f in view.talk.stack)


def ask_enough(view: View) -> Say:
    found = answer_of(view)
    lines = (answer_say(view, found),) if found else ()
    return Say("consult-enough", {"lines": lines}, (Option("answered"), Option("ask-staff")))


def read_enough(view: View, heard: Heard) -> Answer:
    if heard.picked in ("answered", "ask-staff"):
        return Fill({"enough": heard.picked == "answered"})
    if not heard.wordy:
        return None
    if heard.understood.intent in ("thanks", "affirm", "goodbye"):
        return Fill({"enough": True})
    again = begin(view, heard)
    if "answer" in again.slots or again.slots["_likely"]:
        return Fill({"answer": None, **again.slots})
    asks = heard.understood.intent == "consult" or MORE.search(heard.text)
    if heard.understood.intent == "deny" or (asks and not heard.understood.services):
        more = f"{view.text('words')}\n{heard.text.strip()}"[:WORDS_LIMIT]
        return Fill({"enough": False, "words": more if asks else view.text("words")})
    return None


def done(view: View) -> Done:
    found = answer_of(view)
    if aside(view):
        if found:
            return Done((answer_say(view, found),))
        return Done((Say("consult-later"),), later=("report", passed_on(view)))
    if found and view.slots.get("enough"):
        return Done((Say("status-bye"),))
    said = Say("consult-to-staff") if found else Say("consult-pass-on")
    return Done((said,), then=("report", passed_on(view)))


def passed_on(view: View) -> dict[str, Json]:
    """The question as a report, in the person's own words."""
    found = view.slots.get("found")
    return {**(found if isinstance(found, dict) else {}), "problem": view.text("words"), "_said": "consult"}


CONSULT = Form(
    "consult",
    steps=(
        Step("answer", ask_which, read_which),
        Step("enough", ask_enough, read_enough, when=lambda v: answer_of(v) is not None and not aside(v)),
    ),
    done=done,
    begin=begin,
    yields=True,
    together={"answer": ("enough",)},
)
