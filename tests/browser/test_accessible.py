"""axe finds nothing serious on any page, in light, dark and large letters."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import Open

MODES = [
    ("light", False, "zh-CN"),
    ("dark", True, "zh-CN"),
    ("dark", False, "en-GB"),
    ("light", True, "en-GB"),
]


async def nothing_serious(page: Page) -> None:
    """No violation that shuts somebody out."""
    results = await Axe().run(page)
    serious = [
        (v["id"], [n["html"] for n in v["nodes"]])
        for v in results.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize(("scheme", "large", "locale"), MODES)
async def test_every_page_is_open_to_everybody(phone: Open, site: str, scheme: str, large: bool, locale: str) -> None:
    page = await phone(locale, color_scheme=scheme)
    await page.add_init_script(f"localStorage.setItem('frontdoor-large', '{int(large)}')")
    await page.goto(site)
    await nothing_serious(page)
    await page.goto(site + "/chat")
    await page.locator("#write").fill("灯坏了")
    await page.locator("#write").press("Enter")
    await page.locator(".choice").first.click()
    await expect(page.locator(".choice.wanted")).to_be_visible()
    await nothing_serious(page)
    await page.goto(site + "/staff")
    await nothing_serious(page)
    await page.goto(site + "/staff?code=li")
    await nothing_serious(page)
    await page.locator("button.start").click()
    await expect(page.locator("#lines")).not_to_have_attribute("aria-busy", "true")
    await page.locator("#write").fill("我去看看")
    await page.locator("#write").press("Enter")
    await expect(page.locator(".card")).to_be_visible()
    await nothing_serious(page)
