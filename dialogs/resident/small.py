"""The small forms: help, what happens with my data, speak to a person, the language, and words nobody understood."""

from __future__ import annotations

import re

from dialogs.conversation import Json
from dialogs.forms import Answer, Done, Drop, Fill, Form, Heard, Step, View
from dialogs.messages import Kind
from dialogs.news import district_name
from dialogs.orders import CallPerson
from dialogs.resident import report, status
from dialogs.resident.apart import held
from dialogs.resident.more import WORDS_LIMIT, too_long
from dialogs.say import Named, Option, Say
from dialogs.understanding import OUT_OF_SCOPE
from dialogs.words import plain


def help_done(view: View) -> Done:
    options = (Option("report", "open:report"), Option("status", "open:status"), Option("privacy", "open:privacy"))
    return Done((Say("help", {"phone": view.house.district.hotline}, () if view.talk.stack else options, free=True),))


def privacy_done(view: View) -> Done:
    return Done((Say("privacy", {"district": district_name(view.house.district)}),))


HELP = Form("help", steps=(), done=help_done)
PRIVACY = Form("privacy", steps=(), done=privacy_done)

LANGUAGES = (
    Option("zh-CN", "lang:zh-CN", Named({"zh-CN": "中文", "en": "中文"})),
    Option("en", "lang:en", Named({"zh-CN": "English", "en": "English"})),
)


def begin_language(view: View, heard: Heard) -> Fill:
    """ "English please" needs no question."""
    for entity in heard.understood.found("language"):
        return Fill({"language": entity.value})
    return Fill({})


def read_language(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("lang:"):
        return Fill({"language": heard.picked.removeprefix("lang:")})
    return begin_language(view, heard) if heard.understood.found("language") else None


def language_done(view: View) -> Done:
    view.talk.language = view.text("language")
    return Done((Say("language-set"),))


LANGUAGE = Form(
    "language",
    steps=(Step("language", Say("language-which", options=LANGUAGES), read_language),),
    done=language_done,
    begin=begin_language,
    yields=True,
)


def begin_person(view: View, heard: Heard) -> Fill:
    """A shared number is where to call back; words beyond "a person, please" are the matter."""
    slots: dict[str, Json] = {}
    if heard.inbound.contact:
        slots["phone"] = heard.inbound.contact.phone
    for entity in heard.understood.found("phone"):
        slots["phone"] = entity.value
    return Fill(slots)


def read_matter(view: View, heard: Heard) -> Answer:
    if heard.inbound.contact:
        return Fill({"phone": heard.inbound.contact.phone}, (Say("got-contact"),))
    if not heard.wordy:
        return None
    return Fill({**begin_person(view, heard).slots, "matter": heard.text.strip()[:2000]})


def read_phone(view: View, heard: Heard) -> Answer:
    if heard.picked == "skip":
        return Fill({"phone": ""})
    if heard.inbound.contact:
        return Fill({"phone": heard.inbound.contact.phone})
    for entity in heard.understood.found("phone"):
        return Fill({"phone": entity.value})
    digits = re.sub(r"[\s-]", "", plain(heard.text))
    if digits.isdecimal() and len(digits) in range(7, 13):
        return Fill({"phone": digits})  # a line without its area code, say
    if heard.wordy and not digits.isdecimal():
        more = f"{view.text('matter')}\n{heard.text.strip()}"[:2000]
        return Fill({"matter": more}, (Say("added-to-problem"),))
    return None


def person_done(view: View) -> Done:
    unit = view.talk.home or view.house.district.units.district.code
    call = CallPerson(view.draft, view.text("matter"), unit, view.text("phone"))
    return Done(orders=(call,))


PERSON = Form(
    "person",
    steps=(
        Step(
            "matter", lambda v: Say("person-what", {"phone": v.house.district.hotline}), read_matter, takes_words=True
        ),
        Step("phone", Say("person-phone", options=(Option("skip"),), wants="contact"), read_phone),
    ),
    done=person_done,
    begin=begin_person,
    apart=held("person"),
)


def read_meant(view: View, heard: Heard) -> Answer:
    if heard.picked in ("new", "earlier", "human"):
        return Fill({"meant": heard.picked})
    if heard.inbound.kind in (Kind.MEDIA, Kind.LOCATION):
        return Fill({"meant": "new", "found": {**found(view), **report.begin(view, heard).slots}})
    if not heard.wordy:
        return None
    # Another try in other words: what was said before is kept with it.
    said: dict[str, Json] = {
        "text": f"{view.text('text')}\n{heard.text.strip()}".strip()[:WORDS_LIMIT],
        "found": {**found(view), **report.begin(view, heard).slots},
    }
    match heard.understood.intent:
        case "status" | "remind":
            return Fill({"meant": "earlier"})
        case "human":
            return Fill({"meant": "human"})
        case "thanks" | "goodbye" | "deny" | "affirm":
            return Drop((Say("status-bye"),))
        case intent if intent != OUT_OF_SCOPE or heard.understood.services:
            return Fill({"meant": "new", **said})
    view.slots.update(said)
    return None


def found(view: View) -> dict[str, Json]:
    """What a report would already know from the words that nobody understood: the place, say."""
    known = view.slots.get("found")
    return known if isinstance(known, dict) else {}


def begin_unclear(view: View, heard: Heard) -> Fill:
    """Keep the words, and what is in them."""
    return Fill(
        {"text": heard.text.strip()[:WORDS_LIMIT], "found": dict(report.begin(view, heard).slots)},
        too_long(view, heard),
    )


def unclear_done(view: View) -> Done:
    """Nothing that was said is lost: it becomes the report's problem if it was one."""
    text = view.text("text")
    match view.text("meant"):
        case "earlier":
            return Done(then=("status", status.only_one(view)))
        case "human":
            return Done(then=("person", {"matter": text}))
    # A sign or two (？, 啊) tell nothing; asked "what happened", the person starts afresh.
    slots = {**found(view), "problem": text} if len(plain(text)) > 2 else {}
    return Done(then=("report", slots))


UNCLEAR = Form(
    "unclear",
    steps=(
        Step("meant", Say("unclear-what", options=(Option("new"), Option("earlier"), Option("human"))), read_meant),
    ),
    done=unclear_done,
    begin=begin_unclear,
    yields=True,
)
