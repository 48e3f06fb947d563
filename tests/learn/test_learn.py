"""The clerk's round: listing, accepting, refusing, going through one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.examples import read_examples
from adapters.nlu.learnt import NotLearnt
from bot.learn import Learning
from storage.database import open_engine
from storage.lessons import Lesson, LessonBook
from storage.migrate import migrate
from storage.store import Store
from tests.transcripts.play import district, unit_named

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)
READ = EmbeddedEngine(district(), None).read
CITY = unit_named("city")
SOME = (
    Lesson("万宝村那盏黑起好久了", "zh-CN", "garbage", "street-light", "resident", date(2026, 4, 13)),
    Lesson("沟头臭得很", "zh-CN", "water-supply", "", "staff", date(2026, 4, 14), CITY.code),
    Lesson("it smells all night", "en", "garbage", "", "resident", date(2026, 4, 15)),
)


@pytest.fixture
async def learning(tmp_path: Path) -> AsyncIterator[Learning]:
    store = Store(open_engine(f"sqlite+aiosqlite:///{tmp_path / 'frontdoor.db'}"), district(), lambda: NOW)
    await migrate(store.engine)
    for lesson in SOME:
        async with store.work() as work:
            await work.keep_lesson(lesson)
    yield Learning(LessonBook(store.engine), district(), tmp_path / "nlu_data", READ, lambda: NOW, lambda: [])
    await store.close()


def typed(*lines: str) -> Callable[[str], Awaitable[str | None]]:
    """A clerk who types these lines."""
    left = iter(lines)

    async def line(prompt: str) -> str | None:
        return next(left, None)

    return line


def labels(learning: Learning) -> list[tuple[str, str]]:
    return [(e.label, e.text) for e in read_examples(learning.data)]


async def ids(learning: Learning) -> list[int]:
    return [lesson.id for lesson in await learning.book.waiting()]


async def test_the_list_says_what_was_taken_for_what_by_whom_and_the_words(learning: Learning) -> None:
    text = "\n".join(await learning.listing())
    assert text.startswith("3 corrections wait.\n")
    assert "    1  2026-04-13  garbage 垃圾没人收 → street-light 路灯不亮  (by a resident)\n" in text
    assert "       万宝村那盏黑起好久了\n" in text
    assert f"→ ? (passed on to {CITY.name})  (by staff)" in text
    assert "→ ? (something else)  (by a resident)" in text


async def test_an_accepted_one_stands_among_the_examples_and_waits_no_more(learning: Learning) -> None:
    said = await learning.accept(await learning.one(1))
    assert said == "1 stands in nlu_data/zh-CN/learnt.yml as report/street-light."
    assert labels(learning) == [("report/street-light", "万宝村那盏黑起好久了")]
    assert read_examples(learning.data)[0].marked[0].text == "万宝村"
    assert await ids(learning) == [2, 3]
    assert [lesson.text for lesson in await learning.book.accepted_since(None)] == ["万宝村那盏黑起好久了"]


async def test_other_words_and_another_label_are_taken(learning: Learning) -> None:
    await learning.accept(await learning.one(1), "suggest", "村口装一盏灯嘛")
    assert labels(learning) == [("suggest", "村口装一盏灯嘛")]
    assert [lesson.text for lesson in await learning.book.accepted_since(None)] == ["村口装一盏灯嘛"]


async def test_one_of_which_only_the_office_is_known_needs_the_clerks_word(learning: Learning) -> None:
    with pytest.raises(NotLearnt, match="Nobody said what 2 is"):
        await learning.accept(await learning.one(2))
    assert await ids(learning) == [1, 2, 3]
    await learning.accept(await learning.one(2), "report/sewage")
    assert labels(learning) == [("report/sewage", "沟头臭得很")]


async def test_a_refused_one_is_gone_and_no_example(learning: Learning) -> None:
    assert await learning.refuse(await learning.one(1)) == "1 is refused."
    assert await ids(learning) == [2, 3]
    assert labels(learning) == []
    with pytest.raises(NotLearnt, match="No correction with the number 1 waits"):
        await learning.one(1)


@pytest.mark.parametrize(
    ("lines", "left", "learnt"),
    [
        (["a", "r", "s"], [3], [("report/street-light", "万宝村那盏黑起好久了")]),
        (["s", "a", "report/sewage", "q"], [1, 3], [("report/sewage", "沟头臭得很")]),
        (["s", "a", "nonsense", "a", "report/sewage", "q"], [1, 3], [("report/sewage", "沟头臭得很")]),
        (["e", "那盏黑起好久了嘛", "", "a", "q"], [2, 3], [("report/street-light", "那盏黑起好久了嘛")]),
        (["e", "", "report/manhole", "a"], [2, 3], [("report/manhole", "万宝村那盏黑起好久了")]),
        (["?", "", "ACCEPT"], [2, 3], [("report/street-light", "万宝村那盏黑起好久了")]),
        ([], [1, 2, 3], []),
        (["q"], [1, 2, 3], []),
    ],
)
async def test_going_through_them_one_by_one(
    learning: Learning, lines: Iterable[str], left: list[int], learnt: list[tuple[str, str]]
) -> None:
    said: list[str] = []
    await learning.ask(typed(*lines), said.append)
    assert await ids(learning) == left
    assert labels(learning) == learnt
    assert said[-1].startswith(f"{len(left)} left.")
