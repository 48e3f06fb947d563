"""Inbox, outbox and timers, on every database that we run on."""

from __future__ import annotations

import asyncio
import multiprocessing
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event as listen
from sqlalchemy import func, select

from dialogs.exchange import Unavailable
from storage import tables as t
from storage.batches import FileBatches, Row
from storage.codec import inbound_from, outbound_from
from storage.database import open_engine
from storage.migrate import migrate
from storage.store import Store
from storage.work import Work, key_of
from tests.contracts.stores import NOW, Clock, clock, district, message, other, said, store, url, worked

__all__ = ["clock", "other", "store", "url"]

# --- receive ---------------------------------------------------------------------------------------------------------


async def test_a_message_delivered_again_is_there_once(store: Store) -> None:
    await store.receive(message(1))
    await store.receive(message(1))
    await asyncio.gather(*(store.receive(message(1)) for _ in range(5)))
    assert len(await worked(store)) == 1
    await store.receive(message(1))
    assert await worked(store) == []


async def test_the_same_id_on_another_channel_is_another_message(store: Store) -> None:
    await store.receive(message(1))
    await store.receive(message(1, channel="telegram"))
    assert len(await worked(store)) == 2


async def test_two_long_ids_that_begin_alike_are_two_messages(store: Store) -> None:
    one, two = ("x" * 300 + end for end in "ab")
    assert key_of(one) != key_of(two)
    for external_id in (one, two, one):
        await store.receive(replace(message(1), external_id=external_id))
    assert len(await worked(store)) == 2


async def test_messages_that_arrive_together_share_commits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = 0
    insert = FileBatches._insert

    def inserted(batches: FileBatches, rows: Sequence[Row]) -> None:
        nonlocal commits
        commits += 1
        insert(batches, rows)

    monkeypatch.setattr(FileBatches, "_insert", inserted)

    @listen.listens_for(store.engine.sync_engine, "commit")
    def counted(_: object) -> None:
        nonlocal commits
        commits += 1

    await asyncio.gather(*(store.receive(message(n, chat=f"chat{n}")) for n in range(100)))
    assert 1 <= commits <= 3
    assert len(await worked(store)) == 100


async def test_one_message_that_no_database_takes_spoils_no_other(store: Store) -> None:
    endless = message(2, chat="c" * 300)
    results = await asyncio.gather(
        store.receive(message(1)), store.receive(endless), store.receive(message(3)), return_exceptions=True
    )
    assert results[0] is None and results[2] is None
    chats = [inbound_from(payload).chat for payload in await worked(store)]
    assert chats.count("lan") == 2
    # SQLite takes texts of any length, PostgreSQL does not; nobody is told "taken" where it was not.
    assert (results[1] is None) == ("c" * 300 in chats)


async def test_nul_and_halves_of_characters_are_cleaned_away(store: Store) -> None:
    # PostgreSQL has no NUL in a text, and a lone surrogate has no UTF-8.
    await store.receive(message(1, chat="la\0n", person="l\ud800an", text="路灯\0不亮\ud83d"))
    payload = (await worked(store))[0]
    kept = inbound_from(payload)
    assert (kept.chat, kept.text) == ("lan", "路灯不亮\ufffd")
    async with store.work() as work:
        await work.tell("web", "lan", {"type": "say", "text": "a\0\udfff"}, "k\0ey")
        await work.say(said("\0hello\ud800"))
        talk, _ = await work.conversation("web", "lan", "lan")
        talk.home = "\ud800x"
        await work.keep_conversation("web", "lan", "lan", talk)
    rows = await store.lease(["telegram"], 60)
    assert outbound_from(rows[0].payload, "1").text == "hello\ufffd"


async def test_nobody_waits_for_ever_when_the_writer_is_stopped(store: Store) -> None:
    waiting = asyncio.create_task(store.receive(message(1)))
    await asyncio.sleep(0)
    assert store._writer
    store._writer.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(Unavailable):
            await waiting


# --- work ------------------------------------------------------------------------------------------------------------


async def test_the_oldest_undone_message_of_each_chat_comes_first(store: Store) -> None:
    for n, chat in ((1, "lan"), (2, "lan"), (1, "mei"), (3, "lan"), (2, "mei")):
        await store.receive(message(n, chat))
    assert [(r.chat, inbound_from(r.payload).external_id) for r in await store.undone()] == [
        ("lan", "lan:1"),
        ("mei", "mei:1"),
    ]


async def test_a_later_message_cannot_be_claimed_before_an_earlier_one(store: Store) -> None:
    await store.receive(message(1))
    await store.receive(message(2))
    first = (await store.undone())[0]
    async with store.work() as work:
        assert not await work.claim(first.id + 1, "web", "lan")
        assert await work.claim(first.id, "web", "lan")
        await work.done(first.id)
        assert not await work.claim(first.id, "web", "lan")
        assert await work.claim(first.id + 1, "web", "lan")


async def test_two_workers_at_one_chat_do_each_message_once_in_order(store: Store, other: Store) -> None:
    for n in range(20):
        await store.receive(message(n))
    done: list[str] = []

    async def work_all(mine: Store) -> None:
        while rows := await mine.undone():
            async with mine.work() as work:
                if await work.claim(rows[0].id, rows[0].channel, rows[0].chat):
                    await asyncio.sleep(0.001)
                    await work.done(rows[0].id)
                    done.append(inbound_from(rows[0].payload).external_id)

    async with asyncio.timeout(20):
        await asyncio.gather(work_all(store), work_all(other), work_all(store))
    assert done == [f"lan:{n}" for n in range(20)]


async def test_a_chat_is_never_in_two_hands_even_when_an_older_row_is_committed_late(
    store: Store, other: Store
) -> None:
    if store.engine.dialect.name == "sqlite":
        return  # one writer: a row can't be committed after a younger one
    async with store.work() as slow:
        await slow.tell("web", "lan", {"type": "news"}, "late")  # takes the smaller id, commits later
        await other.receive(message(1))
        younger = (await other.undone())[0]
        async with other.work() as work:
            assert await work.claim(younger.id, "web", "lan")
            await slow.connection.commit()
            older = (await store.undone())[0]
            assert older.id < younger.id
            async with store.work() as second:
                assert not await second.claim(older.id, "web", "lan")
            await work.done(younger.id)
    async with store.work() as second:
        assert await second.claim(older.id, "web", "lan")


def work_in_a_process(url: str, done: multiprocessing.Queue[str]) -> None:
    """A worker process: takes what there is until nothing is left."""

    async def main() -> None:
        store = Store(open_engine(url), district(), Clock())
        while rows := await store.undone():
            for row in rows:
                async with store.work() as work:
                    if await work.claim(row.id, row.channel, row.chat):
                        await work.queue("telegram", row.chat, row.payload)
                        await work.done(row.id)
                        done.put(inbound_from(row.payload).external_id)
        await store.close()

    asyncio.run(main())


async def test_two_real_processes_do_each_message_once_in_order(store: Store, url: str) -> None:
    chats = [f"chat{c}" for c in range(4)]
    await asyncio.gather(*(store.receive(message(n, chat)) for n in range(15) for chat in chats))
    context = multiprocessing.get_context("spawn")
    done: multiprocessing.Queue[str] = context.Queue()
    workers = [context.Process(target=work_in_a_process, args=(url, done)) for _ in range(2)]
    for worker in workers:
        worker.start()
    heard = [await asyncio.to_thread(done.get, True, 30) for _ in range(60)]
    for worker in workers:
        await asyncio.to_thread(worker.join, 20)
        assert worker.exitcode == 0
    assert max(Counter(heard).values()) == 1
    async with store.look() as work:
        rows = await work.connection.execute(select(t.outbox.c.chat, t.outbox.c.payload).order_by(t.outbox.c.id))
        order = [inbound_from(row.payload).external_id for row in rows]
    for chat in chats:
        assert [x for x in order if x.startswith(f"{chat}:")] == [f"{chat}:{n}" for n in range(15)]


async def test_a_message_put_off_holds_back_its_own_chat_alone(store: Store, clock: Clock) -> None:
    for n, chat in ((1, "lan"), (2, "lan"), (1, "mei")):
        await store.receive(message(n, chat))
    first = (await store.undone())[0]
    await store.put_off(first.id, 5)
    assert [r.chat for r in await store.undone()] == ["mei"]
    clock.forward(seconds=6)
    again = await store.undone()
    assert [(r.id, r.tries) for r in again if r.chat == "lan"] == [(first.id, 1)]


async def test_all_effects_of_a_message_are_one_commit_or_nothing(store: Store) -> None:
    from tests.contracts.stores import case, event

    await store.receive(message(1))
    row = (await store.undone())[0]

    async def play(work: Work, *, dies: bool) -> None:
        assert await work.claim(row.id, "web", "lan")
        talk, _ = await work.conversation("web", "lan", "lan")
        talk.home = "x"
        assert await work.serial("2604") == 1
        await work.keep_case(case(), draft="web:lan:1")
        await work.keep_events("c1", [event()])
        await work.timer("solve", "c1", NOW + timedelta(days=3))
        await work.say(said("收到"))
        await work.tell("web", "group", {"type": "card"}, "c1:1")
        await work.keep_conversation("web", "lan", "lan", talk)
        await work.done(row.id)
        if dies:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        async with store.work() as work:
            await play(work, dies=True)
    counted = (t.cases, t.case_events, t.timers, t.outbox, t.conversations, t.serials)
    async with store.look() as work:
        for table in counted:
            assert (await work.connection.execute(select(func.count()).select_from(table))).scalar_one() == 0, table
    assert [r.id for r in await store.undone()] == [row.id]

    async with store.work() as work:
        await play(work, dies=False)
    async with store.look() as work:
        for table in counted:
            assert (await work.connection.execute(select(func.count()).select_from(table))).scalar_one() == 1, table
    assert [r.chat for r in await store.undone()] == ["group"]


async def test_a_conversation_comes_back_as_it_was_kept(store: Store, clock: Clock) -> None:
    async with store.work() as work:
        talk, at = await work.conversation("web", "lan", "lan")
        assert at is None
        talk.language, talk.home, talk.question = "en", "500153001201", 7
        await work.keep_conversation("web", "lan", "lan", talk)
    clock.forward(hours=1)
    async with store.work() as work:
        again, at = await work.conversation("web", "lan", "lan")
        assert (again, at) == (talk, NOW)
        assert (await work.conversation("web", "lan", "mei"))[1] is None
        await work.keep_conversation("web", "lan", "lan", again)
    async with store.look() as work:
        assert (await work.conversation("web", "lan", "lan"))[1] == NOW + timedelta(hours=1)


# --- send ------------------------------------------------------------------------------------------------------------


async def put_out(store: Store, *chats: str, channel: str = "telegram") -> None:
    async with store.work() as work:
        for n, chat in enumerate(chats):
            await work.say(said(f"{chat} {n}", chat, channel))


async def test_a_sender_gets_the_oldest_row_of_each_chat_once(store: Store) -> None:
    await put_out(store, "lan", "lan", "mei")
    first = await store.lease(["telegram"], 60)
    assert [r.chat for r in first] == ["lan", "mei"]
    assert await store.lease(["telegram"], 60) == []
    await store.sent([r.id for r in first])
    second = await store.lease(["telegram"], 60)
    assert [outbound_from(r.payload, "").text for r in second] == ["lan 1"]


async def test_only_the_channels_that_a_sender_has_are_leased(store: Store) -> None:
    await put_out(store, "lan", channel="terminal")
    assert await store.lease(["telegram", "desk"], 60) == []
    assert len(await store.lease(["telegram", "terminal"], 60)) == 1


async def test_what_the_web_shows_needs_no_sender(store: Store) -> None:
    await put_out(store, "lan", channel="web")
    assert await store.lease(["web"], 60) == []
    assert [line.outbound.text for line in await store.lines("lan", 0)] == ["lan 0"]


async def test_two_senders_never_have_one_row_at_once(store: Store, other: Store) -> None:
    await put_out(store, *(f"chat{n % 10}" for n in range(60)))
    got: list[int] = []

    async def send_all(mine: Store) -> None:
        while True:
            rows = await mine.lease(["telegram"], 60, limit=3)
            if not rows and (await mine.backlog())["outbox"] == 0:
                return
            got.extend(row.id for row in rows)
            await mine.sent([row.id for row in rows])

    async with asyncio.timeout(30):
        await asyncio.gather(*(send_all(s) for s in (store, other, store, other)))
    assert len(got) == 60
    assert max(Counter(got).values()) == 1


async def test_a_lease_that_ran_out_is_taken_again(store: Store, clock: Clock) -> None:
    await put_out(store, "lan", "lan")
    first = await store.lease(["telegram"], 60)
    clock.forward(seconds=61)
    again = await store.lease(["telegram"], 60)
    assert [r.id for r in again] == [r.id for r in first]
    assert again[0].tries == 2


async def test_one_blocked_chat_holds_up_nobody_else(store: Store, clock: Clock) -> None:
    await put_out(store, "lan", "lan", "mei", "mei")
    lan, mei = await store.lease(["telegram"], 60)
    await store.send_later([lan.id], 30)
    await store.sent([mei.id])
    assert [r.chat for r in await store.lease(["telegram"], 60)] == ["mei"]
    clock.forward(seconds=31)
    assert [r.id for r in await store.lease(["telegram"], 60)] == [lan.id]
    await store.send_never([lan.id], "blocked")
    assert [outbound_from(r.payload, "").text for r in await store.lease(["telegram"], 60)] == ["lan 1"]


# --- watch -----------------------------------------------------------------------------------------------------------


async def test_timers_come_due_in_order_and_are_taken_once(store: Store, other: Store, clock: Clock) -> None:
    async with store.work() as work:
        await work.timer("solve", "c2", NOW + timedelta(hours=2), {"n": 0})
        await work.timer("solve", "c1", NOW + timedelta(hours=1))
        await work.timer("respond", "c1", NOW + timedelta(days=1))
    assert await store.due_timers() == []
    clock.forward(hours=3)
    due = await store.due_timers()
    assert [(x.kind, x.subject, x.data) for x in due] == [("solve", "c1", {}), ("solve", "c2", {"n": 0})]

    async def take(mine: Store) -> bool:
        async with mine.work() as work:
            return await work.take_timer(due[0].kind, due[0].subject, due[0].due_at)

    assert sorted(await asyncio.gather(take(store), take(other))) == [False, True]


async def test_a_timer_is_moved_or_stopped(store: Store, clock: Clock) -> None:
    async with store.work() as work:
        await work.timer("solve", "c1", NOW)
        await work.timer("solve", "c1", NOW + timedelta(days=1))
        await work.timer("respond", "c1", NOW)
        assert not await work.take_timer("solve", "c1", NOW)  # it was moved
        await work.stop_timers("c1", "respond")
    assert await store.due_timers() == []
    clock.forward(days=2)
    assert [x.kind for x in await store.due_timers()] == ["solve"]
    async with store.work() as work:
        await work.stop_timers("c1")
    assert await store.due_timers() == []


async def test_a_batch_that_fails_half_way_leaves_nothing_and_the_next_is_taken(url: str, clock: Clock) -> None:
    if not url.startswith("sqlite"):
        return  # there the engine does it
    store = Store(open_engine(url), district(), clock)
    await migrate(store.engine)
    assert store._batches
    good = {"channel": "web", "external_id": "1", "chat": "lan", "payload": "{}", "received_at": clock()}
    with pytest.raises(sqlite3.IntegrityError):
        await store._batches.insert([good, {**good, "external_id": "2", "chat": None}])
    assert await store.undone() == []
    await store._batches.insert([good, good])
    assert [row.received_at for row in await store.undone()] == [clock()]
    await store.close()
