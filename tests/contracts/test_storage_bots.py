"""What the bots keep: posts that can be changed, who works in open groups, chats that move or are lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from dialogs.exchange import Post
from dialogs.messages import Kind, Outbound
from storage.codec import inbound_from, outbound_from
from storage.store import Store
from storage.work import BLOCKED, UNIT_BEFORE
from tests.contracts.stores import NOW, Clock, clock, message, store, url, worked

__all__ = ["clock", "store", "url"]
GROUP = "-1001"


async def test_a_post_is_known_by_our_key_and_by_the_services_id(store: Store) -> None:
    await store.remember("telegram", "7", "case:c1", Post("41"))
    await store.remember("telegram", "7", "case:c1", Post("42", "5", "路灯"))
    await store.remember("telegram", "8", "case:c1", Post("1"))
    assert await store.recall("telegram", "7", "case:c1") == Post("42", "5", "路灯")
    async with store.look() as work:
        assert await work.key_of_post("telegram", "7", "42") == "case:c1"
        assert await work.key_of_post("telegram", "7", "41") == ""
    await store.remember("telegram", "7", "out:3:text:1", Post("42"))  # it was also a part of a message
    async with store.look() as work:
        assert await work.key_of_post("telegram", "7", "42") == "case:c1"
        assert await work.key_of_post("telegram_staff", "7", "42") == ""
    await store.forget("telegram", "7", "case:c1")
    assert await store.recall("telegram", "7", "case:c1") is None
    assert await store.recall("telegram", "8", "case:c1") == Post("1")


async def test_which_parts_were_sent_is_forgotten_after_a_week(store: Store, clock: Clock) -> None:
    for key in ("out:7:text:0", "case:c1", "outing"):
        await store.remember("telegram", "7", key, Post("41"))
    clock.now = NOW + timedelta(days=6)
    await store.remember("telegram", "7", "out:8:text:0", Post("42"))
    clock.now = NOW + timedelta(days=8)
    await store.tidy()
    kept = [
        key for key in ("out:7:text:0", "out:8:text:0", "case:c1", "outing") if await store.recall("telegram", "7", key)
    ]
    assert kept == ["out:8:text:0", "case:c1", "outing"]


async def test_a_chat_whose_words_are_wiped_keeps_no_words_of_its_posts(store: Store) -> None:
    await store.remember("telegram", "7", "q:3", Post("41", "", "村主任收了钱，是吗？"))
    async with store.work() as work:
        await work.discard_words("telegram", "7")
    assert await store.recall("telegram", "7", "q:3") == Post("41")


async def test_who_was_let_into_a_group_is_let_in_until_they_leave(store: Store) -> None:
    async with store.work() as work:
        await work.admit("telegram_staff", GROUP, "9")
        await work.admit("telegram_staff", GROUP, "9")
        assert await work.is_admitted("telegram_staff", GROUP, "9")
        assert not await work.is_admitted("telegram_staff", "-1002", "9")
        await work.dismiss("telegram_staff", GROUP, "9")
        assert not await work.is_admitted("telegram_staff", GROUP, "9")


async def test_a_group_that_moves_takes_along_whatever_is_its_own(store: Store) -> None:
    async with store.work() as work:
        await work.bind_group("telegram_staff", "-5", "500153001001")
        await work.admit("telegram_staff", "-5", "9")
        talk, _ = await work.conversation("telegram_staff", "-5", "9")
        talk.question = 3
        await work.keep_conversation("telegram_staff", "-5", "9", talk)
        await work.say(Outbound("", "telegram_staff", "-5", "来了一件新的"))
    await store.remember("telegram_staff", "-5", "case:c1", Post("41"))
    await store.receive(message(1, channel="telegram_staff", chat="-5"))
    for _ in range(2):  # told by the group and by the service's refusal
        await store.move_chat("telegram_staff", "-5", GROUP)
    async with store.look() as work:
        assert await work.groups_of("500153001001") == [("telegram_staff", GROUP)]
        assert await work.is_admitted("telegram_staff", GROUP, "9")
        assert (await work.conversation("telegram_staff", GROUP, "9"))[0].question == 3
    assert [row.chat for row in await store.undone()] == [GROUP]
    assert [row.chat for row in await store.lease(["telegram_staff"], 60)] == [GROUP]
    assert await store.recall("telegram_staff", "-5", "case:c1") is None  # the service's ids count anew there


async def test_what_the_new_chat_has_already_is_not_overwritten(store: Store) -> None:
    async with store.work() as work:
        for chat, question in (("-5", 3), (GROUP, 8)):
            await work.bind_group("telegram_staff", chat, "500153001001")
            talk, _ = await work.conversation("telegram_staff", chat, "9")
            talk.question = question
            await work.keep_conversation("telegram_staff", chat, "9", talk)
        await work.move_chat("telegram_staff", "-5", GROUP)
        assert await work.groups_of("500153001001") == [("telegram_staff", GROUP)]
        assert (await work.conversation("telegram_staff", GROUP, "9"))[0].question == 8


async def test_a_group_without_us_is_no_units_group_any_more(store: Store) -> None:
    async with store.work() as work:
        await work.bind_group("telegram_staff", GROUP, "500153001001")
        assert await work.unbind_group("telegram_staff", GROUP) == "500153001001"
        assert await work.unbind_group("telegram_staff", GROUP) == ""
        assert await work.on_duty() == frozenset()


async def test_whose_group_a_chat_was_is_known_until_it_is_one_again(store: Store) -> None:
    async with store.work() as work:
        assert await work.unit_before("telegram_staff", "-5") == ""
        await work.keep_post("telegram_staff", "-5", UNIT_BEFORE, Post("", text="500153001001"))
        assert await work.unit_before("telegram_staff", "-5") == "500153001001"
        await work.bind_group("telegram_staff", "-5", "500153001002")
        assert await work.unit_before("telegram_staff", "-5") == ""


async def test_who_comes_back_gets_what_was_missed_lately_in_its_order(store: Store, clock: Clock) -> None:
    async def say(text: str) -> None:
        async with store.work() as work:
            await work.say(Outbound("", "telegram", "7", text))

    async def send(reason: str = "") -> list[str]:
        told: list[str] = []
        while rows := await store.lease(["telegram"], 60):
            told.extend(outbound_from(row.payload, "").text for row in rows)
            for row in rows:
                await (store.send_never([row.id], reason) if reason else store.sent([row.id]))
        return told

    await say("旧的")
    await send(BLOCKED)
    clock.now = NOW + timedelta(days=15)
    await say("问您一句")
    await say("办好了")
    await send(BLOCKED)
    await say("别的坏了")
    await send("TypeError")
    async with store.work() as work:
        await work.revive("telegram", "7")
    await say("新的")
    assert await send() == ["问您一句", "办好了", "新的"]


async def test_whether_a_chats_message_still_waits(store: Store) -> None:
    assert not await store.waits("web", "lan")
    await store.receive(message(1))
    assert await store.waits("web", "lan")
    assert not await store.waits("telegram", "lan")
    await worked(store)
    assert not await store.waits("web", "lan")


async def test_what_a_bot_adds_to_a_message_is_kept(store: Store) -> None:
    given = replace(message(1), kind=Kind.MOVED, thread="5", reply_to="41")
    await store.receive(given)
    kept = inbound_from((await worked(store))[0])
    assert (kept.kind, kept.thread, kept.reply_to) == (Kind.MOVED, "5", "41")
    out = Outbound("", "telegram", "7", "好", chosen="发", anew=True, topic="路灯", ended=True, thread="5", asks="9")
    async with store.work() as work:
        await work.say(replace(out, asks_name="张三"))
    row = (await asyncio.wait_for(store.lease(["telegram"], 60), 10))[0]
    assert outbound_from(row.payload, "") == replace(out, asks_name="张三")


async def test_an_answer_to_any_message_of_a_case_means_the_case(store: Store, clock: Clock) -> None:
    await store.remember("telegram_staff", GROUP, "case:c1", Post("41"))
    for message_ in ("41", "42"):
        await store.remember("telegram_staff", GROUP, f"case:c1#{message_}", Post(message_))
    clock.now = NOW + timedelta(days=59)
    await store.tidy()
    async with store.look() as work:
        assert await work.key_of_post("telegram_staff", GROUP, "41") == "case:c1"
        assert await work.key_of_post("telegram_staff", GROUP, "42") == "case:c1"
    clock.now = NOW + timedelta(days=61)
    await store.tidy()
    async with store.look() as work:
        assert await work.key_of_post("telegram_staff", GROUP, "41") == "case:c1"
        assert await work.key_of_post("telegram_staff", GROUP, "42") == ""


async def test_a_row_that_was_read_before_its_chat_moved_is_had_in_the_new_one_alone(store: Store) -> None:
    await store.receive(message(1, channel="telegram_staff", chat="-5"))
    row = (await store.undone())[0]
    await store.move_chat("telegram_staff", "-5", GROUP)
    async with store.work() as work:
        assert not await work.claim(row.id, "telegram_staff", "-5")
    async with store.work() as work:
        assert await work.claim(row.id, "telegram_staff", GROUP)


async def test_one_who_came_back_while_a_refusal_was_on_its_way_is_not_shut_out(store: Store) -> None:
    async with store.work() as work:
        await work.say(Outbound("", "telegram", "7", "办好了"))
    (row,) = await store.lease(["telegram"], 60)
    async with store.work() as work:
        await work.revive("telegram", "7")
    assert await store.lease(["telegram"], 60) == []  # whoever has it keeps it
    async with store.work() as work:
        assert not await work.shut_out(row.id, row.tries)
    await store.send_later([row.id], 0)
    (row,) = await store.lease(["telegram"], 60)
    async with store.work() as work:
        assert await work.shut_out(row.id, row.tries)
    assert await store.lease(["telegram"], 60) == []
    async with store.work() as work:
        await work.revive("telegram", "7")
    assert [r.id for r in await store.lease(["telegram"], 60)] == [row.id]


async def test_of_a_message_that_was_not_for_us_nothing_is_kept_but_that_it_came(store: Store) -> None:
    given = replace(message(1, chat=GROUP, text="老王喝多了", person="9"), name="张三", reply_to="41", thread="5")
    await store.receive(given)
    row = (await store.undone())[0]
    async with store.work() as work:
        await work.claim(row.id, row.channel, row.chat)
        await work.unhear(row.id, row.channel, row.chat)
    (row,) = await store.undone()
    kept = inbound_from(row.payload)
    assert (kept.kind, kept.text, kept.person, kept.name, kept.external_id) == (Kind.OTHER, "", "", "", "")
    await store.receive(given)
    assert len(await store.undone()) == 1  # it is known by its id still


async def test_what_waits_behind_a_message_in_its_chat(store: Store) -> None:
    for n in range(1, 4):
        await store.receive(message(n))
        await store.receive(message(n, chat="bao"))
    first = next(row for row in await store.undone() if row.chat == "lan")
    assert [inbound_from(r.payload).external_id for r in await store.behind(first)] == ["lan:2", "lan:3"]
