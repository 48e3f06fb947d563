"""The peer of http_commit: a bare ASGI server that does the same commit for each request, and nothing else."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import uvicorn

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
TABLE = (
    "CREATE TABLE inbox (id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, external_id TEXT NOT NULL, "
    "chat TEXT NOT NULL, payload TEXT NOT NULL, received_at TEXT NOT NULL, UNIQUE (channel, external_id))"
)
INSERT = "INSERT INTO inbox (channel, external_id, chat, payload, received_at) VALUES (?, ?, ?, ?, ?)"


class Bare:
    """One connection, one thread, WAL and synchronous=FULL as in Front Door."""

    def __init__(self, path: str, together: bool) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.path = path
        self.together = together
        self.count = 0
        self.waiting: list[tuple[tuple[str, ...], asyncio.Future[None]]] = []
        self.writer: asyncio.Task[None] | None = None

    def open(self) -> None:
        self.connection = sqlite3.connect(self.path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute(TABLE)

    def commit(self, rows: list[tuple[str, ...]]) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(INSERT, rows)
        self.connection.execute("COMMIT")

    async def keep(self, row: tuple[str, ...]) -> None:
        loop = asyncio.get_running_loop()
        if not self.together:
            await loop.run_in_executor(self.thread, self.commit, [row])
            return
        done = loop.create_future()
        self.waiting.append((row, done))
        if self.writer is None:
            self.writer = asyncio.create_task(self.write())
        await done

    async def write(self) -> None:
        loop = asyncio.get_running_loop()
        while self.waiting:
            batch, self.waiting = self.waiting, []
            await loop.run_in_executor(self.thread, self.commit, [row for row, _ in batch])
            for _, done in batch:
                done.set_result(None)
        self.writer = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await asyncio.get_running_loop().run_in_executor(self.thread, self.open)
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        body = b""
        more = True
        while more:
            part = await receive()
            body += part.get("body", b"")
            more = part.get("more_body", False)
        self.count += 1
        now = datetime.now(UTC).isoformat()
        await self.keep(("bare", str(self.count), "chat", body.decode(), now))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"11")]})
        await send({"type": "http.response.body", "body": b'{"ok":true}'})


if __name__ == "__main__":
    uvicorn.run(
        Bare(sys.argv[2], sys.argv[3] == "together"),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        access_log=False,
    )
