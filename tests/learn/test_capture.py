"""Which corrections become lessons: all that are committed, none that is rolled back, and never of what is private."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import bot.lessons
from adapters.nlu.anonymous import Anonymous
from adapters.nlu.embedded import EmbeddedEngine
from bot.lessons import LESSON, Lessons
from bot.office import Office
from bot.wake import LocalWake
from bot.watch import AGAIN_S, Watcher
from cases import commands as c
from cases.case import Actor, Case, Reporter, State
from cases.lifecycle import Refused
from cases.rates import SAMPLE_CHANNEL
from dialogs.messages import Inbound, Kind
from storage.lessons import Lesson
from tests.fakes import MemoryStore
from tests.transcripts.play import district, unit_named

NOW = datetime(2026, 4, 13, 23, 30, tzinfo=UTC)  # the 14th in the district
ENGINE = EmbeddedEngine(district(), None)
OFFICE = Office(district(), Lessons(district(), Anonymous(district(), ENGINE.read).lesson))
WANG = Actor("staff", "w", "小王")
LUOGUAN, CITY, DISCIPLINE = (unit_named(name).code for name in ("螺罐村", "city", "discipline"))
SAID = "螺罐村村口那盏灯黑起好久了，电话13812345678"
COMMAND = c.FileCase("draft", "street-light", LUOGUAN, SAID, Reporter(language="zh-CN"), guessed="garbage")


async def filed(command: c.FileCase, store: MemoryStore, office: Office = OFFICE, channel: str = "chat") -> Case:
    """File a report."""
    async with store.work() as work:
        await office.file(command, work, Inbound(channel, "1", "me", "me", Kind.TEXT, NOW))
        return work.all()[0]


async def changed(command: c.Command, store: MemoryStore) -> None:
    """Carry out a command of staff."""
    async with store.work() as work:
        await OFFICE.change(command, work)


async def kept(store: MemoryStore, office: Office = OFFICE) -> list[Lesson]:
    """The lessons, when the watcher has looked."""
    await Watcher(store, office, LocalWake()).look()
    return [replace(lesson, id=0) for lesson in store.rows.lessons.values()]


def noted(store: MemoryStore) -> int:
    """Corrections whose words nobody has read yet."""
    return sum(kind == LESSON for kind, _ in store.rows.timers)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(district(), lambda: NOW)


async def test_a_resident_who_chose_another_kind_leaves_a_lesson(store: MemoryStore) -> None:
    await filed(COMMAND, store)
    (lesson,) = await kept(store)
    assert (lesson.guessed, lesson.meant, lesson.by, lesson.unit) == ("garbage", "street-light", "resident", "")
    assert (lesson.language, lesson.day.isoformat()) == ("zh-CN", "2026-04-14")
    assert lesson.text.endswith("村口那盏灯黑起好久了，电话13800000000") or "社区村口那盏灯" in lesson.text
    assert "螺罐" not in lesson.text


async def test_a_guess_that_was_right_leaves_none(store: MemoryStore) -> None:
    await filed(replace(COMMAND, guessed=""), store)
    await filed(replace(COMMAND, draft="2", guessed="street-light"), store)
    assert await kept(store) == []


async def test_something_else_than_all_that_was_offered_is_a_lesson_without_a_kind(store: MemoryStore) -> None:
    await filed(replace(COMMAND, service="other"), store)
    assert [(one.guessed, one.meant) for one in await kept(store)] == [("garbage", "")]


@pytest.mark.parametrize(
    "command",
    [
        replace(COMMAND, sealed=True, service="discipline"),
        replace(COMMAND, urgent="suicide"),
        replace(COMMAND, urgent="medical"),
        replace(COMMAND, problem="村主任收了红包才给修路灯，吃拿卡要"),
        replace(COMMAND, problem="我不想活了"),
        replace(COMMAND, guessed="corruption"),
        replace(COMMAND, problem=""),  # a voice note alone
    ],
)
async def test_of_what_is_private_nothing_is_kept(command: c.FileCase, store: MemoryStore) -> None:
    await filed(command, store)
    assert len(store.rows.cases) == 1
    assert await kept(store) == []


async def test_the_invented_history_of_the_sample_teaches_nothing(store: MemoryStore) -> None:
    await filed(COMMAND, store, channel=SAMPLE_CHANNEL)
    assert await kept(store) == []


async def test_staff_who_change_the_kind_leave_a_lesson(store: MemoryStore) -> None:
    case = await filed(replace(COMMAND, guessed=""), store)
    await changed(c.Reclassify(case.id, WANG, "manhole"), store)
    assert [(one.guessed, one.meant, one.by) for one in await kept(store)] == [("street-light", "manhole", "staff")]
    assert store.rows.cases[case.id]


async def test_another_kind_moves_its_timers_and_tells_the_resident_nothing(store: MemoryStore) -> None:
    case = await filed(replace(COMMAND, guessed=""), store)
    before = {kind: at for (kind, _), (at, _) in store.rows.timers.items()}
    told = len(store.rows.inbox)
    await changed(c.Reclassify(case.id, WANG, "illegal-building"), store)
    async with store.work() as work:
        now = await work.lock(case.id)
    after = {kind: at for (kind, _), (at, _) in store.rows.timers.items()}
    assert now
    assert (after["respond"], after["solve"]) == (now.respond_due, now.solve_due)
    assert all(after[kind] > before[kind] for kind in ("respond", "respond-soon", "solve", "solve-soon"))
    assert len(store.rows.inbox) == told
    assert sum(channel == "desk" for channel, _, _ in store.rows.outbox.values()) > 1


async def test_a_change_that_is_refused_leaves_none(store: MemoryStore) -> None:
    case = await filed(replace(COMMAND, guessed=""), store)
    with pytest.raises(Refused):
        await changed(c.Reclassify(case.id, WANG, "street-light"), store)
    assert await kept(store) == []


@pytest.mark.parametrize("by", [c.Transfer, c.Assign])
async def test_another_department_than_the_kinds_is_a_lesson_with_its_unit(
    by: type[c.Transfer | c.Assign], store: MemoryStore
) -> None:
    case = await filed(replace(COMMAND, guessed="", service="water-supply"), store)
    await changed(by(case.id, WANG, CITY, "归城管"), store)
    assert [(one.guessed, one.meant, one.unit) for one in await kept(store)] == [("water-supply", "", CITY)]


async def test_a_passing_on_to_who_does_this_kind_or_within_the_levels_teaches_nothing(store: MemoryStore) -> None:
    assert district().catalogue["parks"].department == "city"
    case = await filed(replace(COMMAND, service="parks", guessed=""), store)
    for to in (unit_named("昌元街道").code, CITY):
        await changed(c.Assign(case.id, WANG, to), store)
    assert await kept(store) == []


async def test_what_is_passed_on_to_the_discipline_desk_teaches_nothing(store: MemoryStore) -> None:
    case = await filed(replace(COMMAND, guessed=""), store)
    await changed(c.Transfer(case.id, WANG, DISCIPLINE, "转一下"), store)
    assert await kept(store) == []


async def test_a_correction_that_is_rolled_back_leaves_none(store: MemoryStore) -> None:
    with pytest.raises(ConnectionError):
        async with store.work() as work:
            await OFFICE.file(COMMAND, work, Inbound("chat", "1", "me", "me", Kind.TEXT, NOW))
            raise ConnectionError
    assert noted(store) == 0
    assert await kept(store) == []


async def test_two_corrections_of_one_case_are_two_lessons(store: MemoryStore) -> None:
    case = await filed(COMMAND, store)
    await changed(c.Reclassify(case.id, WANG, "manhole"), store)
    assert noted(store) == 2  # nobody has looked in between
    assert await kept(store)
    assert noted(store) == 0


def with_words(anonymous: Callable[[str], str]) -> Office:
    """An office whose words are read in a way of the test's."""
    return Office(district(), Lessons(district(), anonymous))


async def test_no_report_waits_for_its_words_to_be_read(store: MemoryStore) -> None:
    read: list[str] = []

    def reads(text: str) -> str:
        read.append(text)
        return "灯黑起"

    office = with_words(reads)
    await filed(COMMAND, store, office)
    assert (read, noted(store)) == ([], 1)
    assert [lesson.text for lesson in await kept(store, office)] == ["灯黑起"]
    assert (read, noted(store)) == ([SAID], 0)


async def test_words_that_can_t_be_read_now_are_read_later(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> str:
        raise RuntimeError

    def slow(text: str) -> str:
        time.sleep(0.1)
        return text

    monkeypatch.setattr(bot.lessons, "READ_S", 0.01)
    case = await filed(COMMAND, store)
    assert case.state is State.ASSIGNED
    for office in (with_words(broken), with_words(slow)):
        assert await kept(store, office) == []
        assert noted(store) == 1
        store.clock = after(store.clock(), AGAIN_S)
    monkeypatch.undo()
    assert [lesson.by for lesson in await kept(store)] == ["resident"]


async def test_two_watchers_make_one_lesson(store: MemoryStore) -> None:
    await filed(COMMAND, store)
    (timer,) = [timer for timer in await store.due_timers() if timer.kind == LESSON]
    assert OFFICE.lessons
    await OFFICE.lessons.learn(timer, store)
    await OFFICE.lessons.learn(timer, store)
    assert list(store.rows.lessons) == [1]


def after(moment: datetime, seconds: float) -> Callable[[], datetime]:
    """A clock so much later."""
    return lambda: moment + timedelta(seconds=seconds)
