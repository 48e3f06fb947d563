"""The manager's page on a phone: open to everybody, nothing sticks out, and its numbers can be read aloud."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect
from starlette.applications import Starlette

from adapters.pages.manager import summary_routes
from cases.rates import Summary
from tests.browser.conftest import Open
from tests.channels.test_manager_page import NOW, TEXTS, UNITS, ZONE, FakeSessions, summary
from tests.fakes_web import serving


@pytest_asyncio.fixture(loop_scope="session")
async def numbers() -> AsyncIterator[str]:
    """The address of the manager's page."""

    async def load(start: date, end: date, unit: str) -> Summary:
        return summary(start, end, unit)

    routes = summary_routes(load=load, sessions=FakeSessions(), texts=TEXTS, units=UNITS, clock=lambda: NOW, zone=ZONE)
    async with serving(Starlette(routes=routes)) as url:
        yield url


async def sound(page: Page) -> None:
    """No violation that axe knows, and nothing wider than the screen."""
    results = await Axe().run(page)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in results.response["violations"]] == []
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
async def test_the_page_is_open_to_everybody_on_a_phone(phone: Open, numbers: str, locale: str) -> None:
    page = await phone(locale)
    await page.goto(f"{numbers}/summary")
    await sound(page)
    await page.goto(f"{numbers}/summary?code=once")
    await sound(page)
    await page.context.add_cookies([{"name": "frontdoor_session", "value": "m", "url": numbers}])
    await page.goto(f"{numbers}/summary?start=2026-04-02&end=2026-04-01")
    await sound(page)
    await page.goto(f"{numbers}/summary")
    await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    await sound(page)
    await expect(page.get_by_role("table").first).to_be_visible()
    await expect(page.locator("figure svg")).to_be_visible()


async def test_a_period_is_picked_without_any_script(phone: Open, numbers: str) -> None:
    page = await phone(java_script_enabled=False)
    await page.context.add_cookies([{"name": "frontdoor_session", "value": "m", "url": numbers}])
    await page.goto(f"{numbers}/summary")
    await page.get_by_role("link", name="上月").click()
    await expect(page.locator(".period")).to_have_text("2026年3月1日—2026年3月31日")
    await page.get_by_text("别的单位、别的日期").click()
    await page.get_by_label("自己选日期").check()
    await page.get_by_label("从", exact=True).fill("2026-02-03")
    await page.get_by_label("到", exact=True).fill("2026-02-05")
    await page.get_by_role("button", name="查看").click()
    await expect(page.locator(".period")).to_have_text("2026年2月3日—2026年2月5日")


async def test_what_matters_is_read_in_a_minute_and_the_rest_is_behind_a_tap(phone: Open, numbers: str) -> None:
    page = await phone()
    await page.context.add_cookies([{"name": "frontdoor_session", "value": "m", "url": numbers}])
    await page.goto(f"{numbers}/summary")
    assert await page.evaluate("document.documentElement.scrollHeight") < 3200
    await expect(page.locator(".named").first).to_contain_text("33 %")
    await expect(page.get_by_role("table")).to_have_count(0)
    await page.get_by_text("各镇街、部门").click()
    await expect(page.get_by_role("table")).to_have_count(1)


async def test_printed_it_holds_every_table(phone: Open, numbers: str) -> None:
    page = await phone()
    await page.context.add_cookies([{"name": "frontdoor_session", "value": "m", "url": numbers}])
    await page.goto(f"{numbers}/summary")
    await page.emulate_media(media="print")
    for table in await page.locator("table").all():
        assert await table.evaluate(
            "node => node.checkVisibility({contentVisibilityAuto: true}) && node.offsetHeight > 0"
        )
    await page.emulate_media(media="screen")
    await page.get_by_role("link", name="全部展开").click()
    await expect(page.get_by_role("table")).to_have_count(3)
