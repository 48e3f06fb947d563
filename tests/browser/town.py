"""The real program with its sample town, as `make run` starts it, in a folder of its own."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Page, expect

ROOT = Path(__file__).parents[2]
FRONTDOOR = (sys.executable, "-c", "from bot.cli import main; main()")
START_S = 60
STOP_S = 15
LUOGUAN = "500153001201"


@dataclass
class Town:
    """A running Front Door: its address, and the one-time links that it printed, by title."""

    base: str
    links: dict[str, str]
    environment: dict[str, str]

    def link(self, title: str) -> str:
        """The printed link whose title begins like this."""
        return next(url for name, url in self.links.items() if name.startswith(title))

    async def new_link(self, unit: str, name: str) -> str:
        """Another one-time link, by `frontdoor link`, on the port that is really used."""
        arguments = (*FRONTDOOR, "link", "--unit", unit, "--name", name)
        process = await asyncio.create_subprocess_exec(
            *arguments, cwd=ROOT, env=self.environment, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
        return f"{self.base}/staff?{urlsplit(printed.decode().strip()).query}"


@asynccontextmanager
async def open_town(folder: Path) -> AsyncIterator[Town]:
    """Start it, read its links, and stop it in the end as a system would: with SIGTERM."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"FRONTDOOR_DATA": str(folder), "FRONTDOOR_SAMPLE": "1", "FRONTDOOR_LOG": "text"}
    with (folder / "log.txt").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            *(*FRONTDOOR, "serve", "--port", "0"),
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    try:
        async with asyncio.timeout(START_S):
            base, links = await printed_links(process)
        yield Town(base, links, environment)
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await process.communicate()
        except TimeoutError:
            process.kill()
            await process.communicate()


async def printed_links(process: asyncio.subprocess.Process) -> tuple[str, dict[str, str]]:
    """What `serve` prints: a line with the address, then a title and its link in turns; the manager's comes last."""
    assert process.stdout
    base, title, links = "", "", dict[str, str]()
    while True:
        line = (await process.stdout.readline()).decode()
        assert line, "serve ended before it was ready"
        found = re.search(r"https?://\S+", line)
        if not found:
            title = line.strip()
        elif not base:
            base = found[0].removesuffix("/chat")
        else:
            links[title] = found[0]
            if "code" in parse_qs(urlsplit(found[0]).query) and "/summary" in found[0]:
                return base, links


async def enter(page: Page, link: str) -> None:
    """Come in by a one-time link."""
    await page.goto(link)
    await page.locator("form button").click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


async def say(page: Page, words: str) -> None:
    """Type and send."""
    await page.locator("#write").fill(words)
    await page.locator("#write").press("Enter")
