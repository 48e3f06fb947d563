"""Take the README's pictures again, from the real program with its sample town: `python scripts/screenshots.py`."""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import CHROMIUM, FLAGS, PHONE  # noqa: E402  # after the path is set
from tests.browser.town import Town, enter, open_town, say  # noqa: E402  # the same

OUT = ROOT / "docs" / "images"
COLOURS = 64  # enough for paper, ink and one accent; keeps a picture below 150 kB
SLOW_MS = 60_000
LAMP = "螺罐村村口的路灯坏了三天了，晚上老人走路看不见"


async def phone(browser: Browser) -> Page:
    """A page on a phone, in Chinese."""
    context = await browser.new_context(
        locale="zh-CN", viewport=PHONE, device_scale_factor=2, has_touch=True, reduced_motion="reduce"
    )
    context.set_default_timeout(SLOW_MS)
    return await context.new_page()


async def keep(page: Page, name: str) -> None:
    """What is on the screen, with few colours."""
    await page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(OUT / f"{name}.png", optimize=True)
    sys.stdout.write(f"{OUT / name}.png\n")


async def take(browser: Browser, town: Town) -> None:
    """A resident reads what will be sent; the village sees the card; the manager sees the numbers."""
    expect.set_options(timeout=SLOW_MS)
    resident, village, manager = [await phone(browser) for _ in range(3)]
    await enter(village, town.link("螺罐村"))
    await resident.goto(f"{town.base}/chat")
    await expect(resident.locator(".bubble").first).to_contain_text("您遇到什么事了")
    await say(resident, LAMP)
    await expect(resident.get_by_role("button", name="就这样发")).to_be_visible()
    await resident.locator("#write").blur()
    await keep(resident, "resident")
    await resident.get_by_role("button", name="就这样发").tap()
    await expect(village.locator(".card.new")).to_be_visible()
    await keep(village, "village")
    await enter(manager, town.link("区里看汇总"))
    await manager.get_by_role("link", name="近 90 天").tap()
    await expect(manager.locator(".periods [aria-current]")).to_have_text("近 90 天")
    await keep(manager, "manager")


async def main() -> None:
    """All three."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with open_town(Path(folder)) as town, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            await take(browser, town)
            await browser.close()


asyncio.run(main())
