"""Words about officials inside an ordinary matter: they are kept out of it until the person says who may read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dialogs.conversation import Json
from dialogs.forms import GUESSED, Again, Answer, Done, Fill, Form, Heard, Step, View
from dialogs.resident.kind import is_sealed
from dialogs.resident.more import BARE, SINCE, WORDS_LIMIT, sealed_service, since_from, speaks_of_conduct, with_more
from dialogs.say import Option, Say
from dialogs.words import plain

FIRST_STEPS = frozenset({"go_on", "problem", "service"})  # before the kind is known, the whole report becomes sealed
KEPT = ("problem", "more", "matter", "why", "words")  # where each form keeps the person's words
Slots = Mapping[str, Json]


def held(form: str) -> Callable[[View, Heard, Answer], Slots | None]:
    """What opens the question for a form whose words an ordinary office reads; None where there is nothing to hold."""

    def hold(view: View, heard: Heard, answer: Answer) -> Slots | None:
        if not speaks_of_conduct(view, heard):
            return None
        found = dict(answer.slots) if isinstance(answer, Fill | Again) else {}
        return slots_of(view, heard, form, found) if found else None

    return hold


def held_of_report(view: View, heard: Heard, answer: Answer) -> Slots | None:
    """The same in a report: its words are added to it wherever they are said."""
    if is_sealed(view) or not speaks_of_conduct(view, heard):
        return None
    step = view.house.forms["report"].open_step(view)
    if "problem" not in view.slots and "service" not in view.slots:
        return None
    one_matter = not view.slots.get("urgent") and view.text("_said") != "consult"  # a question about rules is another
    if "service" not in view.slots and step and step.name in FIRST_STEPS and one_matter:
        return None
    found = dict(answer.slots) if isinstance(answer, Fill | Again) else {}
    return slots_of(view, heard, "report", found or {"problem": with_more(view, heard)})


def held_of_status(view: View, heard: Heard, answer: Answer) -> Slots | None:
    """The same under a case; who follows a sealed case speaks to the discipline desk anyway."""
    return None if view.text("sealed") else held("status")(view, heard, answer)


def slots_of(view: View, heard: Heard, form: str, found: Slots) -> Slots:
    files: list[Json] = [m.file for m in heard.inbound.media if not m.problem]
    return {
        "words": heard.text.strip()[:WORDS_LIMIT],
        "files": files,
        "service": sealed_service(view, heard),
        "urgent": heard.understood.emergency,
        "of": form,
        "found": dict(found),
        **since_from(view, heard),
    }


def read_apart(view: View, heard: Heard) -> Answer:
    if heard.picked in ("apart-yes", "apart-no"):
        return Fill({"apart": heard.picked == "apart-yes"})
    if not heard.wordy or len(plain(heard.text)) <= BARE:
        return None
    # More of the same, written before the question was answered: it stays with the words that are held.
    more = heard.text.strip()
    extra = f"{view.text('extra')}\n{more}".strip()[:WORDS_LIMIT]
    return Again(ASK, {"words": f"{view.text('words')}\n{more}"[:WORDS_LIMIT], "extra": extra})


def done(view: View) -> Done:
    if view.slots.get("apart"):
        slots: dict[str, Json] = {"problem": view.text("words"), "_apart": True}
        if view.text("service"):
            slots |= {"service": view.text("service"), f"{GUESSED}service": True}
        if view.items("files"):
            slots["media"] = list(view.items("files"))
        if SINCE in view.slots:
            slots[SINCE] = view.slots[SINCE]
        if view.text("urgent"):
            slots |= {"urgent": view.text("urgent"), "go_on": True}
        return Done(then=("report", slots))
    found = view.slots.get("found")
    below = dict(found) if isinstance(found, dict) else {}
    if view.text("extra"):
        where = next((name for name in KEPT if name in below), "problem")
        below[where] = f"{below.get(where) or ''}\n{view.text('extra')}".strip()[:WORDS_LIMIT]
    under = view.talk.stack[-1].form if view.talk.stack else ""
    if under != view.text("of"):
        return Done(then=("report", {"problem": view.text("words")}))  # what they belonged to is gone
    return Done(below=below)


ASK = Say("apart-ask", options=(Option("apart-yes"), Option("apart-no")))
APART = Form("apart", steps=(Step("apart", ASK, read_apart),), done=done)
