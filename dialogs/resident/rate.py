"""At the end: is it solved, are you satisfied, why not? One tap each; "not solved" opens the case again."""

from __future__ import annotations

import re

from cases.case import RESIDENT, Case, State
from cases.commands import Command, Confirm, Rate, Reopen
from dialogs.conversation import Json
from dialogs.describe import matter
from dialogs.facts import CaseWithId
from dialogs.forms import Answer, Done, Drop, Fill, Form, Heard, Step, View
from dialogs.resident.apart import held
from dialogs.say import Option, Say
from dialogs.words import pick, plain

CONTENT = 4  # from this score on nobody is asked why not
WHY_LIMIT = 1000  # characters
BARE = 5  # characters; a longer yes or no also says why
NOT_SOLVED = re.compile(
    r"(?:没|未|不)(?:有|得)?(?:人|修|弄|办|搞|处理|解决|好|亮|通|来|收|行|动静|变化|用)|还是(?:老样子|那样|不|没|黑|坏|漏|堵|臭)|还没|又(?:坏|烂|堵|漏|熄|黑|停|断|臭|淹|不|没)"
    r"|只(?:修|弄|搞|做)了?一半|\bnot\b|n't|still|\bno\b|again|worse",
    re.IGNORECASE,
)
NO_COMPLAINT = re.compile(
    r"不用谢|不客气|不错|不麻烦了?|没(?:有|得)?(?:问题|意见|话说)|不(?:漏|堵|臭|黑|吵)了"
    r"|\bno (?:problems?|complaints?|issues?)\b|\bnot bad\b|\bcan(?:no|')t complain\b",
    re.IGNORECASE,
)
"""What has a "no" in it and complains of nothing."""
SOLVED_WORDS = re.compile(
    r"(?:修|弄|办|搞|处理|解决|收|清|通|装|换)(?:是修|是弄)?好?[了啦咯]|好[了啦咯]|亮[了啦]|满意|没问题|没得问题"
    r"|\byes\b|fixed|solved|works|working|\bdone\b|all good",
    re.IGNORECASE,
)
UNHAPPY = re.compile(
    r"不(?:是)?(?:很|太|大|怎么|够|咋个)?满意|\b(?:not|un)[- ]?satisfied|dissatisfied|unhappy", re.IGNORECASE
)
STARS = re.compile(
    r"([1-5]|[一二两三四五])\s*(?:分|颗?星|(?:points?|stars?)\b|out of (?:5|five)|/\s*5)"
    r"|\b(?:one|two|three|four|five)\b(?= (?:points?|stars?|out of))",
    re.I,
)
SAYS_SCORE = re.compile(r"分|星|满意|巴适|satisf|happy|stars?\b|points?\b|out of|/\s*5", re.IGNORECASE)
"""Words of a score; "可以" and "好" alone only say yes."""
NUMBERS = {**dict(zip("一二三四五", range(1, 6), strict=True)), "两": 2}
NUMBERS |= dict(zip(("one", "two", "three", "four", "five"), range(1, 6), strict=True))
WHY = ("slow", "not-fixed", "rude", "passed-round")
SOLVED = (Option("solved-yes"), Option("solved-no"), Option("solved-later"))
SCORES = tuple(Option(f"score-{n}", f"score:{n}") for n in range(1, 6))


def case_of(view: View) -> Case | None:
    return view.facts.one(CaseWithId(view.text("case")))


def can_rate(view: View) -> bool:
    """Whether there is something to ask: the case is done, and nobody has said yet how it was."""
    case = case_of(view)
    return case is not None and not case.open and case.state is not State.MERGED and case.score is None


def ask_solved(view: View) -> Say:
    case = case_of(view)
    args = {"matter": matter(case, view.house.district)} if case else {}
    redirected = case is not None and case.state is State.REDIRECTED
    if view.slots.get("_told") == view.talk.question:
        return Say("rate-helped-now" if redirected else "rate-solved-now", {}, SOLVED)
    return Say("rate-helped" if redirected else "rate-solved", args, SOLVED)


def read_solved(view: View, heard: Heard) -> Answer:
    match heard.picked:
        case "solved-yes":
            return Fill({"solved": True})
        case "solved-no":
            return Fill({"solved": False})
        case "solved-later":
            return Drop((Say("rate-later"),))
    if not heard.wordy:
        return None
    solved, score = told_solved(heard), score_in(view, heard)
    if score is not None and solved is not False and SAYS_SCORE.search(heard.text):
        # "给四分" at this question: the score is kept, and whether it works is still to be said.
        return Fill({"score": score, "solved": True} if solved else {"score": score})
    if solved is None:
        return None
    text = heard.text.strip()
    # Who says more than yes or no has said what to ask next.
    return Fill({"solved": solved, "why": text[:WHY_LIMIT]} if len(plain(text)) > BARE else {"solved": solved})


def told_solved(heard: Heard) -> bool | None:
    """Yes and no as people say them: "修好了，谢谢" is yes, "还是黑的" is no. None if the words say neither."""
    text = NO_COMPLAINT.sub(" ", heard.text)
    if UNHAPPY.search(text):
        return None  # "不满意" says how it was, not whether it works
    if NOT_SOLVED.search(text) or heard.understood.intent == "deny":
        return False
    if SOLVED_WORDS.search(text) or heard.understood.intent in ("affirm", "thanks", "praise"):
        return True
    return None


def score_in(view: View, heard: Heard) -> int | None:
    """The score that the words give: "打五分", "4 stars", "很满意"."""
    for tongue in ("zh-CN", "en"):
        offered = [[o.token, view.house.label(tongue, o), *view.house.words(tongue, f"opt-{o.key}")] for o in SCORES]
        named = pick(heard.text, offered) if not plain(heard.text).isdecimal() else ""
        if named:
            return int(named.removeprefix("score:"))
    stars = STARS.search(heard.text)
    if stars is None:
        return None
    said = (stars[1] or stars[0]).casefold()
    return int(said) if said.isdecimal() else NUMBERS[said]


def begin(view: View, heard: Heard) -> Fill:
    """ "没修好" typed under the look-up answers the first question at once; "打五分" the second."""
    answer = read_solved(view, heard) if heard.understood.intent != "status" or told_solved(heard) is False else None
    slots = dict(answer.slots) if isinstance(answer, Fill) else {}
    score = score_in(view, heard)
    if score is not None:
        slots["score"] = score
        if score < CONTENT and len(plain(heard.text)) > BARE:
            slots["why"] = heard.text.strip()[:WHY_LIMIT]
    return Fill(slots)


def ask_score(view: View) -> Say:
    return Say("rate-score", options=SCORES)


def read_score(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("score:"):
        return Fill({"score": int(heard.picked.removeprefix("score:"))})
    score = score_in(view, heard) if heard.wordy else None
    if score is not None:
        return Fill({"score": score})
    if heard.wordy and told_solved(heard) is False and NOT_SOLVED.search(heard.text):
        return Fill({"solved": False, "why": heard.text.strip()[:WHY_LIMIT]})  # "又坏了": it is not solved after all
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
        return Fill({"why": heard.text.strip()[:WHY_LIMIT], "files": files})
    return None


def done(view: View) -> Done:
    case, orders = view.text("case"), list[Command]()
    if not can_rate(view):
        there = case_of(view)
        if there is None or there.state is State.MERGED:
            return Done((Say("case-gone"),))
        return Done((Say("rate-open-again" if there.open else "rate-already"),))
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
        Step("solved", ask_solved, read_solved, when=can_rate),
        Step("score", ask_score, read_score, when=lambda v: can_rate(v) and v.slots.get("solved") is True),
        Step("why", ask_why, read_why, when=lambda v: can_rate(v) and unhappy(v), takes_words=True),
    ),
    done=done,
    begin=begin,
    apart=held("rate"),
    together={"solved": ("score", "why", "files")},
)
