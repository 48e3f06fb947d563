"""What goes wrong on purpose: errors, lost answers, silence, and Telegram's flood limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from tests.bot_api.errors import Refused, too_many

How = Literal["answer", "drop", "hang"]
WORDS = {
    400: "Bad Request: fault injected",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(eq=False)
class Fault:
    """One thing that goes wrong. `after` lets the call do its work first, so that only the answer is lost."""

    method: str
    status: int = 500
    how: How = "answer"
    times: int | None = 1
    chat: int | None = None
    bot: str | None = None
    retry_after: int | None = None
    description: str = ""
    after: bool = False
    hit: int = 0

    def meets(self, method: str, chat: object, bot: str) -> bool:
        """Whether this call is the one to fail."""
        return (
            (self.times is None or self.hit < self.times)
            and self.method.lower() in ("*", method.lower())
            and (self.chat is None or str(self.chat) == str(chat))
            and self.bot in (None, bot)
        )

    def refusal(self) -> Refused:
        """The error to answer with."""
        if self.status == 429:
            return too_many(1 if self.retry_after is None else self.retry_after)
        return Refused(self.description or WORDS.get(self.status, f"Error {self.status}"), self.status)


def first_of(faults: Iterable[Fault], method: str, chat: object, bot: str) -> Fault | None:
    """The fault that this call meets, counted as hit."""
    for fault in faults:
        if fault.meets(method, chat, bot):
            fault.hit += 1
            return fault
    return None


@dataclass
class FloodLimits:
    """About 30 messages/s per bot, 1/s per chat with bursts, 20/min per group. Too much is answered with 429."""

    chat_burst: int = 5  # messages within as many seconds
    group_per_minute: int = 20
    bot_per_second: int = 30
    _sent: defaultdict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, bot: str, chat: int, messages: int, now: float) -> None:
        """Count messages; refuses when they are too many."""
        windows = [((bot, 0), self.bot_per_second, 1.0)]
        if chat < 0:
            windows.append(((bot, chat), self.group_per_minute, 60.0))
        else:
            windows.append(((bot, chat), self.chat_burst, float(self.chat_burst)))
        for key, most, seconds in windows:
            self._sent[key] = [at for at in self._sent[key] if at > now - seconds]
            if len(self._sent[key]) + messages > most:
                oldest = self._sent[key][0] if self._sent[key] else now
                raise too_many(max(1, int(oldest + seconds - now) + 1))
        for key, _, _ in windows:
            self._sent[key] += [now] * messages
