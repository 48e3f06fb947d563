"""Answers are read aloud by the browser's own voices: what there is no voice for is not offered."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.bot import HELLO, Bot
from tests.browser.conftest import Open
from tests.browser.test_accessible import MODES, nothing_serious
from tests.browser.test_chat_page import opened, say

VOICES = """
window.spoken = [];
window.tongues = %s;
const told = new EventTarget();
const voice = (lang) => ({ lang, name: lang, localService: true, default: false, voiceURI: lang });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => window.tongues.map(voice), cancel() { window.spoken.push('hush'); },
  speak(u) { window.spoken.push([u.text, u.lang, u.voice && u.voice.lang]); },
  addEventListener: (...all) => told.addEventListener(...all),
} });
window.learn = (tongues) => { window.tongues = tongues; told.dispatchEvent(new Event('voiceschanged')); };
"""


async def page_with(phone: Open, site: str, *tongues: str, locale: str = "zh-CN", **options: object) -> Page:
    """The chat in a browser that has voices for these languages."""
    page = await phone(locale, **options)
    await page.add_init_script(VOICES % list(tongues))
    return await opened(page, site)


async def test_without_a_voice_nothing_is_offered(phone: Open, site: str) -> None:
    page = await page_with(phone, site)
    await expect(page.locator(".line .read").first).to_be_hidden()
    await expect(page.locator("#auto")).to_be_hidden()


async def test_a_browser_without_speech_at_all_works_too(phone: Open, site: str) -> None:
    page = await phone()
    await page.add_init_script("delete window.speechSynthesis; delete window.SpeechSynthesisUtterance")
    await opened(page, site)
    await expect(page.locator(".line .read").first).to_be_hidden()
    await say(page, "灯坏了")
    await expect(page.get_by_role("button", name="路灯不亮")).to_be_visible()


async def test_voices_that_come_late_are_offered_when_they_are_there(phone: Open, site: str) -> None:
    page = await page_with(phone, site)
    await page.evaluate("learn(['cmn-Hans-CN', 'zh_CN'])")
    await expect(page.locator(".line .read").first).to_be_visible()
    await page.locator(".line .read").first.tap()
    assert (await page.evaluate("spoken")).pop() == [HELLO, "zh-CN", "zh_CN"]


async def test_a_message_is_read_only_by_a_voice_of_its_own_language(phone: Open, site: str, bot: Bot) -> None:
    page = await page_with(phone, site, "en-GB")
    await expect(page.locator("#auto")).to_be_visible()
    await expect(page.locator(".line .read").first).to_be_hidden()  # the greeting is in Chinese
    bot.say(bot.inbox.deliveries[0].chat, "It is done.")
    await page.locator(".read.en").tap()
    assert (await page.evaluate("spoken")).pop() == ["It is done.", "en-US", "en-GB"]


async def test_who_types_is_not_talked_over(phone: Open, site: str) -> None:
    page = await page_with(phone, site, "zh-CN")
    await page.locator(".line .read").first.tap()
    assert (await page.evaluate("spoken"))[-1] != "hush"
    await page.locator("#write").press_sequentially("灯")
    assert (await page.evaluate("spoken"))[-1] == "hush"
    await expect(page.locator(".read.on")).to_have_count(0)


async def test_who_speaks_is_not_talked_over(phone: Open, site: str) -> None:
    page = await page_with(phone, site, "zh-CN")
    await page.locator(".line .read").first.tap()
    await page.get_by_role("button", name="说话").tap()
    assert (await page.evaluate("spoken"))[-1] == "hush"


@pytest.mark.parametrize(("locale", "name"), [("zh-CN", "新消息自动念给我听"), ("en-GB", "Read new messages to me")])
async def test_reading_by_itself_is_remembered(phone: Open, site: str, locale: str, name: str) -> None:
    page = await page_with(phone, site, "zh-CN", "en-GB", locale=locale)
    toggle = page.get_by_role("button", name=name)
    await toggle.tap()
    box = await toggle.bounding_box()
    assert box and min(box["width"], box["height"]) >= 48
    await page.reload()
    await expect(toggle).to_have_attribute("aria-pressed", "true")
    await say(page, "灯坏了")
    await expect(page.get_by_role("button", name="路灯不亮")).to_be_visible()
    assert [s for s in await page.evaluate("spoken") if s != "hush"]
    await toggle.tap()
    assert (await page.evaluate("spoken"))[-1] == "hush"
    await page.reload()
    await expect(toggle).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(("scheme", "large", "locale"), MODES)
async def test_the_buttons_that_read_are_open_to_everybody(
    phone: Open, site: str, scheme: str, large: bool, locale: str
) -> None:
    page = await page_with(phone, site, "zh-CN", "en-GB", locale=locale, color_scheme=scheme)
    await page.evaluate(f"document.documentElement.classList.toggle('large', {str(large).lower()})")
    await page.locator("#auto").tap()
    await expect(page.locator(".read").first).to_be_visible()
    await nothing_serious(page)
