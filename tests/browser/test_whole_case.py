"""A whole case in the real program, in three windows at phone size: a resident, the village, and the district."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_accessible import nothing_serious
from tests.browser.test_chat_page import photo
from tests.browser.town import LUOGUAN, Town, enter, open_town, say

LAMP = "螺罐村村口的路灯坏了三天了，晚上老人走路看不见"
NUMBER = re.compile(r"\d{4}-\d{4}-\d")
SLOW_MS = 20_000  # the first message loads what understanding needs; the first summary draws its first chart


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with open_town(tmp_path_factory.mktemp("town")) as running:
        yield running


async def reported(page: Page, town: Town) -> str:
    """A resident says it in one sentence, reads the review and sends it; the number that they get."""
    await page.goto(f"{town.base}/chat")
    await expect(page.locator(".bubble").first).to_contain_text("您遇到什么事了", timeout=SLOW_MS)
    await say(page, LAMP)
    review = page.locator(".bubble").last
    await expect(review).to_contain_text("我这样报上去，您看对不对", timeout=SLOW_MS)
    await expect(review).to_contain_text(LAMP)
    await expect(review).to_contain_text("昌元街道螺罐村")
    await nothing_serious(page)
    await page.get_by_role("button", name="就这样发").tap()
    receipt = page.locator(".bubble", has_text="报上去了，编号")
    await expect(receipt).to_be_visible()
    found = NUMBER.search(await receipt.inner_text())
    assert found
    return found[0]


async def counted(page: Page) -> tuple[int, int]:
    """How many cases the manager sees, and how many residents answered."""
    await page.reload()
    cases = await page.locator(".counts dd").first.inner_text()
    answered = re.search(r"答了 (\d+) 人", await page.locator(".said").inner_text())
    return int(cases), int(answered[1]) if answered else 0


async def resolved(village: Page, number: str, words: str) -> None:
    """The clerk says that it is done, with a photo, and sees first what the resident will read."""
    card = village.locator(".card", has_text=number)
    await card.get_by_role("button", name="这件办好了").tap()
    await expect(village.get_by_text("是怎么办好的")).to_be_visible()
    await say(village, words)
    await expect(village.locator(".bubble").last).to_contain_text("再请他看好没好")
    await village.locator("#files").set_input_files([photo("green")])
    await village.get_by_role("button", name="发照片").tap()
    await expect(village.locator(".bubble").last).to_contain_text("带 1 个照片")
    await village.get_by_role("button", name="就这样发").tap()
    await expect(village.get_by_text("报了办好")).to_be_visible()


async def test_a_case_from_the_first_word_to_the_rating(phone: Open, town: Town) -> None:
    manager, resident, village, colleague = [await phone() for _ in range(4)]
    manager.set_default_timeout(SLOW_MS)
    await enter(manager, town.link("区里看汇总"))
    before = await counted(manager)
    await enter(village, town.link("螺罐村"))
    await enter(colleague, await town.new_link(LUOGUAN, "小李"))

    number = await reported(resident, town)
    card = village.locator(".card.new", has_text=number)
    await expect(card).to_contain_text(LAMP)
    await expect(village.get_by_role("button", name="要接 1")).to_be_visible()
    await nothing_serious(village)
    await card.get_by_role("button", name="我来接").tap()
    await expect(resident.get_by_text("有人接手在办了")).to_be_visible()
    for page in (village, colleague):
        await expect(page.locator(".card.open", has_text=number)).to_contain_text("螺罐村值班在办")
        await expect(page.get_by_role("button", name="要接 0")).to_be_disabled()
    await expect(colleague.locator(".author").first).to_have_text("螺罐村值班")

    await village.locator(".card", has_text=number).get_by_role("button", name="问群众").tap()
    await say(village, "是哪一盏灯？门口那盏还是桥头那盏？")
    await expect(village.get_by_role("button", name="就这样发")).to_be_visible()
    await expect(colleague.get_by_role("button", name="就这样发")).to_have_count(0)
    await village.get_by_role("button", name="就这样发").tap()
    await expect(resident.get_by_text("是哪一盏灯")).to_be_visible()
    # The signal is gone: what is typed waits, and goes out once when it is back.
    await resident.context.set_offline(True)
    await say(resident, "桥头那盏")
    await expect(resident.locator(".mine .foot").last).to_contain_text("没信号")
    await resident.context.set_offline(False)
    await expect(village.locator(".line:not(.mine) .bubble", has_text="桥头那盏").first).to_be_visible(timeout=SLOW_MS)
    await expect(resident.locator(".mine .bubble", has_text="桥头那盏")).to_have_count(1)

    await resolved(village, number, "灯泡换了，今晚亮了。")
    await expect(resident.get_by_text("灯泡换了，今晚亮了。")).to_be_visible()
    await expect(resident.locator(".line:not(.mine) img")).to_have_js_property("naturalWidth", 320)
    await resident.get_by_role("button", name="真的好了").tap()
    await resident.get_by_role("button", name="5 很满意").tap()
    await expect(resident.get_by_text("谢谢您，记下了")).to_be_visible()
    await expect(village.locator(".card.done", has_text=number)).to_be_visible()
    for stars in ("满意", "评"):  # who handles a case never sees who rated what
        await expect(village.locator("#lines", has_text=stars)).to_have_count(0)

    cases, answered = await counted(manager)
    assert (cases - before[0], answered - before[1]) == (1, 1)
    await nothing_serious(manager)
    # Who reads it later, on another day, sees the same conversation.
    await resident.reload()
    await expect(resident.locator(".mine .bubble").first).to_have_text(LAMP)
    await expect(resident.locator(".mine .bubble", has_text="桥头那盏")).to_have_count(1)


async def test_what_is_not_solved_is_opened_again_and_the_town_hears(phone: Open, town: Town) -> None:
    resident, village, above = [await phone() for _ in range(3)]
    await enter(village, town.link("螺罐村"))
    await enter(above, town.link("昌元街道"))
    number = await reported(resident, town)
    await village.locator(".card", has_text=number).get_by_role("button", name="我来接").tap()
    await expect(village.locator(".card.open", has_text=number)).to_be_visible()
    await resolved(village, number, "修好了。")
    await resident.get_by_role("button", name="还没好").tap()
    await expect(resident.get_by_text("哪里还不对")).to_be_visible()
    await say(resident, "还是黑的，没人来过")
    await expect(resident.get_by_text("重新打开了")).to_be_visible()
    for page in (village, above):
        await expect(page.locator(".bubble", has_text="群众说没有办好").first).to_contain_text("还是黑的，没人来过")
        await expect(page.locator(".card", has_text=number)).to_be_visible()
    await expect(village.locator(".card.done")).to_have_count(0)
