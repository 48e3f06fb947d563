"""The port: words out of a voice note. What comes out is a guess, and is shown to the person before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

LIMIT_SOUND_S = 120.0  # seconds of a note that are listened to; the rest is for staff, who have the whole note


class NotHeard(Exception):
    """No words could be had; the note is kept all the same, and staff listen to it. The message names the outcome:

    "slow" (it took too long), "crashed" (the engine died of it), "unreadable" (no sound in it), "no-engine" (the
    libraries or the model are missing or broken).
    """


@dataclass(frozen=True, slots=True)
class Speech:
    """What was heard: `text` is empty where nobody spoke. Times in seconds."""

    text: str
    sound_s: float = 0.0
    took_s: float = 0.0


class Hearing(Protocol):
    """An engine."""

    async def hear(self, file: Path) -> Speech:
        """The words of a voice note. Raises NotHeard; never waits longer than its own limit."""
        ...

    async def close(self) -> None:
        """Let go of the model."""
        ...
