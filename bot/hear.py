"""Hear: voice notes get their words before the turn, without a lock; whatever fails, the note itself is kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import structlog

from adapters.hearing.ports import Hearing, NotHeard, Speech
from adapters.hearing.tally import Tally
from dialogs.messages import Inbound, Media, MediaKind
from dialogs.words import clean

log = structlog.get_logger()
NOTES = 4  # of one message that are listened to; somebody who sends more is heard by staff
MESSAGE_S = 90.0  # seconds that all notes of one message may take; then staff listen, and the person is answered
REMEMBERED = 64  # notes whose words are kept in memory: a turn that is tried again need not listen again

Find = Callable[[str], Awaitable[tuple[Path, str] | None]]
"""Where a file is, and its media type; None if there is none such."""


class Ears:
    """Puts words to voice notes. Without an engine there are only those that a channel has brought itself."""

    def __init__(self, hearing: Hearing | None, find: Find, within_s: float = MESSAGE_S) -> None:
        self.hearing = hearing
        self.find = find
        self.within_s = within_s
        self.tally = Tally()
        self._known: OrderedDict[str, str] = OrderedDict()

    def wanted(self, inbound: Inbound) -> bool:
        """Whether there is something to listen to."""
        return self.hearing is not None and any(self._unheard(m) for m in inbound.media)

    @staticmethod
    def _unheard(media: Media) -> bool:
        return media.kind is MediaKind.VOICE and not media.problem and not media.transcript

    async def heard(self, inbound: Inbound) -> Inbound:
        """The message with words to its notes, as far as they can be had in time. Never raises for a note's sake."""
        media = list(inbound.media)
        notes = [at for at, m in enumerate(media) if self._unheard(m) and m.file][:NOTES]
        try:
            async with asyncio.timeout(self.within_s):
                for at in notes:
                    media[at] = replace(media[at], transcript=await self._words(media[at]))
        except TimeoutError:
            self._note("slow")
        return replace(inbound, media=tuple(media))

    async def _words(self, media: Media) -> str:
        if media.file in self._known:
            return self._known[media.file]
        try:
            speech = await self._listen(media.file)
        except NotHeard as why:
            self._note(str(why).partition(":")[0])
            return ""
        self.tally.sound_s += speech.sound_s
        self.tally.took_s += speech.took_s
        text = clean(speech.text).strip()
        self._note("words" if text else "nobody-speaks")
        self._known[media.file] = text
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return text

    async def _listen(self, file: str) -> Speech:
        found = await self.find(file)
        if self.hearing is None or found is None:
            raise NotHeard("unreadable")
        try:
            return await self.hearing.hear(found[0])
        except (OSError, RuntimeError) as error:  # no process can be started, say
            raise NotHeard("no-engine") from error

    def _note(self, outcome: str) -> None:
        self.tally.notes[outcome] += 1
        if outcome not in ("words", "nobody-speaks"):
            log.warning("voice note not heard", error=outcome)

    async def close(self) -> None:
        """Let go of the engine."""
        if self.hearing:
            await self.hearing.close()
