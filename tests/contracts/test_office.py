"""What the office does with a case, and who hears of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from bot.work import Worker
from cases import commands as c
from cases.case import RESIDENT, Actor, Case, Happened, Reporter
from cases.lifecycle import Refused
from dialogs.conversation import Conversation, Frame
from dialogs.forms import Who
from dialogs.messages import Inbound, Kind, Media, MediaKind
from dialogs.orders import Discard
from storage.store import Timer, Waiting
from tests.transcripts.play import Play, StrictWatcher, unit_named

WANG = Actor("staff", "w", "小王")
DESK = Actor("desk", name="区里")
LUOGUAN, SHIHE, TOP = (unit_named(n).code for n in ("螺罐村", "石河村", "荣昌区"))


def spoken(play: Play, chat: str = "me") -> Inbound:
    return Inbound("chat", f"{chat}:{play.count}", chat, chat, Kind.TEXT, play.clock)


async def filed(play: Play, chat: str = "me", service: str = "street-light", **more: object) -> Case:
    command = c.FileCase(f"d:{chat}", service, LUOGUAN, f"{chat}的路灯坏了", Reporter("chat", chat, chat), **more)  # type: ignore[arg-type]
    async with play.store.work() as work:
        await play.office.file(command, work, spoken(play, chat))
        case = await work.filed(f"d:{chat}") or work.all()[0]
    await play.settle()
    return case


async def do(play: Play, *commands: c.Command) -> Case:
    for command in commands:
        async with play.store.work() as work:
            case, _ = await play.office.change(command, work)
    return case


def events(play: Play, chat: str) -> list[dict[str, object]]:
    """What the chat was told, in the inbox."""
    rows = [r for r in play.store.rows.inbox.values() if r.chat == chat]
    return [e for r in rows if (e := json.loads(r.payload).get("event"))]


async def test_a_talk_that_is_put_away_keeps_what_numbers_its_reports() -> None:
    play = Play()
    talk = Conversation("zh-CN", [Frame("report")], question=7, home=LUOGUAN, met=True, drafts=3)
    async with play.store.work() as work:
        await work.keep_conversation("chat", "me", "", talk)
    for n in (1, 2):
        await play.store.receive(Inbound("chat", f"me:{n}", "me", "me", Kind.TEXT, play.clock, text="字"))
    for row in await both(play):
        await Worker._failed(play.worker, replace(row, tries=5), ValueError())
    async with play.store.work() as work:
        kept, _ = await work.conversation("chat", "me", "")
    assert (kept.stack, kept.drafts, kept.question, kept.home, kept.met) == ([], 3, 8, LUOGUAN, True)


async def both(play: Play) -> list[Waiting]:
    return list(play.store.rows.inbox.values())


async def test_a_case_reopened_when_its_deadline_would_not_move_has_its_timers() -> None:
    play = Play()
    case = await filed(play)
    await do(play, c.Resolve(case.id, WANG, "换了"), c.Reopen(case.id, RESIDENT, "还是黑"))
    kinds = {kind for kind, subject in play.store.rows.timers if subject == case.id}
    assert {"solve", "solve-soon"} <= kinds and "close" not in kinds


async def test_whose_report_was_merged_hears_how_it_goes_and_no_word_to_the_other() -> None:
    play = Play()
    await play.bind("螺罐村")
    case = await filed(play)
    await do(play, c.Ask(case.id, WANG, "您家门牌是？"))
    await filed(play, "张婶", same=case.id, media=("photo1",), spot="井边")
    async with play.store.work() as work:
        history = await work.history(case.id)
        merged = await work.lock(case.id)
    added = history[-1]
    assert (added.kind, added.data["answers"], added.data["media"]) == (Happened.ADDED, False, ["photo1"])
    assert added.data["text"] == "张婶的路灯坏了 · 井边"
    assert merged and merged.state == "asked"
    note = next(e for e in events(play, "螺罐村群") if e.get("note") == "merged")
    assert note["data"] == {"text": added.data["text"], "media": ["photo1"]}
    await do(play, c.Reply(case.id, WANG, "您的电话记下了"), c.Resolve(case.id, WANG, "换了"))
    assert [e["what"] for e in events(play, "张婶") if e["type"] == "news"] == ["resolved"]


async def test_a_group_without_the_case_any_more_is_refused_after_the_lock() -> None:
    play = Play()
    case = await filed(play)
    await do(play, c.Transfer(case.id, WANG, SHIHE, "不归我们"))
    order, who = c.Resolve(case.id, WANG, "换了"), Who("staff", "w", "小王", LUOGUAN, (LUOGUAN,))
    async with play.store.work() as work:
        says = await play.office.carry_out(order, work, spoken(play), who, Conversation())
        now = await work.lock(case.id)
    assert [s.key for s in says] == ["staff-unknown-case"]
    assert now and now.open


async def test_a_transfer_to_nobody_is_told_above() -> None:
    play = Play()
    await play.bind("荣昌区")
    case = await filed(play)
    await do(play, c.Assign(case.id, DESK, SHIHE, "归石河"))
    alarms = [e["data"] for e in events(play, "荣昌区群") if e.get("note") == "alarmed"]
    assert alarms[-1] == {"alarm": "nobody-on-duty", "meant": SHIHE, "unit": TOP}


async def test_a_group_in_the_middle_of_the_way_hears_that_the_case_went() -> None:
    play = Play()
    for unit in ("螺罐村", "石河村", "昌元街道"):
        await play.bind(unit)
    case = await filed(play)
    await do(play, c.Transfer(case.id, WANG, SHIHE, "不归我们"), c.Assign(case.id, DESK, LUOGUAN, "就是螺罐"))
    gone = events(play, "石河村群")[-1]
    assert gone == {"type": "say", "key": "note-gone", "args": {"number": case.number, "unit": LUOGUAN}}
    await play.settle()


async def test_a_rating_shows_on_no_card_until_all_are_closed() -> None:
    play = Play()
    await play.bind("螺罐村")
    case = await filed(play)
    await do(play, c.Resolve(case.id, WANG, "换了"))
    before = len(events(play, "螺罐村群"))
    await do(play, c.Confirm(case.id, RESIDENT, True), c.Rate(case.id, RESIDENT, 1, "慢"))
    assert len(events(play, "螺罐村群")) == before
    await play.move(timedelta(days=14))
    assert events(play, "螺罐村群")[before]["note"] == ""


async def test_a_service_that_left_the_catalogue_stops_no_report() -> None:
    assert (await filed(Play(), service="gone")).service == "other"
    assert (await filed(Play(), service="gone", sealed=True)).unit != LUOGUAN


async def test_looking_at_a_sealed_case_is_wiped_too() -> None:
    play = Play()
    async with play.store.work() as work:
        await play.office.carry_out(Discard(), work, spoken(play), Who("resident"), Conversation())
    assert play.store.rows.timers["wipe", "chat|me"][0] == play.clock + timedelta(days=1)


async def test_the_second_wiping_leaves_the_files_of_an_open_report_alone() -> None:
    play = Play()
    async with play.store.work() as work:
        for file in ("sealed", "lamp"):
            await work.keep_file(Media(MediaKind.PHOTO, file), "image/jpeg", "me")
        await play.office.carry_out(Discard(("lamp",)), work, spoken(play), Who("resident"), Conversation())
    assert set(play.store.rows.file_chats) == {("lamp", "me")}
    await play.move(timedelta(days=2))
    assert set(play.store.rows.file_chats) == {("lamp", "me")}


async def test_a_timer_locks_its_case_first() -> None:
    play = Play()
    case = await filed(play)
    order: list[str] = []
    async with play.store.work() as work:
        kind = type(work)
    lock, take = kind.lock, kind.take_timer

    async def locked(self: object, id: str) -> Case | None:
        order.append("case")
        return await lock(self, id)  # type: ignore[arg-type]

    async def taken(self: object, *timer: object) -> bool:
        order.append("timer")
        return await take(self, *timer)  # type: ignore[arg-type]

    due, _ = play.store.rows.timers["solve", case.id]
    try:
        kind.lock, kind.take_timer = locked, taken  # type: ignore[method-assign,assignment]
        await StrictWatcher.happen(play.watcher, Timer("solve", case.id, due, {}))
    except Refused:
        pass
    finally:
        kind.lock, kind.take_timer = lock, take  # type: ignore[method-assign]
    assert order[:2] == ["case", "timer"]
