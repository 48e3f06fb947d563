"""Which service it is: asked, read, and what the service itself wants to know before it takes the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cases.catalogue import Question, Service
from dialogs import words
from dialogs.conversation import Json
from dialogs.forms import Again, Answer, Drop, Fill, Heard, Step, View
from dialogs.resident.more import (
    FIRST_GUESS,
    GUESSED_KIND,
    found_in,
    place_from,
    rest_of,
    service_from,
    speaks_of_conduct,
    with_more,
)
from dialogs.say import Named, Option, Say, Value

SHORT_KIND = 12  # characters
THINGS = "灯路水电气桥沟树狗猪鱼田地房车病税学药井渠厕"
"""What people name in a single character."""
OTHER = "other"


def service_of(view: View) -> Service | None:
    code = view.text("service")
    return view.house.district.catalogue.get(code)


def service_option(service: Service) -> Option:
    return Option("service", f"svc:{service.code}", Named(service.names))


def ask_service(view: View) -> Say:
    catalogue = view.house.district.catalogue
    likely = [catalogue[c] for c in view.items("_likely") if c in catalogue]
    options = tuple(service_option(s) for s in likely)
    return Say(
        "report-which-service" if options else "report-which-kind", options=(*options, Option("other", f"svc:{OTHER}"))
    )


def picked_service(view: View, heard: Heard, says: tuple[Say, ...] = ()) -> Answer:
    """The service of a button; None for one that the catalogue does not have."""
    code = heard.picked.removeprefix("svc:")
    return Fill({"service": code}, says) if code in view.house.district.catalogue else None


def read_service(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("svc:"):
        return picked_service(view, heard)
    if not heard.wordy or words.chatter(heard.text):
        return None
    # Whatever the words tell beside the kind is kept: the place, and the words themselves.
    found = {**found_in(view, heard), **service_from(view, heard), "problem": with_more(view, heard)}
    found.pop(GUESSED_KIND, None)
    if len(words.plain(heard.text)) < 2:
        found.pop("problem")  # a single character tells nothing
    if FIRST_GUESS in view.slots:
        found.pop(FIRST_GUESS, None)
    if "service" not in found and "_likely" not in found:
        codes = named(view, heard)
        if len(codes) == 1:
            return Fill({"service": codes[0]})
        if codes:
            found["_likely"] = list(codes)
        elif ("place" in found or "_places" in found) and not rest_of(heard):
            found.pop("problem", None)  # "螺罐村" only says where
            return Again(Say("service-after-place", options=_likely_options(view, view.slots)), found)
    if "service" in found:
        if view.text("problem") and len(heard.text.strip()) <= SHORT_KIND and not speaks_of_conduct(view, heard):
            found.pop("problem")  # "垃圾" only names the kind; what officials did is told in as few words
        return Fill(found)
    if "_likely" in found:
        return Again(Say("service-which", options=_likely_options(view, found)), found)
    if view.slots.get("_kind_asked"):
        return Fill({**found, "service": OTHER})
    options = (*_likely_options(view, view.slots),) if view.items("_likely") else (Option("other", f"svc:{OTHER}"),)
    return Again(Say("service-unknown", options=options), {**found, "_kind_asked": True})


def named(view: View, heard: Heard) -> tuple[str, ...]:
    """The services whose name has the one or two characters that were said: "灯" is 路灯不亮."""
    said = words.plain(heard.text)
    if len(said) not in (1, 2) or said.isascii() or heard.understood.found("place"):
        return ()
    if len(said) == 1 and said not in THINGS:
        return ()  # "发" stands in 发票, too
    catalogue = view.house.district.catalogue.by_code.values()
    return tuple(s.code for s in catalogue if said in s.names.get("zh-CN", "") and not s.sealed)[:3]


def _likely_options(view: View, found: Mapping[str, Json]) -> tuple[Option, ...]:
    likely = found.get("_likely")
    codes = [str(c) for c in likely] if isinstance(likely, list) else []
    return (*(service_option(view.house.district.catalogue[c]) for c in codes), Option("other", f"svc:{OTHER}"))


def is_elsewhere(view: View) -> bool:
    service = service_of(view)
    return bool(service and service.elsewhere and not view.slots.get("urgent"))


def ask_elsewhere(view: View) -> Say:
    service = service_of(view)
    office = next((e for e in view.house.district.elsewhere if service and e.key == service.elsewhere), None)
    args: dict[str, Value] = {"who": Named(office.names) if office else "", "phone": office.phone if office else ""}
    change = (Option("edit-service", "edit:service"),) if GUESSED_KIND in view.slots else ()
    return Say("report-elsewhere", args, (Option("report-anyway"), Option("go-there"), *change))


def read_elsewhere(view: View, heard: Heard) -> Answer:
    if heard.picked == "report-anyway":
        return Fill({"elsewhere": "anyway"})
    if heard.picked == "go-there":
        return Drop((Say("went-there"),))
    anew = service_from(view, heard) if heard.wordy else {}
    if "service" in anew and anew["service"] != view.text("service"):  # "路灯的事": not that, then
        anew.pop(FIRST_GUESS, None)
        return Fill({**place_from(view, heard), **anew, "problem": with_more(view, heard)})
    return None


def is_sealed(view: View) -> bool:
    service = service_of(view)
    return bool(service and service.sealed)


def ask_sealed(view: View) -> Say:
    """How it shall be sent; and a way out where the words were only taken for such: nobody else can tell."""
    guessed = GUESSED_KIND in view.slots and (not view.slots.get("_apart") or view.slots.get("_voice"))
    way_out = (Option("not-officials", "edit:service"),) if guessed else ()
    return Say("sealed-how", options=(Option("sealed-unnamed"), Option("sealed-named"), *way_out, Option("cancel")))


def read_sealed(view: View, heard: Heard) -> Answer:
    if heard.picked in ("sealed-unnamed", "sealed-named"):
        how = heard.picked.removeprefix("sealed-")
        known = {"contact": view.text("phone")} if how == "named" and view.text("phone") else {}
        return Fill({"sealed": how, **known})
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


def applies(view: View, question: Question) -> bool:
    return question.required or question.key in view.items("_wanted")


def answer_words(question: Question, value: str) -> Named | Say | str:
    if question.kind == "yesno" and value in ("yes", "no"):
        return Say(f"opt-{value}")
    names = dict(question.choices).get(value)
    return Named(names) if names else value
