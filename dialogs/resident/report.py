"""The report: what happened, which service does it, where; shown back once, then sent."""

from __future__ import annotations

from cases.case import Reporter
from cases.commands import FileCase
from cases.units import Point
from dialogs import words
from dialogs.conversation import Json
from dialogs.describe import matter
from dialogs.facts import Nearby
from dialogs.forms import Again, Answer, Done, Drop, Fill, Form, Heard, Step, View
from dialogs.messages import Kind
from dialogs.orders import Discard
from dialogs.resident.apart import held_of_report
from dialogs.resident.correct import corrects
from dialogs.resident.drop import kept_by
from dialogs.resident.kind import (
    OTHER,
    applies,
    ask_elsewhere,
    ask_sealed,
    ask_service,
    is_elsewhere,
    is_sealed,
    question_steps,
    read_contact,
    read_elsewhere,
    read_sealed,
    read_service,
    service_of,
    wants_name,
)
from dialogs.resident.more import (
    BARE,
    FIRST_GUESS,
    GUESSED_KIND,
    WORDS_LIMIT,
    beside,
    found_in,
    media_taken,
    phone_from,
    place_from,
    rest_of,
    service_from,
    since_from,
    since_said,
    too_long,
    with_more,
)
from dialogs.resident.place import ask_place, has_photo_pin, read_photo_pin, read_place, wants_place
from dialogs.resident.review import ask_review, read_review
from dialogs.say import Option, Say

PASSED = {"suggest": "suggest-taken", "consult": "consult-pass-on"}
"""What is no complaint goes the same way; the person hears what becomes of it."""


def begin(view: View, heard: Heard) -> Fill:
    """What the first message already says: a complete sentence leaves nothing to ask."""
    slots: dict[str, Json] = {}
    says = too_long(view, heard)
    text = heard.text.strip()
    opener = words.opens(text) or words.pick(text, [["report", *view.house.words(view.language, "opt-report")]])
    if text and not opener and not words.tells_nothing(text):
        slots["problem"] = text[:WORDS_LIMIT]
        slots |= service_from(view, heard)
        slots |= place_from(view, heard) | phone_from(heard) | since_from(view, heard)
        said = heard.understood.intent
        if said in PASSED and not view.slots.get("urgent"):
            slots["_said"] = said
            says += (Say(PASSED[said]),)
    if heard.inbound.media or heard.inbound.location:
        taken = beside(view, heard)
        if isinstance(taken, Fill):
            slots |= taken.slots
            says += tuple(s for s in taken.says if s.key != "got-pin")  # the first question says it
    return Fill(slots, says)


def read_go_on(view: View, heard: Heard) -> Answer:
    if heard.picked == "go-on":
        return Fill({"go_on": True})
    if heard.picked == "no-need":
        return Drop((Say("emergency-safe"),))
    if heard.wordy:
        # Words about what happens are the report going on, whatever was asked.
        found = found_in(view, heard)
        only_where = "place" in found and len(rest_of(heard)) <= BARE
        return Fill({**found, "go_on": True, **({} if only_where else {"problem": with_more(view, heard)})})
    return None


def ask_problem(view: View) -> Say:
    if view.items("media"):
        return Say("report-what-voice" if view.slots.get("_voice") else "report-what-photo")
    return Say("report-what-pin" if "pin" in view.slots else "report-what", wants="photo")


def read_problem(view: View, heard: Heard) -> Answer:
    if heard.inbound.media:
        taken = media_taken(view, heard)
        if isinstance(taken, Fill) and taken.slots.get("_voice") and "problem" not in taken.slots:
            return Fill({**taken.slots, "problem": ""}, taken.says)
        return taken
    text = heard.text.strip()
    if not text or heard.inbound.kind not in (Kind.TEXT, Kind.EDIT):
        return None
    if words.opens(text):
        return Again(ask_problem(view))  # "我想问个事": the matter is still to come
    if words.chatter(text):
        return None
    anew = service_from(view, heard)
    slots = {**found_in(view, heard), "problem": text[:WORDS_LIMIT], FIRST_GUESS: anew.get(FIRST_GUESS, "")}
    if GUESSED_KIND in view.slots:
        slots |= {k: v for k, v in anew.items() if k != "_likely"}  # said anew, guessed anew
    return Fill(slots, too_long(view, heard))


def may_have_twins(view: View) -> bool:
    if is_sealed(view) or view.slots.get("urgent") or view.text("service") in ("", OTHER):
        return False
    return bool(nearby(view))


def nearby(view: View) -> tuple[Option, ...]:
    place = view.slots.get("place")
    if not isinstance(place, dict):
        return ()
    cases = view.facts.many(Nearby(view.text("service"), str(place.get("unit"))))
    return tuple(Option("same", f"same:{c.id}", matter(c, view.house.district)) for c in cases)


def ask_same(view: View) -> Say:
    return Say("report-same", options=(*nearby(view), Option("not-same")))


def read_same(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("same:"):
        return Fill({"same": heard.picked.removeprefix("same:")})
    return Fill({"same": ""}) if heard.picked == "not-same" else None


def outdated(view: View) -> tuple[str, ...]:
    """Slots that name what a newer district file no longer has: they are asked again."""
    district = view.house.district
    gone = ("service",) if view.text("service") and view.text("service") not in district.catalogue else ()
    place = view.slots.get("place")
    lost = isinstance(place, dict) and str(place.get("unit")) not in district.units
    return (*gone, "place") if lost else gone


def put_right(view: View) -> str:
    """The kind that the words were taken for, if the person chose another one."""
    guess, chosen = view.text(FIRST_GUESS), view.text("service")
    return guess if chosen and chosen != guess else ""


def done(view: View) -> Done:
    """File it. Only answers of steps that still apply reach the case."""
    place = view.slots.get("place")
    unit = str(place.get("unit")) if isinstance(place, dict) else view.house.district.units.district.code
    where = str(place.get("spot") or "") if isinstance(place, dict) else ""
    pin = view.slots.get("pin")
    service = service_of(view)
    answers = {
        q.key: view.text(f"q:{q.key}")
        for q in (service.questions if service else ())
        if applies(view, q) and view.text(f"q:{q.key}")
    }
    sealed = is_sealed(view)
    if isinstance(place, dict) and not sealed:
        view.talk.home = unit
    command = FileCase(
        draft=view.draft,
        service=view.text("service") or OTHER,
        place_unit=unit,
        problem=view.text("problem"),
        reporter=Reporter(language=view.language, name=view.text("contact"))
        if sealed
        else Reporter(language=view.language, phone=view.text("phone")),
        spot=where,
        point=Point(*(float(str(x)) for x in pin)) if isinstance(pin, list) and len(pin) == 2 else None,
        answers=answers,
        media=view.items("media"),
        urgent=view.text("urgent"),
        sealed=sealed,
        same=view.text("same"),
        since=since_said(view),
        guessed="" if sealed else put_right(view),
    )
    return Done(orders=(command, Discard(kept_by(view.talk))) if sealed else (command,))


REPORT = Form(
    "report",
    steps=(
        Step(
            "go_on",
            Say("emergency-go-on", options=(Option("go-on"), Option("no-need"))),
            read_go_on,
            when=lambda v: bool(v.slots.get("urgent")),
        ),
        Step("problem", ask_problem, read_problem, takes_words=True),
        Step("service", ask_service, read_service, lambda v: not v.slots.get("urgent"), takes_words=True),
        Step("elsewhere", ask_elsewhere, read_elsewhere, when=is_elsewhere),
        Step("sealed", ask_sealed, read_sealed, when=is_sealed),
        Step("contact", Say("sealed-contact", wants="contact"), read_contact, when=wants_name, takes_words=True),
        Step("place", ask_place, read_place, when=wants_place, takes_words=True),
        Step(
            "photo_pin",
            Say("report-photo-pin", options=(Option("use-pin"), Option("no-pin"))),
            read_photo_pin,
            when=has_photo_pin,
        ),
        Step("same", ask_same, read_same, when=may_have_twins),
        Step("sure", ask_review, read_review, takes_words=True),
    ),
    done=done,
    begin=begin,
    beside=beside,
    more=question_steps,
    corrects=corrects,
    apart=held_of_report,
    outdated=outdated,
    together={
        "service": ("_kind_asked", "elsewhere", "sealed", "contact", "same"),
        "place": ("_places", "_spot", "_similar", "pin", "same"),
        "sealed": ("contact",),
    },
)
