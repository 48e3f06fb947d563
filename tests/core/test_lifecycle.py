"""What may happen to a case: the whole table, and that a case is always what its history says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import commands as c
from cases.case import RESIDENT, SYSTEM, Actor, Case, Event, Happened, Reporter, State
from cases.lifecycle import REOPEN_DAYS, Refused, apply, decide, file, fold, may_work, stands_until
from cases.routing import route
from storage.codec import case_from, dump
from tests.transcripts.play import district, unit_named

NOW = datetime(2026, 4, 13, 9, tzinfo=district().zone)
LUOGUAN, SHIHE, TOWN = (unit_named(n).code for n in ("螺罐村", "石河村", "昌元街道"))
TOP = district().units.district.code
WANG, LI = Actor("staff", "w", "小王"), Actor("staff", "l", "小李")


def filed(service: str = "street-light", sealed: bool = False) -> list[Event]:
    command = c.FileCase("d", service, LUOGUAN, "路灯坏了", Reporter("chat", "me", "me"), sealed=sealed)
    where = route(district().catalogue[service], LUOGUAN, district(), set(district().units.by_code))
    return file(command, "c1", "2604-0001-2", where, district(), NOW)


def in_state(state: State) -> Case:
    case = fold(filed())
    done = NOW if state in (State.RESOLVED, State.REDIRECTED, State.CLOSED) else None
    owner = "" if state in (State.RECEIVED, State.ASSIGNED) else "w"
    return replace(case, state=state, owner=owner, resolved_at=done, asked_at=NOW if state is State.ASKED else None)


COMMANDS: dict[str, c.Command] = {
    "assign": c.Assign("c1", SYSTEM, TOWN),
    "claim": c.Claim("c1", LI),
    "reply": c.Reply("c1", WANG, "好"),
    "ask": c.Ask("c1", WANG, "哪一盏？"),
    "add": c.Add("c1", RESIDENT, "还有"),
    "transfer": c.Transfer("c1", WANG, TOWN, "没有设备"),
    "reclassify": c.Reclassify("c1", WANG, "manhole"),
    "resolve": c.Resolve("c1", WANG, "修好了"),
    "redirect": c.Redirect("c1", WANG, "供电公司", "不归我们", "95598"),
    "confirm": c.Confirm("c1", RESIDENT, True),
    "rate": c.Rate("c1", RESIDENT, 5),
    "reopen": c.Reopen("c1", RESIDENT, "又坏了"),
    "urge": c.Urge("c1", RESIDENT),
    "merge": c.Merge("c1", RESIDENT, "c2"),
    "remind": c.Remind("c1", SYSTEM, "solve"),
    "escalate": c.Escalate("c1", SYSTEM, "solve", TOWN),
    "close": c.Close("c1", SYSTEM),
}
# State by state: what each takes. The rows are written out, so that a change of the rules is seen here.
TABLE = {
    State.RECEIVED: "assign claim reply ask add transfer reclassify resolve redirect urge merge remind escalate",
    State.ASSIGNED: "assign claim reply ask add transfer reclassify resolve redirect urge merge remind escalate",
    State.ACCEPTED: "assign reply ask add transfer reclassify resolve redirect urge merge remind escalate",
    State.ASKED: "assign reply ask add transfer reclassify resolve redirect urge merge remind escalate",
    State.RESOLVED: "reply add confirm rate reopen close",
    State.REDIRECTED: "add confirm rate reopen close",
    State.CLOSED: "add confirm rate reopen",
    State.MERGED: "",
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_state_takes_what_the_design_says_and_nothing_else(state: State, name: str) -> None:
    if name in TABLE[state].split():
        assert decide(in_state(state), COMMANDS[name], district(), NOW)
    else:
        with pytest.raises(Refused) as refused:
            decide(in_state(state), COMMANDS[name], district(), NOW)
        assert refused.value.key.startswith("refused-")


def after(case: Case, *commands: c.Command, at: datetime = NOW) -> Case:
    for command in commands:
        for event in decide(case, command, district(), at):
            case = apply(case, event)
    return case


def test_the_first_to_claim_wins_and_a_double_tap_does_nothing() -> None:
    case = after(fold(filed()), c.Claim("c1", WANG))
    assert decide(case, c.Claim("c1", WANG), district(), NOW) == []
    with pytest.raises(Refused, match="refused-claimed"):
        decide(case, c.Claim("c1", LI), district(), NOW)


def test_who_answers_without_claiming_has_claimed() -> None:
    case = after(fold(filed()), c.Reply("c1", WANG, "明天来"))
    assert (case.state, case.owner, case.responded_at) == (State.ACCEPTED, "w", NOW)


@pytest.mark.parametrize(
    "command",
    [
        c.Reply("c1", WANG, " "),
        c.Ask("c1", WANG, "\n"),
        c.Resolve("c1", WANG, ""),
        c.Transfer("c1", WANG, TOWN, " "),
        c.Redirect("c1", WANG, "供电公司", "", "95598"),
        c.Redirect("c1", WANG, "供电公司", "不归我们", ""),
    ],
)
def test_each_change_needs_its_words(command: c.Command) -> None:
    with pytest.raises(Refused, match="refused-empty"):
        decide(fold(filed()), command, district(), NOW)


def test_the_second_transfer_goes_above_and_its_word_binds() -> None:
    case = after(fold(filed()), c.Transfer("c1", WANG, SHIHE, "不是我们村"))
    assert (case.unit, case.passed, case.lead, case.owner) == (SHIHE, 1, "", "")
    case = after(case, c.Transfer("c1", LI, LUOGUAN, "也不是我们"))
    above = district().units.above(SHIHE)
    assert above and (case.unit, case.passed) == (above.code, 2)
    case = after(case, c.Transfer("c1", LI, LUOGUAN, "定了由你们办"))
    assert (case.unit, case.lead) == (LUOGUAN, LUOGUAN)
    with pytest.raises(Refused, match="refused-lead"):
        decide(case, c.Transfer("c1", WANG, SHIHE, "真的办不了"), district(), NOW)


def test_a_transfer_restarts_no_clock() -> None:
    before = fold(filed())
    case = after(before, c.Transfer("c1", WANG, SHIHE, "不是我们村"))
    assert (case.respond_due, case.solve_due) == (before.respond_due, before.solve_due)


def to_kind(service: str) -> c.Reclassify:
    return c.Reclassify("c1", WANG, service)


def days(case: Case) -> tuple[datetime | None, datetime | None]:
    return case.respond_due, case.solve_due


def test_another_kind_has_its_own_deadlines_from_the_filing_and_nothing_else_changes() -> None:
    before = after(fold(filed()), c.Claim("c1", WANG))
    case = after(before, to_kind("illegal-building"), at=NOW + timedelta(hours=20))
    filed_as_such = fold(filed("illegal-building"))
    assert days(case) == days(filed_as_such) != days(before)
    kept = replace(case, service=before.service, respond_due=before.respond_due, solve_due=before.solve_due)
    assert replace(kept, events=before.events) == before


def test_there_and_back_is_as_it_was() -> None:
    before = fold(filed())
    case = after(before, to_kind("illegal-building"), to_kind("street-light"), at=NOW + timedelta(hours=2))
    assert replace(case, events=before.events) == before


def test_a_deadline_that_has_passed_stays_passed() -> None:
    before = fold(filed())
    late = NOW + timedelta(days=30)
    assert days(after(before, to_kind("illegal-building"), at=late)) == days(before)


def test_a_question_to_the_resident_does_not_bring_back_a_deadline_that_has_passed() -> None:
    late = after(fold(filed()), c.Ask("c1", WANG, "哪一盏？"), at=NOW + timedelta(days=30))
    assert days(after(late, to_kind("illegal-building"), at=NOW + timedelta(days=31))) == days(late)
    early = after(fold(filed()), c.Ask("c1", WANG, "哪一盏？"))
    assert early.solve_due
    changed = after(early, to_kind("illegal-building"), at=early.solve_due + timedelta(hours=1))
    assert changed.solve_due == fold(filed("illegal-building")).solve_due


def test_what_was_answered_keeps_the_day_by_which_it_had_to_be() -> None:
    case = after(fold(filed()), c.Reply("c1", WANG, "明天来"), to_kind("illegal-building"))
    assert case.respond_due == fold(filed()).respond_due
    assert case.solve_due == fold(filed("illegal-building")).solve_due


def test_a_danger_keeps_its_hour_and_a_reopened_case_its_new_days() -> None:
    urgent = replace(fold(filed()), urgent="electric", respond_due=NOW + timedelta(hours=1))
    assert after(urgent, to_kind("illegal-building")).respond_due == NOW + timedelta(hours=1)
    done = after(fold(filed()), c.Resolve("c1", WANG, "修好了"))
    reopened = after(done, c.Reopen("c1", RESIDENT, "又坏了"), at=NOW + timedelta(days=3))
    assert after(reopened, to_kind("manhole"), at=NOW + timedelta(days=3)).solve_due == reopened.solve_due


def test_hours_in_which_the_resident_was_asked_are_not_lost_by_another_kind() -> None:
    asked = after(fold(filed()), c.Ask("c1", WANG, "哪一盏？"))
    answered = after(asked, c.Add("c1", RESIDENT, "第三盏"), at=NOW + timedelta(hours=30))
    straight = after(answered, to_kind("illegal-building"), at=NOW + timedelta(hours=30))
    meanwhile = after(asked, to_kind("illegal-building"), at=NOW + timedelta(hours=3))
    meanwhile = after(meanwhile, c.Add("c1", RESIDENT, "第三盏"), at=NOW + timedelta(hours=30))
    due = fold(filed("illegal-building")).solve_due
    assert due
    assert straight.solve_due == meanwhile.solve_due == due + timedelta(hours=30)


@pytest.mark.parametrize(
    ("case", "to", "why"),
    [
        (fold(filed()), "street-light", "refused-same-kind"),
        (fold(filed()), "nothing", "refused-unknown-kind"),
        (fold(filed()), "discipline", "refused-sealed-kind"),
        (fold(filed(sealed=True)), "manhole", "refused-sealed-kind"),
        (replace(fold(filed()), service="discipline"), "manhole", "refused-sealed-kind"),
    ],
)
def test_a_kind_that_can_not_be_is_refused(case: Case, to: str, why: str) -> None:
    sealed = next(code for code, service in district().catalogue.by_code.items() if service.sealed)
    case, to = (
        (replace(case, service=sealed) if case.service == "discipline" else case),
        to.replace("discipline", sealed),
    )
    with pytest.raises(Refused, match=why):
        decide(case, to_kind(to), district(), NOW)


def test_a_case_whose_kind_left_the_catalogue_can_get_another() -> None:
    assert after(replace(fold(filed()), service="gone"), to_kind("manhole")).service == "manhole"


def test_a_transfer_needs_another_unit_that_exists() -> None:
    for unit, why in ((LUOGUAN, "refused-same-unit"), ("nowhere", "refused-unknown-unit")):
        with pytest.raises(Refused, match=why):
            decide(fold(filed()), c.Transfer("c1", WANG, unit, "不归我们"), district(), NOW)


def test_a_sealed_case_stays_and_is_nobody_else_s() -> None:
    case = fold(filed("corruption", sealed=True))
    with pytest.raises(Refused, match="refused-sealed-transfer"):
        decide(case, c.Transfer("c1", WANG, TOP, "请示"), district(), NOW)
    with pytest.raises(Refused, match="refused-sealed-transfer"):
        decide(case, c.Assign("c1", Actor("desk"), LUOGUAN), district(), NOW)
    assert may_work(case, (case.unit,), district())
    assert not may_work(case, (TOP, TOWN, LUOGUAN), district())


def test_a_question_stops_the_clock_with_a_limit() -> None:
    before = after(fold(filed()), c.Ask("c1", WANG, "哪一盏？"))
    assert before.solve_due is not None
    soon = after(before, c.Add("c1", RESIDENT, "第二盏"), at=NOW + timedelta(days=2))
    late = after(before, c.Add("c1", RESIDENT, "第二盏"), at=NOW + timedelta(days=40))
    assert soon.state is State.ACCEPTED
    assert soon.solve_due == before.solve_due + timedelta(days=2)
    assert late.solve_due == before.solve_due + timedelta(days=5)


def test_all_questions_together_stop_the_clock_with_one_limit() -> None:
    case = fold(filed())
    assert case.solve_due
    days = [NOW + timedelta(days=n) for n in range(60)]
    twice = after(after(case, c.Ask("c1", WANG, "哪一盏？")), c.Ask("c1", WANG, "在哪边？"), at=days[2])
    assert after(twice, c.Add("c1", RESIDENT, "第二盏"), at=days[3]).solve_due == case.solve_due + timedelta(days=3)
    for day in (0, 10, 20):
        case = after(case, c.Ask("c1", WANG, "哪一盏？"), at=days[day])
        case = after(case, c.Add("c1", RESIDENT, "第二盏"), at=days[day + 3])
    assert case.solve_due == fold(filed()).solve_due + timedelta(days=5)  # type: ignore[operator]
    asked = after(case, c.Ask("c1", WANG, "哪一盏？"), at=days[40])
    assert stands_until(asked) == days[40]
    assert case_from(dump(case)).stood_s == timedelta(days=5).total_seconds()


@pytest.mark.parametrize("command", [c.Transfer("c1", WANG, SHIHE, "不归我们"), c.Assign("c1", Actor("desk"), SHIHE)])
def test_a_case_that_goes_while_its_question_is_open_keeps_the_time_that_stood_still(command: c.Command) -> None:
    asked = after(fold(filed()), c.Ask("c1", WANG, "哪一盏？"))
    gone = after(asked, command, at=NOW + timedelta(days=2))
    assert asked.solve_due
    assert (gone.asked_at, gone.solve_due) == (None, asked.solve_due + timedelta(days=2))


def test_a_neighbours_words_answer_no_question() -> None:
    asked = after(fold(filed()), c.Ask("c1", WANG, "哪一盏？"))
    told = after(asked, c.Add("c1", RESIDENT, "我们这边也黑", aside=True), at=NOW + timedelta(days=1))
    assert (told.state, told.asked_at, told.solve_due) == (State.ASKED, asked.asked_at, asked.solve_due)


def test_the_back_office_takes_no_case_and_leaves_it_to_be_taken() -> None:
    desk = Actor("desk", name="区里")
    replied = decide(fold(filed()), c.Reply("c1", desk, "会派人来"), district(), NOW)
    assert [e.kind for e in replied] == [Happened.REPLIED]
    free = replace(in_state(State.ACCEPTED), owner="")  # as an older release left it
    assert after(free, c.Claim("c1", LI)).owner == "l"
    answered = after(fold(filed()), c.Ask("c1", desk, "哪一盏？"), c.Add("c1", RESIDENT, "第二盏"))
    assert after(answered, c.Claim("c1", LI)).owner == "l"


def test_a_resident_who_merges_claims_nothing() -> None:
    merged = decide(fold(filed()), c.Merge("c1", RESIDENT, "c2"), district(), NOW)
    assert [e.kind for e in merged] == [Happened.MERGED]


def test_a_case_that_goes_to_nobody_is_an_alarm_for_the_level_above() -> None:
    for command in (c.Transfer("c1", WANG, SHIHE, "不归我们"), c.Assign("c1", Actor("desk"), SHIHE)):
        went, alarm = decide(fold(filed()), command, district(), NOW, {LUOGUAN, TOP})
        assert (went.data["unit"], alarm.kind) == (SHIHE, Happened.ALARMED)
        assert (alarm.data["meant"], alarm.data["unit"]) == (SHIHE, TOP)
        assert len(decide(fold(filed()), command, district(), NOW, {SHIHE})) == 1


def test_a_case_whose_service_left_the_catalogue_can_be_reopened() -> None:
    done = replace(after(fold(filed()), c.Resolve("c1", WANG, "修好了")), service="gone")
    assert after(done, c.Reopen("c1", RESIDENT, "又坏了")).open


def test_a_comment_or_thanks_changes_no_clock_and_reopens_nothing() -> None:
    case = fold(filed())
    assert after(case, c.Add("c1", RESIDENT, "快点"), c.Urge("c1", RESIDENT)).solve_due == case.solve_due
    done = after(case, c.Resolve("c1", WANG, "修好了"))
    assert after(done, c.Add("c1", RESIDENT, "谢谢")).state is State.RESOLVED


def test_urging_and_transfers_are_counted() -> None:
    case = after(fold(filed()), c.Urge("c1", RESIDENT), c.Urge("c1", RESIDENT))
    assert case.urged == 2
    assert after(case, c.Transfer("c1", WANG, SHIHE, "不是我们村")).passed == 1


def test_reopening_has_fourteen_days() -> None:
    done = after(fold(filed()), c.Resolve("c1", WANG, "修好了"))
    last = NOW + timedelta(days=REOPEN_DAYS)
    case = after(done, c.Reopen("c1", RESIDENT, "又坏了"), at=last)
    assert (case.state, case.reopened, case.solved, case.owner) == (State.ACCEPTED, 1, False, "w")
    assert case.solve_due and case.solve_due > last
    with pytest.raises(Refused, match="refused-reopen-late"):
        decide(done, c.Reopen("c1", RESIDENT, "又坏了"), district(), last + timedelta(seconds=1))


def test_a_rating_closes_and_is_given_once() -> None:
    done = after(fold(filed()), c.Resolve("c1", WANG, "修好了"), c.Confirm("c1", RESIDENT, True))
    rated = after(done, c.Rate("c1", RESIDENT, 2, "太慢"))
    assert (rated.state, rated.solved, rated.score, rated.why_not) == (State.CLOSED, True, 2, "太慢")
    with pytest.raises(Refused, match="refused-rated"):
        decide(rated, c.Rate("c1", RESIDENT, 5), district(), NOW)
    for score in (0, 6, -1):
        with pytest.raises(Refused, match="refused-score"):
            decide(done, c.Rate("c1", RESIDENT, score), district(), NOW)


def test_staff_above_may_work_and_staff_beside_may_not() -> None:
    case = fold(filed())
    assert all(may_work(case, (unit,), district()) for unit in (LUOGUAN, TOWN, TOP))
    assert not may_work(case, (SHIHE,), district())


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
steps = st.one_of(
    st.builds(c.Claim, st.just("c1"), st.sampled_from([WANG, LI])),
    st.builds(c.Reply, st.just("c1"), st.sampled_from([WANG, LI]), texts),
    st.builds(c.Ask, st.just("c1"), st.just(WANG), texts),
    st.builds(c.Add, st.just("c1"), st.just(RESIDENT), texts, st.just(("f1",))),
    st.builds(c.Transfer, st.just("c1"), st.just(WANG), st.sampled_from([LUOGUAN, SHIHE, TOWN, TOP]), texts),
    st.builds(c.Assign, st.just("c1"), st.just(Actor("desk")), st.sampled_from([SHIHE, TOWN]), texts),
    st.builds(c.Resolve, st.just("c1"), st.just(WANG), texts),
    st.builds(c.Redirect, st.just("c1"), st.just(WANG), texts, texts, texts),
    st.builds(c.Reclassify, st.just("c1"), st.just(WANG), st.sampled_from(["street-light", "manhole", "sewage"])),
    st.builds(c.Confirm, st.just("c1"), st.just(RESIDENT), st.booleans()),
    st.builds(c.Rate, st.just("c1"), st.just(RESIDENT), st.integers(0, 6), texts),
    st.builds(c.Reopen, st.just("c1"), st.just(RESIDENT), texts),
    st.builds(c.Urge, st.just("c1"), st.just(RESIDENT)),
    st.builds(c.Escalate, st.just("c1"), st.just(SYSTEM), st.just("solve"), st.just(TOWN)),
    st.builds(c.Close, st.just("c1"), st.just(SYSTEM)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(steps, st.integers(0, 200)), max_size=25))
def test_a_case_is_what_its_history_says(history: list[tuple[c.Command, int]]) -> None:
    events = filed()
    stored, now = dump(fold(events)), NOW
    for command, hours in history:
        now += timedelta(hours=hours)
        case = case_from(stored)
        try:
            new = decide(case, command, district(), now)
        except Refused:
            continue
        for event in new:
            case = apply(case, event)
        events += new
        stored = dump(case)
    assert fold(events) == case_from(stored)
    assert [e.n for e in events] == list(range(1, len(events) + 1))
    assert events[0].kind is Happened.FILED
