"""What staff and managers pull in their group: open cases, mine, overdue ones, the ratings, help, binding a group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from cases.case import Case
from dialogs import words
from dialogs.describe import card, unit_of
from dialogs.facts import UnitCases
from dialogs.forms import Answer, Done, Fill, Form, Heard, Step, View
from dialogs.orders import Admit, JoinUnit, PullSummary
from dialogs.say import Option, Say

SHOWN = 8  # cards at a time; more would bury the group


def listed(which: str) -> Form:
    def done(view: View) -> Done:
        fact = UnitCases(view.who.unit, which, view.who.id if which == "mine" else "")
        cases: tuple[Case, ...] = view.facts.many(fact)
        if not cases:
            return Done((Say(f"list-{which}-none"),))
        head = Say(f"list-{which}", {"count": len(cases), "shown": min(SHOWN, len(cases))})
        return Done((head, *(replace(card(c, view), anew=True) for c in cases[:SHOWN])))

    return Form(f"staff-{'cases' if which == 'open' else which}", steps=(), done=done)


CASES, MINE, OVERDUE = listed("open"), listed("mine"), listed("overdue")

PERIODS = (Option("this-month"), Option("last-month"), Option("last-90-days"))


def period(key: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period, both included."""
    first = today.replace(day=1)
    match key:
        case "last-month":
            last = first - timedelta(days=1)
            return last.replace(day=1), last
        case "last-90-days":
            return today - timedelta(days=89), today
    return first, today


def read_period(view: View, heard: Heard) -> Answer:
    keys = [o.key for o in PERIODS]
    return Fill({"period": heard.picked}) if heard.picked in keys else None


def summary_done(view: View) -> Done:
    today = view.at.astimezone(view.house.district.zone).date()
    start, end = period(view.text("period"), today)
    return Done(orders=(PullSummary(view.who.unit, start, end),))


SUMMARY = Form(
    "staff-summary",
    steps=(
        Step(
            "period",
            lambda v: Say(
                "summary-period", {"unit": unit_of(v.house.district, v.who.unit)}, (*PERIODS, Option("cancel"))
            ),
            read_period,
        ),
    ),
    done=summary_done,
)


def staff_help(view: View) -> Say:
    """How the group is used. In an open one we may hear nothing but commands and answers to ourselves."""
    return Say("staff-help-open" if view.who.open_group else "staff-help")


HELP = Form("staff-help", steps=(), done=lambda view: Done((staff_help(view),)))


def read_code(view: View, heard: Heard) -> Answer:
    return Fill({"words": words.plain(heard.text).upper()[:40]}) if heard.wordy else None


BIND = Form(
    "staff-bind",
    steps=(Step("words", Say("bind-code"), read_code, takes_words=True),),
    done=lambda view: Done(orders=(JoinUnit(view.text("words").strip().upper()),)),
)


def newcomer(view: View) -> Say:
    """What somebody new in an open group is told: to look is free, to act takes a colleague's nod."""
    return Say("newcomer", {"name": view.who.name}, (Option("do-admit", f"do:admit:{view.who.id}"),), free=True)


ADMIT = Form(
    "staff-admit",
    steps=(),
    done=lambda view: Done((Say("admitted", {"name": view.who.name}),), (Admit(view.text("case")),)),
)
