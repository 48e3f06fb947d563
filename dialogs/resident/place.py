"""Where it is: a unit by its name, by a choice or by a pin, and the spot in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cases.units import Level, Unit
from dialogs import words
from dialogs.conversation import Json
from dialogs.describe import unit_name
from dialogs.facts import MyCases
from dialogs.forms import Again, Answer, Fill, Heard, View
from dialogs.messages import Kind
from dialogs.places import resolve, spot
from dialogs.resident.kind import service_of
from dialogs.resident.more import ASKS_BACK, MANY, SURE_SERVICE, affirmed, pin_taken, rest_of, with_more
from dialogs.say import Named, Option, Say
from dialogs.summary import TELLS

SPOT_LIMIT = 40  # characters; a longer answer to "where" tells more than the place
SPOT_NAME, SPOT_ENGLISH = 8, 24  # characters; a name of a place is no longer
UNKNOWN = re.compile(
    r"不(?:晓得|知道|清楚|认得)|说不(?:清|上来|准|来|好)|记不(?:得|到|清)"
    r"|(?:don.?t|do not|can.?t) (?:know|remember|say|tell)|no idea|not sure"
)
UNKNOWING, UNKNOWING_ENGLISH = 14, 44  # characters; more words tell something beside it
AROUND_TIME = re.compile(
    r"就是|已经|大概|差不多|可能|从|自从|打|开始|起|到现在|都|有|是|快|就|了|的|嘛|吧|啊|哦|哟|呢|咯|噻|哈|[，,。\s]"
    r"|\b(?:it|it's|has been|been|is|was|about|almost|maybe|since|for|now|already|already for|ago|i think|like)\b",
    re.IGNORECASE,
)
"""What may stand around a time and tells nothing more."""
NO_PLACE = frozenset({"affirm", "deny", "thanks", "greet", "goodbye", "remind"})
"""What is said for manners, or to hurry, names no place."""


def wants_place(view: View) -> bool:
    service = service_of(view)
    return service is None or service.place


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


def home_option(view: View) -> tuple[Option, ...]:
    """The unit that this person spoke of before, as a first choice."""
    units = view.house.district.units
    below = (f.slots.get("place") for f in view.talk.stack if f.form == "report")  # where the matter under this one is
    home = next((str(p.get("unit")) for p in below if isinstance(p, dict)), view.talk.home)
    if not home:
        last = next((c for c in view.facts.many(MyCases()) if c.place_unit in units), None)
        home = last.place_unit if last else ""
    near = home in units and units[home].level is not Level.DISTRICT  # the whole district is no place
    return (unit_option(view, units[home], ()),) if near else ()


def town_options(view: View) -> tuple[Option, ...]:
    units = view.house.district.units
    towns = tuple(unit_option(view, u, ()) for u in units.towns())
    return (*towns, Option("whole-district", f"unit:{units.district.code}"))


def read_place(view: View, heard: Heard) -> Answer:
    inbound = heard.inbound
    if heard.picked.startswith("unit:"):
        code = heard.picked.removeprefix("unit:")
        if code not in view.house.district.units:
            return None
        if town_of_several(view, code):
            # 昌州街道, not 昌州村: which of its villages it is, is still to be said.
            found: dict[str, Json] = {"_places": [code]}
            return Again(ask_place(_with(view, found)), found)
        # A name that was nearly a village's was that village's, not a spot in it.
        return Fill({"place": {"unit": code, "spot": "" if code in view.items("_similar") else view.text("_spot")}})
    if inbound.kind is Kind.LOCATION and inbound.location:
        return pin_taken(view, inbound.location)
    if heard.wordy and does_not_know(view, heard):
        return Again(Say("place-town-then", options=town_options(view)))
    if not heard.wordy or words.whole_number(heard.text) is not None or words.chatter(heard.text):
        return None
    if only_time(heard):
        return Fill({"problem": with_more(view, heard)}, (Say("added-to-problem"),))  # "三天了" is no place
    if heard.understood.intent in NO_PLACE and not heard.understood.found("place"):
        return None
    if len(words.plain(heard.text)) < 2 and not heard.understood.found("place"):
        return None  # "发", "嗯": no place has so short a name
    units = view.house.district.units
    entities = affirmed(heard)
    codes = resolve(entities, units, view.talk.home)
    where = spot(heard.text, entities) or view.text("_spot")
    rest = rest_of(heard)
    more: dict[str, Json] = {"problem": with_more(view, heard)} if len(rest) > SPOT_LIMIT else {}
    where = where or (rest if len(rest) <= SPOT_LIMIT else "")
    town = said_town(view, heard, codes)
    if town:
        village = units[codes[0]]
        both = (unit_option(view, village, (village, village)), unit_option(view, units[town], ()))
        args = {"village": unit_name(village), "town": unit_name(units[town])}
        return Again(Say("place-two-towns", args, both), {**more, "_places": [*codes, town], "_spot": where})
    if len(codes) == 1 and (units[codes[0]].level is Level.VILLAGE or needs_no_village(view, codes[0])):
        return Fill({**more, "place": {"unit": codes[0], "spot": where}})
    if codes:
        several: dict[str, Json] = {**more, "_places": list(codes), "_spot": where}
        return Again(ask_place(_with(view, several)), several)
    if ASKS_BACK.search(heard.text):
        return None  # "为啥子没人回我" is no place
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


def only_time(heard: Heard) -> bool:
    """Whether the words say when or since when, and nothing else."""
    rest = heard.text
    for entity in heard.understood.found("time"):
        rest = rest.replace(entity.text, " ")
    return rest != heard.text and not AROUND_TIME.sub("", words.plain(rest))


def town_of_several(view: View, code: str) -> bool:
    """Whether it is a town, chosen among other places of its name, and the service wants a village."""
    units, offered = view.house.district.units, view.items("_places")
    return (
        code in offered
        and len(offered) > 1
        and units[code].level is Level.TOWN
        and not needs_no_village(view, code)
        and bool(units.villages(code))
    )


def said_town(view: View, heard: Heard, codes: tuple[str, ...]) -> str:
    """The town that was said before, where the village that is named now, without its town, lies in another one."""
    units, before = view.house.district.units, view.items("_places")
    if len(codes) != 1 or len(before) != 1 or before[0] not in units or units[before[0]].level is not Level.TOWN:
        return ""
    town = units.town_of(codes[0])
    named = {code for e in heard.understood.found("place") for code in e.value.split("|")}
    if units[codes[0]].level is not Level.VILLAGE or town is None or town.code in (before[0], *named):
        return ""
    return before[0]


def does_not_know(view: View, heard: Heard) -> bool:
    """ "I don't know" is no name of a place."""
    said = words.plain(heard.text)
    if len(said) <= (UNKNOWING_ENGLISH if said.isascii() else UNKNOWING) and UNKNOWN.search(said):
        return not heard.understood.found("place")
    tongues, option = ("zh-CN", "en"), Option("whole-district")
    spoken = [w for tongue in tongues for w in view.house.words(tongue, "opt-whole-district")]
    spoken += [view.house.label(tongue, option) for tongue in tongues]
    return any(said == words.plain(word) for word in spoken)


def needs_no_village(view: View, code: str) -> bool:
    """Whether the unit is near enough: a town for a town's service, any unit for a department's."""
    service = service_of(view)
    order = (Level.VILLAGE, Level.TOWN, Level.DISTRICT)
    return service is not None and order.index(view.house.district.units[code].level) <= order.index(service.level)


def says_more(view: View, heard: Heard) -> bool:
    """Whether the words go on about the problem instead of naming a place."""
    guesses = heard.understood.services
    text = heard.text.strip()
    # 黄桷树垭口 is a place, whatever a tree may be about.
    tells = len(text) > (SPOT_ENGLISH if text.isascii() else SPOT_NAME) or TELLS.search(text)
    return bool(tells and guesses and guesses[0].confidence >= SURE_SERVICE) or len(text) > 30


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


def _spots(view: View, heard: Heard) -> str:
    return f"{view.text('_spot')}，{heard.text.strip()}"[:100]


def _with(view: View, slots: Mapping[str, Json]) -> View:
    return View({**view.slots, **slots}, view.talk, view.house, view.facts, view.who, view.at, view.draft)


def has_photo_pin(view: View) -> bool:
    return bool(view.slots.get("_photo_pin")) and "pin" not in view.slots


def read_photo_pin(view: View, heard: Heard) -> Answer:
    if heard.picked == "use-pin":
        return Fill({"photo_pin": True, "pin": view.slots["_photo_pin"]})
    return Fill({"photo_pin": False}) if heard.picked == "no-pin" else None
