"""What may happen to a case, in one table, and what each thing changes.

`decide` turns a command into events or refuses it; `apply` folds one event into the case. Both are pure.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from cases import commands as c
from cases.case import OPEN, Actor, Case, Event, Happened, Reporter, State
from cases.deadlines import due
from cases.district import District
from cases.routing import Route
from cases.units import Point

URGENT_RESPOND = timedelta(hours=1)  # in a danger, day and night; then the level above hears. Nobody is promised it
REOPEN_DAYS = 14  # days in which a resident may take a case up again (docs/architecture.md)
ASK_LIMIT_DAYS = 5  # days for which a question to the resident stops the clock
PASSES_BEFORE_ABOVE = 1  # the next transfer after so many goes to the level above, which names who must do it

R = State
CLAIMABLE = frozenset({R.RECEIVED, R.ASSIGNED})
DONE = frozenset({R.RESOLVED, R.CLOSED, R.REDIRECTED})
ALLOWED: dict[type[c.Command], frozenset[State]] = {
    c.Assign: OPEN,
    c.Claim: CLAIMABLE,
    c.Reply: OPEN | {R.RESOLVED},  # residents write back after "done", and an office must be able to answer them
    c.Ask: OPEN,
    c.Add: OPEN | DONE,  # a "thank you" after the end is kept and reopens nothing (chatwoot 10178)
    c.Transfer: OPEN,
    c.Reclassify: OPEN,
    c.Resolve: OPEN,
    c.Redirect: OPEN,
    c.Confirm: DONE,
    c.Rate: DONE,
    c.Reopen: DONE,
    c.Urge: OPEN,
    c.Merge: OPEN,
    c.Remind: OPEN,
    c.Escalate: OPEN,
    c.Close: frozenset({R.RESOLVED, R.REDIRECTED}),
}
"""In which states each command is taken."""

CLAIMING = (c.Reply, c.Ask, c.Resolve, c.Redirect)
"""Whoever does one of these to a case that nobody has taken has taken it."""


class Refused(Exception):
    """The case does not take this now. `key` is the text that says why and what to do instead."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def file(command: c.FileCase, id: str, number: str, route: Route, district: District, now: datetime) -> list[Event]:
    """The first events of a new case: filed, given to a unit, and an alarm if nobody is on duty there."""
    service = district.catalogue[command.service]
    reporter = command.reporter
    respond_due = (
        now + URGENT_RESPOND if command.urgent and not command.sealed else due(now, service.respond_days, district)
    )
    filed = {
        "number": number,
        "service": command.service,
        "place_unit": command.place_unit,
        "problem": command.problem,
        "spot": command.spot,
        "point": [command.point.lat, command.point.lon] if command.point else None,
        "answers": dict(command.answers),
        "media": list(command.media),
        "urgent": command.urgent,
        "sealed": command.sealed,
        "since": command.since,
        "proxy": command.proxy,
        "reporter": {f: getattr(reporter, f) for f in Reporter.__dataclass_fields__},
        "unit": route.unit,
        "respond_due": respond_due.isoformat(),
        "solve_due": due(now, service.solve_days, district).isoformat(),
        "id": id,
    }
    by = Actor("staff", command.proxy) if command.proxy else Actor("resident")
    events = [
        Event(Happened.FILED, now, by, filed, 1),
        Event(Happened.ASSIGNED, now, Actor("system"), {"unit": route.unit, "meant": route.meant}, 2),
    ]
    if route.alarm:
        data = {"alarm": route.alarm, "meant": route.meant, "unit": route.unit}
        events.append(Event(Happened.ALARMED, now, Actor("system"), data, 3))
    return events


def opened(filed: Event) -> Case:
    """The case that a FILED event begins."""
    d = filed.data
    point = d.get("point")
    reporter = d.get("reporter")
    answers = d.get("answers")
    media = d.get("media")
    return Case(
        id=_s(d, "id"),
        number=_s(d, "number"),
        service=_s(d, "service"),
        unit=_s(d, "unit"),
        unit_first=_s(d, "unit"),
        place_unit=_s(d, "place_unit"),
        problem=_s(d, "problem"),
        spot=_s(d, "spot"),
        point=Point(float(point[0]), float(point[1])) if isinstance(point, list) else None,
        answers={str(k): str(v) for k, v in answers.items()} if isinstance(answers, dict) else {},
        media=tuple(str(m) for m in media) if isinstance(media, list) else (),
        reporter=Reporter(**{str(k): str(v) for k, v in reporter.items()})
        if isinstance(reporter, dict)
        else Reporter(),
        urgent=_s(d, "urgent"),
        sealed=bool(d.get("sealed")),
        since=_s(d, "since"),
        filed_at=filed.at,
        respond_due=_when(d, "respond_due"),
        solve_due=_when(d, "solve_due"),
        events=filed.n,
    )


def decide(
    case: Case, command: c.Command, district: District, now: datetime, on_duty: Container[str] | None = None
) -> list[Event]:
    """What the command makes happen. Raises Refused; an empty list means that nothing changes (a repeated tap).

    Given the units that have somebody to work (`on_duty`), a case that goes to one without is an alarm, as at filing.
    """
    if isinstance(command, c.Claim) and case.owner == command.actor.id and case.state in (R.ACCEPTED, R.ASKED):
        return []
    free = case.state in CLAIMABLE or (case.state is R.ACCEPTED and not case.owner)
    if case.state not in ALLOWED[type(command)] and not (isinstance(command, c.Claim) and free):
        raise Refused(_why(case, command))
    kind, data = _what(case, command, district, now)
    events = []
    if isinstance(command, CLAIMING) and free and command.actor.role != "desk":
        # Whoever works on a case without claiming it first has claimed it; a back office is nobody who goes there.
        events.append(Event(Happened.CLAIMED, now, command.actor, {}, case.events + 1))
    events.append(Event(kind, now, command.actor, data, case.events + 1 + len(events)))
    if isinstance(command, c.Rate) and case.state in (R.RESOLVED, R.REDIRECTED):
        events.append(Event(Happened.CLOSED, now, command.actor, {}, events[-1].n + 1))
    to = _s(data, "unit")
    if on_duty is not None and isinstance(command, c.Assign | c.Transfer) and to != case.unit and to not in on_duty:
        # The case stays where it was sent; the nearest level above that has somebody is told to find one for it.
        near = next((u.code for u in district.units.chain(to)[1:] if u.code in on_duty), to)
        alarm = {"alarm": "nobody-on-duty", "meant": to, "unit": near}
        events.append(Event(Happened.ALARMED, now, Actor("system"), alarm, events[-1].n + 1))
    return events


def _what(case: Case, command: c.Command, district: District, now: datetime) -> tuple[Happened, dict[str, object]]:
    match command:
        case c.Claim():
            return Happened.CLAIMED, {}
        case c.Assign(unit=unit, reason=reason):
            _known(unit, district)
            if case.sealed and unit != case.unit:
                raise Refused("refused-sealed-transfer")
            return Happened.ASSIGNED, {"unit": unit, "meant": unit, "reason": reason}
        case c.Reply(text=text, media=media):
            return Happened.REPLIED, {"text": _said(text or ("…" if media else "")), "media": list(media)}
        case c.Ask(text=text, media=media):
            return Happened.ASKED, {"text": _said(text), "media": list(media)}
        case c.Add(text=text, media=media, point=point, aside=aside):
            at = [point.lat, point.lon] if point else None
            return Happened.ADDED, {
                "text": text,
                "media": list(media),
                "point": at,
                "answers": case.state is R.ASKED and not aside,
            }
        case c.Transfer():
            return Happened.TRANSFERRED, _transfer(case, command, district)
        case c.Reclassify():
            return Happened.RECLASSIFIED, _reclassify(case, command.service, district, now)
        case c.Resolve(answer=answer, media=media):
            return Happened.RESOLVED, {"answer": _said(answer), "media": list(media)}
        case c.Redirect(who=who, rule=rule, where=where):
            return Happened.REDIRECTED, {"who": _said(who), "rule": _said(rule), "where": _said(where)}
        case c.Confirm(solved=solved):
            return Happened.CONFIRMED, {"solved": solved}
        case c.Rate(score=score, why=why):
            if case.score is not None:
                raise Refused("refused-rated")
            if not 1 <= score <= 5:
                raise Refused("refused-score")
            return Happened.RATED, {"score": score, "why": why}
        case c.Reopen(why=why, media=media):
            ended = case.resolved_at or case.closed_at or case.filed_at
            if now - ended > timedelta(days=REOPEN_DAYS):
                raise Refused("refused-reopen-late")
            known = district.catalogue.by_code
            service = known.get(case.service) or known["other"]  # it may have left the catalogue since
            due_at = due(now, service.solve_days, district).isoformat()
            return Happened.REOPENED, {"why": why, "media": list(media), "solve_due": due_at}
        case c.Urge():
            return Happened.URGED, {}
        case c.Merge(into=into):
            return Happened.MERGED, {"into": into}
        case c.Remind(of=of):
            return Happened.REMINDED, {"of": of}
        case c.Escalate(of=of, to=to):
            return Happened.ESCALATED, {"of": of, "to": to}
        case c.Close():
            return Happened.CLOSED, {}
    raise TypeError(f"no rule for {type(command).__name__}")


def _transfer(case: Case, command: c.Transfer, district: District) -> dict[str, object]:
    """A transfer needs a target and a reason; the second one goes to the level above (no passing around)."""
    _known(command.unit, district)
    reason = _said(command.reason)
    if command.unit == case.unit:
        raise Refused("refused-same-unit")
    if case.sealed:
        raise Refused("refused-sealed-transfer")
    if case.lead == case.unit:
        raise Refused("refused-lead")
    above = district.units.above(case.unit)
    if case.passed == PASSES_BEFORE_ABOVE and above:
        return {"unit": above.code, "asked_for": command.unit, "reason": reason, "from": case.unit, "lead": ""}
    lead = command.unit if case.passed >= PASSES_BEFORE_ABOVE else ""
    return {"unit": command.unit, "reason": reason, "from": case.unit, "lead": lead}


def _reclassify(case: Case, to: str, district: District, now: datetime) -> dict[str, object]:
    """Another kind of problem, with its deadlines, counted from the filing. What binds already stays as it was: a
    deadline that has passed, the first response that was given, the hour of a danger, the days after a reopening.
    """
    service, before = district.catalogue.get(to), district.catalogue.get(case.service)
    if service is None:
        raise Refused("refused-unknown-kind")
    if case.sealed or service.sealed or (before and before.sealed):
        raise Refused("refused-sealed-kind")
    if to == case.service:
        raise Refused("refused-same-kind")
    respond_due, solve_due = case.respond_due, case.solve_due
    if case.responded_at is None and not case.urgent and respond_due and respond_due > now:
        respond_due = due(case.filed_at, service.respond_days, district)
    stands = running(case, now).solve_due  # the open question's time is not counted
    if not case.reopened and stands and stands > now:
        solve_due = due(case.filed_at, service.solve_days, district) + timedelta(seconds=case.stood_s)
    return {
        "service": to,
        "from": case.service,
        "respond_due": respond_due.isoformat() if respond_due else "",
        "solve_due": solve_due.isoformat() if solve_due else "",
    }


def apply(case: Case, event: Event) -> Case:
    """The case after the event."""
    d = event.data
    case = replace(case, events=event.n)
    match event.kind:
        case Happened.ASSIGNED:
            unit = _s(d, "unit")
            moved = case.state is R.RECEIVED or unit != case.unit
            if not moved:
                return case
            return replace(running(case, event.at), unit=unit, state=R.ASSIGNED, owner="", owner_name="")
        case Happened.CLAIMED:
            return replace(case, state=R.ACCEPTED, owner=event.actor.id, owner_name=event.actor.name)
        case Happened.REPLIED:
            return replace(case, responded_at=case.responded_at or event.at)
        case Happened.ASKED:
            # Asked again, it still waits since the first time: the same hours are not counted twice, nor forgotten.
            asked_at = case.asked_at or event.at
            return replace(case, state=R.ASKED, asked_at=asked_at, responded_at=case.responded_at or event.at)
        case Happened.ADDED:
            point = d.get("point")
            if isinstance(point, list):
                case = replace(case, point=Point(float(point[0]), float(point[1])))
            if case.state is not R.ASKED or d.get("answers") is False:
                return case
            return replace(running(case, event.at), state=R.ACCEPTED if case.owner else R.ASSIGNED)
        case Happened.TRANSFERRED:
            return replace(
                running(case, event.at),
                unit=_s(d, "unit"),
                state=R.ASSIGNED,
                owner="",
                owner_name="",
                passed=case.passed + 1,
                lead=_s(d, "lead"),
            )
        case Happened.RECLASSIFIED:
            return replace(
                case, service=_s(d, "service"), respond_due=_when(d, "respond_due"), solve_due=_when(d, "solve_due")
            )
        case Happened.RESOLVED:
            responded = case.responded_at or event.at
            return replace(
                running(case, event.at),
                state=R.RESOLVED,
                answer=_s(d, "answer"),
                resolved_at=event.at,
                responded_at=responded,
            )
        case Happened.REDIRECTED:
            responded = case.responded_at or event.at
            answer = " ".join((_s(d, "who"), _s(d, "where")))
            return replace(
                running(case, event.at),
                state=R.REDIRECTED,
                answer=answer,
                resolved_at=event.at,
                responded_at=responded,
            )
        case Happened.CONFIRMED:
            return replace(case, solved=bool(d.get("solved")))
        case Happened.RATED:
            score = d.get("score")
            return replace(case, score=score if isinstance(score, int) else None, why_not=_s(d, "why"))
        case Happened.REOPENED:
            return replace(
                case,
                state=R.ACCEPTED if case.owner else R.ASSIGNED,
                solved=False,
                score=None,
                why_not=_s(d, "why"),
                reopened=case.reopened + 1,
                solve_due=_when(d, "solve_due"),
                resolved_at=None,
                closed_at=None,
                escalated="",
            )
        case Happened.URGED:
            return replace(case, urged=case.urged + 1)
        case Happened.ESCALATED:
            return replace(case, escalated=_s(d, "to"))
        case Happened.CLOSED:
            return replace(case, state=R.CLOSED, closed_at=event.at)
        case Happened.MERGED:
            return replace(case, state=R.MERGED, merged_into=_s(d, "into"), closed_at=event.at)
        case _:
            return case


def stands_until(case: Case) -> datetime | None:
    """Until when the open question to the resident stops the clock: all questions of a case together have a limit."""
    if case.state is not R.ASKED or case.asked_at is None:
        return None
    return case.asked_at + timedelta(days=ASK_LIMIT_DAYS) - timedelta(seconds=case.stood_s)


def running(case: Case, at: datetime) -> Case:
    """The case with no question open: the time for which its clock stood is added to its deadline."""
    until = stands_until(case)
    if until is None or case.asked_at is None:
        return replace(case, asked_at=None)
    stood = max(min(at, until) - case.asked_at, timedelta(0))
    due_at = case.solve_due + stood if case.solve_due else None
    return replace(case, asked_at=None, solve_due=due_at, stood_s=case.stood_s + stood.total_seconds())


def fold(events: list[Event]) -> Case:
    """The case that a whole history makes."""
    case = opened(events[0])
    for event in events[1:]:
        case = apply(case, event)
    return case


def may_work(case: Case, units: Container[str], district: District) -> bool:
    """Whether staff of `units` may work the case: its own unit's, or those of a level above it.

    A sealed case is the discipline desk's alone: being above it gives no right to see it.
    """
    if case.sealed:
        return case.unit in units
    return any(u.code in units for u in district.units.chain(case.unit))


def _why(case: Case, command: c.Command) -> str:
    if isinstance(command, c.Claim) and case.owner:
        return "refused-claimed"
    if isinstance(command, c.Reopen | c.Confirm | c.Rate):
        return "refused-not-done"
    if case.state in DONE:
        return "refused-done"
    return "refused-merged" if case.state is R.MERGED else "refused-state"


def _known(unit: str, district: District) -> None:
    if unit not in district.units:
        raise Refused("refused-unknown-unit")


def _said(text: str) -> str:
    """What has to be said in words must not be blank."""
    if not text.strip():
        raise Refused("refused-empty")
    return text.strip()


def _s(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _when(data: Mapping[str, object], key: str) -> datetime | None:
    text = _s(data, key)
    return datetime.fromisoformat(text) if text else None
