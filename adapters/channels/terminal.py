"""The terminal as a channel: numbered choices, plain lines in and out. One person, one chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from adapters.channels.ports import Files
from cases.units import Point
from dialogs.messages import Caps, Inbound, Kind, Media, Outbound, render

CAPS = Caps(text_limit=100_000)
FILE_LIMIT_BYTES = 20 * 1024 * 1024  # as storage/files.py; one byte more is enough to be told so


class TerminalChannel:
    """Prints what is said. `write` takes one finished text.

    The greeting is shown as soon as its words are read, while the rest of the program is still loading; when the same
    greeting then comes out of the outbox, it is on the screen already.
    """

    name = "terminal"
    caps = CAPS

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._on_screen = ""

    def greet(self, outbound: Outbound) -> None:
        """Show the greeting ahead of its way through the outbox."""
        self._on_screen = outbound.text
        self._print(outbound)

    async def send(self, outbound: Outbound) -> None:
        """Print one message; photos and voice are named by their ids."""
        already, self._on_screen = self._on_screen, ""
        if outbound.text != already:
            self._print(outbound)

    def _print(self, outbound: Outbound) -> None:
        shown = render(outbound, self.caps)
        text = "\n".join(shown.parts)
        marks = " ".join(f"[{m.kind.value} {m.file[:8]}]" for m in outbound.media)
        self._write(f"{text}\n{marks}" if marks else text)


class TerminalReader:
    """Turns typed lines into messages. `/photo FILE`, `/voice FILE` and `/pin LAT,LON` send what can't be typed."""

    def __init__(self, person: str, language: str, files: Files, clock: Callable[[], datetime], session: str) -> None:
        self.person = person
        self.language = language
        self.files = files
        self.clock = clock
        self.session = session
        self.count = 0

    @property
    def chat(self) -> str:
        """The chat of this person."""
        return f"t-{self.person}"

    def opening(self) -> Inbound:
        """The message that opens the chat."""
        return self._inbound(Kind.START)

    async def read(self, line: str) -> Inbound:
        """One line as a message."""
        command, _, rest = line.partition(" ")
        if command in ("/photo", "/voice") and rest.strip():
            return self._inbound(Kind.MEDIA, media=(await self._media(Path(rest.strip())),))
        if command == "/pin":
            point = point_of(rest)
            if point:
                return self._inbound(Kind.LOCATION, location=point)
        return self._inbound(Kind.TEXT, text=line)

    async def _media(self, path: Path) -> Media:
        return await self.files.take(await asyncio.to_thread(content, path), self.chat)

    def _inbound(
        self, kind: Kind, text: str = "", media: tuple[Media, ...] = (), location: Point | None = None
    ) -> Inbound:
        self.count += 1
        return Inbound(
            channel="terminal",
            external_id=f"{self.chat}:{self.session}:{self.count}",
            chat=self.chat,
            person=self.person,
            kind=kind,
            at=self.clock(),
            text=text,
            media=media,
            location=location,
            language=self.language,
        )


def content(path: Path) -> bytes:
    """A file's bytes, cut off just above the limit; none if it can't be read, and the file check says so kindly."""
    try:
        with path.open("rb") as file:
            return file.read(FILE_LIMIT_BYTES + 1)
    except OSError:
        return b""


def point_of(text: str) -> Point | None:
    """ "29.40,105.59" as a point; None if it is none."""
    latitude, _, longitude = text.strip().partition(",")
    try:
        point = Point(float(latitude), float(longitude))
    except ValueError:
        return None
    return point if -90 <= point.lat <= 90 and -180 <= point.lon <= 180 else None
