"""Updates are committed, in order and once, before the service hears that we have them; then come the courtesies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from adapters.channels.bot_api.api import Place, Update
from adapters.channels.bot_api.poll import ANEW_S, Poller, pause
from adapters.channels.bot_api.receiving import SHOWN_AT_ONCE, Receiver
from adapters.channels.bot_api.updates import KINDS
from adapters.channels.ports import Blocked, Misconfigured, Throttled, Transient, Unavailable
from dialogs.messages import Inbound
from tests.channels.fakes_bot_api import (
    PRIVATE,
    SUPERGROUP,
    WANG,
    FakeApi,
    FakeInbox,
    Json,
    became,
    heard_by_residents_bot,
    heard_by_staff_bot,
    in_group,
    message,
    new,
    tap,
)


def said(n: int, chat: int = 42, text: str = "") -> Json:
    """Update n: a resident's n-th message."""
    return new(message({**PRIVATE, "id": chat}, id=n, text=text or f"words {n}"), id=1000 + n)


@dataclass
class Slow:
    """A worker that needs so many looks; and a sleep that notes its seconds and takes none."""

    looks: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    async def waits(self, channel: str, chat: str) -> bool:
        self.asked.append((channel, chat))
        self.looks -= 1
        return self.looks >= 0

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


async def settled() -> None:
    """All that can go on has gone on."""
    for _ in range(40):
        await asyncio.sleep(0)


@asynccontextmanager
async def receiving(
    api: FakeApi,
    inbox: FakeInbox,
    slow: Slow | None = None,
    read: Callable[[Update], list[Inbound]] = heard_by_residents_bot,
) -> AsyncIterator[Receiver]:
    """A receiver that is closed at the end."""
    slow = slow or Slow()
    receiver = Receiver("telegram", api, read, inbox.receive, slow.waits, slow.sleep)
    try:
        yield receiver
    finally:
        await receiver.close()


# --- the commit ------------------------------------------------------------------------------------------------------


async def test_all_of_a_batch_is_handed_over_at_once_and_in_order() -> None:
    inbox = FakeInbox()
    inbox.hold = asyncio.Event()
    async with receiving(FakeApi(), inbox) as receiver:
        taking = asyncio.create_task(receiver.take([said(1), said(2, 43), said(3)]))
        await settled()
        assert [i.text for i in inbox.deliveries] == ["words 1", "words 2", "words 3"]
        assert not taking.done()
        inbox.hold.set()
        await taking
    assert list(inbox.committed) == ["42:1", "43:2", "42:3"]


async def test_what_is_delivered_again_is_committed_once() -> None:
    inbox = FakeInbox()
    async with receiving(FakeApi(), inbox) as receiver:
        await receiver.take([said(1), said(2)])
        await receiver.take([said(2), said(2), said(3)])
    assert list(inbox.committed) == ["42:1", "42:2", "42:3"]


async def test_with_the_database_away_nothing_is_taken_and_nobody_is_answered() -> None:
    api, inbox, slow = FakeApi(), FakeInbox(), Slow(looks=3)
    inbox.down = True
    async with receiving(api, inbox, slow) as receiver:
        with pytest.raises(Unavailable):
            await receiver.take([said(1), tap()])
        await settled()
    assert (api.answered, api.typed, slow.asked) == ([], [], [])


async def test_one_that_was_not_committed_is_enough_to_take_nothing() -> None:
    inbox = FakeInbox()
    inbox.spoilt = {"42:2": Unavailable(), "42:1": ValueError("路灯坏了")}
    async with receiving(FakeApi(), inbox) as receiver:
        with pytest.raises(Unavailable):
            await receiver.take([said(1), said(2), said(3)])


async def test_a_message_that_no_database_takes_is_left_and_told_by_its_error_alone() -> None:
    inbox = FakeInbox()
    inbox.spoilt = {"42:2": ValueError("路灯坏了 13800000000")}
    with capture_logs() as lines:
        async with receiving(FakeApi(), inbox) as receiver:
            await receiver.take([said(1), said(2), said(3)])
    assert list(inbox.committed) == ["42:1", "42:3"]
    assert lines == [{"event": "message not taken", "log_level": "error", "channel": "telegram", "error": "ValueError"}]


async def test_a_fault_of_the_reader_keeps_nothing_else_back() -> None:
    def read(update: Update) -> list[Inbound]:
        if update == said(2):
            raise KeyError("路灯坏了")
        return heard_by_residents_bot(update)

    inbox = FakeInbox()
    with capture_logs() as lines:
        async with receiving(FakeApi(), inbox, read=read) as receiver:
            await receiver.take([said(1), said(2), said(3)])
    assert list(inbox.committed) == ["42:1", "42:3"]
    assert [(line["event"], line["error"]) for line in lines] == [("update not read", "KeyError")]


async def test_a_reader_that_is_not_ready_takes_nothing() -> None:
    """Until we know our own name, the service keeps what is said."""

    def read(update: Update) -> list[Inbound]:
        raise Unavailable

    async with receiving(FakeApi(), FakeInbox(), read=read) as receiver:
        with pytest.raises(Unavailable):
            await receiver.take([said(1)])


async def test_who_is_stopped_in_the_middle_says_so() -> None:
    inbox = FakeInbox()
    inbox.hold = asyncio.Event()
    async with receiving(FakeApi(), inbox) as receiver:
        taking = asyncio.create_task(receiver.take([said(1)]))
        await settled()
        taking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await taking


# --- the courtesies --------------------------------------------------------------------------------------------------


async def test_each_tap_is_answered_after_the_commit_whatever_it_says() -> None:
    unreadable = tap(id="tap-2")
    del unreadable["callback_query"]["message"]
    api, inbox = FakeApi(), FakeInbox()
    inbox.hold = asyncio.Event()
    async with receiving(api, inbox) as receiver:
        taking = asyncio.create_task(receiver.take([tap(), unreadable]))
        await settled()
        assert api.answered == []
        inbox.hold.set()
        await taking
        await settled()
    assert api.answered == ["tap-1", "tap-2"]


async def test_taking_does_not_wait_for_the_courtesies() -> None:
    class Slowly(FakeApi):
        async def tapped(self, tap: str) -> None:
            await asyncio.Event().wait()

    async with receiving(Slowly(), FakeInbox()) as receiver:
        await asyncio.wait_for(receiver.take([tap()]), 1)


@pytest.mark.parametrize("error", [Throttled(3), Transient("x"), Blocked(), RuntimeError("李秀英")])
async def test_a_courtesy_that_fails_costs_nothing_but_a_line(error: Exception) -> None:
    api, inbox = FakeApi(), FakeInbox()
    api.broken = error
    with capture_logs() as lines:
        async with receiving(api, inbox, Slow(looks=9)) as receiver:
            await receiver.take([tap(), said(1, 44)])
            await settled()
    assert len(inbox.committed) == 2
    assert len(lines) == 3  # the tap, and typing in each of the two chats
    assert all(set(line) == {"event", "log_level", "channel", "error"} for line in lines)
    assert {line["error"] for line in lines} == {type(error).__name__}


async def test_who_is_answered_within_a_second_sees_no_typing() -> None:
    api, slow = FakeApi(), Slow()
    async with receiving(api, FakeInbox(), slow) as receiver:
        await receiver.take([said(1)])
        await settled()
    assert slow.slept == [1.0]
    assert slow.asked == [("telegram", "42")]
    assert api.typed == []


async def test_who_has_to_wait_sees_typing_until_the_message_is_worked() -> None:
    api, slow = FakeApi(), Slow(looks=2)
    async with receiving(api, FakeInbox(), slow) as receiver:
        await receiver.take([said(1)])
        await settled()
    assert api.typed == [Place("42")] * 2
    assert slow.slept == [1.0, 4.5, 4.5]


async def test_typing_ends_after_half_a_minute() -> None:
    api, slow = FakeApi(), Slow(looks=1000)
    async with receiving(api, FakeInbox(), slow) as receiver:
        await receiver.take([said(1)])
        await settled()
    assert len(api.typed) == 7  # at 1, 5.5, ... 28 seconds
    assert sum(slow.slept) <= 1 + 30 + 4.5


async def test_several_messages_of_a_chat_are_typed_for_once_and_a_later_one_again() -> None:
    api, slow = FakeApi(), Slow(looks=1)
    async with receiving(api, FakeInbox(), slow) as receiver:
        await receiver.take([said(1), said(2)])
        await receiver.take([said(3)])
        await settled()
        assert len(api.typed) == 1
        assert slow.slept.count(1.0) == 1
        slow.looks = 1
        await receiver.take([said(4)])
        await settled()
        assert len(api.typed) == 2


async def test_typing_is_shown_in_the_topic() -> None:
    api = FakeApi()
    update = new(in_group(text="/cases", message_thread_id=5, is_topic_message=True))
    async with receiving(api, FakeInbox(), Slow(looks=1), heard_by_staff_bot) as receiver:
        await receiver.take([update])
        await settled()
    assert api.typed == [Place("-1001", thread="5")]


@pytest.mark.parametrize(
    "update",
    [
        became("member", "kicked", SUPERGROUP),
        became("left", "member", SUPERGROUP),
        new(in_group(new_chat_members=[WANG])),
    ],
)
async def test_nobody_is_typed_for_who_said_nothing(update: Json) -> None:
    api, inbox = FakeApi(), FakeInbox()
    async with receiving(api, inbox, Slow(looks=9), heard_by_staff_bot) as receiver:
        await receiver.take([update])
        await settled()
    assert len(inbox.committed) == 1
    assert api.typed == []


async def test_a_rush_is_not_made_worse_by_typing_for_all_of_it() -> None:
    api, slow = FakeApi(), Slow(looks=10_000)
    async with receiving(api, FakeInbox(), slow) as receiver:
        await receiver.take([said(1, chat) for chat in range(1, 400)])
        await settled()
    assert len({place.chat for place in api.typed}) == SHOWN_AT_ONCE


async def test_close_ends_what_goes_on_beside() -> None:
    api = FakeApi()
    receiver = Receiver("telegram", api, heard_by_residents_bot, FakeInbox().receive, Slow().waits)
    await receiver.take([said(1), tap()])
    await receiver.close()
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == 1


# --- polling ---------------------------------------------------------------------------------------------------------


@dataclass
class Pauses:
    """A pause that notes its seconds and takes none; after `last` of them `stop` is set."""

    last: int = 10_000
    slept: list[float] = field(default_factory=list)
    then: Callable[[], None] = lambda: None

    async def __call__(self, stop: asyncio.Event, seconds: float) -> None:
        self.slept.append(seconds)
        if len(self.slept) >= self.last:
            stop.set()
        self.then()
        await asyncio.sleep(0)


@dataclass
class Polled:
    """What a run of the poller left behind."""

    api: FakeApi
    inbox: FakeInbox
    pauses: Pauses
    poller: Poller
    lines: list[Json] = field(default_factory=list)


async def polled(api: FakeApi, inbox: FakeInbox | None = None, pauses: Pauses | None = None) -> Polled:
    """Poll until there is nothing more, or the pauses end it."""
    inbox, pauses, stop = inbox or FakeInbox(), pauses or Pauses(), asyncio.Event()
    api.on_empty = stop.set
    async with receiving(api, inbox) as receiver:
        poller = Poller(api, receiver, KINDS, pauses)
        with capture_logs() as lines:
            await asyncio.wait_for(poller.run(stop), 5)
    return Polled(api, inbox, pauses, poller, [dict(line) for line in lines])


async def test_polling_asks_for_the_next_one_when_all_before_are_committed() -> None:
    run = await polled(FakeApi(*(said(n) for n in range(1, 251))))
    assert list(run.inbox.committed) == [f"42:{n}" for n in range(1, 251)]
    assert run.api.offsets == [0, 1101, 1201, 1251]
    assert run.api.asked_for == ("message", "edited_message", "callback_query", "my_chat_member")


async def test_what_says_nothing_to_us_is_left_behind_too() -> None:
    run = await polled(FakeApi({"update_id": 1001, "of_next_year": {}}))
    assert run.api.offsets == [0, 1002]


async def test_with_the_database_away_the_offset_stays_and_the_same_is_tried_again() -> None:
    inbox, pauses = FakeInbox(), Pauses()
    inbox.down = True

    def mend() -> None:
        inbox.down = len(pauses.slept) < 6

    pauses.then = mend
    run = await polled(FakeApi(said(1), said(2)), inbox, pauses)
    assert pauses.slept == [1, 2, 5, 15, 15, 15]
    assert run.api.offsets == [0, 1003]
    assert list(inbox.committed) == ["42:1", "42:2"]


async def test_stopped_with_the_database_away_nothing_was_acknowledged() -> None:
    inbox = FakeInbox()
    inbox.down = True
    run = await polled(FakeApi(said(1)), inbox, Pauses(last=2))
    assert run.api.offsets == [0]
    assert run.api.waiting == [said(1)]


async def test_killed_between_the_commit_and_the_next_request_the_same_comes_again_and_is_dropped() -> None:
    api, inbox = FakeApi(said(1), said(2)), FakeInbox()

    class Killed(Receiver):
        async def take(self, updates: Sequence[Update]) -> None:
            await super().take(updates)
            raise asyncio.CancelledError

    slow = Slow()
    receiver = Killed("telegram", api, heard_by_residents_bot, inbox.receive, slow.waits, slow.sleep)
    with suppress(asyncio.CancelledError):
        await Poller(api, receiver, KINDS).run(asyncio.Event())
    await receiver.close()
    assert api.offsets == [0]
    run = await polled(api, inbox)
    assert run.api.offsets == [0, 0, 1003]
    assert [i.external_id for i in inbox.deliveries] == ["42:1", "42:2", "42:1", "42:2"]
    assert list(inbox.committed) == ["42:1", "42:2"]


async def test_after_a_fault_of_our_own_the_same_comes_again() -> None:
    api, inbox, stop, taken = FakeApi(said(1)), FakeInbox(), asyncio.Event(), []
    api.on_empty = stop.set

    class Faulty(Receiver):
        async def take(self, updates: Sequence[Update]) -> None:
            taken.append(len(updates))
            if len(taken) == 1:
                raise RuntimeError
            await super().take(updates)

    receiver = Faulty("telegram", api, heard_by_residents_bot, inbox.receive, inbox.waits)
    await asyncio.wait_for(Poller(api, receiver, KINDS, Pauses()).run(stop), 5)
    await receiver.close()
    assert (api.offsets, taken) == ([0, 0, 1002], [1, 1])
    assert list(inbox.committed) == ["42:1"]


async def test_stopping_ends_a_hanging_request_at_once() -> None:
    api, stop = FakeApi(), asyncio.Event()
    async with receiving(api, FakeInbox()) as receiver:
        run = asyncio.create_task(Poller(api, receiver, KINDS).run(stop))
        await settled()
        assert not run.done()
        stop.set()
        await asyncio.wait_for(run, 1)
    assert api.cancelled


async def test_cancelling_ends_the_hanging_request_too() -> None:
    api = FakeApi()
    async with receiving(api, FakeInbox()) as receiver:
        run = asyncio.create_task(Poller(api, receiver, KINDS).run(asyncio.Event()))
        await settled()
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
    assert api.cancelled


async def test_a_pause_ends_when_we_are_to_stop() -> None:
    stop = asyncio.Event()
    waiting = asyncio.create_task(pause(stop, 1000))
    await settled()
    stop.set()
    await asyncio.wait_for(waiting, 1)
    await asyncio.wait_for(pause(asyncio.Event(), 0.01), 1)


async def test_the_service_says_how_long_to_wait() -> None:
    api = FakeApi(said(1))
    api.fails = [Throttled(17)]
    run = await polled(api)
    assert run.pauses.slept == [17]
    assert list(run.inbox.committed) == ["42:1"]


async def test_while_the_service_is_away_we_ask_less_and_less_often() -> None:
    api = FakeApi(said(1))
    api.fails = [Transient("token 77:AAA")] * 8
    run = await polled(api)
    assert run.pauses.slept == [1, 2, 4, 8, 16, 30, 30, 30]
    assert list(run.inbox.committed) == ["42:1"]
    assert {(line["log_level"], line["error"]) for line in run.lines} == {("warning", "Transient")}
    assert "77:AAA" not in str(run.lines)


async def test_after_an_answer_the_pauses_are_short_again() -> None:
    api = FakeApi(said(1))
    api.fails = [Transient(), Transient()]
    pauses = Pauses()
    inbox = FakeInbox()

    class Then(FakeInbox):
        async def receive(self, inbound: Inbound) -> None:
            await inbox.receive(inbound)
            api.fails = [Transient()]

    await polled(api, Then(), pauses)
    assert pauses.slept == [1, 2, 1]


async def test_wrong_settings_are_told_and_looked_at_again() -> None:
    api = FakeApi(said(1))
    api.fails = [Misconfigured("401"), Misconfigured("409")]
    run = await polled(api)
    assert run.pauses.slept == [30, 30]
    assert [(line["log_level"], line["error"]) for line in run.lines] == [("error", "Misconfigured")] * 2
    assert list(run.inbox.committed) == ["42:1"]


async def test_an_error_that_nobody_thought_of_does_not_end_polling() -> None:
    api = FakeApi(said(1))
    api.fails = [ZeroDivisionError("x")]
    run = await polled(api)
    assert run.pauses.slept == [1]
    assert run.lines[0]["log_level"] == "error"
    assert list(run.inbox.committed) == ["42:1"]


async def test_after_a_quiet_week_we_ask_from_the_beginning() -> None:
    """Ids are drawn anew then, and may be lower than the offset."""
    now_s, stop = 0.0, asyncio.Event()
    api, inbox = FakeApi(said(900)), FakeInbox()
    api.hang_s = 0

    def nothing_came() -> None:
        nonlocal now_s
        now_s += ANEW_S - 1 if now_s == 0 else 2
        if len(inbox.committed) == 2:
            stop.set()
        elif now_s > ANEW_S:
            api.waiting = [said(3)]

    api.on_empty = nothing_came
    async with receiving(api, inbox) as receiver:
        await asyncio.wait_for(Poller(api, receiver, KINDS, Pauses(), lambda: now_s).run(stop), 5)
    assert api.offsets == [0, 1901, 1901, 0, 1004]
    assert list(inbox.committed) == ["42:900", "42:3"]
