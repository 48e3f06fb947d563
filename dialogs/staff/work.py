"""What staff do with a case in their group: claim, reply, ask, transfer, resolve, redirect."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cases.case import Actor, Case
from cases.commands import Ask, Claim, Command, Redirect, Reply, Resolve, Transfer
from cases.lifecycle import may_work
from cases.units import Unit
from dialogs.conversation import Json
from dialogs.describe import card, card_key, matter, media_of, more_options, unit_name, unit_of
from dialogs.facts import CaseWithId
from dialogs.forms import Again, Answer, Done, Fill, Form, Heard, Step, View
from dialogs.places import resolve
from dialogs.resident.kind import answer_words
from dialogs.say import Named, Option, Say

PREVIEW = (Option("send"), Option("edit-words", "edit:words"), Option("cancel"))


def actor(view: View) -> Actor:
    """The staff member who speaks."""
    return Actor("staff", view.who.id, view.who.name)


def case_of(view: View) -> Case | None:
    """The case that the button belongs to, if this unit may see it."""
    return view.facts.one(CaseWithId(view.text("case")))


def about(view: View) -> Mapping[str, Named | str | Say]:
    case = case_of(view)
    return {
        "number": case.number if case else "",
        "matter": matter(case, view.house.district) if case else "",
        "name": view.who.name,
    }


def with_case(done: Callable[[View, Case], Done]) -> Callable[[View], Done]:
    """A case of another unit is answered like one that does not exist (law 5); one that has left us, by where it is."""

    def guarded(view: View) -> Done:
        case = case_of(view)
        if case is None:
            return Done((Say("staff-unknown-case"),))
        if not known(view):
            return Done((Say("staff-elsewhere", {"unit": unit_of(view.house.district, case.unit)}),))
        return done(view, case)

    return guarded


def known(view: View) -> bool:
    """Whether the form has a case that this unit may work; without one it ends at once and says so."""
    case = case_of(view)
    return case is not None and may_work(case, (view.who.unit,), view.house.district)


def read_words(view: View, heard: Heard) -> Answer:
    """What shall be said, in words, photos or voice."""
    good = [m.file for m in heard.inbound.media if not m.problem]
    says = tuple(Say(m.problem) for m in heard.inbound.media if m.problem)
    text = heard.text.strip()
    if not text and not good:
        return Again(says[0]) if says else None
    return Fill({"words": text[:4000], "files": [*view.items("files"), *good]}, says)


def read_said(view: View, heard: Heard) -> Answer:
    """The same where words are needed: a photo alone is kept, and the words are asked for."""
    answer = read_words(view, heard)
    if isinstance(answer, Fill) and not heard.text.strip():
        return Again(Say("refused-empty"), {"files": answer.slots["files"]})
    return answer


def read_more_files(view: View, heard: Heard) -> Answer:
    """Photos that come while the preview is shown go along."""
    good = [m.file for m in heard.inbound.media if not m.problem]
    if not good:
        return None
    files: list[Json] = [*view.items("files"), *good]
    # Said, so that the last photo of an album is followed by the preview, which then shows all of them.
    return Fill({"files": files}, () if heard.inbound.followed else (Say("got-photos", {"count": len(files)}),))


def preview(key: str) -> Callable[[View], Say]:
    def ask(view: View) -> Say:
        files = view.items("files")
        args = {**about(view), "text": view.text("words"), "count": len(files)}
        return Say(f"{key}-files" if files else key, args, PREVIEW, media=media_of(files))

    return ask


def read_sure(view: View, heard: Heard) -> Answer:
    return Fill({"sure": True}) if heard.picked == "send" else None


def says(name: str, make: Callable[[View, Case], Command], read: Callable[[View, Heard], Answer] = read_said) -> Form:
    """A form that asks for words, shows them as the resident will see them, and sends them."""
    return Form(
        f"staff-{name}",
        steps=(
            Step("words", lambda v: Say(f"{name}-words", about(v), wants="photo"), read, known, takes_words=True),
            Step("sure", preview(f"{name}-preview"), read_sure, known),
        ),
        done=with_case(lambda view, case: Done(orders=(make(view, case),))),
        beside=read_more_files,
    )


CLAIM = Form("staff-claim", steps=(), done=with_case(lambda view, case: Done(orders=(Claim(case.id, actor(view)),))))
REPLY = says("reply", lambda v, case: Reply(case.id, actor(v), v.text("words"), v.items("files")), read_words)
ASK = says("ask", lambda v, case: Ask(case.id, actor(v), v.text("words"), v.items("files")))
RESOLVE = says("resolve", lambda v, case: Resolve(case.id, actor(v), v.text("words"), v.items("files")))


# --- transfer --------------------------------------------------------------------------------------------------------


def targets(view: View) -> tuple[Unit, ...]:
    """Whom a case is usually passed to: the level above, the place's own units, the department that does such work."""
    case = case_of(view)
    units = view.house.district.units
    if case is None:
        return ()
    found: list[Unit] = []
    above = units.above(case.unit)
    if above:
        found.append(above)
    if case.place_unit in units:
        found.extend(units.chain(case.place_unit))
    service = view.house.district.catalogue.by_code.get(case.service)
    department = view.house.district.department(service.department) if service and service.department else None
    if department:
        found.append(department)
    return tuple(dict.fromkeys(u for u in found if u.code != case.unit))


def unit_option(unit: Unit) -> Option:
    return Option("unit", f"unit:{unit.code}", unit_name(unit))


def ask_target(view: View) -> Say:
    options = (*(unit_option(u) for u in targets(view)), Option("departments"), Option("cancel"))
    return Say("transfer-target", about(view), options)


def read_target(view: View, heard: Heard) -> Answer:
    units = view.house.district.units
    if heard.picked == "departments":
        return Again(Say("transfer-department", options=tuple(unit_option(u) for u in units.departments())))
    if heard.picked.startswith("unit:"):
        return Fill({"unit": heard.picked.removeprefix("unit:")})
    if not heard.wordy:
        return None
    said = heard.text.strip()
    named = departments_called(said, units.departments())
    codes = named or resolve(heard.understood.found("place"), units)
    if len(codes) == 1:
        return Fill({"unit": codes[0]})
    if codes:
        return Again(Say("transfer-which", options=tuple(unit_option(units[c]) for c in codes[:12])))
    return Again(Say("transfer-unknown", {"said": said[:20]}, ask_target(view).options))


def departments_called(said: str, departments: tuple[Unit, ...]) -> tuple[str, ...]:
    """Departments as staff call them: 城管局 is 区城市管理局. Its characters come in this order in the name."""
    short = said.casefold()
    exact = tuple(u.code for u in departments if short in (u.name.casefold(), u.name_en.casefold(), u.department))
    if exact or len(short) < 2:
        return exact
    return tuple(u.code for u in departments if _in_order(short, u.name) or short in u.name_en.casefold())


def _in_order(short: str, name: str) -> bool:
    at = iter(name)
    return all(letter in at for letter in short)


def read_reason(view: View, heard: Heard) -> Answer:
    return Fill({"reason": heard.text.strip()[:500]}) if heard.wordy else None


TRANSFER = Form(
    "staff-transfer",
    steps=(
        Step("unit", ask_target, read_target, known),
        Step("reason", lambda v: Say("transfer-reason", about(v)), read_reason, known, takes_words=True),
    ),
    done=with_case(lambda v, case: Done(orders=(Transfer(case.id, actor(v), v.text("unit"), v.text("reason")),))),
)


# --- redirect --------------------------------------------------------------------------------------------------------


def ask_who(view: View) -> Say:
    offices = view.house.district.elsewhere
    options = tuple(Option("office", f"office:{e.key}", Named(e.names)) for e in offices)
    return Say("redirect-who", about(view), (*options, Option("cancel")))


def read_who(view: View, heard: Heard) -> Answer:
    if heard.picked.startswith("office:"):
        key = heard.picked.removeprefix("office:")
        office = next((e for e in view.house.district.elsewhere if e.key == key), None)
        if office:
            language = words_for(view)
            return Fill({"who": office.names.get(language, ""), "where": office.phone})
    return Fill({"who": heard.text.strip()[:100]}) if heard.wordy else None


def words_for(view: View) -> str:
    """The language of the resident, who will read it."""
    case = case_of(view)
    return case.reporter.language if case else view.language


def read_line(slot: str) -> Callable[[View, Heard], Answer]:
    def read(view: View, heard: Heard) -> Answer:
        return Fill({slot: heard.text.strip()[:500]}) if heard.wordy else None

    return read


def ask_redirect_sure(view: View) -> Say:
    args = {**about(view), "who": view.text("who"), "rule": view.text("rule"), "where": view.text("where")}
    return Say("redirect-preview", args, (Option("send"), Option("edit-words", "edit:rule"), Option("cancel")))


REDIRECT = Form(
    "staff-redirect",
    steps=(
        Step("who", ask_who, read_who, known, takes_words=True),
        Step("rule", lambda v: Say("redirect-rule", about(v)), read_line("rule"), known, takes_words=True),
        Step("where", lambda v: Say("redirect-where", about(v)), read_line("where"), known, takes_words=True),
        Step("sure", ask_redirect_sure, read_sure, known),
    ),
    done=with_case(
        lambda v, case: Done(orders=(Redirect(case.id, actor(v), v.text("who"), v.text("rule"), v.text("where")),))
    ),
)


def show_more(view: View, case: Case) -> Done:
    """The whole of a case: every word of the resident, the answers, the photos."""
    district = view.house.district
    service = district.catalogue.by_code.get(case.service)
    lines: list[Say] = [Say("more-head", {"number": case.number, "matter": matter(case, district)})]
    if case.problem:
        lines.append(Say("card-problem", {"problem": case.problem}))
    for question in service.questions if service else ():
        if question.key in case.answers:
            answer = answer_words(question, case.answers[question.key])
            lines.append(Say("review-answer", {"question": Named(question.ask), "answer": answer}))
    if case.answer:
        lines.append(Say("more-answer", {"answer": case.answer}))
    options = more_options(case) if known(view) else ()
    files = media_of(case.media)
    whole = Say("lines", {"lines": tuple(lines)}, options, media=files, reply_to=card_key(case), free=True)
    return Done((whole, card(case, view)))


def more_done(view: View) -> Done:
    """Looking is allowed to every unit that may see the case."""
    case = case_of(view)
    return show_more(view, case) if case else Done((Say("staff-unknown-case"),))


MORE = Form("staff-more", steps=(), done=more_done)
