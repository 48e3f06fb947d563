"""Wake-ups, inside one process and through a real Redis: they come, may be lost, and never stand in the way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis as Client

from bot.wake import LocalWake, RedisWake
from tests.chaos.house import Redis, open_redis

PATIENCE_S = 30.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Redis]:
    with open_redis(tmp_path) as running:
        yield running


@pytest.fixture(params=["local", "redis"])
async def wakes(request: pytest.FixtureRequest) -> AsyncIterator[tuple[LocalWake, LocalWake]]:
    """Who wakes and who waits: the same object in one process, two of them through Redis."""
    if request.param == "local":
        local = LocalWake()
        yield local, local
        return
    url = request.getfixturevalue("server").url
    pair = RedisWake(Client.from_url(url)), RedisWake(Client.from_url(url))
    yield pair
    for wake in pair:
        await wake.close()


async def woken(waker: LocalWake, waiter: LocalWake, topic: str) -> float:
    """Seconds until the waiter returned; it is woken again and again, as one wake-up may be lost."""
    began = time.monotonic()
    waiting = asyncio.create_task(waiter.wait(topic, PATIENCE_S))
    while not waiting.done():
        waker.wake(topic)
        await asyncio.sleep(0.02)
    return time.monotonic() - began


async def test_whoever_waits_for_a_topic_is_woken(wakes: tuple[LocalWake, LocalWake]) -> None:
    waker, waiter = wakes
    for topic in ("work", "web:p-1"):
        assert await woken(waker, waiter, topic) < PATIENCE_S / 2


async def test_other_topics_and_silence_wake_nobody(wakes: tuple[LocalWake, LocalWake]) -> None:
    waker, waiter = wakes
    await woken(waker, waiter, "work")  # both listen now
    waiting = asyncio.create_task(waiter.wait("web:p-1", 0.3))
    waker.wake("web:p-2")
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await waiting


async def test_what_was_woken_while_nobody_waited_is_not_missed() -> None:
    wake = LocalWake()
    wake.wake("work")
    began = time.monotonic()
    await wake.wait("work", PATIENCE_S)
    assert time.monotonic() - began < PATIENCE_S / 2


async def test_wake_all_ends_every_wait(wakes: tuple[LocalWake, LocalWake]) -> None:
    _, waiter = wakes
    waits = [asyncio.create_task(waiter.wait(topic, PATIENCE_S)) for topic in ("work", "web:p-1", "send")]
    await asyncio.sleep(0)
    waiter.wake_all()
    async with asyncio.timeout(PATIENCE_S / 2):
        await asyncio.gather(*waits)


async def test_without_redis_waking_costs_nothing_and_waiting_ends_by_itself(server: Redis) -> None:
    wake = RedisWake(Client.from_url(server.url))
    await woken(wake, wake, "work")
    server.kill()
    began = time.monotonic()
    for n in range(1000):
        wake.wake(f"web:p-{n}")
    assert time.monotonic() - began < 5
    assert await woken(wake, wake, "send") < PATIENCE_S / 2  # one's own process is woken all the same
    await wake.wait("web:nobody", 0.05)
    await wake.close()


async def test_a_redis_that_comes_back_is_listened_to_again(server: Redis) -> None:
    one, two = RedisWake(Client.from_url(server.url)), RedisWake(Client.from_url(server.url))
    assert await woken(one, two, "work") < PATIENCE_S / 2
    server.kill()
    server.start()
    assert await woken(one, two, "work") < PATIENCE_S / 2
    await one.close()
    await two.close()
