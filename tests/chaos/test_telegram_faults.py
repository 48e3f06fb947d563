"""Whatever Telegram, its people, the network or the disk do: nothing is lost, and nothing happens twice."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App, build
from bot.serve import site
from bot.settings import Settings
from dialogs.messages import Outbound
from storage.database import WAIT_S
from tests.bot_api.bots import Bot
from tests.bot_api.groups import Group
from tests.bot_api.rooms import Message
from tests.bot_api.seats import Member, PrivateChat
from tests.bot_api.server import Server, serving
from tests.chaos.house import PATIENCE_S, VILLAGES, numbers, until
from tests.chaos.telegram_house import PUBLIC, SECRET, TOWN, VILLAGE, gone, said, tap, town
from tests.fakes_web import serving as served
from tests.sqlite import rows

OTHER_VILLAGE = "500153001001"  # 玉屏社区
REPORT = "螺罐村村口的路灯坏了三天了"
BATCH = 30


@dataclass
class Live:
    """Both bots in this process, and the people around them."""

    server: Server
    app: App
    residents: Bot
    staff: Bot
    folder: Path
    url: str = ""

    def rows(self, query: str, *values: object) -> list[Any]:
        """What the database says."""
        return rows(self.folder / "frontdoor.db", query, *values)

    def events(self) -> list[str]:
        """All that happened to cases."""
        return [kind for (kind,) in self.rows("SELECT kind FROM case_events ORDER BY case_id, n")]

    def resident(self, name: str = "兰") -> PrivateChat:
        """Somebody's chat with the residents' bot."""
        return self.server.person(name, language_code="zh-hans").private(self.residents)

    async def group(self, unit: str, owner: str = "张三", **kind: Any) -> Member:
        """A unit's group, bound by its owner, who sits in it."""
        person = self.server.person(owner, language_code="zh-hans")
        group = self.server.group(f"{owner}的群", [person], [self.staff], **kind)
        if kind.get("forum"):
            group.promote(self.staff)
        seat = group.of(person)
        seat.say(f"/bind {await self.app.store.new_code('bind', unit, 'x')}")
        await said(seat, "好了，已经加进")
        return seat

    async def report(self, chat: PrivateChat, words: str = REPORT) -> str:
        """A whole report; the number of its case."""
        chat.say(words)
        await tap(chat, "就这样报上去", "就这样发")
        return numbers((await said(chat, "报上去了，编号")).text)[0]

    async def put(self, channel: str, chat: object, text: str) -> None:
        """Have the program say something in a chat."""
        async with self.app.store.work() as work:
            await work.say(Outbound("", channel, str(chat), text))
        self.app.wake.wake("send")

    async def quiet(self) -> None:
        """Wait until everything has been fetched and worked."""
        for bot in (self.residents, self.staff):
            await bot.delivered(PATIENCE_S)

        async def worked() -> bool:
            return self.rows("SELECT count(*) FROM inbox WHERE done_at IS NULL") == [(0,)]

        await until(worked, "everything is worked")


@asynccontextmanager
async def running(folder: Path, webhook: bool = False) -> AsyncIterator[Live]:
    """All parts in this process."""
    async with serving() as server:
        residents, staff = server.bot("residents"), server.bot("staff")
        settings = Settings(
            data=str(folder),
            telegram_residents_token=residents.token,
            telegram_staff_token=staff.token,
            telegram_api=server.url,
            public_url=PUBLIC if webhook else "",
            telegram_secret=SECRET if webhook else "",
        )
        app = build(settings, with_desk=False, with_bots=True)
        await app.start()
        async with served(site(app)) as url:
            server.route(PUBLIC, url)
            stop = asyncio.Event()
            parts = asyncio.create_task(app.run("all", stop))
            try:
                for bot in (residents, staff):
                    await bot.polling(PATIENCE_S)
                yield Live(server, app, residents, staff, folder, url)
                assert not parts.done(), "a part has died"
                assert not server.violations
            finally:
                server.heal()
                stop.set()
                app.stop()
                await parts
                await app.close()


@pytest.fixture
async def live(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> AsyncIterator[Live]:
    """Both bots, by polling. No token comes out of the process by any way but its calls."""
    async with running(tmp_path) as live:
        yield live
    shown = "".join(capfd.readouterr())
    for bot in (live.residents, live.staff):
        assert bot.token.partition(":")[2] not in shown


def by_bot(words: str) -> Callable[[list[Message]], int]:
    """Counts the messages of bots that have these words."""
    return lambda seen: sum(words in m.text for m in seen if m.from_bot)


# --- processes that die ----------------------------------------------------------------------------------------------


async def test_thirty_updates_survive_three_polls_that_are_killed(tmp_path: Path) -> None:
    async with town(tmp_path) as there:
        await there.start()
        lan = there.server.person("兰", language_code="zh-hans").private(there.residents)
        lan.start()
        await said(lan, "您遇到什么事了")

        def count(where: str) -> int:
            ((found,),) = there.rows(f"SELECT count(*) FROM inbox WHERE {where}")
            return int(found)

        with there.locked():
            said_now = [lan.say(f"第{n}句") for n in range(BATCH)]
            await there.fetched(there.residents)
            await there.kill()
        assert count("payload LIKE '%第%句%'") == 0
        for done in ("done_at IS NULL OR 1", "done_at IS NOT NULL"):
            await there.start()

            async def begun(where: str = done) -> bool:
                return count(f"({where}) AND payload LIKE '%第%句%'") > 2

            await until(begun, "the batch is in the middle")
            await there.kill()
        await there.start()
        await there.quiet()
        rows = there.rows("SELECT external_id, done_at FROM inbox WHERE channel = 'telegram' ORDER BY id")
        expected = [f"{lan.person.id}:{message.id}" for message in said_now]
        assert [id for id, _ in rows if id in expected] == expected
        moments = [at for _, at in rows]
        assert all(moments) and moments == sorted(moments)
        there.words += ["第7句"]
        there.check(lan)


# --- webhooks --------------------------------------------------------------------------------------------------------


async def test_a_webhook_that_brings_updates_twice_and_in_any_order_has_each_effect_once(tmp_path: Path) -> None:
    async with running(tmp_path, webhook=True) as live:
        live.server.shuffle = random.Random(7)
        people = [live.resident(f"人{n}") for n in range(5)]
        for person in people:
            person.start()
            for n in range(4):
                person.say(f"{n}号话")
        await live.quiet()
        effects = [person.said for person in people]
        live.server.redeliver(25)
        await live.quiet()
        rows = live.rows("SELECT external_id FROM inbox WHERE channel = 'telegram'")
        assert len(rows) == len(set(rows)) == 25
        for person in people:
            await person.until(lambda seen: len([m for m in seen if m.from_bot]) >= 1, PATIENCE_S)
        await live.put("telegram", people[0].person.id, "到此为止")
        await said(people[0], "到此为止")
        assert all(len(person.said) - len(before) <= 4 for person, before in zip(people, effects, strict=True))


async def test_nobody_without_the_secret_is_heard(tmp_path: Path) -> None:
    async with running(tmp_path, webhook=True) as live:
        chat = live.resident()
        chat.start()
        await said(chat, "您遇到什么事了")
        forged = {
            "update_id": 1,
            "message": {
                "message_id": 999,
                "date": 1,
                "chat": chat.person.chat(),
                "from": chat.person.user(),
                "text": "伪造的话",
            },
        }
        header = "X-Telegram-Bot-Api-Secret-Token"
        async with httpx.AsyncClient(base_url=live.url) as client:
            for path in ("/telegram/residents", "/telegram/staff"):
                for headers in (
                    {},
                    {header: ""},
                    {header: SECRET[:-1]},
                    {header: f"{SECRET}x"},
                    {"authorization": SECRET},
                ):
                    assert (await client.post(path, json=forged, headers=headers)).status_code == 401
                    assert (await client.post(f"{path}?secret_token={SECRET}", json=forged)).status_code == 401
            assert (await client.get("/telegram/residents")).status_code == 405
            assert live.rows("SELECT count(*) FROM inbox WHERE payload LIKE '%伪造%'") == [(0,)]
            told = await client.post("/telegram/residents", json=forged, headers={header: SECRET})
            assert told.status_code == 200
        assert live.rows("SELECT count(*) FROM inbox WHERE payload LIKE '%伪造%'") == [(1,)]


# --- people who try --------------------------------------------------------------------------------------------------


async def test_a_resident_is_no_staff_and_a_group_is_no_resident(live: Live) -> None:
    seat, lan = await live.group(VILLAGE), live.resident()
    code = await live.app.store.new_code("bind", TOWN, "x")
    lan.start()
    await said(lan, "您遇到什么事了")
    for words in (f"/bind {code}", "/cases", "/summary", "/mine"):
        lan.say(words)
    await live.report(lan)
    assert live.rows("SELECT chat FROM groups") == [(str(seat.room.id),)]
    assert not [text for text in lan.said if "没办完" in text or "响应率" in text or "加进" in text]

    before = live.events()
    seat.say(REPORT)
    seat.say(REPORT, reply_to=seat.last)
    seat.say("/cases")
    await said(seat, "还有 1 件没办完")
    await live.quiet()
    assert live.events() == before and len(live.rows("SELECT id FROM cases")) == 1


async def test_buttons_of_another_chat_another_case_or_another_release_do_nothing(live: Live) -> None:
    ours, theirs, lan = await live.group(VILLAGE), await live.group(OTHER_VILLAGE, "王五"), live.resident()
    number = await live.report(lan)
    card = await said(ours, "【新】")
    ((case,),) = live.rows("SELECT id FROM cases WHERE number = ?", number)
    before = live.events()
    for verb in ("claim", "reply", "resolve", "transfer", "redirect", "more"):
        theirs.tap_stale(theirs.last, f"1||do:{verb}:{case}")
    await theirs.until(lambda seen: by_bot("没有找到这件事")(seen) >= 6, PATIENCE_S, "six refusals")
    lan.tap_stale(lan.last, f"1||do:resolve:{case}")
    await said(lan, "这个要在工作群里才能办")
    for data in (
        f"2||do:claim:{case}",
        "1|",
        "claim",
        f"1||do:claim:{case[:-1]}",
        "1|1|send",
        f"1|{ours.person.id}.1|send",
    ):
        ours.tap_stale(card, data)
    await live.quiet()
    assert live.events() == before
    assert "螺罐村" not in "".join(theirs.said[1:])
    await tap(ours, "【新】", "我来接")
    await said(ours, "【在办】")
    assert live.events() == [*before, "claimed"]


# --- a service that is away ------------------------------------------------------------------------------------------


async def test_a_service_that_fails_or_hangs_gets_everything_once_and_in_order(live: Live) -> None:
    lan, other = live.resident(), live.resident("梅")
    for chat in (lan, other):
        chat.start()
        await said(chat, "您遇到什么事了")
    live.server.fail("sendMessage", 502, chat=lan.person.id)
    live.server.fail("sendMessage", how="hang", chat=lan.person.id)
    live.server.fail("getUpdates", 500, times=2)
    for n in range(3):
        await live.put("telegram", lan.person.id, f"第{n}条")
    await live.put("telegram", other.person.id, "另一个人的")
    await said(other, "另一个人的")
    assert "第0条" not in lan.said
    await said(lan, "第2条")
    assert lan.said[-3:] == ["第0条", "第1条", "第2条"]


async def test_a_tap_that_is_answered_too_late_has_its_effect_all_the_same(live: Live) -> None:
    lan = live.resident()
    live.server.fail(
        "answerCallbackQuery",
        400,
        times=None,
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    await live.report(lan)
    live.server.heal()
    again = await tap(lan, "报上去了，编号", "我报过的事")
    await again.answered(PATIENCE_S)
    assert live.rows("SELECT count(*) FROM cases") == [(1,)]


async def test_a_database_that_is_locked_loses_no_update(live: Live) -> None:
    lan = live.resident()
    lan.start()
    await said(lan, "您遇到什么事了")
    lock = sqlite3.connect(live.folder / "frontdoor.db", isolation_level=None, timeout=PATIENCE_S)
    lock.execute("BEGIN IMMEDIATE")
    heard = [lan.say(words) for words in (REPORT, "谢谢", "我报过的事")]
    await live.server.until(
        lambda: any(isinstance(poll.result, list) and poll.result for poll in live.server.calls_of("getUpdates")[-2:]),
        "the updates are fetched",
        PATIENCE_S,
    )
    await asyncio.sleep(WAIT_S + 2)  # longer than the process waits for the lock, so that it hears that it can't commit
    assert live.residents.pending == 3
    lock.execute("ROLLBACK")
    lock.close()
    await live.quiet()
    ids = [id for (id,) in live.rows("SELECT external_id FROM inbox WHERE channel = 'telegram' ORDER BY id")]
    assert ids[-3:] == [f"{lan.person.id}:{message.id}" for message in heard]


# --- chats that go and come back -------------------------------------------------------------------------------------


async def test_who_blocks_us_is_told_of_once_and_gets_what_was_missed_in_order(live: Live) -> None:
    seat, lan = await live.group(VILLAGE), live.resident()
    await live.report(lan)
    await said(seat, "【新】")
    lan.block()
    await said(seat, "群众那边收不到我们的消息了")
    for n in range(3):
        await live.put("telegram", lan.person.id, f"错过的第{n}条")

    async def given_up() -> bool:
        return live.rows("SELECT count(*) FROM outbox WHERE dead = 'blocked'") == [(3,)]

    await until(given_up, "nothing more is sent")
    await live.quiet()
    assert by_bot("群众那边收不到我们的消息了")(seat.seen) == 1
    lan.unblock()
    await said(lan, "错过的第2条")
    assert lan.said[-3:] == [f"错过的第{n}条" for n in range(3)]


@pytest.mark.parametrize("told", [True, False], ids=["by its service message", "by a refused message"])
async def test_a_group_that_becomes_a_supergroup_keeps_its_unit_its_people_and_its_cards(
    live: Live, told: bool
) -> None:
    seat, lan = await live.group(VILLAGE, kind="group"), live.resident()
    await live.report(lan)
    await said(seat, "【新】")
    group = seat.room
    assert isinstance(group, Group)
    if not told:  # the service message stays where it is
        live.server.fail("getUpdates", 502, times=None, bot=live.staff)
        await live.staff.delivered(PATIENCE_S)
        live.staff.push({})  # ends the poll that still hangs
        await live.server.until(lambda: not live.staff.queue.polls, "the last poll", PATIENCE_S)
    old = group.id
    group.migrate()
    await live.put("telegram_staff", old, "给原来那个群的话")
    await said(seat, "给原来那个群的话")
    live.server.heal()
    await live.quiet()
    assert live.rows("SELECT chat, unit FROM groups") == [(str(group.id), VILLAGE)]
    seat.say("/cases")
    await tap(seat, "【新】", "我来接")
    await said(seat, "【在办】")
    assert not by_bot("卡片您都能看")(seat.seen)


async def test_a_bot_that_is_thrown_out_is_missed_one_level_up(live: Live) -> None:
    seat, above, lan = await live.group(VILLAGE), await live.group(TOWN, "陈镇"), live.resident()
    assert isinstance(seat.room, Group)
    seat.room.remove(live.staff)
    await said(above, "螺罐村的群里没有我了")
    await live.report(lan)
    await said(above, "螺罐村现在没人值班")
    assert by_bot("没有我了")(above.seen) == 1


async def test_closed_and_deleted_topics_cost_no_word(live: Live) -> None:
    seat, lan = await live.group(VILLAGE, forum=True), live.resident()
    await live.report(lan)
    card = await said(seat, "【新】")
    group = seat.room
    assert isinstance(group, Group)
    (topic,) = group.topics
    assert card.thread == topic.id
    group.close_topic(topic)
    await tap(seat, "【新】", "我来接")
    assert (await said(seat, "张三接了")).thread == topic.id
    group.promote(live.staff, can_pin_messages=True)  # it may not write in a closed topic any more
    await tap(seat, "【在办】", "回复群众")
    assert (await said(seat, "要跟群众说什么")).thread == topic.id
    assert not topic.closed  # its own topics it may open again
    group.promote(live.staff)
    group.delete_topic(topic)
    seat.say("/cases")
    again = await said(seat, "【在办】")
    assert again.thread and again.thread != topic.id


# --- many at once ----------------------------------------------------------------------------------------------------


async def test_ten_residents_and_two_groups_at_once(live: Live) -> None:
    village, above = await live.group(OTHER_VILLAGE, "王五"), await live.group(TOWN, "陈镇")
    people = [live.resident(f"人{n}") for n in range(10)]
    # One village has a group, eight are looked after by the town, and one belongs to a town without a group.
    found = await asyncio.gather(
        *(live.report(person, f"{VILLAGES[n]}村口的路灯坏了三天了") for n, person in enumerate(people))
    )
    assert len(set(found)) == 10
    await above.until(lambda seen: by_bot("【新】")(seen) == 8, PATIENCE_S, "eight cards")
    await village.until(lambda seen: by_bot("【新】")(seen) == 1, PATIENCE_S, "one card")
    await tap(village, "【新】", "我来接")
    await gone(village, "【", "我来接")
    await live.quiet()
    assert live.events().count("claimed") == 1 and live.events().count("filed") == 10
