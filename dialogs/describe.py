"""Putting a case into words: its matter in a few, where it stands, the card that a unit's group sees."""

from __future__ import annotations

from cases.case import Case, State
from cases.district import District
from cases.lifecycle import may_work
from cases.units import Unit
from dialogs.forms import View
from dialogs.messages import Media, MediaKind
from dialogs.say import By, Named, Option, Say, When
from dialogs.since import since_line
from dialogs.summary import summary
from dialogs.words import EMERGENCIES

OTHER = "other"  # the service of those who want to speak to a person
PROBLEM_SHOWN = 200  # characters of the resident's words on a card; the rest comes with "more"


def unit_name(unit: Unit) -> Named:
    """The short name in both languages."""
    return Named({"zh-CN": unit.short, "en": unit.called("en")})


def unit_of(district: District, code: str) -> Named | str:
    """A unit's name by its code; the code itself if the unit no longer exists."""
    return unit_name(district.units[code]) if code in district.units else code


def full_name(district: District, code: str) -> Named | str:
    """Town and village as people say both: 昌元街道螺罐村."""
    if code not in district.units:
        return code
    unit, town = district.units[code], district.units.town_of(code)
    if town is None or town.code == code:
        return unit_name(unit)
    return Named({"zh-CN": f"{town.short}{unit.short}", "en": f"{unit.called('en')}, {town.called('en')}"})


def service_name(district: District, code: str) -> Named | str:
    """A service's name by its code; the code itself if the catalogue no longer has it."""
    return Named(district.catalogue[code].names) if code in district.catalogue else code


def matter(case: Case, district: District) -> Say:
    """A case in a few words that give nobody away: 路灯 · 螺罐村 · 昨天."""
    args = {
        "service": service_name(district, case.service),
        "unit": unit_of(district, case.place_unit),
        "day": When(case.filed_at, By.DAY),
    }
    return Say("matter", args)


def media_of(files: tuple[str, ...], voices: bool = False) -> tuple[Media, ...]:
    """Files as a message carries them; their kind is known to the file store by their id."""
    return tuple(Media(MediaKind.VOICE if voices else MediaKind.PHOTO, f) for f in files)


def standing(case: Case, view: View) -> Say:
    """Where a case stands, for its resident: who has it, until when, what came last."""
    district = view.house.district
    unit = unit_of(district, case.unit)
    late = case.open and case.solve_due is not None and case.solve_due < view.at
    args = {"unit": unit, "due": When(case.solve_due or case.filed_at), "answer": case.answer}
    match case.state:
        case State.RECEIVED | State.ASSIGNED:
            key = "standing-assigned"
        case State.ACCEPTED:
            key = "standing-accepted"
        case State.ASKED:
            key = "standing-asked"
        case State.RESOLVED:
            key = "standing-resolved"
        case State.REDIRECTED:
            key = "standing-redirected"
        case State.MERGED:
            key = "standing-merged"
        case _:
            key = "standing-closed"
    lines = [Say("standing-head", {"number": case.number, "matter": matter(case, district)}), Say(key, args)]
    if late:
        above = unit_of(district, case.escalated) if case.escalated else ""
        lines.append(Say("standing-late-told", {"above": above}) if above else Say("standing-late"))
    return Say("lines", {"lines": tuple(lines)})


def card(case: Case, view: View) -> Say:
    """The standing message of a case in a unit's group: state, owner, deadline, transfers, and what can be done."""
    district = view.house.district
    mine = view.who.unit == case.unit or may_work(case, (view.who.unit,), district)
    due = case.solve_due if case.responded_at else case.respond_due
    danger = case.urgent if case.urgent in EMERGENCIES else "other"
    lines: list[Say] = [Say("card-urgent", {"kind": Say(f"danger-{danger}")})] if case.urgent else []
    waits = case.state in (State.RECEIVED, State.ASSIGNED) and not mine
    lines.append(
        Say(
            "card-head-told" if waits else f"card-head-{case.state}",
            {
                "service": service_name(district, case.service),
                "place": full_name(district, case.place_unit),
                "number": case.number,
                "owner": case.owner_name,
                "unit": unit_of(district, case.unit),
            },
        )
    )
    lines.append(words := problem_line(case, district))
    if since := since_line(case.since, " ".join(str(value) for value in words.args.values()), district.zone):
        lines.append(since)
    if case.spot:
        lines.append(Say("card-spot", {"spot": case.spot}))
    if case.point:
        lines.append(Say("card-point", {"lat": f"{case.point.lat:.5f}", "lon": f"{case.point.lon:.5f}"}))
    if case.reporter.phone:
        call = "card-call" if case.service == OTHER else "card-phone"
        lines.append(Say(call, {"phone": case.reporter.phone}))
    if case.open and due:
        key = "card-overdue" if due <= view.at else ("card-due-solve" if case.responded_at else "card-due-respond")
        lines.append(Say(key, {"due": When(due)}))
    if case.passed:
        lines.append(Say("card-passed", {"count": case.passed}))
    if case.lead == case.unit and case.lead:
        lines.append(Say("card-lead"))
    if case.reopened:
        lines.append(Say("card-reopened", {"count": case.reopened}))
    if case.urged:
        lines.append(Say("card-urged", {"count": case.urged}))
    return Say(
        "lines",
        {"lines": tuple(lines)},
        options=card_options(case) if mine else (),
        media=media_of(case.media),
        card=card_key(case),
        free=True,
        topic=Say("card-topic", {"number": case.number, "matter": matter(case, district)}),
        ended=not case.open and case.state is not State.RESOLVED,
    )


def problem_line(case: Case, district: District) -> Say:
    """The resident's words; of a letter the sentence that tells it, all of it comes with "more"."""
    if not case.problem:
        return Say("card-voice")
    if len(case.problem) <= PROBLEM_SHOWN:
        return Say("card-problem", {"problem": case.problem})
    return Say("card-summary", {"summary": summary(case.problem, district, case.service), "count": len(case.problem)})


def card_key(case: Case) -> str:
    """The key of a case's standing message."""
    return f"case:{case.id}"


def more_options(case: Case) -> tuple[Option, ...]:
    """What is done with a case too seldom to stand on its card."""
    return (Option("do-kind", f"do:kind:{case.id}"),) if case.open and not case.sealed else ()


def card_options(case: Case) -> tuple[Option, ...]:
    """What the unit can do with the case now."""
    if not case.open:
        return (Option("do-more", f"do:more:{case.id}"),)
    actions = ["reply", "ask", "resolve", "transfer", "redirect", "more"]
    if not case.owner:
        actions.insert(0, "claim")
    if case.sealed:
        actions = [a for a in actions if a != "transfer"]
    return tuple(Option(f"do-{a}", f"do:{a}:{case.id}") for a in actions)
