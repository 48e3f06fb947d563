"""The three rates, and all a manager is told: computed from the events of cases and from nothing else (law 9).

What is counted, and how:

* A case counts for the unit that has it now (`Case.unit`): the duty to answer moved there with it. How often a case was
  handed on stands beside it (`passed_around`), so that passing work on does not hide it.
* A case counts in the month and the period in which it was filed, in days of the district's zone.
* A merged case counts as `merged` and as nothing else: the case that it was merged into stands for it.
* A sealed case is one in a single number for the whole district, and in no unit's, service's or month's.
* What the resident said last is what counts: after a reopening the case is not solved, and not yet rated.
* Events later than `now` are left out, so that an earlier day's numbers can be computed again.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from statistics import median

from cases.case import Case, Event, Happened, State
from cases.catalogue import Catalogue
from cases.lifecycle import ASK_LIMIT_DAYS, fold
from cases.units import Level, Units

SATISFIED_FROM = 4
"""The lowest score, of 1 to 5, that counts as satisfied."""

PASSED_AROUND_FROM = 2
"""Transfers from which a case was passed around; the first one is often a plain mistake of routing."""

IMPROBABLE_RATED = 20
"""Ratings from which "all of them satisfied" is pointed out. Where 85 of 100 people are satisfied, twenty in a row are
satisfied once in 26 times (0.85 ** 20 = 0.039); ratings that are coached or bought look just like that."""

LOW_ANSWER_RATE = 0.3
"""Share of the residents asked under which their answers say little about those who kept silent."""

LOW_ANSWER_ASKED = 10
"""People asked from which a low answer rate is pointed out; with fewer, chance alone makes one."""

FEW_RATED = 5
"""Ratings under which somebody who knows the cases could tell who gave them: handling staff are shown none of those,
and of more only steps of so many."""
SAMPLE_CHANNEL = "sample"  # the residents of invented cases "write" on it


class Flag(StrEnum):
    """What is pointed out about a row."""

    IMPROBABLE = "improbable"
    LOW_ANSWERS = "low-answers"


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole, both counted in cases. `hidden`: not shown to this reader (then both are 0)."""

    part: int = 0
    of: int = 0
    hidden: bool = False

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None where there is nothing to divide by."""
        return self.part / self.of if self.of else None

    @property
    def percent(self) -> int | None:
        """The share in whole percent; 100 only if all, 0 only if none: 399 of 400 are 99."""
        if not self.of:
            return None
        if 0 < self.part < self.of:
            return min(99, max(1, (200 * self.part + self.of) // (2 * self.of)))
        return 100 * self.part // self.of


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of a group of cases. All count cases, but for `median_days`.

    `overdue`: open, and the time to answer or to solve is over. `asked`: resolved or redirected at least once, upon
    which the resident is asked. `answered`: of those asked, who said whether it is solved or gave a score. `resolved`:
    the office says that it is done; `solved` is what residents say. `median_days`: calendar days from filed to
    resolved, of those in `resolved`. `in_steps`: `satisfied` of the cases rated first, as many as make full steps of
    FEW_RATED.
    """

    cases: int = 0
    open: int = 0
    overdue: int = 0
    resolved: int = 0
    redirected: int = 0
    responded: Rate = Rate()
    solved: Rate = Rate()
    satisfied: Rate = Rate()
    asked: int = 0
    answered: int = 0
    median_days: float | None = None
    reopened: int = 0
    passed_around: int = 0
    merged: int = 0
    in_steps: Rate = Rate()

    @property
    def answers(self) -> Rate:
        """How many of those asked answered."""
        return Rate(self.answered, self.asked)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What should be looked at before the rates are believed."""
        flags = []
        if self.satisfied.of >= IMPROBABLE_RATED and self.satisfied.part == self.satisfied.of:
            flags.append(Flag.IMPROBABLE)
        if self.asked >= LOW_ANSWER_ASKED and self.answered < LOW_ANSWER_RATE * self.asked:
            flags.append(Flag.LOW_ANSWERS)
        return tuple(flags)


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of one unit, service or month. `names` by language; the code where the name is not known any more."""

    code: str
    names: Mapping[str, str]
    tally: Tally

    def called(self, language: str) -> str:
        """The name in `language`."""
        return self.names["en" if language.startswith("en") else "zh-CN"]


@dataclass(frozen=True, slots=True)
class Summary:
    """All numbers of a period, both days inclusive, for the unit `top` and all below it.

    `units` has a row for each unit that has cases of its own, `branches` one for each unit right below `top` with its
    whole subtree (and `top` for its own cases); the rows of each add up to `total`. They stand in the order of the
    district's files, not of their rates. `months` are "2026-11". `sealed` is None unless `top` is the district.
    `sample`: invented cases are counted too, and whoever shows the numbers has to say so.
    """

    top: str
    names: Mapping[str, str]
    start: date
    end: date
    now: datetime
    total: Tally
    branches: tuple[Row, ...] = ()
    units: tuple[Row, ...] = ()
    services: tuple[Row, ...] = ()
    months: tuple[Row, ...] = ()
    sealed: int | None = None
    sample: bool = False


@dataclass(frozen=True, slots=True)
class _Fact:
    """What one case adds to the numbers."""

    case: Case
    unit: str
    branch: str
    month: str
    overdue: bool = False
    asked: bool = False
    rated_at: datetime | None = None
    end: State | None = None  # RESOLVED or REDIRECTED, as the office ended it last; None while it is open


def summarise(
    histories: Iterable[Sequence[Event]],
    units: Units,
    catalogue: Catalogue,
    start: date,
    end: date,
    top: str,
    zone: tzinfo,
    now: datetime,
) -> Summary:
    """Count the cases filed from `start` to `end` in days of `zone`, of `top` and all below it, as they stand at `now`.

    Units and services that are not known any more are counted under their code; such units are the district's alone.
    Raises UnknownUnit if there is no `top`.
    """
    names = _unit_names(units, top)
    whole = units[top].level is Level.DISTRICT and not units[top].department
    facts: list[_Fact] = []
    sealed = 0
    sample = False
    for history in histories:
        events = [event for event in history if event.at <= now]
        if not events:
            continue
        case = fold(events)
        day = case.filed_at.astimezone(zone).date()
        if not start <= day <= end:
            continue
        sample = sample or case.reporter.channel == SAMPLE_CHANNEL
        if case.sealed or (case.service in catalogue and catalogue[case.service].sealed):
            sealed += 1
            continue
        unit = case.unit or units.district.code
        branch = branch_of(units, unit, top)
        if branch:
            facts.append(_fact(case, events, unit, branch, f"{day:%Y-%m}", now))
    places = {code: i for i, code in enumerate((*units.by_code, *catalogue.by_code))}

    def order(code: str) -> tuple[int, str]:
        """As in the district's files; what is not known any more comes last."""
        return places.get(code, len(places)), code

    def rows(
        key: Callable[[_Fact], str],
        called: Callable[[str], Mapping[str, str]],
    ) -> tuple[Row, ...]:
        groups: dict[str, list[_Fact]] = {}
        for fact in facts:
            groups.setdefault(key(fact), []).append(fact)
        return tuple(Row(code, called(code), _tally(groups[code], now)) for code in sorted(groups, key=order))

    return Summary(
        top,
        names,
        start,
        end,
        now.astimezone(zone),
        _tally(facts, now),
        branches=rows(lambda f: f.branch, lambda code: _unit_names(units, code)),
        units=rows(lambda f: f.unit, lambda code: _unit_names(units, code)),
        services=rows(
            lambda f: f.case.service,
            lambda code: dict(catalogue[code].names) if code in catalogue else _same(code),
        ),
        months=_without_gaps(rows(lambda f: f.month, _same)),
        sealed=sealed if whole else None,
        sample=sample,
    )


def branch_of(units: Units, code: str, top: str) -> str:
    """The unit right below `top` that `code` is or stands under; `top` itself for its own; empty if outside `top`.

    Departments without a parent, and units that are not known any more, stand right below the district.
    """
    district = units.district.code
    chain = [code]
    while chain[-1] in units and units[chain[-1]].parent and units[chain[-1]].parent not in chain:
        chain.append(units[chain[-1]].parent)
    if chain[-1] != district:
        chain.append(district)
    if top not in chain:
        return ""
    return chain[max(0, chain.index(top) - 1)]


def guarded(summary: Summary) -> Summary:
    """The summary as handling staff may see it: nobody's rating can be told from it (docs/architecture.md).

    Satisfaction moves in steps of FEW_RATED ratings only: who looks before and after one rating sees the same number.
    It is hidden where there are fewer, and where it would be 0 or 100 %, which tells what everybody said. Where one row
    of a group alone would be hidden, a second one is too, or the total: else it could be counted from the others. All
    of it is hidden in a period that cuts a month in two: two such, a day apart, would tell about a single case. How
    many sealed reports there are is never shown.
    """
    whole = _whole_months(summary)

    def row(of: Row) -> Row:
        return replace(of, tally=_guard(of.tally, whole))

    total = _guard(summary.total, whole)
    groups: list[tuple[Row, ...]] = []
    for rows in (summary.branches, summary.units, summary.services, summary.months):
        group = [row(r) for r in rows]
        if sum(r.tally.satisfied.hidden for r in group) == 1:
            shown = [i for i, r in enumerate(group) if r.tally.satisfied.of]
            if shown:
                least = min(shown, key=lambda i: rows[i].tally.satisfied.of)
                group[least] = _hide(group[least])
            else:
                total = replace(total, satisfied=Rate(hidden=True))
        groups.append(tuple(group))
    branches, units, services, months = groups
    return replace(summary, total=total, branches=branches, units=units, services=services, months=months, sealed=None)


def _whole_months(summary: Summary) -> bool:
    """Whether the period begins with a month, and ends with one or today."""
    end = summary.end
    return summary.start.day == 1 and (end.day == monthrange(end.year, end.month)[1] or end >= summary.now.date())


def _hide(row: Row) -> Row:
    return replace(row, tally=replace(row.tally, satisfied=Rate(hidden=True)))


def _guard(tally: Tally, whole: bool) -> Tally:
    if not tally.satisfied.of:
        return tally
    shown = tally.in_steps
    if not whole or shown.part in (0, shown.of):
        shown = Rate(hidden=True)
    return replace(tally, satisfied=shown)


def _fact(case: Case, events: Sequence[Event], unit: str, branch: str, month: str, now: datetime) -> _Fact:
    end: State | None = None
    asked = False
    rated: datetime | None = None
    for event in events:
        if event.kind is Happened.RESOLVED:
            end, asked = State.RESOLVED, True
        elif event.kind is Happened.REDIRECTED:
            end, asked = State.REDIRECTED, True
        elif event.kind is Happened.REOPENED:
            end = None
        elif event.kind is Happened.RATED:
            rated = event.at
    if case.open:
        end = None
    return _Fact(case, unit, branch, month, _overdue(case, now), asked, rated, end)


def _overdue(case: Case, now: datetime) -> bool:
    """Whether the resident waits longer than promised. While a question to them is open, the clock stands still."""
    if not case.open:
        return False
    if case.responded_at is None and case.respond_due is not None and now > case.respond_due:
        return True
    if case.solve_due is None:
        return False
    stood = timedelta(0)
    if case.state is State.ASKED and case.asked_at is not None:
        stood = min(now - case.asked_at, timedelta(days=ASK_LIMIT_DAYS))
    return now > case.solve_due + stood


def _tally(facts: Sequence[_Fact], now: datetime) -> Tally:
    counted = [f for f in facts if f.case.state is not State.MERGED]
    cases = [f.case for f in counted]
    asked = [f.case for f in counted if f.asked]
    said = [c for c in asked if c.solved is not None]
    scored = [f for f in counted if f.asked and f.case.score is not None]
    scored.sort(key=lambda f: (f.rated_at or f.case.filed_at, f.case.number, f.case.score))  # in order of rating
    happy = [(f.case.score or 0) >= SATISFIED_FROM for f in scored]
    steps = happy[: len(happy) - len(happy) % FEW_RATED]
    # An answer that came before its time was over counts at once; silence counts when the time is over.
    due = [c for c in cases if c.respond_due is not None and (c.responded_at is not None or now > c.respond_due)]
    in_time = [c for c in due if c.responded_at and c.respond_due and c.responded_at <= c.respond_due]
    resolved = [f.case for f in counted if f.end is State.RESOLVED]
    days = [(c.resolved_at - c.filed_at) / timedelta(days=1) for c in resolved if c.resolved_at is not None]
    return Tally(
        cases=len(cases),
        open=sum(c.open for c in cases),
        overdue=sum(f.overdue for f in counted),
        resolved=len(resolved),
        redirected=sum(f.end is State.REDIRECTED for f in counted),
        responded=Rate(len(in_time), len(due)),
        solved=Rate(sum(c.solved is True for c in said), len(said)),
        satisfied=Rate(sum(happy), len(happy)),
        asked=len(asked),
        answered=sum(c.solved is not None or c.score is not None for c in asked),
        median_days=median(days) if days else None,
        reopened=sum(c.reopened > 0 for c in cases),
        passed_around=sum(c.passed >= PASSED_AROUND_FROM for c in cases),
        merged=len(facts) - len(counted),
        in_steps=Rate(sum(steps), len(steps)),
    )


def _without_gaps(months: tuple[Row, ...]) -> tuple[Row, ...]:
    """The months from the first to the last, those without a case too: a gap in time must look like one."""
    if not months:
        return ()
    by_code = {row.code: row for row in months}
    year, month = map(int, months[0].code.split("-"))
    filled = []
    while (code := f"{year:04d}-{month:02d}") <= months[-1].code:
        filled.append(by_code.get(code) or Row(code, _same(code), Tally()))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(filled)


def _unit_names(units: Units, code: str) -> Mapping[str, str]:
    if code not in units:
        return _same(code)
    unit = units[code]
    return {"zh-CN": unit.called("zh-CN"), "en": unit.called("en")}


def _same(code: str) -> Mapping[str, str]:
    return {"zh-CN": code, "en": code}
