"""What the sender does with each way in which a channel can fail, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

import bot.send
from adapters.channels.ports import (
    Blocked,
    Gone,
    Incomplete,
    Misconfigured,
    Moved,
    NotAllowed,
    Rejected,
    Throttled,
    Transient,
    WindowClosed,
)
from bot.send import LATER_S, Sender
from bot.wake import LocalWake
from dialogs.messages import Caps, Outbound
from storage.store import Store
from storage.work import Work
from tests.contracts.stores import Clock, clock, other, said, store, url

__all__ = ["clock", "other", "store", "url"]
PATIENCE_S = 90.0


@dataclass
class Service:
    """A channel that fails as it is told to, once for each error."""

    name: str = "telegram"
    caps: Caps = field(default_factory=lambda: Caps(4096))
    errors: dict[str, list[Exception]] = field(default_factory=dict)  # by chat
    got: list[tuple[str, str]] = field(default_factory=list)
    takes: asyncio.Event | None = None  # it answers when this is set

    async def send(self, outbound: Outbound) -> None:
        if self.takes:
            await self.takes.wait()
        errors = self.errors.get(outbound.chat)
        if errors:
            raise errors.pop(0)
        self.got.append((outbound.chat, outbound.text))


@dataclass
class Post:
    """A sender with its service, and whom it told that somebody blocks us."""

    store: Store
    clock: Clock
    service: Service = field(default_factory=Service)
    blocked: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        async def on_blocked(channel: str, chat: str, work: Work) -> None:
            self.blocked.append((channel, chat))
            await work.tell("telegram_staff", "-1001", {"type": "say", "key": "blocked-note"}, "once")

        channels = {"telegram": self.service}
        self.sender = Sender(self.store, channels, None, lambda _: None, LocalWake(), on_blocked, str)

    async def say(self, *texts: str, chat: str = "lan") -> None:
        async with self.store.work() as work:
            for text in texts:
                await work.say(said(text, chat))

    async def send(self) -> list[str]:
        await self.sender.drain()
        return [text for _, text in self.service.got]


@pytest.fixture
def post(store: Store, clock: Clock) -> Post:
    return Post(store, clock)


async def test_one_who_is_to_wait_holds_up_nobody_else(post: Post) -> None:
    post.service.errors["lan"] = [Throttled(30)]
    await post.say("一", "二")
    await post.say("别人的", chat="bao")
    assert await post.send() == ["别人的"]
    post.clock.forward(seconds=29)
    assert await post.send() == ["别人的"]
    post.clock.forward(seconds=2)
    assert await post.send() == ["别人的", "一", "二"]


@pytest.mark.parametrize("error", [Transient(), TimeoutError(), ConnectionResetError()])
async def test_what_may_pass_is_tried_again_in_order_for_as_long_as_it_takes(post: Post, error: Exception) -> None:
    post.service.errors["lan"] = [error] * 12
    await post.say("一", "二")
    for _ in range(12):
        assert await post.send() == []
        post.clock.forward(seconds=LATER_S[-1] + 1)
    assert await post.send() == ["一", "二"]


@pytest.mark.parametrize("error", [Rejected(), Gone(), WindowClosed()])
async def test_what_the_service_never_takes_is_given_up_and_the_next_goes_out(post: Post, error: Exception) -> None:
    post.service.errors["lan"] = [error]
    await post.say("一", "二")
    assert await post.send() == ["二"]
    dead = (await post.store.backlog())["dead"]
    assert dead == (0 if isinstance(error, WindowClosed) else 1)


async def test_a_chat_that_moved_gets_its_message_under_the_new_id(post: Post) -> None:
    post.service.errors["-5"] = [Moved("-1001")]
    await post.say("一", "二", chat="-5")
    assert await post.send() == ["一", "二"]
    assert {chat for chat, _ in post.service.got} == {"-1001"}


async def test_staff_hear_of_one_who_blocks_us_and_nothing_is_tried_again(post: Post) -> None:
    post.service.errors["lan"] = [Blocked()]
    await post.say("一")
    assert await post.send() == []
    assert post.blocked == [("telegram", "lan")]
    post.clock.forward(days=1)
    assert await post.send() == []
    assert (await post.store.backlog())["dead"] == 0  # known, and no fault of ours


async def test_wrong_settings_wait_until_they_are_mended(post: Post) -> None:
    post.service.errors["lan"] = [Misconfigured()] * 20
    await post.say("一")
    for _ in range(20):
        assert await post.send() == []
        post.clock.forward(seconds=LATER_S[-1] + 1)
    assert await post.send() == ["一"]


async def test_a_message_that_breaks_its_channel_is_given_up_after_a_while(post: Post) -> None:
    post.service.errors["lan"] = [ValueError()] * (len(LATER_S))
    await post.say("一", "二")
    for _ in range(len(LATER_S)):
        post.clock.forward(seconds=LATER_S[-1] + 1)
        await post.send()
    assert await post.send() == ["二"]
    assert (await post.store.backlog())["dead"] == 1


async def test_who_comes_back_before_the_refusal_is_noted_gets_the_message_and_staff_hear_nothing(post: Post) -> None:
    async def refuse(outbound: Outbound) -> None:
        if not post.service.got:
            async with post.store.work() as work:
                await work.revive("telegram", "lan")
            post.service.got.append(("refused", outbound.text))
            raise Blocked
        post.service.got.append((outbound.chat, outbound.text))

    post.service.send = refuse  # type: ignore[method-assign]
    await post.say("一", "二")
    await post.send()
    assert post.service.got == [("refused", "一"), ("lan", "一"), ("lan", "二")]
    assert post.blocked == []


async def test_a_message_is_given_up_only_together_with_telling_staff(post: Post) -> None:
    tell = post.sender.on_blocked

    async def fails(channel: str, chat: str, work: Work) -> None:
        await tell(channel, chat, work)
        raise ConnectionError

    post.service.errors["lan"] = [Blocked(), Blocked()]
    post.sender.on_blocked = fails
    await post.say("一")
    await post.send()
    assert not await post.store.undone()
    post.sender.on_blocked = tell
    post.clock.forward(seconds=bot.send.LEASE_S + 1)
    await post.send()
    assert [row.chat for row in await post.store.undone()] == ["-1001"]
    post.service.errors.clear()
    async with post.store.work() as work:
        await work.revive("telegram", "lan")
    assert await post.send() == ["一"]


async def test_what_a_group_forbids_is_given_up_after_a_while_and_the_next_gets_its_chance(post: Post) -> None:
    post.service.errors["lan"] = [NotAllowed()] * len(LATER_S)
    await post.say("一", "二")
    for _ in range(len(LATER_S) - 1):
        assert await post.send() == []
        post.clock.forward(seconds=LATER_S[-1] + 1)
    assert await post.send() == ["二"]
    assert (await post.store.backlog())["dead"] == 1


async def test_what_went_without_its_files_does_not_come_twice_and_is_counted(post: Post) -> None:
    post.service.errors["lan"] = [Incomplete()]
    await post.say("一", "二")
    assert await post.send() == ["二"]
    post.clock.forward(hours=1)
    assert await post.send() == ["二"]
    assert (await post.store.backlog())["dead"] == 1


async def test_a_long_message_is_not_cut_and_no_other_sender_gets_it(
    post: Post, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.send, "RENEW_S", 0.1)
    monkeypatch.setattr(bot.send, "SEND_S", 2.0)
    renewed = asyncio.Event()
    renew = post.store.renew

    async def noted(id: int, seconds: float) -> None:
        await renew(id, seconds)
        renewed.set()

    monkeypatch.setattr(post.store, "renew", noted)
    post.service.takes = asyncio.Event()
    await post.say("一")
    sending = asyncio.create_task(post.sender.send_some())
    begun = asyncio.get_running_loop().time()
    rounds = 0
    while rounds < 3 or asyncio.get_running_loop().time() - begun < 3:
        post.clock.forward(seconds=40)
        renewed.clear()
        async with asyncio.timeout(PATIENCE_S):
            await renewed.wait()
        assert await other.lease(["telegram"], 60) == []
        rounds += 1
    post.service.takes.set()
    await sending
    assert await post.send() == ["一"]


async def test_a_message_whose_lease_can_not_be_renewed_is_let_go_before_the_lease_ends(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.send, "RENEW_S", 0.05)
    monkeypatch.setattr(bot.send, "SEND_S", 0.5)

    async def away(id: int, seconds: float) -> None:
        raise ConnectionError

    monkeypatch.setattr(post.store, "renew", away)
    post.service.takes = asyncio.Event()
    await post.say("一")
    async with asyncio.timeout(PATIENCE_S):
        await post.sender.send_some()
    assert post.service.got == []
    post.service.takes.set()
    post.clock.forward(seconds=LATER_S[0] + 1)
    assert await post.send() == ["一"]


async def test_what_a_killed_sender_had_in_hand_goes_out_at_once_where_there_is_no_other(post: Post) -> None:
    await post.say("一", "二")
    assert await post.store.lease(["telegram"], 60)
    assert await post.send() == []
    await post.store.release()
    assert await post.send() == ["一", "二"]
