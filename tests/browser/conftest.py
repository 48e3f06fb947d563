"""A real Chromium with a phone's screen, and the page with a small bot behind it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect

from tests.browser.bot import Bot
from tests.fakes_web import serving

HERE = Path(__file__).parent
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MS = 10_000
expect.set_options(timeout=PATIENCE_MS)  # a busy machine is slow, not wrong

Open = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all of them, so that they share one Chromium: starting it takes longer than most tests."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium. Without it the browser tests skip aloud; where CI is set, that is a failure."""
    if not CHROMIUM.exists():  # noqa: ASYNC240 - one look at a local path
        message = f"no Chromium at {CHROMIUM}: install it, or set CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return Bot(tmp_path)


@pytest_asyncio.fixture(loop_scope="session")
async def site(bot: Bot) -> AsyncIterator[str]:
    """The address of the page with the bot behind it."""
    async with serving(bot.app()) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser) -> AsyncIterator[Open]:
    """`await phone(locale="en-GB", ...)` is a page on a new phone. Script errors and refused styles fail the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    async def open_phone(locale: str = "zh-CN", **options: Any) -> Page:
        values: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "service_workers": "block"} | options
        context = await browser.new_context(locale=locale, **values)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
        return page

    yield open_phone
    for context in contexts:
        await context.close()
    assert wrong == []
