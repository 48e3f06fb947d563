"""Lessons on every database that we run on: what is kept, what is not kept twice, and for how long."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import inspect

from bot.lessons import Lessons
from bot.office import Office
from bot.wake import LocalWake
from bot.watch import Watcher
from cases import commands as c
from cases.case import Actor
from storage.lessons import KEPT, Decided, Lesson, LessonBook
from storage.store import Store
from storage.tables import lessons
from tests.contracts.stores import NOW, Clock, case, clock, event, other, store, url
from tests.contracts.working import PATIENCE_S

__all__ = ["clock", "other", "store", "url"]
WANG = Actor("staff", "w", "小王")
LAMP = Lesson("村口那盏黑起好久了", "zh-CN", "garbage", "street-light", "resident", date(2026, 4, 7))


async def keep(store: Store, *some: Lesson) -> list[Lesson]:
    """Keep them, each in a unit of work of its own; what waits then."""
    for lesson in some:
        async with store.work() as work:
            await work.keep_lesson(lesson)
    return await LessonBook(store.engine).waiting()


def bare(some: list[Lesson]) -> list[Lesson]:
    """Without their numbers."""
    return [replace(lesson, id=0) for lesson in some]


async def test_a_lesson_comes_back_as_it_was_kept(store: Store) -> None:
    passed = Lesson("水管爆了\0", "zh-CN", "street-light", "", "staff", date(2026, 4, 8), "500153-water")
    assert bare(await keep(store, LAMP, passed)) == [LAMP, replace(passed, text="水管爆了")]
    assert (await store.backlog())["lessons"] == 2


async def test_nothing_in_the_table_can_hold_a_case_a_chat_or_a_moment_of_its_making(store: Store) -> None:
    assert set(lessons.c.keys()) == {
        *("id", "text", "language", "guessed", "meant", "unit", "by", "day", "state", "decided_at")
    }
    async with store.engine.connect() as connection:
        columns = await connection.run_sync(lambda c: {x["name"]: x["type"] for x in inspect(c).get_columns("lessons")})
    assert str(columns["day"]) == "DATE"


async def test_a_turn_that_fails_leaves_no_lesson(store: Store) -> None:
    try:
        async with store.work() as work:
            await work.keep_lesson(LAMP)
            raise ValueError
    except ValueError:
        pass
    assert await LessonBook(store.engine).waiting() == []


async def test_the_same_words_wait_once_as_the_last_one_put_them_right(store: Store) -> None:
    later = replace(LAMP, meant="manhole", by="staff")
    assert bare(await keep(store, LAMP, LAMP, later)) == [later]


async def test_what_was_decided_does_not_come_back_but_another_answer_does(store: Store) -> None:
    (waiting,) = await keep(store, LAMP)
    book = LessonBook(store.engine)
    assert await book.decide(waiting.id, Decided.REFUSED, NOW)
    assert await keep(store, LAMP) == []
    other = replace(LAMP, meant="manhole")
    assert bare(await keep(store, other)) == [other]


async def test_a_lesson_is_decided_once(store: Store) -> None:
    (waiting,) = await keep(store, LAMP)
    book = LessonBook(store.engine)
    assert await book.decide(waiting.id, Decided.ACCEPTED, NOW, "村口的灯黑起好久了")
    assert not await book.decide(waiting.id, Decided.REFUSED, NOW)
    assert not await book.decide(waiting.id + 1, Decided.REFUSED, NOW)
    (accepted,) = await book.accepted_since(None)
    assert accepted.text == "村口的灯黑起好久了"
    assert await book.accepted_since(NOW) == []
    assert await book.accepted_since(NOW - timedelta(seconds=1)) == [accepted]
    assert await book.count() == 0


async def test_numbers_are_not_given_again(store: Store) -> None:
    (first,) = await keep(store, LAMP)
    (second,) = await keep(store, replace(LAMP, meant="manhole"))  # takes the first one's place
    assert second.id > first.id


async def test_after_a_year_a_lesson_is_gone(store: Store, clock: Clock) -> None:
    await keep(store, replace(LAMP, day=NOW.date()))
    clock.forward(days=KEPT.days)
    await store.tidy()
    assert len(await LessonBook(store.engine).waiting()) == 1
    clock.forward(days=1)
    await store.tidy()
    assert await LessonBook(store.engine).waiting() == []


async def test_while_the_words_are_read_everybody_may_write(store: Store, other: Store) -> None:
    """The watcher reads a long letter for seconds: meanwhile the case may be changed, by any process."""
    loop = asyncio.get_running_loop()

    async def change() -> None:
        async with asyncio.timeout(PATIENCE_S), other.work() as work:
            assert await work.lock("c1")
            await work.keep_case(case(service="water-supply"))

    def reads(text: str) -> str:
        asyncio.run_coroutine_threadsafe(change(), loop).result(PATIENCE_S)
        return text

    learning = Lessons(store.district, reads)
    async with store.work() as work:
        await work.keep_case(case(), draft="d1")
        await learning.of_change(c.Reclassify("c1", WANG, "manhole"), case(), [event(2)], work)
    assert await LessonBook(store.engine).waiting() == []
    await Watcher(store, Office(store.district, learning), LocalWake()).look()
    (lesson,) = await LessonBook(store.engine).waiting()
    assert (lesson.text, lesson.guessed, lesson.meant) == ("路灯不亮", "street-light", "manhole")
    assert await store.due_timers() == []
