"""Wake-ups between the running parts: inside one process, or through Redis between several.

A wake-up carries no data and may be lost: whoever waits looks at the database after its own time-out anyway.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from redis.asyncio import Redis

log = structlog.get_logger()
PREFIX = "frontdoor:wake:"
RECONNECT_S = 1.0


class LocalWake:
    """For one process."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._pending: set[str] = set()

    async def wait(self, topic: str, timeout_s: float) -> None:
        """Return when `topic` is woken, at once if it was woken while nobody waited, or after `timeout_s`."""
        if topic in self._pending:
            self._pending.discard(topic)
            await asyncio.sleep(0)
            return
        event = asyncio.Event()
        self._waiting[topic].add(event)
        try:
            async with asyncio.timeout(timeout_s):
                await event.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting[topic].discard(event)
            if not self._waiting[topic]:
                del self._waiting[topic]

    def wake(self, topic: str) -> None:
        """Wake all who wait for `topic`."""
        waiting = self._waiting.get(topic)
        if waiting:
            for event in waiting:
                event.set()
        elif ":" not in topic:
            self._pending.add(topic)  # the running parts' own topics; a chat that nobody watches needs none

    async def close(self) -> None:
        """Nothing to close."""


class RedisWake(LocalWake):
    """The same between processes, by Redis publish and subscribe. Redis gone: only the time-outs are left."""

    def __init__(self, redis: Redis) -> None:
        super().__init__()
        self._redis = redis
        self._listener: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self, topic: str) -> None:
        """Wake here at once, and elsewhere through Redis."""
        super().wake(topic)
        task = asyncio.ensure_future(self._publish(topic))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def wait(self, topic: str, timeout_s: float) -> None:
        """As LocalWake, and start listening with the first wait."""
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen())
        await super().wait(topic, timeout_s)

    async def _publish(self, topic: str) -> None:
        from redis.exceptions import RedisError

        with contextlib.suppress(RedisError, OSError):
            await self._redis.publish(PREFIX + topic, b"")

    async def _listen(self) -> None:
        from redis.exceptions import RedisError

        while True:
            try:
                async with self._redis.pubsub() as listener:
                    await listener.psubscribe(f"{PREFIX}*")
                    async for message in listener.listen():
                        if message["type"] == "pmessage":
                            super().wake(message["channel"].decode().removeprefix(PREFIX))
            except (RedisError, OSError) as error:
                log.warning("redis away", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_S)

    async def close(self) -> None:
        """Stop listening."""
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._redis.aclose()
