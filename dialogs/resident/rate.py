"""At the end: is it solved, are you satisfied, why not? One tap each; "not solved" opens the case again."""

from __future__ import annotations

from cases.case import RESIDENT, Case, State
from cases.commands import Command, Confirm, Rate, Reopen
from dialogs.conversation import Json
from dialogs.describe import matter, unit_of
from dialogs.facts import CaseWithId
from dialogs.forms import Answer, Done, Drop, Fill, Form, Heard, Step, View
from dialogs.say import Option, Say

CONTENT = 4  # from this score on nobody is asked why not
WHY = ("slow", "not-fixed", "rude", "passed-round")
SOLVED = (Option("solved-yes"), Option("solved-no"), Option("solved-later"))
SCORES = tuple(Option(f"score-{n}", f"score:{n}") for n in range(1, 6))


def case_of(view: View) -> Case | None:
    return view.facts.one(CaseWithId(view.text("case")))


def ask_solved(view: View) -> Say:
    case = case_of(view)
    if case is None:
        return Say("status-unknown", {"said": ""}, (Option("enough"),))
    args = {"matter": matter(case, view.house.district), "unit": unit_of(view.house.district, case.unit)}
    redirected = case.state is State.REDIRECTED
    return Say("rate-helped" if redirected else "rate-solved", args, SOLVED)


def read_solved(view: View, heard: Heard) -> Answer:
    case = case_of(view)
    if case is None or heard.picked == "enough":
        return Drop()
    if case.open:
        return Drop((Say("rate-open-again"),))
    if case.score is not None:
        return Drop((Say("rate-already"),))
    match heard.picked:
        case "solved-yes":
            return Fill({"solved": True})
        case "solved-no":
            return Fill({"solved": False})
        case "solved-later":
            return Drop((Say("rate-later"),))
    # Words instead of a tap: yes and no as people say them, else they are the reason and the tap is asked again.
    match heard.understood.intent:
        case "affirm" | "thanks":
            return Fill({"solved": True})
        case "deny":
            return Fill({"solved": False})
    return None


def ask_score(view: View) -> Say:
    return Say("rate-score", options=SCORES)


def read_score(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("score:"):
        return Fill({"score": int(heard.picked.removeprefix("score:"))})
    return None


def unhappy(view: View) -> bool:
    if view.slots.get("solved") is False:
        return True
    score = view.slots.get("score")
    return isinstance(score, int) and score < CONTENT


def ask_why(view: View) -> Say:
    if view.slots.get("solved") is False:
        return Say("rate-what-is-wrong", options=(Option("skip"),), wants="photo")
    return Say("rate-why", options=(*(Option(f"why-{w}", f"why:{w}") for w in WHY), Option("skip")))


def read_why(view: View, heard: Heard) -> Answer:
    if heard.picked == "skip":
        return Fill({"why": ""})
    if heard.picked.startswith("why:"):
        return Fill({"why": heard.picked.removeprefix("why:")})
    files: list[Json] = [m.file for m in heard.inbound.media if not m.problem]
    if heard.wordy or files:
        return Fill({"why": heard.text.strip()[:1000], "files": files})
    return None


def done(view: View) -> Done:
    case, orders = view.text("case"), list[Command]()
    if view.slots.get("solved") is False:
        return Done(orders=(Reopen(case, RESIDENT, view.text("why"), view.items("files")),))
    score = view.slots.get("score")
    orders = [
        Confirm(case, RESIDENT, True),
        Rate(case, RESIDENT, score if isinstance(score, int) else 0, view.text("why")),
    ]
    return Done(orders=tuple(orders))


RATE = Form(
    "rate",
    steps=(
        Step("solved", ask_solved, read_solved),
        Step("score", ask_score, read_score, when=lambda v: v.slots.get("solved") is True),
        Step("why", ask_why, read_why, when=unhappy, takes_words=True),
    ),
    done=done,
)
