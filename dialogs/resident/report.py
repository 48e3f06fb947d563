"""The report: what happened, which service does it, where; shown back once, then sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cases.case import Reporter
from cases.catalogue import Question, Service
from cases.commands import FileCase
from cases.units import Level, Point, Unit
from dialogs import words
from dialogs.conversation import Json
from dialogs.describe import full_name, matter, unit_name
from dialogs.facts import MyCases, Nearby
from dialogs.forms import GUESSED, Again, Answer, Done, Drop, Fill, Form, Heard, Step, View
from dialogs.messages import Kind, MediaKind
from dialogs.orders import Discard
from dialogs.places import resolve, spot
from dialogs.say import Named, Option, Say, Value

SURE_SERVICE = 0.6  # a service at least this likely is filled in and shown in the review
CLEAR_LEAD = 0.15  # by so much it must lead the next one
SHORT_KIND = 12  # characters
BARE = 6  # characters; shorter words beside the question tell nothing about the matter
SPOT_LIMIT = 40  # characters; a longer answer to "where" tells more than the place
MANY = 12  # so many choices at most under one question
WORDS_LIMIT = 10_000  # characters of a problem that are kept; people send whole letters
OTHER = "other"
GUESSED_KIND = f"{GUESSED}service"
SERVED_DANGERS = frozenset({"", "gas", "electric", "collapse"})
"""Dangers that an office of the catalogue deals with afterwards; in others its words (隔壁, 河) mislead."""
NO_PLACE = frozenset({"affirm", "deny", "thanks", "greet", "goodbye"})  # what is said for manners names no place
CORRECTS = re.compile(
    r"不是|不对|错了|搞错|弄错|说错|应该是|而是|改成|换成|\bnot\b|wrong|\bi mean|instead|actually", re.I
)
"""Words with which people put right what the review says."""


def begin(view: View, heard: Heard) -> Fill:
    """What the first message already says: a complete sentence leaves nothing to ask."""
    slots: dict[str, Json] = {}
    says = too_long(view, heard)
    text = heard.text.strip()
    opener = bool(text) and words.pick(text, [["report", *view.house.words(view.language, "opt-report")]])
    if text and not opener:
        slots["problem"] = text[:WORDS_LIMIT]
        slots |= service_from(view, heard)
        slots |= place_from(view, heard)
    if heard.inbound.media or heard.inbound.location:
        taken = beside(view, heard)
        if isinstance(taken, Fill):
            slots |= taken.slots
            says += tuple(s for s in taken.says if s.key != "got-pin")  # the first question says it
    return Fill(slots, says)


def service_from(view: View, heard: Heard) -> dict[str, Json]:
    """The service that the words mean if it is clear; the likely ones otherwise."""
    catalogue = view.house.district.catalogue
    guesses = [g for g in heard.understood.services if g.code in catalogue]
    if guesses and catalogue[guesses[0].code].sealed:
        return {"service": guesses[0].code, GUESSED_KIND: True}  # a doubt must never carry such words to the village
    if not guesses or view.text("urgent") not in SERVED_DANGERS:
        return {}
    lead = guesses[0].confidence - (guesses[1].confidence if len(guesses) > 1 else 0.0)
    if guesses[0].confidence >= SURE_SERVICE and lead >= CLEAR_LEAD:
        return {"service": guesses[0].code, GUESSED_KIND: True}
    return {"_likely": [g.code for g in guesses[:3]]}


def place_from(view: View, heard: Heard) -> dict[str, Json]:
    """The place that the words name, if it is one."""
    units = view.house.district.units
    entities = heard.understood.found("place")
    codes = resolve(entities, units, view.talk.home)
    where = spot(heard.text, entities)
    if len(codes) == 1 and units[codes[0]].level is Level.VILLAGE:
        return {"place": {"unit": codes[0], "spot": where}}
    if codes and len(codes) <= MANY:
        return {"_places": list(codes), "_spot": where}
    return {}


def beside(view: View, heard: Heard) -> Answer:
    """What may come at any time: photos, a voice note, a pin, and more words when several messages come in a row."""
    inbound = heard.inbound
    if inbound.media:
        return media_taken(view, heard)
    if inbound.kind is Kind.LOCATION and inbound.location:
        return pin_taken(view, inbound.location)
    if not heard.wordy or "problem" not in view.slots:
        return None
    if inbound.early:
        return Fill({**found_in(view, heard), "problem": with_more(view, heard)})
    if len(words.plain(heard.text)) > BARE:
        # No answer to the question, but perhaps more about the matter.
        return Fill({"problem": with_more(view, heard)}, (Say("added-to-problem"),))
    return None


def found_in(view: View, heard: Heard) -> dict[str, Json]:
    """The service and the place in the words, as far as neither is known yet."""
    found = service_from(view, heard) | place_from(view, heard)
    known = {*view.slots, *(("_places", "_spot") if "place" in view.slots else ())}
    if "service" in view.slots:
        known.add(GUESSED_KIND)
    return {slot: value for slot, value in found.items() if slot not in known}


def with_more(view: View, heard: Heard) -> str:
    """The problem with these words added; what stands there already is not added twice."""
    before, more = view.text("problem"), heard.text.strip()
    return before if more in before else f"{before}\n{more}".strip()[:WORDS_LIMIT]


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


# --- the steps -------------------------------------------------------------------------------------------------------


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
    slots = {**found_in(view, heard), "problem": text[:WORDS_LIMIT]}
    if GUESSED_KIND in view.slots:
        slots |= {k: v for k, v in service_from(view, heard).items() if k != "_likely"}  # said anew, guessed anew
    return Fill(slots, too_long(view, heard))


def service_option(service: Service) -> Option:
    return Option("service", f"svc:{service.code}", Named(service.names))


def ask_service(view: View) -> Say:
    catalogue = view.house.district.catalogue
    likely = [catalogue[c] for c in view.items("_likely") if c in catalogue]
    options = tuple(service_option(s) for s in likely)
    return Say(
        "report-which-service" if options else "report-which-kind", options=(*options, Option("other", f"svc:{OTHER}"))
    )


def read_service(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("svc:"):
        return Fill({"service": heard.picked.removeprefix("svc:")})
    if not heard.wordy:
        return None
    # Whatever the words tell beside the kind is kept: the place, and the words themselves.
    found = {**found_in(view, heard), **service_from(view, heard), "problem": with_more(view, heard)}
    found.pop(GUESSED_KIND, None)
    if "service" in found:
        if view.text("problem") and len(heard.text.strip()) <= SHORT_KIND:
            found.pop("problem")  # "垃圾" only names the kind
        return Fill(found)
    if "_likely" in found:
        return Again(Say("service-which", options=_likely_options(view, found)), found)
    if view.slots.get("_kind_asked"):
        return Fill({**found, "service": OTHER})
    options = (*_likely_options(view, view.slots),) if view.items("_likely") else (Option("other", f"svc:{OTHER}"),)
    return Again(Say("service-unknown", options=options), {**found, "_kind_asked": True})


def _likely_options(view: View, found: Mapping[str, Json]) -> tuple[Option, ...]:
    likely = found["_likely"]
    codes = [str(c) for c in likely] if isinstance(likely, list) else []
    return (*(service_option(view.house.district.catalogue[c]) for c in codes), Option("other", f"svc:{OTHER}"))


def service_of(view: View) -> Service | None:
    code = view.text("service")
    return view.house.district.catalogue.get(code)


def is_elsewhere(view: View) -> bool:
    service = service_of(view)
    return bool(service and service.elsewhere and not view.slots.get("urgent"))


def ask_elsewhere(view: View) -> Say:
    service = service_of(view)
    office = next((e for e in view.house.district.elsewhere if service and e.key == service.elsewhere), None)
    args: dict[str, Value] = {"who": Named(office.names) if office else "", "phone": office.phone if office else ""}
    return Say("report-elsewhere", args, (Option("report-anyway"), Option("go-there")))


def read_elsewhere(view: View, heard: Heard) -> Answer:
    if heard.picked == "report-anyway":
        return Fill({"elsewhere": "anyway"})
    if heard.picked == "go-there":
        return Drop((Say("went-there"),))
    return None


def is_sealed(view: View) -> bool:
    service = service_of(view)
    return bool(service and service.sealed)


SEALED_CHOICES = (Option("sealed-unnamed"), Option("sealed-named"), Option("cancel"))


def read_sealed(view: View, heard: Heard) -> Answer:
    if heard.picked in ("sealed-unnamed", "sealed-named"):
        return Fill({"sealed": heard.picked.removeprefix("sealed-")})
    return None


def wants_name(view: View) -> bool:
    return is_sealed(view) and view.slots.get("sealed") == "named"


def read_contact(view: View, heard: Heard) -> Answer:
    contact = heard.inbound.contact
    if contact:
        return Fill({"contact": f"{contact.name} {contact.phone}".strip()})
    if heard.wordy:
        return Fill({"contact": heard.text.strip()[:200]})
    return None


def place_options(view: View) -> tuple[Unit, ...]:
    units = view.house.district.units
    codes = [c for c in view.items("_places") if c in units]
    if len(codes) == 1 and units[codes[0]].level is Level.TOWN:
        return units.villages(codes[0])[: MANY * 2]
    return tuple(units[c] for c in codes)


def unit_option(view: View, unit: Unit, among: Sequence[Unit]) -> Option:
    """A unit's button; with its town where two of one name are offered."""
    twins = sum(u.short == unit.short for u in among) > 1
    town = view.house.district.units.town_of(unit.code)
    names = {"zh-CN": unit.short, "en": unit.called("en")}
    if twins and town and town.code != unit.code:
        names = {"zh-CN": f"{town.short}{unit.short}", "en": f"{unit.called('en')}, {town.called('en')}"}
    return Option("unit", f"unit:{unit.code}", Named(names))


def ask_place(view: View) -> Say:
    units = place_options(view)
    if units:
        options = tuple(unit_option(view, u, units) for u in units)
        codes = view.items("_places")
        if len(codes) == 1:
            town = view.house.district.units[codes[0]]
            return Say(
                "report-which-village", {"town": unit_name(town)}, (*options, Option("whole-town", f"unit:{codes[0]}"))
            )
        return Say("report-which-place", options=options)
    if "pin" in view.slots:
        return Say("report-where-pin", options=home_option(view))
    return Say("report-where", options=home_option(view), wants="location")


def home_option(view: View) -> tuple[Option, ...]:
    """The unit that this person spoke of before, as a first choice."""
    units = view.house.district.units
    home = view.talk.home
    if not home:
        last = next((c for c in view.facts.many(MyCases()) if c.place_unit in units), None)
        home = last.place_unit if last else ""
    return (unit_option(view, units[home], ()),) if home in units else ()


def read_place(view: View, heard: Heard) -> Answer:
    inbound = heard.inbound
    if heard.picked.startswith("unit:"):
        code = heard.picked.removeprefix("unit:")
        # A name that was nearly a village's was that village's, not a spot in it.
        return Fill({"place": {"unit": code, "spot": "" if code in view.items("_similar") else view.text("_spot")}})
    if inbound.kind is Kind.LOCATION and inbound.location:
        return pin_taken(view, inbound.location)
    if heard.wordy and does_not_know(view, heard):
        return Again(Say("place-town-then", options=town_options(view)))
    if not heard.wordy or heard.understood.intent in NO_PLACE or words.whole_number(heard.text) is not None:
        return None
    units = view.house.district.units
    entities = heard.understood.found("place")
    codes = resolve(entities, units, view.talk.home)
    where = spot(heard.text, entities) or view.text("_spot")
    rest = rest_of(heard)
    more: dict[str, Json] = {"problem": with_more(view, heard)} if len(rest) > SPOT_LIMIT else {}
    where = where or (rest if len(rest) <= SPOT_LIMIT else "")
    if len(codes) == 1 and (units[codes[0]].level is Level.VILLAGE or needs_no_village(view, codes[0])):
        return Fill({**more, "place": {"unit": codes[0], "spot": where}})
    if codes:
        found: dict[str, Json] = {**more, "_places": list(codes), "_spot": where}
        return Again(ask_place(_with(view, found)), found)
    if says_more(view, heard):
        return Fill({"problem": with_more(view, heard)}, (Say("added-to-problem"),))
    if view.text("_spot"):
        # The second name that we do not know: the town will do, and its staff know their villages.
        return Again(Say("place-which-town", options=town_options(view)), {"_spot": _spots(view, heard)})
    known = similar(heard.text, view)
    if known:
        options = tuple(unit_option(view, u, known) for u in known)
        return Again(
            Say("place-similar", {"said": heard.text.strip()[:20]}, options),
            {"_spot": heard.text.strip()[:100], "_similar": [u.code for u in known]},
        )
    return Again(Say("place-unknown", {"said": heard.text.strip()[:20]}), {"_spot": heard.text.strip()[:100]})


def town_options(view: View) -> tuple[Option, ...]:
    units = view.house.district.units
    towns = tuple(unit_option(view, u, ()) for u in units.towns())
    return (*towns, Option("whole-district", f"unit:{units.district.code}"))


def does_not_know(view: View, heard: Heard) -> bool:
    """ "I don't know" is no name of a place."""
    said = words.plain(heard.text)
    tongues, option = ("zh-CN", "en"), Option("whole-district")
    spoken = [w for tongue in tongues for w in view.house.words(tongue, "opt-whole-district")]
    spoken += [view.house.label(tongue, option) for tongue in tongues]
    return any(said == words.plain(word) for word in spoken)


def _spots(view: View, heard: Heard) -> str:
    return f"{view.text('_spot')}，{heard.text.strip()}"[:100]


def _with(view: View, slots: Mapping[str, Json]) -> View:
    return View({**view.slots, **slots}, view.talk, view.house, view.facts, view.who, view.at, view.draft)


def needs_no_village(view: View, code: str) -> bool:
    """Whether the unit is near enough: a town for a town's service, any unit for a department's."""
    service = service_of(view)
    order = (Level.VILLAGE, Level.TOWN, Level.DISTRICT)
    return bool(service) and order.index(view.house.district.units[code].level) <= order.index(service.level)  # type: ignore[union-attr]


def rest_of(heard: Heard) -> str:
    """What an answer says beyond the unit's name; if it is short, it is the spot: "螺罐村 老李家门口"."""
    text = heard.text.strip()
    for entity in heard.understood.found("place"):
        text = text.replace(entity.text, " ")
    text = " ".join(text.strip(" ,，。、.的在是").split())
    return (
        "" if text.casefold() in ("in", "at", "it is in", "it's in", "就在", "我在", "我们", "这里", "就是") else text
    )


def says_more(view: View, heard: Heard) -> bool:
    """Whether the words go on about the problem instead of naming a place."""
    guesses = heard.understood.services
    return bool(guesses and guesses[0].confidence >= SURE_SERVICE) or len(heard.text.strip()) > 30


def similar(text: str, view: View) -> list[Unit]:
    """Villages whose name shares most of its characters with what was typed, at most five."""
    said = words.plain(text).removesuffix("村").removesuffix("社区")[-4:]
    scored = []
    for unit in view.house.district.units.by_code.values():
        if unit.level is Level.VILLAGE and len(said) >= 2:
            stem = unit.stem
            same = sum(a == b for a, b in zip(stem, said, strict=False))
            if same and same >= max(len(stem), len(said)) - 1:
                scored.append(unit)
    return scored[:5]


def question_steps(view: View) -> Sequence[Step]:
    """What the service still has to know: its required questions; the others can be added at the review."""
    service = service_of(view)
    if not service or not service.questions or view.slots.get("urgent"):
        return ()
    wanted = view.items("_wanted")
    return tuple(question_step(q) for q in service.questions if q.required or q.key in wanted)


def question_step(question: Question) -> Step:
    name = f"q:{question.key}"
    said = Say("report-question", {"question": Named(question.ask)}, question_options(question))

    def read(view: View, heard: Heard) -> Answer:
        if heard.picked == "skip":
            return Fill({name: ""})
        if heard.picked.startswith("a:"):
            return Fill({name: heard.picked.removeprefix("a:")})
        if question.kind == "number":
            digits = "".join(ch for ch in words.plain(heard.text) if ch.isdigit() or ch == ".")
            return (
                Fill({name: digits})
                if digits
                else (Again(Say("number-please", options=said.options)) if heard.wordy else None)
            )
        return Fill({name: heard.text.strip()[:500]}) if heard.wordy and question.kind == "text" else None

    return Step(name, said, read, takes_words=question.kind == "text")


def question_options(question: Question) -> tuple[Option, ...]:
    skip = () if question.required else (Option("skip"),)
    if question.kind == "yesno":
        return (Option("yes", "a:yes"), Option("no", "a:no"), *skip)
    return (*(Option("answer", f"a:{key}", Named(names)) for key, names in question.choices), *skip)


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


def has_photo_pin(view: View) -> bool:
    return bool(view.slots.get("_photo_pin")) and "pin" not in view.slots


def read_photo_pin(view: View, heard: Heard) -> Answer:
    if heard.picked == "use-pin":
        return Fill({"photo_pin": True, "pin": view.slots["_photo_pin"]})
    return Fill({"photo_pin": False}) if heard.picked == "no-pin" else None


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
        if value and _applies(view, question):
            lines.append(
                Say("review-answer", {"question": Named(question.ask), "answer": answer_words(question, value)})
            )
    return lines


def _applies(view: View, question: Question) -> bool:
    return question.required or question.key in view.items("_wanted")


def answer_words(question: Question, value: str) -> Named | Say | str:
    if question.kind == "yesno" and value in ("yes", "no"):
        return Say(f"opt-{value}")
    names = dict(question.choices).get(value)
    return Named(names) if names else value


def edit_options(view: View) -> tuple[Option, ...]:
    service = service_of(view)
    optional = [q for q in (service.questions if service else ()) if not _applies(view, q)]
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
        return Fill({"service": heard.picked.removeprefix("svc:")}, (Say("changed-service"),))
    if heard.picked == "keep-kind":
        return Fill({})
    if not heard.wordy or words.whole_number(heard.text) is not None:
        return None
    return other_place(view, heard) or other_service(view, heard) or more_words(view, heard)


def more_words(view: View, heard: Heard) -> Answer:
    return Fill({"problem": with_more(view, heard)}, too_long(view, heard) or (Say("added-to-problem"),))


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


def read_go_on(view: View, heard: Heard) -> Answer:
    if heard.picked == "go-on":
        return Fill({"go_on": True})
    if heard.picked == "no-need":
        return Drop((Say("emergency-safe"),))
    if heard.wordy:
        # Words about what happens are the report going on, whatever was asked.
        return Fill({**found_in(view, heard), "go_on": True, "problem": with_more(view, heard)})
    return None


def wants_place(view: View) -> bool:
    service = service_of(view)
    return service is None or service.place


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
        if _applies(view, q) and view.text(f"q:{q.key}")
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
        else Reporter(language=view.language),
        spot=where,
        point=Point(*(float(str(x)) for x in pin)) if isinstance(pin, list) and len(pin) == 2 else None,
        answers=answers,
        media=view.items("media"),
        urgent=view.text("urgent"),
        sealed=sealed,
        same=view.text("same"),
    )
    return Done(orders=(command, Discard()) if sealed else (command,))


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
        Step("sealed", Say("sealed-how", options=SEALED_CHOICES), read_sealed, when=is_sealed),
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
    together={
        "service": ("_kind_asked", "elsewhere", "sealed", "contact", "same"),
        "place": ("_places", "_spot", "_similar", "pin", "same"),
        "sealed": ("contact",),
    },
)
