"""The review: the whole report shown once before it is sent, and put right by a button or in words."""

from __future__ import annotations

import re
from dataclasses import replace

from cases.catalogue import Service
from dialogs import words
from dialogs.consent import agrees, sends
from dialogs.describe import full_name
from dialogs.forms import Again, Answer, Fill, Heard, View
from dialogs.messages import Kind
from dialogs.resident.correct import other_place
from dialogs.resident.drop import no_more
from dialogs.resident.kind import OTHER, answer_words, applies, is_sealed, picked_service, service_of, service_option
from dialogs.resident.more import (
    BARE,
    SURE_SERVICE,
    beside,
    phone_from,
    rest_of_phone,
    since_said,
    too_long,
    with_more,
)
from dialogs.say import Named, Option, Say
from dialogs.since import since_line
from dialogs.summary import TELLS, summary

MANNERS = frozenset({"affirm", "deny", "thanks", "greet", "goodbye", "cancel"})
UNKNOWING = re.compile(
    r"(?:这个?|我|也|真的?|就是|[，,\s])*(?:不晓得|不知道|不清楚|说不清|记不得)(?:楚|了|是|在|叫)*(?:哪个|啥子"
    r"|什么)?(?:村|社区|镇|名字|地名)?(?:名字?)?(?:了|哦|哟|嘛|啊)*"
    r"|(?:sorry,? )?(?:i )?(?:dunno|no idea|not sure|(?:don't|dont|do not) (?:know|remember))(?: (?:the|which"
    r"|what|its|that))*(?: (?:village"
    r"|name|place|town))?(?: name)?"
)
"""That somebody does not know: nothing that belongs into the report."""
WRONG = re.compile(r"错|不对|不是|wrong|mistake|not", re.IGNORECASE)
BARE_ENGLISH = 24  # characters, as BARE: "you can call me on"
SAID = ("suggest", "consult", "praise")  # what a report can be beside a report; each has a line of its own


def ask_review(view: View) -> Say:
    """Exactly what will be sent, and what of it others will see."""
    lines: list[Say] = []
    if view.slots.get("urgent"):
        lines.append(Say("review-urgent"))
    problem = view.text("problem")
    service = service_of(view)
    lines.extend(problem_lines(view, problem, service))
    if since := since_line(since_said(view), problem, view.house.district.zone):
        lines.append(since)
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
    contact = view.text("contact") or ("" if is_sealed(view) else view.text("phone"))
    if contact:
        lines.append(Say("review-contact", {"contact": contact}))
    if view.text("same"):
        lines.append(Say("review-same"))
    sealed = is_sealed(view)
    return Say(
        "review-sealed" if sealed else "review",
        {"lines": tuple(lines), "public": public_part(view)},
        (Option("send"), *edit_options(view)),
        wants="" if count else "photo",
    )


def problem_lines(view: View, problem: str, service: Service | None) -> list[Say]:
    """The person's words; of a letter first the sentence that tells it, then all of it."""
    if not problem:
        return [Say("review-problem-voice")]
    said = view.text("_said")
    whole = Say(f"review-{said}" if said in SAID else "review-problem", {"problem": problem})
    short = summary(problem, view.house.district, service.code if service else "")
    return [Say("review-summary", {"summary": short}), whole] if short else [whole]


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
    if not heard.wordy or words.whole_number(heard.text) is not None:
        return None
    offered = [str(choice[0]) for choice in view.talk.offered]
    asked_kind, asked_to_send = "keep-kind" in offered, offered[:1] == ["send"]  # and not "哪里不对？"
    said = words.plain(heard.text)
    if sends(said) or (agrees(said) and asked_to_send):
        return Fill({"sure": True})
    if words.chatter(heard.text):
        return wrong(view) if WRONG.search(heard.text) else None
    if no_more(heard.text) or UNKNOWING.fullmatch(said):
        return Fill({})  # nothing to add: whether it shall be sent is asked again
    if asked_kind:
        return read_other_kind(view, heard, offered)
    if bare_answer(heard):
        return wrong(view) if heard.understood.intent in ("deny", "cancel") else None
    return read_words(view, heard)


def wrong(view: View) -> Again:
    """Something is not right, and nobody has said yet what. A bare yes to that sends nothing."""
    return Again(Say("review-wrong", options=(*edit_options(view), Option("send-unchanged", "send"))))


def bare_answer(heard: Heard) -> bool:
    """A yes, a no or thanks and no more: nothing that belongs into the report."""
    services = heard.understood.services
    vague = not services or services[0].confidence < SURE_SERVICE
    return heard.understood.intent in MANNERS and vague and words.one_word(heard.text)


def read_other_kind(view: View, heard: Heard, offered: list[str]) -> Answer:
    """ "要换成这一类吗？" answered in words: yes, no, or more about the matter."""
    if heard.understood.intent == "affirm" and bare_answer(heard):
        code = next((o.removeprefix("svc:") for o in offered if o.startswith("svc:")), "")
        return picked_service(view, replace(heard, picked=f"svc:{code}"), (Say("changed-service"),))
    if heard.understood.intent == "deny" and words.bare(heard.text):
        return Fill({})
    return None if bare_answer(heard) else read_words(view, heard)


def read_words(view: View, heard: Heard) -> Answer:
    return other_place(view, heard) or perhaps_other_service(view, heard) or more_words(view, heard)


def perhaps_other_service(view: View, heard: Heard) -> Answer:
    """Another kind of problem in the words, at the review, is offered, and the words are kept. Where they say that
    it was wrong, it has been put right (correct.py)."""
    catalogue = view.house.district.catalogue
    others = [g for g in heard.understood.services if g.code in catalogue and g.code != view.text("service")]
    if is_sealed(view):  # its words are for one desk alone: one tap must not carry them to a village
        others = [g for g in others if catalogue[g.code].sealed]
    kept = {"problem": with_more(view, heard)}
    if not others or not TELLS.search(heard.text):
        return None  # "我是老党员哦" tells of no other problem
    code = others[0].code
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
    phone = phone_from(heard)
    rest = rest_of_phone(heard)
    if phone and len(rest) <= (BARE_ENGLISH if rest.isascii() else BARE):
        return Fill(phone, (Say("got-contact"),))  # a number alone is no part of the matter
    return Fill({**phone, "problem": with_more(view, heard)}, too_long(view, heard) or (Say("added-to-problem"),))
