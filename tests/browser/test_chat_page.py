"""The chat page as people use it: on a phone, in two languages, without a signal, by keyboard, by voice."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Page, Route, expect

from dialogs.messages import Button, Kind
from tests.browser.bot import CARD, HELLO, WHERE, WHICH, Bot
from tests.browser.conftest import Open
from tests.fakes_web import LUOGUAN, YUPING


async def until(true: Callable[[], object], within_s: float = 20) -> None:
    """Wait for something on the server's side."""
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110 - the fakes have no events
            await asyncio.sleep(0.02)


async def say(page: Page, words: str) -> None:
    await page.locator("#write").fill(words)
    await page.locator("#write").press("Enter")


async def opened(page: Page, site: str, path: str = "/chat") -> Page:
    await page.goto(site + path)
    await expect(page.locator(".line").first).to_be_visible()
    return page


async def entered(page: Page, site: str, code: str) -> Page:
    """A unit's group, by a one-time link; its script listens."""
    await page.goto(f"{site}/staff?code={code}")
    await page.get_by_role("button", name="进入").click()
    await expect(page.locator("#lines")).not_to_have_attribute("aria-busy", "true")
    return page


def photo(colour: str) -> FilePayload:
    data = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(data, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": data.getvalue()}


# --- opening


@pytest.mark.parametrize(
    ("locale", "title", "button"),
    [("zh-CN", "荣昌区群众服务", "发送"), ("en-GB", "Rongchang resident services", "Send")],
)
async def test_the_page_speaks_the_phones_language(
    phone: Open, site: str, bot: Bot, locale: str, title: str, button: str
) -> None:
    page = await opened(await phone(locale), site)
    await expect(page.get_by_role("heading", name=title)).to_be_visible()
    await expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
    await expect(page.locator(".bubble").first).to_have_text(HELLO)
    assert bot.inbox.deliveries[0].language == locale


async def test_the_language_can_be_changed_and_stays(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("button", name="Photo", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="Rongchang resident services")).to_be_visible()
    await say(page, "lamp")
    await until(lambda: bot.heard)
    assert bot.heard[0].language == "en"


async def test_a_chat_is_greeted_once_however_often_it_is_opened(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    await page.reload()
    await opened(await page.context.new_page(), site)
    assert bot.hellos == [""]


async def test_a_posters_code_is_sent_once_per_code(phone: Open, site: str, bot: Bot) -> None:
    page = await phone()
    for path in ("/chat?v=LG-7", "/chat?v=LG-7", "/chat?v=螺罐"):
        await opened(page, site, path)
        await expect(page).to_have_url(f"{site}/chat")
    await until(lambda: len(bot.hellos) == 2)
    assert bot.hellos == ["LG-7", "螺罐"]


async def test_the_welcome_page_leads_to_the_chat(phone: Open, site: str) -> None:
    page = await phone()
    await page.goto(site)
    await page.get_by_role("link", name="开始说").click()
    await expect(page.locator(".bubble").first).to_have_text(HELLO)


# --- talking


async def test_a_tapped_choice_is_said_and_its_buttons_go(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    await say(page, "灯坏了")
    await page.get_by_role("button", name="路灯不亮").tap()
    await expect(page.get_by_role("button", name="发我现在的位置")).to_be_visible()
    await expect(page.get_by_role("button", name="路灯不亮")).to_have_count(0)
    await expect(page.locator(".mine .bubble")).to_have_text(["灯坏了", "路灯不亮"])
    choice = bot.heard[1].choice
    assert choice is not None and (choice.value, choice.question) == ("lamp", "q1")


async def test_own_words_turn_from_sending_to_delivered(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    bot.inbox.hold = asyncio.Event()
    await say(page, "灯坏了")
    await expect(page.locator(".mine .foot")).to_have_text("正在发")
    bot.inbox.hold.set()
    await expect(page.locator(".mine").get_by_role("img", name="送到了")).to_be_visible()
    await expect(page.locator(".mine")).to_have_count(1)


async def test_markup_is_shown_as_it_was_typed(phone: Open, site: str) -> None:
    page = await opened(await phone(), site)
    words = "<img src=x onerror=alert(1)><b>灯</b> & {{1}}"
    await say(page, words)
    await expect(page.get_by_text(WHICH)).to_be_visible()
    await expect(page.locator(".mine .bubble")).to_have_text(words)
    await page.reload()
    await expect(page.locator(".mine .bubble")).to_have_text(words)


async def test_lines_come_by_websocket_and_nobody_asks_again_and_again(phone: Open, site: str, bot: Bot) -> None:
    page = await phone()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/chat/lines" in request.url else None)
    await opened(page, site)
    await say(page, "灯坏了")
    await expect(page.get_by_text(WHICH)).to_be_visible()
    assert asked == [f"{site}/chat/lines?after=0"]


async def test_lines_come_without_a_websocket_too(phone: Open, site: str, bot: Bot) -> None:
    page = await phone()
    await page.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose(), 1) } close() {} }"
    )
    await opened(page, site)
    await say(page, "灯坏了")
    await expect(page.get_by_text(WHICH)).to_be_visible()


async def test_a_card_changes_in_its_place(phone: Open, site: str, bot: Bot) -> None:
    page = await entered(await phone(), site, "zhang")
    await say(page, "/cases")
    await expect(page.locator(".card .bubble")).to_have_text(CARD)
    await say(page, "好")
    await until(lambda: len(bot.heard) == 2)  # own words stand there before they are heard; the bot says its card again
    bot.card(f"unit:{LUOGUAN}", "【张三在办】路灯 · 螺罐村")
    await expect(page.locator(".card .bubble")).to_have_text("【张三在办】路灯 · 螺罐村")
    await expect(page.locator(".card")).to_have_count(1)
    await expect(page.locator(".line").nth(1).locator(".card")).to_have_count(1)
    await page.get_by_role("button", name="我来接").tap()
    await until(lambda: bot.heard[-1].kind is Kind.CHOICE)
    await expect(page.get_by_role("button", name="我来接")).to_be_visible()


async def test_a_closed_question_loses_its_buttons(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    chat = bot.inbox.deliveries[0].chat
    bot.say(chat, "真的好了吗？", Button("好了", "yes", "q9"))
    await expect(page.get_by_role("button", name="好了")).to_be_visible()
    bot.say(chat, "这件事已经结了。", closes="q9")
    await expect(page.get_by_role("button", name="好了")).to_have_count(0)


# --- no signal


async def test_what_is_typed_without_a_signal_goes_out_once_and_in_order(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    await page.context.set_offline(True)
    for words in ("一", "二", "三"):
        await say(page, words)
    await expect(page.locator(".mine .foot").first).to_have_text("没信号，等会儿自动发")
    await expect(page.locator("#note")).to_contain_text("没有信号")
    await page.context.set_offline(False)
    await until(lambda: len(bot.heard) == 3)
    await expect(page.get_by_role("img", name="送到了")).to_have_count(3)
    assert [i.text for i in bot.heard] == ["一", "二", "三"]
    assert await page.locator(".mine .bubble").all_text_contents() == ["一", "二", "三"]


async def test_a_lost_answer_makes_no_second_message(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    lost = 0

    async def lose(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost > 2:
            return await route.continue_()
        await route.fetch()
        await route.abort("connectionreset")

    await page.route("**/chat/messages", lose)
    await say(page, "灯坏了")
    await until(lambda: lost == 3 and len(bot.inbox.deliveries) == 4)
    assert [i.text for i in bot.heard] == ["灯坏了"]
    await expect(page.locator(".mine .bubble")).to_have_text(["灯坏了"])


async def test_unsent_words_and_photos_survive_a_closed_page(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(service_workers="allow"), site)
    await page.evaluate("navigator.serviceWorker.ready")
    context = page.context
    await context.set_offline(True)
    await say(page, "灯坏了")
    await page.locator("#files").set_input_files([photo("red")])
    await page.get_by_role("button", name="发照片").tap()
    # Shown at once; kept when it says that it waits.
    await expect(page.locator(".mine .foot")).to_have_text(["没信号，等会儿自动发"] * 2)
    await page.close()
    again = await context.new_page()
    await again.goto(site + "/chat")
    await expect(again.locator(".mine")).to_have_count(2)
    await expect(again.locator(".mine img")).to_have_count(1)
    await context.set_offline(False)
    await until(lambda: len(bot.heard) == 2)
    assert [i.kind for i in bot.heard] == [Kind.TEXT, Kind.MEDIA]


async def test_when_we_are_down_the_page_says_so_and_sends_later(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    bot.inbox.down = True
    await say(page, "灯坏了")
    await expect(page.locator("#note")).to_contain_text("是我们这边的问题")
    bot.inbox.down = False
    await until(lambda: bot.heard)
    await expect(page.get_by_role("img", name="送到了")).to_be_visible()
    await expect(page.locator("#note")).to_have_text("")


async def test_what_is_refused_can_be_taken_back(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    words = "水" * 400_000
    await page.evaluate("words => { document.getElementById('write').value = words }", words)
    await page.locator("#write").press("Enter")
    await expect(page.locator(".mine .foot")).to_contain_text("这条太长了")
    await page.get_by_role("button", name="拿回来改").tap()
    assert await page.locator("#write").input_value() == words
    await expect(page.locator(".mine")).to_have_count(0)


async def test_a_lost_cookie_does_not_lose_the_words(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    await page.context.clear_cookies()
    await say(page, "灯坏了")
    await until(lambda: bot.heard)


# --- photos, voice, place


async def test_photos_are_shown_left_out_and_sent_together(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    files = [photo("red"), photo("green"), photo("blue")]
    await page.locator("#files").set_input_files(files)
    await expect(page.locator(".tray img")).to_have_count(3)
    await page.get_by_role("button", name="不要这张 2").tap()
    await page.get_by_role("button", name="发照片").tap()
    await until(lambda: bot.heard)
    (inbound,) = bot.heard
    assert len(inbound.media) == 2 and inbound.album
    await expect(page.get_by_text(WHICH)).to_be_visible()
    await page.reload()
    await expect(page.locator(".mine img")).to_have_count(2)
    for image in await page.locator(".mine img").all():
        await expect(image).to_have_js_property("naturalWidth", 320)


async def test_a_file_that_is_no_photo_is_refused_kindly(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    broken: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": b"not a picture"}
    await page.locator("#files").set_input_files([broken])
    await page.get_by_role("button", name="发照片").tap()
    await expect(page.locator(".mine .foot")).to_contain_text("请换一张照片")
    assert bot.heard == []


async def test_a_voice_note_is_recorded_and_sent(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(permissions=["microphone"]), site)
    await page.get_by_role("button", name="说话").tap()
    await expect(page.locator("#seconds")).to_have_text("0:01")
    await page.get_by_role("button", name="说完了，发送").tap()
    await until(lambda: bot.heard)
    (media,) = bot.heard[0].media
    assert media.kind == "voice" and media.seconds >= 1
    await expect(page.locator(".mine audio")).to_have_count(1)


async def test_a_voice_note_can_be_thrown_away(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(permissions=["microphone"]), site)
    await page.get_by_role("button", name="说话").tap()
    await page.get_by_role("button", name="不要了").tap()
    await expect(page.locator("#write")).to_be_visible()
    await expect(page.locator(".mine")).to_have_count(0)
    assert bot.heard == []


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("async () => { throw new DOMException('no', 'NotAllowedError') }", "手机没让我们用话筒"),
        ("async () => { throw new DOMException('no', 'NotFoundError') }", "录不了音"),
    ],
)
async def test_without_a_microphone_typing_is_offered(phone: Open, site: str, script: str, words: str) -> None:
    page = await phone()
    await page.add_init_script(f"navigator.mediaDevices.getUserMedia = {script}")
    await opened(page, site)
    await page.get_by_role("button", name="说话").tap()
    await expect(page.locator("#note")).to_contain_text(words)
    await expect(page.locator("#note")).to_contain_text("打字说也一样")


async def test_the_place_is_sent_by_the_big_button(phone: Open, site: str, bot: Bot) -> None:
    here = {"latitude": 29.41, "longitude": 105.59}
    page = await opened(await phone(permissions=["geolocation"], geolocation=here), site)
    await say(page, "灯坏了")
    await page.get_by_role("button", name="路灯不亮").tap()
    await expect(page.get_by_text(WHERE)).to_be_visible()
    await page.get_by_role("button", name="发我现在的位置").tap()
    await until(lambda: bot.heard[-1].kind is Kind.LOCATION)
    point = bot.heard[-1].location
    assert point is not None and (point.lat, point.lon) == (29.41, 105.59)
    await expect(page.locator(".mine .bubble").last).to_have_text("我的位置")


async def test_without_a_place_typing_is_offered(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(permissions=[]), site)
    await page.get_by_role("button", name="位置", exact=True).tap()
    await expect(page.locator("#note")).to_contain_text("打字说在哪里就行")
    await expect(page.locator("#write")).to_be_focused()
    assert bot.heard == []


# --- for every eye, ear and hand


async def test_large_letters_are_large_and_stay(phone: Open, site: str) -> None:
    page = await opened(await phone(), site)
    await say(page, "灯坏了")
    await expect(page.get_by_role("button", name="路灯不亮")).to_be_visible()
    for large, letters, tap in ((False, 18, 48), (True, 30, 60)):
        if large:
            await page.get_by_role("button", name="大字").tap()
            await page.reload()
            await expect(page.get_by_role("button", name="路灯不亮")).to_be_visible()
        small = await page.evaluate(
            """least => [...document.querySelectorAll('body *')].filter(n => n.offsetParent && n.textContent.trim()
               && [...n.childNodes].some(c => c.nodeType === 3 && c.data.trim()) && n.tagName !== 'SCRIPT'
               && parseFloat(getComputedStyle(n).fontSize) < least).map(n => n.outerHTML)""",
            letters,
        )
        assert small == []
        tiny = await page.evaluate(
            """least => [...document.querySelectorAll('button, textarea, a[href]')].filter(n => n.offsetParent)
               .map(n => [n.outerHTML, n.getBoundingClientRect()])
               .filter(([, box]) => box.top >= 0 && (box.height < least || box.width < least)).map(([html]) => html)""",
            tap,
        )
        assert tiny == []
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390


@pytest.mark.parametrize("width", [320, 360, 430])
@pytest.mark.parametrize("large", [False, True])
async def test_nothing_sticks_out_on_any_phone(phone: Open, site: str, width: int, large: bool) -> None:
    page = await phone("en-GB", viewport={"width": width, "height": 740})
    await page.add_init_script(f"localStorage.setItem('frontdoor-large', '{int(large)}')")
    for path in ("/", "/chat"):
        await page.goto(site + path)
        await expect(page.get_by_role("button", name="Large")).to_be_visible()
        out = await page.evaluate(
            "w => [...document.querySelectorAll('body *')].filter(n => n.offsetParent"
            " && n.getBoundingClientRect().right > w + 1).map(n => n.outerHTML.slice(0, 80))",
            width,
        )
        assert out == []


SPEECH = """
window.spoken = [];
const voice = (lang) => ({ lang, name: lang, localService: true, default: false, voiceURI: lang });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => [voice('en-US'), voice('zh-CN')], cancel() { window.spoken.push('hush'); },
  speak(u) { window.spoken.push([u.text, u.lang, u.voice && u.voice.lang]); },
} });
"""


async def test_a_message_is_read_aloud_in_its_own_language(phone: Open, site: str, bot: Bot) -> None:
    page = await phone()
    await page.add_init_script(SPEECH)
    await opened(page, site)
    await page.get_by_role("button", name="念给我听", exact=True).first.tap()
    assert (await page.evaluate("spoken")).pop() == [HELLO, "zh-CN", "zh-CN"]
    bot.say(bot.inbox.deliveries[0].chat, "It is done.")
    await page.get_by_role("button", name="念给我听", exact=True).nth(1).tap()
    assert (await page.evaluate("spoken")).pop() == ["It is done.", "en-US", "en-US"]


async def test_new_messages_are_read_by_themselves_when_asked_for(phone: Open, site: str) -> None:
    page = await phone()
    await page.add_init_script(SPEECH)
    await opened(page, site)
    await page.get_by_role("button", name="新消息自动念给我听").tap()
    await say(page, "灯坏了")
    await expect(page.get_by_role("button", name="路灯不亮")).to_be_visible()
    said = [s[0] for s in await page.evaluate("spoken") if s != "hush"]
    assert said == [f"{WHICH}\n路灯不亮\n都不是"]


async def test_all_can_be_done_by_keyboard(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(has_touch=False), site)
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.type("第一行")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("第二行")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="路灯不亮")).to_be_visible()
    for _ in range(20):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == "路灯不亮":
            break
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    await page.keyboard.press("Enter")
    await until(lambda: len(bot.heard) == 2)
    assert bot.heard[0].text == "第一行\n第二行"
    assert bot.heard[1].kind is Kind.CHOICE
    await expect(page.locator("#write")).to_be_focused()


async def test_enter_that_picks_a_word_in_an_input_method_sends_nothing(phone: Open, site: str, bot: Bot) -> None:
    page = await opened(await phone(), site)
    await page.locator("#write").fill("deng")
    await page.evaluate(
        "document.getElementById('write').dispatchEvent("
        "new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))"
    )
    assert await page.locator("#write").input_value() == "deng"
    await expect(page.locator(".mine")).to_have_count(0)


# --- staff


async def test_staff_see_who_said_what_and_switch_groups(phone: Open, site: str, bot: Bot) -> None:
    zhang, li = await phone(), await phone()
    for page, code in ((zhang, "zhang"), (li, "li")):
        await entered(page, site, code)
        await expect(page.get_by_role("heading", name="螺罐村")).to_be_visible()
    await say(zhang, "我去看看")
    await expect(li.locator(".author")).to_have_text("张三")
    await expect(zhang.locator(".author")).to_have_count(0)
    await expect(li.locator("#people")).to_have_text("张三")
    await li.get_by_role("link", name="玉屏社区").click()
    await expect(li.get_by_role("heading", name="玉屏社区")).to_be_visible()
    await expect(li.locator("#lines")).not_to_have_attribute("aria-busy", "true")
    await say(li, "这边没事")
    await until(lambda: len(bot.heard) == 2)
    assert [i.chat for i in bot.heard] == [f"unit:{LUOGUAN}", f"unit:{YUPING}"]
    await expect(zhang.get_by_text("这边没事")).to_have_count(0)


async def test_a_used_link_says_how_to_get_a_new_one(phone: Open, site: str) -> None:
    for words in (re.compile("螺罐村"), re.compile("已经用过")):
        page = await phone()
        await page.goto(f"{site}/staff?code=zhang")
        await page.get_by_role("button", name="进入").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(words)
