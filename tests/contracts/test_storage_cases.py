"""Cases, who may see them, one-time codes, sessions, sealed words and files, on every database that we run on."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import MetaData

from cases.case import Case, Happened, Reporter, State
from cases.units import Point
from dialogs.facts import CaseFollowed, CaseNumbered, CaseWithId, Fact, MyCases, Nearby, UnitCases
from dialogs.forms import Who
from dialogs.messages import Inbound, Media, MediaKind
from storage.store import Store
from tests.contracts.stores import (
    DISCIPLINE,
    NOW,
    OTHER_VILLAGE,
    TOP,
    TOWN,
    VILLAGE,
    Clock,
    case,
    clock,
    event,
    message,
    other,
    said,
    store,
    url,
)

__all__ = ["clock", "other", "store", "url"]
RESIDENT = Who("resident", "lan")


def staff_of(unit: str) -> Who:
    return Who("staff", "s1", "张三", unit, (unit,))


async def keep(store: Store, *cases: Case, follow: str = "") -> None:
    async with store.work() as work:
        for one in cases:
            await work.keep_case(one, draft=f"web:x:{one.id}", follow=follow)


async def seen(store: Store, fact: Fact, who: Who = RESIDENT, asker: Inbound | None = None) -> list[str]:
    """The numbers of the cases that the fact holds for the asker."""
    async with store.look() as work:
        return [found.number for found in await work.fact(fact, asker or message(1), who)]


# --- numbers and rows ------------------------------------------------------------------------------------------------


async def test_serials_have_no_gaps_and_no_doubles_when_many_file_at_once(store: Store, other: Store) -> None:
    async def file(mine: Store, fails: bool) -> int:
        try:
            async with mine.work() as work:
                serial = await work.serial("2604")
                await asyncio.sleep(0.001)
                if fails:
                    raise LookupError
                return serial
        except LookupError:
            return 0

    serials = await asyncio.gather(*(file(m, fails=n % 5 == 0) for n, m in enumerate([store, other] * 15)))
    assert sorted(s for s in serials if s) == list(range(1, 25))
    async with store.work() as work:
        assert (await work.serial("2605"), await work.serial("2604")) == (1, 25)


async def test_the_same_draft_never_makes_two_cases(store: Store) -> None:
    async with store.work() as work:
        await work.keep_case(case(), draft="web:lan:1")
    with pytest.raises(Exception, match=r"(?i)unique"):
        async with store.work() as work:
            await work.keep_case(case("2604-0002-2", "c2"), draft="web:lan:1")
    async with store.look() as work:
        filed = await work.filed("web:lan:1")
    assert filed is not None and filed.id == "c1"


async def test_a_case_and_its_history_come_back_as_they_were_kept(store: Store) -> None:
    whole = case(
        point=Point(0.0, 0.0), answers={"pole": "12"}, media=("f1", "f2"), solved=False, score=1, respond_due=NOW
    )
    async with store.work() as work:
        await work.keep_case(whole, draft="d1")
        await work.keep_events("c1", [event(1), event(2, Happened.ASSIGNED)])
        await work.keep_events("c1", [event(3, Happened.CLAIMED)])
    async with store.look() as work:
        assert await work.lock("c1") == whole
        assert await work.numbered(whole.number) == whole
        assert [(e.n, e.kind) for e in await work.history("c1")] == [
            (1, Happened.FILED),
            (2, Happened.ASSIGNED),
            (3, Happened.CLAIMED),
        ]
    assert [[e.n for e in history] for history in await store.histories()] == [[1, 2, 3]]
    done = replace(whole, state=State.RESOLVED, solved=None, score=None)
    async with store.work() as work:
        await work.keep_case(done)
    async with store.look() as work:
        assert await work.lock("c1") == done


async def test_two_chats_that_touch_one_case_come_one_after_the_other(store: Store, other: Store) -> None:
    await keep(store, case(urged=0))

    async def urge(mine: Store) -> None:
        async with mine.work() as work:
            locked = await work.lock("c1")
            assert locked
            await asyncio.sleep(0.001)
            await work.keep_case(replace(locked, urged=locked.urged + 1))

    await asyncio.gather(*(urge(s) for s in [store, other] * 10))
    async with store.look() as work:
        now = await work.lock("c1")
    assert now and now.urged == 20


# --- law 5: who may see what -----------------------------------------------------------------------------------------


async def test_another_persons_number_is_answered_like_an_unknown_one(store: Store) -> None:
    await keep(store, case("2604-0001-1", "c1", "lan"), case("2604-0002-2", "c2", "mei"))
    assert await seen(store, CaseNumbered("2604-0001-1")) == ["2604-0001-1"]
    assert await seen(store, CaseNumbered("2604-0002-2")) == await seen(store, CaseNumbered("2604-9999-9")) == []
    assert await seen(store, CaseWithId("c2")) == await seen(store, CaseWithId("nothing")) == []
    assert await seen(store, MyCases()) == ["2604-0001-1"]
    elsewhere = replace(message(1), channel="telegram")
    assert await seen(store, CaseNumbered("2604-0001-1"), asker=elsewhere) == []
    in_a_group = replace(message(1), chat="family")
    assert await seen(store, CaseNumbered("2604-0001-1"), asker=in_a_group) == []
    assert await seen(store, MyCases(), asker=replace(message(1), person="")) == []


async def test_a_unit_sees_its_own_what_lies_in_its_area_and_what_those_below_have(store: Store) -> None:
    mine = case("2604-0001-1", "c1")
    passed_on = case("2604-0002-2", "c2", unit="500153-water")
    await keep(store, mine, passed_on)
    for unit in (VILLAGE, TOWN, TOP):
        assert await seen(store, CaseNumbered("2604-0001-1"), staff_of(unit)) == ["2604-0001-1"]
        assert await seen(store, CaseWithId("c2"), staff_of(unit)) == ["2604-0002-2"]
    assert await seen(store, CaseNumbered("2604-0001-1"), staff_of(OTHER_VILLAGE)) == []
    assert await seen(store, CaseNumbered("2604-0001-1"), staff_of(DISCIPLINE)) == []


async def test_a_sealed_case_is_seen_by_its_own_desk_and_by_its_code_alone(store: Store) -> None:
    sealed = case("2604-0003-3", "c3", person="", unit=DISCIPLINE, unit_first=DISCIPLINE, sealed=True)
    await keep(store, sealed, follow="ABCD-EFGH-JKMN")
    assert await seen(store, CaseNumbered("2604-0003-3"), staff_of(DISCIPLINE)) == ["2604-0003-3"]
    for unit in (VILLAGE, TOWN, TOP):
        assert await seen(store, CaseNumbered("2604-0003-3"), staff_of(unit)) == []
        assert await seen(store, Nearby("street-light", VILLAGE), staff_of(unit)) == []
    assert await seen(store, CaseNumbered("2604-0003-3")) == []
    assert await seen(store, MyCases()) == []
    assert await seen(store, CaseFollowed("abcd-efgh-jkmn ")) == ["2604-0003-3"]
    assert await seen(store, CaseFollowed("ABCD-EFGH-JKMX")) == []
    assert await seen(store, CaseFollowed("")) == []


async def test_no_empty_follow_code_opens_a_case_that_has_none(store: Store) -> None:
    await keep(store, case("2604-0003-3", "c3", person="", sealed=True))
    assert await seen(store, CaseFollowed("")) == []


async def test_nearby_cases_are_open_others_and_never_sealed(store: Store) -> None:
    await keep(
        store,
        case("2604-0001-1", "c1", "lan"),
        case("2604-0002-2", "c2", "mei"),
        case("2604-0003-3", "c3", "mei", sealed=True),
        case("2604-0004-4", "c4", "mei", state=State.RESOLVED),
        case("2604-0005-5", "c5", "mei", service="garbage"),
        case("2604-0006-6", "c6", "mei", place_unit=OTHER_VILLAGE),
    )
    assert await seen(store, Nearby("street-light", VILLAGE)) == ["2604-0002-2"]


async def test_a_units_lists_are_open_mine_and_overdue(store: Store) -> None:
    soon, past = NOW + timedelta(days=1), NOW - timedelta(hours=1)
    await keep(
        store,
        case("2604-0001-1", "c1", respond_due=soon),
        case("2604-0002-2", "c2", respond_due=past, owner="s1"),
        case("2604-0003-3", "c3", respond_due=past, responded_at=past, solve_due=soon),
        case("2604-0004-4", "c4", state=State.CLOSED, respond_due=past),
        case("2604-0005-5", "c5", state=State.ASKED, respond_due=past, responded_at=past, solve_due=past),
    )
    unit = staff_of(VILLAGE)
    numbers = {"2604-0001-1", "2604-0002-2", "2604-0003-3", "2604-0005-5"}
    assert set(await seen(store, UnitCases(VILLAGE, "open"), unit)) == numbers
    assert await seen(store, UnitCases(VILLAGE, "mine", "s1"), unit) == ["2604-0002-2"]
    assert await seen(store, UnitCases(VILLAGE, "overdue"), unit) == ["2604-0002-2"]


async def test_a_units_list_is_as_long_as_it_says(store: Store) -> None:
    many = [case(f"2604-{n:04}-1", f"c{n}", respond_due=NOW + timedelta(days=1)) for n in range(1, 42)]
    await keep(store, *many)
    assert len(await seen(store, UnitCases(VILLAGE, "open"), staff_of(VILLAGE))) == 41


async def test_a_sealed_case_keeps_no_trace_of_the_chat_that_it_came_from(store: Store) -> None:
    async with store.work() as work:
        await work.keep_case(case(person="", sealed=True), draft="web:p-chatoflan:3", follow="ABCD-EFGH-JKMN")
    assert "p-chatoflan" not in await everything(store)
    assert "ABCD-EFGH-JKMN" not in await everything(store)


# --- one-time codes and sessions -------------------------------------------------------------------------------------


async def test_a_one_time_code_is_good_once_even_for_two_at_the_same_moment(store: Store, other: Store) -> None:
    code = await store.new_code("staff", VILLAGE, "张三\0")
    opened = await asyncio.gather(store.sign_in(code), other.sign_in(code.lower()), store.sign_in(f" {code} "))
    good = [o for o in opened if o]
    assert len(good) == 1
    token, visitor = good[0]
    assert (visitor.name, visitor.role, visitor.units) == ("张三", "staff", (VILLAGE,))
    assert await other.visitor(token) == visitor
    assert await store.sign_in(code) is None
    async with store.look() as work:
        assert await work.groups_of(VILLAGE) == [("web", f"unit:{VILLAGE}")]


async def test_a_code_ends_and_a_session_ends(store: Store, clock: Clock) -> None:
    late = await store.new_code("manager", "", "区领导", hours=1)
    clock.forward(hours=1, seconds=1)
    assert await store.sign_in(late) is None
    opened = await store.sign_in(await store.new_code("manager", "", "区领导"))
    assert opened
    clock.forward(days=29)
    assert await store.visitor(opened[0])
    clock.forward(days=2)
    assert await store.visitor(opened[0]) is None


async def test_signing_out_ends_this_session_alone(store: Store) -> None:
    one, two = [await store.sign_in(await store.new_code("staff", VILLAGE, n)) for n in ("张三", "李四")]
    assert one and two
    await store.sign_out(one[0])
    assert await store.visitor(one[0]) is None
    assert await store.visitor(two[0])
    assert await store.visitor(two[0].swapcase()) is None
    assert await store.visitor("") is None


async def test_a_binding_code_signs_nobody_in_and_a_sign_in_code_binds_no_group(store: Store) -> None:
    bind, staff = await store.new_code("bind", VILLAGE, ""), await store.new_code("staff", VILLAGE, "张三")
    assert await store.sign_in(bind) is None
    async with store.work() as work:
        assert await work.use_code(staff, ("bind",)) is None
        assert await work.use_code(bind, ("bind",)) == ("bind", VILLAGE, "")
        assert await work.use_code(bind, ("bind",)) is None


async def test_neither_codes_nor_tokens_are_kept_as_they_are(store: Store) -> None:
    code = await store.new_code("staff", VILLAGE, "张三")
    opened = await store.sign_in(code)
    assert opened
    kept = await everything(store)
    assert code not in kept and opened[0] not in kept


# --- sealed words, files ---------------------------------------------------------------------------------------------


async def everything(store: Store) -> str:
    """All rows of all tables as one text."""
    kept = MetaData()
    async with store.engine.connect() as connection:
        await connection.run_sync(kept.reflect)
        rows = [str(tuple(row)) for table in kept.tables.values() for row in await connection.execute(table.select())]
    return "\n".join(rows)


async def test_discarded_words_are_gone_from_everywhere(store: Store) -> None:
    await store.receive(message(1, text="乡长收了我的钱"))
    await store.receive(message(1, "mei", text="梅的话"))
    row = next(r for r in await store.undone() if r.chat == "lan")
    async with store.work() as work:
        await work.claim(row.id, "web", "lan")
        await work.say(said("乡长收了我的钱", "lan", "web"))
        await work.say(said("乡长收了我的钱", "lan", "telegram"))
        await work.say(said("您的路灯修好了", "lan", "telegram"))
        await work.say(said("梅的话", "mei", "web"))
        talk, _ = await work.conversation("web", "lan", "lan")
        talk.home = "乡长收了我的钱"
        await work.keep_conversation("web", "lan", "lan", talk)
        await work.keep_file(Media(MediaKind.PHOTO, "f1"), "image/jpeg", "lan")
        await work.done(row.id)
    await store.sent([row.id for row in await store.lease(["telegram"], 60)])
    await store.receive(message(2, text="乡长又收了我的钱"))
    row = next(r for r in await store.undone() if r.chat == "lan")
    async with store.work() as work:
        await work.claim(row.id, "web", "lan")
        await work.discard_words("web", "lan")
        await work.discard_words("telegram", "lan")
        talk.home = ""
        await work.keep_conversation("web", "lan", "lan", talk)
        await work.done(row.id)
    kept = await everything(store)
    assert "收了我的钱" not in kept
    assert kept.count("梅的话") == 2
    assert await store.lines("lan", 0) == []
    assert ["您的路灯修好了" in row.payload for row in await store.lease(["telegram"], 60)] == [True]  # not sent yet
    await store.receive(message(2, text="乡长又收了我的钱"))  # delivered again: still the same message
    assert [r.chat for r in await store.undone()] == ["mei"]
    async with store.look() as work:
        assert await work.file_in("f1", "lan") is None


async def test_what_was_sent_or_said_after_a_sealed_report_outlives_its_second_wiping(
    store: Store, clock: Clock
) -> None:
    async with store.work() as work:
        await work.say(said("行长的事", "lan", "telegram"))
        await work.keep_file(Media(MediaKind.PHOTO, "sealed"), "image/jpeg", "lan")
        await work.discard_words("telegram", "lan")
    until = clock.now
    clock.forward(hours=1)
    async with store.work() as work:
        await work.say(said("路灯的事", "lan", "telegram"))
        await work.keep_file(Media(MediaKind.PHOTO, "later"), "image/jpeg", "lan")
    for _ in range(2):
        await store.sent([row.id for row in await store.lease(["telegram"], 60)])
    async with store.work() as work:
        await work.discard_words("telegram", "lan", until)
    async with store.look() as work:
        kept = [file for file in ("sealed", "later") if await work.file_in(file, "lan")]
    assert kept == ["later"]
    everywhere = await everything(store)
    assert "行长的事" not in everywhere and "路灯的事" in everywhere


async def test_a_sealed_report_leaves_the_photos_of_an_open_case_alone(store: Store) -> None:
    await keep(store, case("2604-0001-1", reporter=Reporter("web", "lan", "lan"), media=("lamp",)))
    async with store.work() as work:
        for file in ("sealed", "lamp"):
            await work.keep_file(Media(MediaKind.PHOTO, file), "image/jpeg", "lan")
        await work.discard_words("web", "lan")
    async with store.look() as work:
        assert await work.file_in("lamp", "lan") is not None
        assert await work.file_in("sealed", "lan") is None


async def test_the_files_of_a_report_beside_a_dropped_one_are_left_alone(store: Store) -> None:
    async with store.work() as work:
        for file in ("sealed", "lamp"):
            await work.keep_file(Media(MediaKind.PHOTO, file), "image/jpeg", "lan")
        await work.discard_words("web", "lan", keep=["lamp"])
    async with store.look() as work:
        assert [file for file in ("sealed", "lamp") if await work.file_in(file, "lan")] == ["lamp"]


async def test_what_a_person_wrote_after_it_is_not_wiped_unread(store: Store) -> None:
    await store.receive(message(1))
    await store.receive(message(2, text="还有，路灯也不亮"))
    row = (await store.undone())[0]
    async with store.work() as work:
        await work.claim(row.id, "web", "lan")
        await work.discard_words("web", "lan")
        await work.done(row.id)
    assert re.search("路灯也不亮", (await store.undone())[0].payload)


async def test_a_file_is_known_to_the_chats_that_it_was_in_and_to_no_other(store: Store) -> None:
    photo = Media(MediaKind.PHOTO, "f1", point=Point(0.0, 0.0))
    voice = Media(MediaKind.VOICE, "f2", seconds=0.5)
    async with store.work() as work:
        await work.keep_file(photo, "image/jpeg", "lan")
        await work.keep_file(voice, "audio/ogg", "lan")
        await work.keep_file(Media(MediaKind.PHOTO, "f1"), "image/jpeg", "wang")
    async with store.look() as work:
        assert await work.file_in("f1", "lan") == photo
        assert await work.file_in("f2", "lan") == voice
        assert await work.file_in("f1", "wang") == Media(MediaKind.PHOTO, "f1")
        assert await work.file_in("f1", "group") is None
    async with store.work() as work:
        shown = (Media(MediaKind.PHOTO, "f1"), Media(MediaKind.VOICE, "never-kept"))
        await work.say(replace(said("看", "group", "web"), media=shown))
    async with store.look() as work:
        assert await work.file_in("f1", "group") == Media(MediaKind.PHOTO, "f1")  # and not where it was taken
    line = (await store.lines("group", 0))[0]
    assert line.outbound.media == (Media(MediaKind.PHOTO, "f1"),)


async def test_lines_come_newest_first_and_then_only_what_is_new(store: Store) -> None:
    async with store.work() as work:
        for n in range(5):
            await work.say(said(f"line {n}", "lan", "web"))
            await work.say(said("not hers", "mei", "web"))
    lines = await store.lines("lan", 0, limit=2)
    assert [line.outbound.text for line in lines] == ["line 3", "line 4"]
    assert [line.outbound.text for line in await store.lines("lan", lines[0].seq)] == ["line 4"]


async def test_reporters_without_a_name_and_groups_without_a_unit_hear_nothing(store: Store) -> None:
    async with store.work() as work:
        await work.tell("", "", {"type": "news"}, "x")
        await work.tell("web", "lan", {"type": "news"}, "x")
        await work.tell("web", "lan", {"type": "news"}, "x")
    assert len(await store.undone()) == 1
