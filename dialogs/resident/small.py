"""The small forms: help, what happens with my data, speak to a person, the language, and words nobody understood."""

from __future__ import annotations

import re

from dialogs.conversation import Json
from dialogs.forms import Answer, Done, Drop, Fill, Form, Heard, Step, View
from dialogs.messages import Kind, MediaKind
from dialogs.news import district_name
from dialogs.orders import CallPerson
from dialogs.resident import report, status
from dialogs.resident.apart import held
from dialogs.resident.kind import named
from dialogs.resident.more import WORDS_LIMIT, too_long
from dialogs.say import Named, Option, Say
from dialogs.stage import TRIES
from dialogs.understanding import OUT_OF_SCOPE
from dialogs.words import chatter, one_word, opens, plain, tells_nothing

TELLING = frozenset({"report", "suggest", "conduct", "consult"})
"""What is meant by words that tell what a report is about."""


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
    if heard.wordy and (heard.understood.services or len(plain(heard.text)) > asks_only(heard.text)):
        slots["matter"] = heard.text.strip()[:2000]
    return Fill(slots | stuck(view))


def asks_only(text: str) -> int:
    """So many characters a wish for a person has that says nothing else."""
    return 60 if text.isascii() else 15


def stuck(view: View) -> dict[str, Json]:
    """What a report knows already that could not go on: nobody is asked it again, and it ends."""
    under = view.talk.stack[-2] if len(view.talk.stack) > 1 else None
    if under is None or under.form != "report" or under.tries < TRIES:
        return {}
    service = view.house.district.catalogue.get(str(under.slots.get("service")))
    if service and service.sealed:
        return {}  # such words are for the discipline desk alone
    problem, place = under.slots.get("problem"), under.slots.get("place")
    home = {"unit": str(place.get("unit"))} if isinstance(place, dict) else {}
    media = {"media": under.slots["media"]} if under.slots.get("media") else {}
    return {"matter": problem, "_instead": True, **home, **media} if isinstance(problem, str) and problem else {}


def read_matter(view: View, heard: Heard) -> Answer:
    if heard.inbound.contact:
        return Fill({"phone": heard.inbound.contact.phone}, (Say("got-contact"),))
    files = files_taken(view, heard)
    if files and (not heard.wordy or chatter(heard.text)):
        return Fill({**files.slots, "matter": ""} if files.slots else {}, files.says)  # whoever calls back hears it
    if not heard.wordy or chatter(heard.text):
        return None
    slots = {**begin_person(view, heard).slots, "matter": heard.text.strip()[:2000]}
    return Fill({**slots, **files.slots}, files.says) if files else Fill(slots)


def files_taken(view: View, heard: Heard) -> Fill | None:
    """Photos and voice notes, which go along; None if the message brings none."""
    if not heard.inbound.media:
        return None
    good: list[Json] = [m.file for m in heard.inbound.media if not m.problem]
    says = tuple(Say(m.problem) for m in heard.inbound.media if m.problem)
    if good:
        voice = any(m.kind is MediaKind.VOICE for m in heard.inbound.media if not m.problem)
        kept = list(dict.fromkeys([*view.items("media"), *good]))
        return Fill({"media": kept}, (*says, Say("got-voice") if voice else Say("got-photos", {"count": len(kept)})))
    return Fill({}, says)


def beside_person(view: View, heard: Heard) -> Answer:
    return files_taken(view, heard)


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
    if heard.wordy and not digits.isdecimal() and not chatter(heard.text):
        more = f"{view.text('matter')}\n{heard.text.strip()}"[:2000]
        if view.slots.get("_more"):
            return Fill({"matter": more, "phone": ""})  # who answers twice with other words leaves no number
        return Fill({"matter": more, "_more": True}, (Say("added-to-problem"),))
    return None


def person_done(view: View) -> Done:
    unit = view.text("unit") or view.talk.home or view.house.district.units.district.code
    call = CallPerson(view.draft, view.text("matter"), unit, view.text("phone"), view.items("media"))
    return Done(orders=(call,), over=bool(view.slots.get("_instead")))


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
    beside=beside_person,
    apart=held("person"),
)


def read_meant(view: View, heard: Heard) -> Answer:
    if heard.picked in ("new", "earlier", "rules", "human"):
        return Fill({"meant": heard.picked})
    if heard.inbound.kind in (Kind.MEDIA, Kind.LOCATION):
        return Fill({"meant": "new", "found": {**found(view), **report.begin(view, heard).slots}})
    if not heard.wordy:
        return None
    if heard.understood.intent == "affirm" and one_word(heard.text):
        return None
    # Another try in other words: what was said before is kept with it, behind the words that tell what it is about.
    told = bool(heard.understood.services) or heard.understood.intent in TELLING
    parts = [heard.text, view.text("text")] if told else [view.text("text"), heard.text]
    worded = [part.strip() for part in parts if not tells_nothing(part)]
    said: dict[str, Json] = {
        "text": "\n".join(part for part in worded if part)[:WORDS_LIMIT],
        "found": {**found(view), **report.begin(view, heard).slots},
    }
    match heard.understood.intent:
        case "status" | "remind":
            return Fill({"meant": "earlier"})
        case "human":
            return Fill({"meant": "human"})
        case "thanks" | "goodbye" | "deny" if one_word(heard.text):
            return Drop((Say("left-alone"),))
        case intent if intent not in (OUT_OF_SCOPE, "deny", "affirm") or heard.understood.services:
            return Fill({"meant": "new", **said})
    kinds = named(view, heard)
    if kinds or heard.understood.found("place"):  # "灯", "在昌州": a thing or a place alone is what a report is about
        kind: dict[str, Json] = {"service": kinds[0]} if len(kinds) == 1 else {"_likely": list(kinds)}
        return Fill({"meant": "new", **said, "found": {**found(view), **report.begin(view, heard).slots, **kind}})
    if opens(heard.text):
        return Fill({"meant": "new"})
    view.slots.update(said)
    return None


def found(view: View) -> dict[str, Json]:
    """What a report would already know from the words that nobody understood: the place, say."""
    known = view.slots.get("found")
    return known if isinstance(known, dict) else {}


def begin_unclear(view: View, heard: Heard) -> Fill:
    """Keep the words, and what is in them."""
    return Fill(
        {
            "text": "" if chatter(heard.text) else heard.text.strip()[:WORDS_LIMIT],
            "found": dict(report.begin(view, heard).slots),
            "_perhaps": perhaps(heard),
        },
        too_long(view, heard),
    )


def unclear_done(view: View) -> Done:
    """Nothing that was said is lost: it becomes the report's problem if it was one."""
    text = view.text("text")
    match view.text("meant"):
        case "earlier":
            return Done(then=("status", status.only_one(view)))
        case "human":
            media = {"media": found(view)["media"]} if found(view).get("media") else {}
            return Done(then=("person", {**({"matter": text} if text else {}), **media}))
    # A sign or two (？, 啊) tell nothing; asked "what happened", the person starts afresh.
    slots = {**found(view), "problem": text} if len(plain(text)) > 2 else {}
    if view.text("meant") == "rules":
        return Done((Say("consult-pass-on"),) if slots else (), then=("report", {**slots, "_said": "consult"}))
    return Done(then=("report", slots))


WISHES = {
    **dict.fromkeys(("report", "suggest", "conduct"), "new"),
    **dict.fromkeys(("status", "remind", "add", "reopen", "rate"), "earlier"),
    "consult": "rules",
}
"""Intents that may be meant, and the choice that asks for them."""
MEANT = {"new": Option("new"), "earlier": Option("earlier"), "rules": Option("rules")}
PERHAPS = 0.15  # an intent less likely than this is not asked about


def perhaps(heard: Heard) -> list[Json]:
    """The choices for what may be meant, likeliest first, if anything is likely at all."""
    fit = [WISHES[name] for name, likely in heard.understood.wishes if name in WISHES and likely >= PERHAPS]
    return list(dict.fromkeys(fit))


def ask_meant(view: View) -> Say:
    """Half sure: what it may be, as buttons. Unsure: one short question."""
    likely = view.items("_perhaps")
    if not likely:
        return Say("unclear-what", options=(Option("new"), Option("earlier"), Option("human")))
    rest = [key for key in ("new", "earlier") if key not in likely] if len(likely) == 1 else []
    options = tuple(MEANT[key] for key in [*likely, *rest][:3] if key in MEANT)
    return Say("unclear-which", options=(*options, Option("human")))


UNCLEAR = Form(
    "unclear",
    steps=(Step("meant", ask_meant, read_meant),),
    done=unclear_done,
    begin=begin_unclear,
    yields=True,
)
