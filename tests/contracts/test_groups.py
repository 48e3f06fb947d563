"""Units' groups: who may act in them, who hears when nobody can, and when a code is needed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import commands as c
from cases.case import Actor
from dialogs.conversation import Conversation
from dialogs.exchange import Post
from dialogs.forms import Order, Who
from dialogs.messages import Inbound, Kind
from dialogs.orders import Admit, PullSummary
from storage.store import Store
from storage.work import UNIT_BEFORE
from tests.contracts.stores import Clock, clock, store, url
from tests.contracts.test_office import LUOGUAN, SHIHE, events, filed, spoken
from tests.transcripts.play import Play

__all__ = ["clock", "store", "url"]
GROUP = "螺罐村大群"
ABOVE = "昌元街道群"
STAFF = "telegram_staff"


async def bound(*more: str) -> Play:
    """The village's open group, bound by 小王, and the groups of other units."""
    play = Play()
    for unit in ("昌元街道", *more):
        await play.bind(unit)
    await play.promise("ABCDEFGH2345", "螺罐村")
    await say(play, "/bind ABCDEFGH2345")
    return play


async def say(play: Play, text: str, who: str = "小王", group: str = GROUP) -> None:
    await play.receive(f"{group}/{who}", Kind.TEXT, text=text)
    await play.settle()


async def happens(play: Play, kind: Kind, person: str = "", text: str = "", group: str = GROUP) -> None:
    await play.receive(f"{group}/{person}", kind, person=person, text=text)
    await play.settle()


def keys(play: Play, chat: str) -> list[object]:
    """The keys of what a group was told."""
    return [e["key"] for e in events(play, chat) if e["type"] == "say"]


async def admitted(play: Play, person: str, group: str = GROUP) -> bool:
    async with play.store.look() as work:
        return await work.is_admitted("group", group, person)


# --- nobody who may act ----------------------------------------------------------------------------------------------


async def test_only_the_last_one_who_may_act_is_missed() -> None:
    play = await bound()
    async with play.store.work() as work:
        await work.admit("group", GROUP, "小李")
    await happens(play, Kind.LEFT, "小李")
    await happens(play, Kind.LEFT, "小张")  # who could only look
    assert keys(play, GROUP) == keys(play, ABOVE) == []
    await happens(play, Kind.LEFT, "小王")
    assert (keys(play, GROUP), keys(play, ABOVE)) == (["nobody-acts"], ["nobody-acts-there"])
    await happens(play, Kind.LEFT, "小李")
    assert (keys(play, GROUP), keys(play, ABOVE)) == (["nobody-acts"], ["nobody-acts-there"])


async def test_a_new_code_lets_in_who_gives_it_and_nobody_else_is_put_out() -> None:
    play = await bound()
    await play.promise("BCDEFGH23456", "螺罐村")
    await say(play, "/bind BCDEFGH23456", "小李")
    assert await admitted(play, "小李") and await admitted(play, "小王")
    assert keys(play, GROUP) == keys(play, ABOVE) == []
    await say(play, "/bind BCDEFGH23456", "小张")  # used already
    assert not await admitted(play, "小张")


# --- a group that moves, and one that we were taken out of -----------------------------------------------------------


async def unit_of(play: Play, chat: str) -> str:
    async with play.store.look() as work:
        who, _ = await work.who(Inbound("group", "x", chat, "小王", Kind.TEXT, play.clock))
    return who.unit


async def test_an_alarm_for_a_group_that_only_moved_is_taken_back() -> None:
    play = await bound()
    await happens(play, Kind.LEFT)
    await happens(play, Kind.MOVED, text="新大群")
    assert await unit_of(play, "新大群") == LUOGUAN
    assert keys(play, ABOVE) == ["group-gone", "group-back"]
    assert await admitted(play, "小王", "新大群")


async def test_nothing_is_taken_back_that_nobody_heard() -> None:
    play = await bound()
    await happens(play, Kind.MOVED, text="新大群")
    await happens(play, Kind.MOVED, text="新大群")
    assert await unit_of(play, "新大群") == LUOGUAN
    play = await bound("螺罐村")  # another group of the unit was there all the time
    await happens(play, Kind.LEFT)
    await happens(play, Kind.MOVED, text="新大群")
    assert await unit_of(play, "新大群") == LUOGUAN
    assert keys(play, ABOVE) == []


async def test_a_group_that_we_were_added_to_again_needs_a_code() -> None:
    play = await bound()
    await happens(play, Kind.LEFT)
    await happens(play, Kind.JOINED)
    await happens(play, Kind.MOVED, text="新大群")
    assert await unit_of(play, "新大群") == ""


async def test_a_group_that_moves_long_after_we_left_needs_a_code() -> None:
    play = await bound()
    await happens(play, Kind.LEFT)
    await play.move(timedelta(minutes=3))
    await happens(play, Kind.MOVED, text="新大群")
    assert await unit_of(play, "新大群") == ""
    assert keys(play, ABOVE) == ["group-gone"]


async def test_who_was_in_before_we_were_taken_out_is_new_after_a_new_code() -> None:
    play = await bound()
    await happens(play, Kind.LEFT)
    await happens(play, Kind.JOINED)
    await play.promise("BCDEFGH23456", "螺罐村")
    await say(play, "/bind BCDEFGH23456", "小李")
    assert await admitted(play, "小李") and not await admitted(play, "小王")


# --- a group that is given to another unit ---------------------------------------------------------------------------


async def test_a_unit_whose_group_was_taken_is_told_of_above() -> None:
    play = await bound()
    await play.promise("BCDEFGH23456", "石河村")
    await say(play, "/bind BCDEFGH23456", "小李")
    assert await unit_of(play, GROUP) == SHIHE
    assert await admitted(play, "小李") and not await admitted(play, "小王")
    taken = events(play, ABOVE)[-1]
    assert taken == {"type": "say", "key": "group-taken", "args": {"unit": LUOGUAN, "name": "小李"}}


async def test_a_unit_with_another_group_is_not_without_one() -> None:
    play = await bound("螺罐村")
    await play.promise("BCDEFGH23456", "石河村")
    await say(play, "/bind BCDEFGH23456")
    assert keys(play, ABOVE) == []


async def test_the_groups_of_a_unit_hear_of_another_one() -> None:
    play = await bound()
    await play.promise("BCDEFGH23456", "螺罐村")
    await say(play, "/bind BCDEFGH23456", "小张", "二大群")
    assert events(play, GROUP)[-1] == {"type": "say", "key": "group-more", "args": {"unit": LUOGUAN, "name": "小张"}}
    assert keys(play, "二大群") == keys(play, ABOVE) == []


async def test_a_wrong_code_changes_nothing() -> None:
    play = await bound()
    await say(play, "/bind BCDEFGH23456", "小李")
    assert await unit_of(play, GROUP) == LUOGUAN
    assert await admitted(play, "小王") and not await admitted(play, "小李")


# --- orders of who is no staff ---------------------------------------------------------------------------------------

SAID = {"newcomer": "newcomer", "stranger": "group-unknown", "resident": "staff-only"}


@pytest.mark.parametrize("role", SAID)
async def test_nobody_but_staff_acts(role: str) -> None:
    play = Play()
    case = await filed(play)
    unit = LUOGUAN if role == "newcomer" else ""
    who = Who(role, "w", "小王", unit, (unit,))
    orders: tuple[Order, ...] = (c.Claim(case.id, Actor("staff", "w", "小王")), Admit("w"))
    for order in orders:
        async with play.store.work() as work:
            says = await play.office.carry_out(order, work, spoken(play, GROUP), who, Conversation())
        assert [s.key for s in says] == [SAID[role]]
    async with play.store.look() as work:
        now = await work.lock(case.id)
        assert not await work.is_admitted("chat", GROUP, "w")
    assert now == case


@pytest.mark.parametrize(("role", "told"), [("newcomer", 1), ("stranger", 0), ("resident", 0)])
async def test_ratings_are_for_who_is_in_a_units_group(role: str, told: int) -> None:
    play = Play()
    unit = LUOGUAN if role == "newcomer" else ""
    order = PullSummary(unit, play.clock.date(), play.clock.date())
    async with play.store.work() as work:
        says = await play.office.carry_out(order, work, spoken(play), Who(role, "w", "小王", unit), Conversation())
    assert [s.key for s in says] == [SAID[role]] * (1 - told)
    assert len(events(play, "me")) == told


# --- what is kept ----------------------------------------------------------------------------------------------------


async def test_whether_anybody_may_act_in_a_group(store: Store) -> None:
    async with store.work() as work:
        await work.admit(STAFF, "-1", "7")
        await work.admit(STAFF, "-1", "8")
        await work.admit(STAFF, "-2", "7")
        await work.dismiss(STAFF, "-1", "7")
        assert await work.anybody_admitted(STAFF, "-1")
        await work.dismiss_all(STAFF, "-1")
        assert not await work.anybody_admitted(STAFF, "-1")
        assert await work.anybody_admitted(STAFF, "-2")


async def test_whose_group_it_was_is_soon_forgotten(store: Store, clock: Clock) -> None:
    async with store.work() as work:
        for chat in ("-1", "-2"):
            await work.keep_post(STAFF, chat, UNIT_BEFORE, Post("", text=LUOGUAN))
            assert await work.unit_before(STAFF, chat) == LUOGUAN
        await work.forget_unit_before(STAFF, "-1")
        assert await work.unit_before(STAFF, "-1") == ""
    clock.forward(seconds=110)
    async with store.look() as work:
        assert await work.unit_before(STAFF, "-2") == LUOGUAN
    clock.forward(seconds=20)
    async with store.look() as work:
        assert await work.unit_before(STAFF, "-2") == ""
