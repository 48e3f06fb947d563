"""What the sender does with each way in which a channel can fail, on both databases."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from adapters.channels.ports import (
    Blocked,
    Gone,
    Misconfigured,
    Moved,
    Rejected,
    Throttled,
    Transient,
    WindowClosed,
)
from bot.send import LATER_S, Sender
from bot.wake import LocalWake
from dialogs.messages import Caps, Outbound
from storage.store import Store
from tests.contracts.stores import Clock, clock, said, store, url

__all__ = ["clock", "store", "url"]


@dataclass
class Service:
    """A channel that fails as it is told to, once for each error."""

    name: str = "telegram"
    caps: Caps = field(default_factory=lambda: Caps(4096))
    errors: dict[str, list[Exception]] = field(default_factory=dict)  # by chat
    got: list[tuple[str, str]] = field(default_factory=list)

    async def send(self, outbound: Outbound) -> None:
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
        async def on_blocked(channel: str, chat: str) -> None:
            self.blocked.append((channel, chat))

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
