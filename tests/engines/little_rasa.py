"""A Rasa of a few lines on a real socket: it answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Ranking = Sequence[tuple[str, object]]
LAMP: Ranking = (("report+street-light", 0.9), ("report+garbage", 0.04), ("greet", 0.02))


def answer(ranking: Ranking = LAMP, entities: object = ()) -> bytes:
    """What Rasa's /model/parse sends; its JSON has NaN for numbers that are none."""
    ranked = [{"name": name, "confidence": chance} for name, chance in ranking]
    return json.dumps({"text": "", "intent": ranked[:1], "entities": entities, "intent_ranking": ranked}).encode()


@dataclass
class LittleRasa:
    """`status`, `body`, `headers`: of each answer. `wait_s`: before it. `endless`: the body is repeated for ever;
    `hang_up`: the connection is cut in the middle of the answer."""

    status: int = 200
    body: bytes = field(default_factory=answer)
    headers: Mapping[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    endless: bool = False
    hang_up: bool = False
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """All requests of one connection."""
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().casefold()
                length = int(head.partition("content-length: ")[2].partition("\r\n")[0] or 0)
                body = await reader.readexactly(length)
                self.asked.append(json.loads(body)["text"] if body else head.split()[1])
                await asyncio.sleep(self.wait_s)
                long = "" if self.endless else f"content-length: {len(self.body) + self.hang_up}\r\n"
                more = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
                writer.write(f"HTTP/1.1 {self.status} .\r\n{long}{more}\r\n".encode() + self.body)
                await writer.drain()
                while self.endless:
                    writer.write(self.body)
                    await writer.drain()
                    await asyncio.sleep(0.001)
                if self.hang_up:
                    break
        writer.close()


@asynccontextmanager
async def listening(little: LittleRasa) -> AsyncIterator[LittleRasa]:
    """It listens on a free port, and then no longer."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        await little.serve(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", little.port)
    little.port = server.sockets[0].getsockname()[1]
    try:
        yield little
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
