"""The review: the whole report shown once before it is sent, and put right by a button or in words."""

from __future__ import annotations

import re

from cases.units import Level
from dialogs import words
from dialogs.conversation import Json
from dialogs.describe import full_name
from dialogs.forms import Again, Answer, Fill, Heard, View
from dialogs.messages import Kind
from dialogs.places import resolve, spot
from dialogs.resident.kind import OTHER, answer_words, applies, is_sealed, picked_service, service_of, service_option
from dialogs.resident.more import MANY, SURE_SERVICE, beside, rest_of, too_long, with_more
from dialogs.resident.place import SPOT_LIMIT, needs_no_village
from dialogs.say import Named, Option, Say

CORRECTS = re.compile(
    r"不是|不对|错了|搞错|弄错|说错|应该是|而是|改成|换成|\bnot\b|wrong|\bi mean|instead|actually", re.I
)
"""Words with which people put right what the review says."""


def ask_review(view: View) -> Say:
    """Exactly what will be sent, and what of it others will see."""
    lines: list[Say] = []
    if view.slots.get("urgent"):
        lines.append(Say("review-urgent"))
    problem = view.text("problem")
    lines.append(Say("review-problem", {"problem": problem}) if problem else Say("review-problem-voice"))
    service = service_of(view)
    if service:
        lines.append(Say("review-service", {"service": Named(service.names)}))
    place = view.slots.get("place")
    if isinstance(place, dict):
        unit, where = str(place.get("unit")), str(place.get("spot") or "")
        key = "review-place-spot" if where else "review-place"
        lines.append(Say(key, {"unit": full_name(view.house.district, unit), "spot": where}))
    if "pin" in view.slots:
        lines.append(Say("review-pin"))
    lines.extend(answer_lines(view))
    count = len(view.items("media"))
    if count:
        lines.append(Say("review-media", {"count": count}))
    if view.slots.get("contact"):
        lines.append(Say("review-contact", {"contact": view.text("contact")}))
    if view.text("same"):
        lines.append(Say("review-same"))
    sealed = is_sealed(view)
    return Say(
        "review-sealed" if sealed else "review",
        {"lines": tuple(lines), "public": public_part(view)},
        (Option("send"), *edit_options(view)),
        wants="" if count else "photo",
    )


def public_part(view: View) -> Say:
    """One sentence: what neighbours can see."""
    place = view.slots.get("place")
    service = service_of(view)
    unit = str(place.get("unit")) if isinstance(place, dict) else view.house.district.units.district.code
    name = Named((service or view.house.district.catalogue[OTHER]).names)
    return Say("review-public", {"service": name, "unit": full_name(view.house.district, unit)})


def answer_lines(view: View) -> list[Say]:
    service = service_of(view)
    lines = []
    for question in service.questions if service else ():
        value = view.text(f"q:{question.key}")
        if value and applies(view, question):
            lines.append(
                Say("review-answer", {"question": Named(question.ask), "answer": answer_words(question, value)})
            )
    return lines


def edit_options(view: View) -> tuple[Option, ...]:
    service = service_of(view)
    optional = [q for q in (service.questions if service else ()) if not applies(view, q)]
    add = (Option("add-more", "more:questions"),) if optional else ()
    return (
        Option("edit-problem", "edit:problem"),
        *((Option("edit-service", "edit:service"),) if "service" in view.slots else ()),
        *((Option("edit-place", "edit:place"),) if "place" in view.slots else ()),
        *add,
        Option("cancel"),
    )


def read_review(view: View, heard: Heard) -> Answer:
    if heard.picked == "send":
        return Fill({"sure": True})
    if heard.picked == "more:questions":
        service = service_of(view)
        return Fill({"_wanted": [q.key for q in (service.questions if service else ())]})
    if heard.inbound.media or heard.inbound.kind is Kind.LOCATION:
        return beside(view, heard)
    if heard.picked.startswith("svc:"):
        return picked_service(view, heard, (Say("changed-service"),))
    if heard.picked == "keep-kind":
        return Fill({})
    if not heard.wordy or words.whole_number(heard.text) is not None or words.chatter(heard.text):
        return None
    return other_place(view, heard) or other_service(view, heard) or more_words(view, heard)


def other_place(view: View, heard: Heard) -> Answer:
    """Another place in the words, at the review: "不是螺罐村，是石河村", or just "石河村村口"."""
    units = view.house.district.units
    place = view.slots.get("place")
    now = str(place.get("unit")) if isinstance(place, dict) else ""
    entities = tuple(e for e in heard.understood.found("place") if now not in e.value.split("|"))
    codes = resolve(entities, units)
    text = heard.text.strip()
    short = not heard.understood.services and len(text) <= sum(len(e.text) for e in entities) + 12
    if not codes or not (short or CORRECTS.search(text)):
        return None
    more: dict[str, Json] = {} if short else {"problem": with_more(view, heard)}
    if len(codes) == 1 and (units[codes[0]].level is Level.VILLAGE or needs_no_village(view, codes[0])):
        where = spot(text, entities) or ("" if CORRECTS.search(text) else rest_of(heard)[:SPOT_LIMIT])
        return Fill({**more, "place": {"unit": codes[0], "spot": where}}, (Say("changed-place"),))
    if len(codes) <= MANY:
        return Fill({**more, "place": None, "_places": list(codes)})
    return None


def other_service(view: View, heard: Heard) -> Answer:
    """Another kind of problem in the words, at the review: put right at once where they say that it was wrong, offered
    where they only tell of it. The words are kept in both cases."""
    catalogue = view.house.district.catalogue
    others = [g for g in heard.understood.services if g.code in catalogue and g.code != view.text("service")]
    kept = {"problem": with_more(view, heard)}
    if not others:
        return None
    code = others[0].code
    if CORRECTS.search(heard.text) and not catalogue[code].sealed:
        return Fill({**kept, "service": code}, (Say("changed-service"),))
    if others[0].confidence < SURE_SERVICE or heard.understood.services[0] != others[0]:
        return None
    return Again(
        Say(
            "review-other-kind",
            {"service": Named(catalogue[code].names)},
            (service_option(catalogue[code]), Option("keep-kind")),
        ),
        kept,
    )


def more_words(view: View, heard: Heard) -> Answer:
    return Fill({"problem": with_more(view, heard)}, too_long(view, heard) or (Say("added-to-problem"),))
