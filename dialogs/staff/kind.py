"""Staff say that a case is of another kind than it was filed as: chosen among the likely ones, or by its name."""

from __future__ import annotations

from cases.case import Case
from cases.catalogue import Service
from cases.commands import Reclassify
from dialogs import words
from dialogs.describe import OTHER, service_name
from dialogs.forms import Again, Answer, Done, Fill, Form, Heard, Step, View
from dialogs.resident.correct import like
from dialogs.resident.kind import service_option
from dialogs.say import Option, Say
from dialogs.staff.work import about, actor, case_of, known, with_case

SHOWN = 8  # kinds that are offered at a time
SHORTEST = 2  # characters that a kind is looked for by


def near(view: View) -> tuple[Service, ...]:
    """The kinds that a case is likeliest to be: of the same group, then of the same department."""
    case, catalogue = case_of(view), view.house.district.catalogue
    now = catalogue.get(case.service) if case else None
    if now is None:
        return ()
    same = [s for s in catalogue.group(now.group)]
    same += [s for s in catalogue.by_code.values() if s.department and s.department == now.department]
    return tuple({s.code: s for s in same if may_become(s, now.code)}.values())[:SHOWN]


def may_become(service: Service, now: str) -> bool:
    """Whether a case of the kind `now` may become one of this kind: sealed matters go their own way."""
    return not service.sealed and service.code not in (now, OTHER)


def ask_kind(view: View) -> Say:
    case = case_of(view)
    now = service_name(view.house.district, case.service) if case else ""
    return Say("kind-which", {**about(view), "service": now}, options_of(near(view)))


def options_of(services: tuple[Service, ...]) -> tuple[Option, ...]:
    return (*(service_option(s) for s in services), Option("cancel"))


def read_kind(view: View, heard: Heard) -> Answer:
    catalogue = view.house.district.catalogue
    if heard.picked.startswith("svc:"):
        code = heard.picked.removeprefix("svc:")
        return Fill({"service": code}) if code in catalogue else None
    if not heard.wordy:
        return None
    said = heard.text.strip()
    found = named(view, heard)
    if len(found) == 1 and words.plain(said) in spoken(found[0]):
        return Fill({"service": found[0].code})
    if found:
        return Again(Say("kind-like", {"said": said[:20]}, options_of(found)))
    case = case_of(view)
    if case and case.service in catalogue and words.plain(said) in spoken(catalogue[case.service]):
        return Again(Say("refused-same-kind", options=options_of(near(view))))
    return Again(Say("kind-unknown", {"said": said[:20]}, options_of(near(view))))


def named(view: View, heard: Heard) -> tuple[Service, ...]:
    """The kinds that words mean: one that is called just so, else those whose words or name have these in them, and
    those that the engine takes them for."""
    case, catalogue = case_of(view), view.house.district.catalogue
    now = case.service if case else ""
    kinds = {s.code: s for s in catalogue.by_code.values() if may_become(s, now)}
    said = words.plain(heard.text)
    exact = [code for code, kind in kinds.items() if said in spoken(kind)]
    if len(exact) == 1:
        return (kinds[exact[0]],)
    called = [c for c, kind in kinds.items() if len(said) >= SHORTEST and any(said in word for word in spoken(kind))]
    codes = dict.fromkeys((*exact, *called, *like(view, said), *(g.code for g in heard.understood.services)))
    return tuple(kinds[code] for code in codes if code in kinds)[:SHOWN]


def spoken(service: Service) -> frozenset[str]:
    """What a kind is called: its names and the catalogue's words for it."""
    said = (*service.names.values(), *(word for each in service.words.values() for word in each))
    return frozenset(words.plain(word) for word in said)


def change(view: View, case: Case) -> Done:
    return Done(orders=(Reclassify(case.id, actor(view), view.text("service")),))


KIND = Form(
    "staff-kind",
    steps=(Step("service", ask_kind, read_kind, known, takes_words=True),),
    done=with_case(change),
)
