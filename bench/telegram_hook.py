"""An update → durable commit → 200, by webhook on SQLite. Peers: bare aiohttp that does the commit, and aiogram."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.http_commit import CLIENTS, free_port, running
from bench.telegram_peers import PATH, RESIDENTS, SECRET, STAFF
from tests.chaos.house import open_redis

REQUESTS = 25  # of each client in one round: short rounds, and many of them
ROUNDS = 12
CHATS = 2000
READY_S = 90.0  # seconds that a server has to take its first update
OF_BARE, OF_AIOGRAM = 0.4, 1.5
WHAT = "update → commit → 200, share of the peer's rate"


def measure() -> list[tuple[str, str, str, str, bool]]:
    """Rounds alternate between the servers, so that a slow moment of the machine hits all of them."""
    bodies = updates()
    with ExitStack() as stack:
        ports = servers(stack)
        for port in ports.values():
            asyncio.run(first(port, bodies))
        for port in ports.values():
            asyncio.run(load(port, 10, bodies))
        rates: dict[str, list[float]] = {name: [] for name in ports}
        for _ in range(ROUNDS):
            for name, port in ports.items():
                rates[name].append(asyncio.run(load(port, REQUESTS, bodies)))
    rows = []
    for name, peer, promised in (
        ("bare", "aiohttp, group commit", OF_BARE),
        ("aiogram", "aiogram, one step of a form in Redis", OF_AIOGRAM),
    ):
        ratio = statistics.median(ours / theirs for ours, theirs in zip(rates["door"], rates[name], strict=True))
        ours, theirs = (statistics.median(rates[each]) for each in ("door", name))
        rows.append(
            (WHAT, f"{ratio:.2f} ({ours:.0f}/s)", f">= {promised}", f"{peer} {theirs:.0f}/s", ratio >= promised)
        )
    return rows


def servers(stack: ExitStack) -> dict[str, int]:
    """Front Door and its peers, each on its port; they start beside each other, for that is what takes longest."""
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    redis = stack.enter_context(open_redis(Path(folder)))
    api, door, bare, aiogram = (free_port() for _ in range(4))
    environment = {
        **os.environ,
        "FRONTDOOR_DATA": f"{folder}/door",
        "FRONTDOOR_TELEGRAM_API": f"http://127.0.0.1:{api}",
        "FRONTDOOR_TELEGRAM_RESIDENTS_TOKEN": RESIDENTS,
        "FRONTDOOR_TELEGRAM_STAFF_TOKEN": STAFF,
        "FRONTDOOR_TELEGRAM_SECRET": SECRET,
        "FRONTDOOR_PUBLIC_URL": "https://frontdoor.example",
    }
    binary = str(Path(sys.executable).parent / "frontdoor")
    peer = [sys.executable, "-m", "bench.telegram_peers"]
    for command, port in (
        ([*peer, str(api), "api"], api),
        ([binary, "serve", "--role", "receive", "--port", str(door)], door),
        ([*peer, str(aiogram), "hook", redis.url], aiogram),
        ([*peer, str(bare), "commit", f"{folder}/bare.db"], bare),
    ):
        stack.enter_context(running(command, port, environment))
    return {"door": door, "bare": bare, "aiogram": aiogram}


def updates() -> Iterator[bytes]:
    """Private messages of many chats, as Telegram sends them."""
    for n in itertools.count(1):
        person = 5_100_000_001 + n % CHATS
        names = {"first_name": "小兰", "last_name": "陈", "username": f"lan{person}"}
        message = {
            "message_id": n,
            "from": {"id": person, "is_bot": False, **names, "language_code": "zh-hans"},
            "chat": {"id": person, **names, "type": "private"},
            "date": 1_795_338_000 + n,
            "text": "螺罐村村口的路灯坏了三天了",
        }
        yield json.dumps({"update_id": 700_000_000 + n, "message": message}, ensure_ascii=False).encode()


async def first(port: int, bodies: Iterator[bytes]) -> None:
    """Wait until a server takes updates."""
    async with asyncio.timeout(READY_S):
        while True:
            try:
                return await client(port, [next(bodies)])
            except (OSError, Refused):
                await asyncio.sleep(0.05)


async def load(port: int, requests: int, bodies: Iterator[bytes]) -> float:
    """Updates answered with 200 in a second, by CLIENTS connections that each wait for their answer."""
    each = [list(itertools.islice(bodies, requests)) for _ in range(CLIENTS)]
    began = time.perf_counter()
    await asyncio.gather(*(client(port, some) for some in each))
    return CLIENTS * requests / (time.perf_counter() - began)


class Refused(Exception):
    """The answer was another than 200."""


async def client(port: int, bodies: list[bytes]) -> None:
    """One connection of Telegram's, with update after update."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for body in bodies:
            head = (
                f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
                f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            if not answer.startswith(b"HTTP/1.1 200"):
                raise Refused(answer[:80].decode())
            lengths = [int(h.split(b":")[1]) for h in answer.split(b"\r\n") if h.lower().startswith(b"content-length")]
            await reader.readexactly(lengths[0])
    finally:
        writer.close()
        await writer.wait_closed()
