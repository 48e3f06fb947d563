"""Wake-ups between the running parts: inside one process, or through Redis between several.

A wake-up carries no data and may be lost: whoever waits looks at the database after its own time-out anyway.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import defaultdict
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from redis.asyncio import Redis

log = structlog.get_logger()
PREFIX = "frontdoor:wake:"
RECONNECT_S = 1.0
LISTEN_S = 5.0  # seconds of silence after which the listener looks whether Redis is still there
PUBLISH_S = 2.0  # seconds that Redis has to take a wake-up


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

    def wake_all(self) -> None:
        """Wake whoever waits, for whatever: something may have been missed, or it is time to stop."""
        for waiting in self._waiting.values():
            for event in waiting:
                event.set()
        self._pending |= {"work", "send", "desk", "watch"} - set(self._waiting)

    async def close(self) -> None:
        """Nothing to close."""


class RedisWake(LocalWake):
    """The same between processes, by Redis publish and subscribe. Redis gone: only the time-outs are left."""

    def __init__(self, redis: Redis) -> None:
        super().__init__()
        self._redis = redis
        self._me = secrets.token_bytes(8)
        self._listener: asyncio.Task[None] | None = None
        self._publisher: asyncio.Task[None] | None = None
        self._closed = False
        self._to_publish: dict[str, None] = {}  # in order, each topic once

    def wake(self, topic: str) -> None:
        """Wake here at once, and elsewhere through Redis."""
        super().wake(topic)
        self._to_publish[topic] = None
        if self._publisher is None or self._publisher.done():
            self._publisher = asyncio.ensure_future(self._publish())

    async def wait(self, topic: str, timeout_s: float) -> None:
        """As LocalWake, and start listening with the first wait."""
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen())
        await super().wait(topic, timeout_s)

    async def _publish(self) -> None:
        """All topics that gathered go together. What Redis does not take is lost, as any wake-up may be."""
        while self._to_publish:
            topics, self._to_publish = list(self._to_publish), {}
            try:
                async with asyncio.timeout(PUBLISH_S), self._redis.pipeline(transaction=False) as together:
                    for topic in topics:
                        together.publish(PREFIX + topic, self._me)
                    await together.execute()
            except Exception as error:
                log.info("redis away", part="publish", error=type(error).__name__)

    async def _listen(self) -> None:
        while not self._closed:
            try:
                async with self._redis.pubsub() as listener:
                    await listener.psubscribe(f"{PREFIX}*")
                    self.wake_all()  # whatever was said while nobody listened
                    while not self._closed:
                        message = await listener.get_message(ignore_subscribe_messages=True, timeout=LISTEN_S)
                        if message and message["data"] != self._me:
                            super().wake(message["channel"].decode().removeprefix(PREFIX))
            except Exception as error:
                log.warning("redis away", part="listen", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_S)

    async def close(self) -> None:
        """Stop listening."""
        self._closed = True
        tasks = [task for task in (self._listener, self._publisher) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(Exception):
            await self._redis.aclose()
