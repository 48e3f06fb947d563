"""What can be chosen, and what is read before: on a small phone, in large letters, with many villages."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from dialogs.messages import Button, Kind, Outbound
from tests.browser.bot import Bot
from tests.browser.conftest import Open
from tests.browser.test_chat_page import entered, opened, until

TOWNS = tuple(Button(name, f"unit:{n}", "q5") for n, name in enumerate(("昌元街道", "昌州街道", "广顺街道") * 7))
UNSURE, BACK = Button("说不清哪个镇", "unit:all", "q5"), Button("上一步", "back", "q5")
REVIEW = (
    Button("就这样发", "send", "q6"),
    Button("改说的话", "edit:problem", "q6"),
    Button("改类别", "edit:service", "q6"),
    Button("改地方", "edit:place", "q6"),
    Button("不弄了", "cancel", "q6"),
    Button("上一步", "back", "q6"),
)


async def chat(phone: Open, site: str, bot: Bot, *, large: bool = False, **options: object) -> tuple[Page, str]:
    page = await phone(**options)
    await page.add_init_script(f"localStorage.setItem('frontdoor-large', '{int(large)}')")
    await opened(page, site)
    return page, bot.inbox.deliveries[-1].chat


async def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    return [box for node in await page.locator(selector).all() if (box := await node.bounding_box())]  # type: ignore[misc]


@pytest.mark.parametrize(("large", "height"), [(False, 48), (True, 60)])
async def test_many_towns_stand_in_two_columns_of_equal_rows(
    phone: Open, site: str, bot: Bot, large: bool, height: int
) -> None:
    small = {"width": 360, "height": 740}
    page, here = await chat(phone, site, bot, large=large, viewport=small)
    bot.say(here, "这是在哪个镇、哪个街道？", *TOWNS, UNSURE, BACK)
    await expect(page.get_by_role("button", name="上一步")).to_be_attached()
    towns = (await boxes(page, ".columns .choice"))[: len(TOWNS)]
    assert len({round(box["x"]) for box in towns}) == 2
    assert len({round(box["height"]) for box in towns}) == 1 and towns[0]["height"] >= height
    assert max(box["x"] + box["width"] for box in towns) <= 360
    await expect(page.locator(".next")).to_have_count(0)  # towns are equals: none of them is pushed
    await page.get_by_role("button", name="昌州街道").last.tap()
    await until(lambda: bot.heard)


async def test_large_letters_that_do_not_fit_two_columns_have_one(phone: Open, site: str, bot: Bot) -> None:
    page, here = await chat(phone, site, bot, large=True, viewport={"width": 360, "height": 740})
    answers = (Button(f"第{n}个长答案", f"a:{n}", "q5") for n in "一二三四")
    bot.say(here, "哪一个？", *answers)
    await expect(page.get_by_role("button", name="第四个长答案")).to_be_visible()
    assert len({round(box["x"]) for box in await boxes(page, ".columns .choice")}) == 1


async def test_scores_stand_in_a_row_from_worst_to_best_and_none_is_pushed(phone: Open, site: str, bot: Bot) -> None:
    page, here = await chat(phone, site, bot)
    bot.say(here, "您满意吗？", *(Button(f"{n} 分", f"score:{n}", "q5") for n in range(1, 6)))
    await expect(page.get_by_role("button", name="5 分")).to_be_visible()
    assert len({round(box["x"]) for box in await boxes(page, ".ask .choice")}) == 1
    await expect(page.locator(".next")).to_have_count(0)


async def test_the_next_step_is_filled_and_the_way_back_is_quiet_and_last(phone: Open, site: str, bot: Bot) -> None:
    page, here = await chat(phone, site, bot)
    bot.say(here, "我这样报上去，您看对不对：……", BACK, *REVIEW[:5], wants="photo")
    buttons = page.locator(".ask button")
    await expect(buttons.first).to_have_text("就这样发")
    await expect(page.locator(".ask .next")).to_have_text(["就这样发"])
    await expect(page.locator(".ask .away .choice")).to_have_text(["上一步", "不弄了"])
    await expect(page.locator("#photo")).to_have_class("tool wanted")
    await expect(page.locator(".ask .wanted")).to_have_count(0)


async def test_a_long_review_is_read_from_its_beginning(phone: Open, site: str, bot: Bot) -> None:
    page, here = await chat(phone, site, bot, large=True, viewport={"width": 360, "height": 740})
    bot.say(here, "我这样报上去：\n" + "您说的话，一行又一行。\n" * 20, *REVIEW)
    bubble = page.locator(".bubble").last
    await expect(bubble).to_contain_text("我这样报上去")
    await expect(page.get_by_role("button", name="下面还有")).to_be_visible()
    talk, review = await page.locator("#talk").bounding_box(), await bubble.bounding_box()
    hello = page.locator(".line").first
    assert talk and review
    top = min(review["y"], (await hello.bounding_box() or review)["y"])
    assert abs(top - talk["y"]) < 40  # nothing was said by the person yet: the newest lines begin with the greeting
    await page.get_by_role("button", name="下面还有").tap()
    await expect(page.get_by_role("button", name="就这样发")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="下面还有")).to_be_hidden()


@pytest.mark.parametrize(("locale", "name"), [("zh-CN", "找人"), ("en-GB", "Person")])
@pytest.mark.parametrize("large", [False, True])
async def test_a_person_is_one_tap_away(phone: Open, site: str, bot: Bot, locale: str, name: str, large: bool) -> None:
    page, _ = await chat(phone, site, bot, large=large, locale=locale, viewport={"width": 360, "height": 740})
    button = page.get_by_role("button", name=name, exact=True)
    await expect(button).to_be_in_viewport(ratio=1)
    fits = "node => node.scrollWidth <= node.clientWidth && node.scrollHeight <= node.clientHeight + 1"
    for tool in await page.locator(".tool, .chip").all():
        assert await tool.evaluate(fits), await tool.inner_text()
    await button.tap()
    await until(lambda: bot.heard)
    choice = bot.heard[0].choice
    assert choice is not None and (choice.value, choice.question) == ("open:person", "")


async def test_a_telephone_number_is_called_with_a_tap_and_a_case_number_is_not(
    phone: Open, site: str, bot: Bot
) -> None:
    page, here = await chat(phone, site, bot)
    bot.say(
        here, "先打 119。供电 95598，热线12345，小李 13800138000，村办 023-46731234。<b>编号</b> 2604-0138-2，120 元。"
    )
    await expect(page.locator(".bubble").last).to_contain_text("<b>编号</b> 2604-0138-2，120 元。")
    hrefs = await page.locator("a.call").evaluate_all("nodes => nodes.map(n => n.getAttribute('href'))")
    assert hrefs == ["tel:119", "tel:95598", "tel:12345", "tel:13800138000", "tel:02346731234"]


async def test_earlier_lines_come_when_asked_for(phone: Open, site: str, bot: Bot) -> None:
    page, here = await chat(phone, site, bot)
    for n in range(450):
        bot.log.add(Outbound(f"o{n}", "web", here, f"第 {n} 句"))
    await page.reload()
    await expect(page.locator(".line")).to_have_count(200)
    for count, more in ((400, True), (451, False)):
        await page.get_by_role("button", name="看更早的").tap()
        await expect(page.locator(".line")).to_have_count(count)
        assert await page.get_by_role("button", name="看更早的").is_visible() is more
    texts = await page.locator(".bubble").all_inner_texts()
    assert texts[1:] == [f"第 {n} 句" for n in range(450)]


# --- in a unit's group


async def test_what_staff_ask_for_most_is_one_tap_away(phone: Open, site: str, bot: Bot) -> None:
    page = await entered(await phone(), site, "zhang")
    for word in ("待办", "我的", "超期", "汇总", "帮助"):
        await page.get_by_role("button", name=word, exact=True).tap()
    await until(lambda: len(bot.heard) == 5)
    assert [i.text for i in bot.heard] == ["待办", "我的", "超期", "汇总", "帮助"]
    assert {i.kind for i in bot.heard} == {Kind.TEXT}


async def test_a_card_that_nobody_took_stands_out_and_is_counted(phone: Open, site: str, bot: Bot) -> None:
    page = await entered(await phone(), site, "zhang")
    here = "unit:500153001001"
    bot.say(
        here,
        "【新】路灯 · 螺罐村\n谁来接？",
        Button("我来接", "do:claim:1"),
        Button("问群众", "do:ask:1"),
        replaces="a",
    )
    bot.say(here, "【在办】垃圾", Button("回复群众", "do:reply:2"), Button("问群众", "do:ask:2"), replaces="b")
    bot.say(here, "【已了】水", Button("看全部", "do:more:3"), replaces="c")
    await expect(page.locator(".card.new .head")).to_have_text("【新】路灯 · 螺罐村")
    await expect(page.locator(".card.open")).to_have_count(1)
    await expect(page.locator(".card.done")).to_have_count(1)
    await expect(page.get_by_role("button", name="要接 1")).to_be_visible()


async def test_a_changed_card_stays_and_its_note_leads_to_it(phone: Open, site: str, bot: Bot) -> None:
    page = await entered(await phone(), site, "zhang")
    here = "unit:500153001001"
    bot.card(here, "【新】路灯")
    for n in range(20):
        bot.say(here, f"闲话 {n}")
    with bot.log.turn():
        bot.say(here, "【补充】群众又补充了：今晚更黑了")
        bot.card(here, "【新】路灯，补充过")
    await expect(page.get_by_text("今晚更黑了")).to_be_in_viewport()
    await expect(page.locator(".card")).to_have_count(1)
    await expect(page.locator(".line").first.locator(".card")).to_have_count(1)
    await expect(page.locator(".updated")).to_have_text("已更新")
    await page.get_by_role("button", name="看这件").tap()
    await expect(page.get_by_text("【新】路灯，补充过")).to_be_in_viewport()


async def test_a_card_that_was_asked_for_comes_down_to_where_one_looks(phone: Open, site: str, bot: Bot) -> None:
    page = await entered(await phone(), site, "zhang")
    here = "unit:500153001001"
    bot.card(here, "【新】路灯")
    for n in range(20):
        bot.say(here, f"闲话 {n}")
    with bot.log.turn():
        bot.say(here, "待办", author="张三", echo_of=f"{here}:x")
        bot.say(here, "还有 1 件没办完：")
        bot.card(here, "【新】路灯")
    await expect(page.locator(".card")).to_have_count(1)
    await expect(page.locator(".line").last.locator(".card")).to_be_in_viewport()


async def test_a_question_to_a_colleague_has_no_buttons_here(phone: Open, site: str, bot: Bot) -> None:
    zhang, li = await entered(await phone(), site, "zhang"), await entered(await phone(), site, "li")
    here = "unit:500153001001"
    with bot.log.turn():
        bot.say(here, "回复群众", author="张三", echo_of=f"{here}:y")
        bot.say(here, "群众会看到：明天来修。\n这样发吗？", Button("就这样发", "send", "s1.3"))
    await expect(zhang.get_by_role("button", name="就这样发")).to_be_visible()
    await expect(li.get_by_text("这样发吗？")).to_be_visible()
    await expect(li.get_by_role("button", name="就这样发")).to_have_count(0)
