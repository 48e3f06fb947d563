"""A Telegram of our own, and one by somebody else to compare it with."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.bot_api.bots import Bot
from tests.bot_api.client import Client
from tests.bot_api.server import Server, serving

EMULATOR = Path(sys.executable).with_name("lo-bot-api-emulator")
START_S = 30.0


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """Our server. Whatever it made itself must have been as the schema says."""
    async with serving() as server:
        yield server
        assert not [each for each in server.violations if each.ours]


@pytest.fixture
async def client(server: Server) -> AsyncIterator[Callable[[Bot], Client]]:
    """`client(bot)` speaks for a bot."""
    async with aiohttp.ClientSession() as session:
        yield lambda bot: Client(session, server.url, bot.token)


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    """The address of an independent Bot API server (PyPI lo-bot-api-emulator), a process of its own.

    It keeps one queue of updates per token; a test that wants an empty one takes a token that nobody else has.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = ("--port", str(port), "--enable-control", "--allow-insecure-loopback-webhooks")
    process = subprocess.Popen([EMULATOR, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(START_S)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < deadline, "the emulator does not start"
            time.sleep(0.05)
        else:
            return
