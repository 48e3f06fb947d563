"""A message over HTTP → durable commit → 200, on SQLite. Peers: bare servers that do the commit and nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

CLIENTS = 16
REQUESTS = 150  # of each client in one round
ROUNDS = 3
PROMISED = 0.4


def measure() -> list[tuple[str, str, str, str, bool]]:
    """Rounds alternate between the servers, so that a slow moment of the machine hits all of them."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        ports = {"door": stack.enter_context(ours(folder))}
        for how in ("alone", "together"):
            ports[how] = stack.enter_context(bare(folder, how))
        for port in ports.values():
            asyncio.run(load(port, 20))
        rates: dict[str, list[float]] = {name: [] for name in ports}
        for _ in range(ROUNDS):
            for name, port in ports.items():
                rates[name].append(asyncio.run(load(port, REQUESTS)))
    middle = {name: statistics.median(values) for name, values in rates.items()}
    rows = []
    for name, peer in (("alone", "bare server, a commit each"), ("together", "bare server, group commit")):
        ratio = middle["door"] / middle[name]
        rows.append(
            (
                "HTTP → commit → 200, share of the peer's rate",
                f"{ratio:.2f} ({middle['door']:.0f}/s)",
                f">= {PROMISED}",
                f"{peer} {middle[name]:.0f}/s",
                ratio >= PROMISED,
            )
        )
    return rows


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def ours(folder: str) -> Iterator[int]:
    """Front Door, receiving only."""
    port = free_port()
    binary = str(Path(sys.executable).parent / "frontdoor")
    command = [binary, "serve", "--role", "receive", "--port", str(port)]
    environment = {**os.environ, "FRONTDOOR_DATA": f"{folder}/door"}
    with running(command, port, environment):
        yield port


@contextmanager
def bare(folder: str, how: str) -> Iterator[int]:
    """The peer."""
    port = free_port()
    script = str(Path(__file__).parent / "bare_server.py")
    command = [sys.executable, script, str(port), f"{folder}/{how}.db", how]
    with running(command, port, dict(os.environ)):
        yield port


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """A server process that answers on its port."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


async def load(port: int, requests: int) -> float:
    """Requests answered with 200 in a second, by CLIENTS connections that each wait for their answer."""
    began = time.perf_counter()
    await asyncio.gather(*(client(port, requests) for _ in range(CLIENTS)))
    return CLIENTS * requests / (time.perf_counter() - began)


async def client(port: int, requests: int) -> None:
    """One resident who writes message after message on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    cookie = (uuid.uuid4().hex * 2)[:43]
    for _ in range(requests):
        body = json.dumps({"type": "text", "id": str(uuid.uuid4()), "text": "螺罐村村口的路灯坏了三天了"}).encode()
        head = (
            f"POST /chat/messages HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"Cookie: frontdoor_person={cookie}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer[:80].decode())
        length = next(int(h.split(b":")[1]) for h in answer.split(b"\r\n") if h.lower().startswith(b"content-length"))
        await reader.readexactly(length)
    writer.close()
    await writer.wait_closed()
