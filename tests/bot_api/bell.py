"""Waiting for something to happen without asking again and again, and a clock that a test may move."""

from __future__ import annotations

import asyncio
import time


class Bell:
    """Wakes everybody who waits at the moment."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait now."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, timeout_s: float) -> None:
        """Until the next ring, or until the time is over."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await asyncio.wait([waiter], timeout=max(0.0, timeout_s))
        finally:
            self._waiting.discard(waiter)


class Clock:
    """The time on Telegram's side, in seconds since 1970; it runs, and a test may move it."""

    def __init__(self) -> None:
        self._ahead_s = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead_s

    def forward(self, seconds: float) -> None:
        """Let time pass (or, with a negative number, go back)."""
        self._ahead_s += seconds

    def set(self, now: float) -> None:
        """Make it this time; it runs on from there."""
        self._ahead_s = now - time.time()
