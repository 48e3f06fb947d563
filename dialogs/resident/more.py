"""What a message tells beside the answer: the service and the place in its words, more words, photos, voice, a pin."""

from __future__ import annotations

import re

from cases.units import Level, Point, Unit
from dialogs import words
from dialogs.conversation import Json
from dialogs.forms import GUESSED, Answer, Fill, Heard, View
from dialogs.messages import Kind, MediaKind
from dialogs.places import resolve, spot
from dialogs.say import Named, Say
from dialogs.since import since_of
from dialogs.understanding import Entity

SURE_SERVICE = 0.6  # a service at least this likely is filled in and shown in the review
CLEAR_LEAD = 0.15  # by so much it must lead the next one
BARE = 6  # characters; shorter words beside the question tell nothing about the matter
NOWHERE = frozenset(
    ("in", "at", "it is in", "it's in", "就", "就在", "就是", "我", "我在", "我们", "这里", "那里", "那儿", "那边")
)
"""What may stand around a place's name and is no spot in it."""
ENDING = re.compile(
    r"(?:(?<![网酒书茶氧])吧|[嘛哦噻哈啊呀咯呢哟啦了])+$|\s+(?:in|at|on|of|near|from|the)$", re.IGNORECASE
)
"""What people end an answer with; 网吧 is a place."""
ASKS_BACK = re.compile(
    r"[?？]\s*$|吗|是不是|会不会|有没有|能不能|为什么|为啥|凭什么|(?:哪|几)(?:些|个|时|天)|多少|好多|怎么|咋个?|啷个"
    r"|\b(?:how (?:many|much|long|do|can)|which|what|why|who|is there|are (?:there|you)|do (?:you|i)|will you)\b",
    re.IGNORECASE,
)
"""A question beside a place's name."""
DENIES = re.compile(r"(?:不是|不在|不对)[在说]?\s*$|\bnot\s+(?:in|at)?\s*(?:the\s+)?$", re.IGNORECASE)
"""Right before a place's name: it is not there."""
MINE = re.compile(r"(?:电话|手机|号码|联系|打|找我|回我|call|phone|number|reach|me)\D{0,8}$", re.IGNORECASE)
"""Right before a telephone number: it is the person's own."""
MANY = 12  # so many choices at most under one question
WORDS_LIMIT = 10_000  # characters of a problem that are kept; people send whole letters
GUESSED_KIND = f"{GUESSED}service"
FIRST_GUESS = "_guess"  # the slot of the service that the words were first taken for, right or wrong
SINCE = "_since"  # the slot of since when it is so, and of the words that said it
SERVED_DANGERS = frozenset({"", "gas", "electric", "collapse"})
"""Dangers that an office of the catalogue deals with afterwards; in others its words (隔壁, 河) mislead."""


def beside(view: View, heard: Heard) -> Answer:
    """What may come at any time: photos, a voice note, a pin, and more words when several messages come in a row."""
    inbound = heard.inbound
    if inbound.media:
        return media_taken(view, heard)
    if inbound.kind is Kind.LOCATION and inbound.location:
        return pin_taken(view, inbound.location)
    if not heard.wordy or "problem" not in view.slots or words.chatter(heard.text):
        return None
    if inbound.early:
        return Fill({**found_in(view, heard), "problem": with_more(view, heard)})
    found = found_in(view, heard)
    if not found.keys().isdisjoint(("place", "_places")) and len(rest_of(heard)) <= BARE:
        return Fill(found, (Say("got-place"),))  # "螺罐村" only says where
    if len(words.plain(heard.text)) > BARE:
        # No answer to the question, but perhaps more about the matter.
        return Fill({**found, "problem": with_more(view, heard)}, (Say("added-to-problem"),))
    return None


def found_in(view: View, heard: Heard) -> dict[str, Json]:
    """The service and the place in the words, as far as neither is known yet."""
    found = service_from(view, heard) | place_from(view, heard) | phone_from(heard)
    known = {*view.slots, *(("_places", "_spot") if "place" in view.slots else ())}
    if "service" in view.slots:
        known.add(GUESSED_KIND)
    return {slot: value for slot, value in found.items() if slot not in known}


def speaks_of_conduct(view: View, heard: Heard) -> bool:
    """Whether the words may be for the discipline desk alone. A doubt counts: they can't be called back."""
    catalogue = view.house.district.catalogue
    understood = heard.understood
    return heard.wordy and (
        understood.sealed or any(g.code in catalogue and catalogue[g.code].sealed for g in understood.services)
    )


def sealed_service(view: View, heard: Heard) -> str:
    """The sealed service that the words are likeliest about; empty if the district has none."""
    catalogue = view.house.district.catalogue
    sealed = [code for code, service in catalogue.by_code.items() if service.sealed]
    return next((g.code for g in heard.understood.services if g.code in sealed), sealed[0] if sealed else "")


def service_from(view: View, heard: Heard) -> dict[str, Json]:
    """The service that the words mean if it is clear; the likely ones otherwise."""
    catalogue = view.house.district.catalogue
    guesses = [g for g in heard.understood.services if g.code in catalogue]
    if speaks_of_conduct(view, heard):
        code = sealed_service(view, heard)  # a doubt must never carry such words to the village
        others: list[Json] = [g.code for g in guesses if not catalogue[g.code].sealed]
        likely: dict[str, Json] = {"_likely": others[:3]} if others else {}  # for who says that it is not about them
        return {"service": code, GUESSED_KIND: True, **likely} if code else {}
    if not guesses or view.text("urgent") not in SERVED_DANGERS:
        return {}
    lead = guesses[0].confidence - (guesses[1].confidence if len(guesses) > 1 else 0.0)
    if guesses[0].confidence >= SURE_SERVICE and lead >= CLEAR_LEAD:
        return {"service": guesses[0].code, GUESSED_KIND: True, FIRST_GUESS: guesses[0].code}
    return {"_likely": [g.code for g in guesses[:3]], FIRST_GUESS: guesses[0].code}


def place_from(view: View, heard: Heard) -> dict[str, Json]:
    """The place that the words name, if it is one."""
    units = view.house.district.units
    entities = affirmed(heard)
    codes = resolve(entities, units, view.talk.home)
    where = spot(heard.text, entities)
    if len(codes) == 1 and units[codes[0]].level is Level.VILLAGE:
        return {"place": {"unit": codes[0], "spot": where}}
    if codes and len(codes) <= MANY:
        return {"_places": list(codes), "_spot": where}
    return {}


def phone_from(heard: Heard) -> dict[str, Json]:
    """A telephone number that the words call the person's own, or that stands alone."""
    phones = heard.understood.found("phone")
    mine = [e for e in phones if MINE.search(heard.text[: e.start])]
    if not mine and len(phones) == 1 and not words.plain(rest_of_phone(heard)):
        mine = list(phones)
    return {"phone": mine[0].value} if mine else {}


def rest_of_phone(heard: Heard) -> str:
    """What a message says beside the telephone numbers in it."""
    text = heard.text
    for entity in heard.understood.found("phone"):
        text = text.replace(entity.text, " ")
    return text.strip()


def affirmed(heard: Heard) -> tuple[Entity, ...]:
    """The places in the words, without those that are said to be wrong: "不是螺罐村，是石河村"."""
    places = heard.understood.found("place")
    left = tuple(e for e in places if not DENIES.search(heard.text[: e.start]))
    return left or places


def rest_of(heard: Heard) -> str:
    """What an answer says beyond the unit's name; if it is short, it is the spot: "螺罐村 老李家门口"."""
    text, places = heard.text.strip(), heard.understood.found("place")
    if len(affirmed(heard)) < len(places):
        return ""  # "不是螺罐村，是石河村" puts right, and tells no spot
    for entity in places:
        text = text.replace(entity.text, " ") if entity.value else text  # a landmark alone is the spot
    if ASKS_BACK.search(text):
        return ""  # "昌元街道有几个村嘛" asks, and tells no spot
    text = text.removeprefix("不是").removeprefix("不对")
    text = " ".join(text.strip(" ,，。、.的在是").split()).removeprefix("就在").strip()
    text = ENDING.sub("", text)
    return "" if text.casefold() in NOWHERE else text


def with_more(view: View, heard: Heard) -> str:
    """The problem with these words added; what stands there already is not added twice."""
    before, more = view.text("problem"), heard.text.strip()
    return before if more in before else f"{before}\n{more}".strip()[:WORDS_LIMIT]


def since_from(view: View, heard: Heard) -> dict[str, Json]:
    """Since when it is so, if the words say it, with the words that do."""
    said_on = view.at.astimezone(view.house.district.zone).date()
    found = since_of(heard.understood, said_on, view.text("problem"))
    return {SINCE: list(found)} if found else {}


def since_said(view: View) -> str:
    """Since when, if its words still stand in the problem: they may have been put right or said anew."""
    said = view.slots.get(SINCE)
    kept = isinstance(said, list) and len(said) == 2 and str(said[1]) in view.text("problem")
    return str(said[0]) if isinstance(said, list) and kept else ""


def too_long(view: View, heard: Heard) -> tuple[Say, ...]:
    """More than a case holds is not cut off in silence."""
    before = view.text("problem")
    if len(before) + len(heard.text) < WORDS_LIMIT:
        return ()
    return (Say("too-long", {"limit": WORDS_LIMIT}),)


def media_taken(view: View, heard: Heard) -> Answer:
    """Photos and voice are kept with the report; what can't be opened is said, and the rest is kept."""
    good = [m for m in heard.inbound.media if not m.problem]
    says = tuple(Say(m.problem) for m in heard.inbound.media if m.problem)
    kept = [*view.items("media"), *(m.file for m in good)]
    slots: dict[str, Json] = {"media": list(dict.fromkeys(kept))} if good else {}
    point = next((m.point for m in good if m.point), None)
    if point and "pin" not in view.slots and view.house.district.bounds.holds(point):
        slots["_photo_pin"] = [point.lat, point.lon]
    if any(m.kind is MediaKind.VOICE for m in good):
        slots["_voice"] = True
    if heard.text.strip():
        slots |= {**found_in(view, heard), "problem": with_more(view, heard)}
    if good and view.slots and not heard.inbound.followed:
        photos = sum(m.kind is MediaKind.PHOTO for m in good)
        says = (*says, Say("got-photos", {"count": len(kept)}) if photos else Say("got-voice"))
    return Fill(slots, says)


def pin_taken(view: View, point: Point) -> Answer:
    """A pin is kept if it lies in the district; the nearest unit is taken where units have coordinates."""
    district = view.house.district
    if not district.bounds.holds(point):
        return Fill({}, (Say("place-outside", {"district": Named(district.names)}),))
    slots: dict[str, Json] = {"pin": [point.lat, point.lon]}
    near = nearest(view, point)
    if near and "place" not in view.slots:
        slots["_places"] = [u.code for u in near]
    return Fill(slots, (Say("got-pin"),))


def nearest(view: View, point: Point, most: int = 3) -> list[Unit]:
    """The villages nearest to a pin, as far as the district's file has their coordinates."""
    placed = [u for u in view.house.district.units.by_code.values() if u.point and u.level is Level.VILLAGE]
    return sorted(placed, key=lambda u: _square(u.point, point))[:most]


def _square(a: Point | None, b: Point) -> float:
    return (a.lat - b.lat) ** 2 + (a.lon - b.lon) ** 2 if a else 9e9
