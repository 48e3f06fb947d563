"""A resident at the terminal: `frontdoor chat`, as a process."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.channels.talk import Talk, Way

PROGRAM = Path(sys.executable).with_name("frontdoor")
NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


@dataclass
class Terminal(Talk):
    """`frontdoor chat`, as a process, by its standard input and output."""

    way: Way
    person: str
    village: str
    channel: str = "terminal"
    output: str = ""
    process: asyncio.subprocess.Process | None = None
    reader: asyncio.Task[None] | None = None

    @property
    def chat(self) -> str:  # type: ignore[override]  # said once by who it is
        return f"t-{self.person}"

    async def open(self) -> None:
        pipe = asyncio.subprocess.PIPE
        words = [str(PROGRAM), "chat", "--person", self.person]
        environment = {"FRONTDOOR_DATA": str(self.way.folder)}
        self.process = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe, env=environment)
        self.reader = asyncio.create_task(self._read(self.process.stdout))
        await self.said("您遇到什么事了")

    async def _read(self, stream: asyncio.StreamReader | None) -> None:
        assert stream
        raw = b""
        while part := await stream.read(65536):
            raw += part
            self.output = raw.decode(errors="ignore")

    async def say(self, text: str) -> str:
        assert self.process and self.process.stdin
        self.process.stdin.write(f"{text}\n".encode())
        await self.process.stdin.drain()
        return ""

    async def pick(self, label: str) -> None:
        numbers = {words: number for number, words in NUMBERED.findall(self.output)}
        await self.say(numbers[label])

    async def photos(self, *photos: bytes) -> None:
        for n, photo in enumerate(photos):
            path = self.way.folder / f"{self.person}-{n}.jpg"
            path.write_bytes(photo)
            await self.say(f"/photo {path}")

    async def voice(self, data: bytes) -> None:
        path = self.way.folder / f"{self.person}.ogg"
        path.write_bytes(data)
        await self.say(f"/voice {path}")

    async def odd(self) -> str:
        path = self.way.folder / "list.pdf"
        path.write_bytes(b"%PDF-1.7 what can't be read here")
        await self.say(f"/photo {path}")
        return ""

    async def text(self) -> str:
        return self.output

    async def labels(self) -> list[str]:
        return [label for _, label in NUMBERED.findall(self.output)]

    async def files(self) -> list[bytes]:
        ids = re.findall(r"\[(?:photo|voice) (\w{8})\]", self.output)
        return [next((self.way.folder / "files").rglob(f"{id}*")).read_bytes() for id in ids]

    async def close(self) -> None:
        """Its input ends, and so does it."""
        assert self.process and self.process.stdin and self.reader
        self.process.stdin.close()
        assert await self.process.wait() == 0
        await self.reader
