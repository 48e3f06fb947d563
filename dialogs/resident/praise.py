"""Praise: thanks for everybody; where it names somebody, it reaches them as a case of their unit, if the person likes.

Hotlines count praise among what they take in, and the people who are praised are glad to hear it. It goes as words of
its own through the ordinary review: nobody is named to others before the person has seen what is sent.
"""

from __future__ import annotations

from dialogs.conversation import Json
from dialogs.forms import Answer, Done, Fill, Form, Heard, Step, View
from dialogs.resident.more import WORDS_LIMIT, place_from
from dialogs.say import Option, Say

TELLING, TELLING_ENGLISH = 12, 40  # characters; shorter praise says nothing that could be passed on


def names_somebody(heard: Heard) -> bool:
    """Whether the words say who did well, or so much that they are worth passing on."""
    text = heard.text.strip()
    named = any(e.kind in ("place", "person") for e in heard.understood.entities)
    return named or len(text) > (TELLING_ENGLISH if text.isascii() else TELLING)


def begin(view: View, heard: Heard) -> Fill:
    found: dict[str, Json] = {"words": heard.text.strip()[:WORDS_LIMIT], "found": place_from(view, heard)}
    return Fill(found)


def read_pass(view: View, heard: Heard) -> Answer:
    if heard.picked in ("pass-praise", "only-said"):
        return Fill({"pass": heard.picked == "pass-praise"})
    said = heard.understood.intent
    if heard.wordy and said in ("affirm", "deny", "thanks", "goodbye"):
        return Fill({"pass": said == "affirm"})
    return None


def done(view: View) -> Done:
    if not view.slots.get("pass"):
        return Done((Say("answer-praise"),))
    found = view.slots.get("found")
    known = dict(found) if isinstance(found, dict) else {}
    return Done(then=("report", {**known, "problem": view.text("words"), "service": "other", "_said": "praise"}))


PRAISE = Form(
    "praise",
    steps=(Step("pass", Say("praise-pass", options=(Option("pass-praise"), Option("only-said"))), read_pass),),
    done=done,
    begin=begin,
    yields=True,
)
