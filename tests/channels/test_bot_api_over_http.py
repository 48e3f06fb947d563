"""Receiving from a Bot API server over real HTTP: by polling and by webhook, through all that can go wrong there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

import pytest
from starlette.applications import Starlette

from adapters.channels.bot_api.api import Key, Keys, Place
from adapters.channels.bot_api.hook import hook_route
from adapters.channels.bot_api.poll import Poller
from adapters.channels.bot_api.receiving import Receiver
from adapters.channels.bot_api.updates import KINDS, group_messages, private_messages
from adapters.channels.telegram_staff.wire import PtbApi
from dialogs.messages import Choice, Contact, Inbound, Kind, MediaKind
from tests.bot_api.bots import Bot
from tests.bot_api.server import Server, serving
from tests.channels.fakes_bot_api import AT, FakeInbox
from tests.fakes_web import serving as serving_http

SECRET = "a-Secret_1"
KEYS = Keys(((Key("好", "1|3|yes"),),))
PUBLIC = "https://frontdoor.example"


@dataclass
class Listening:
    """A bot that listens, and what it has heard."""

    server: Server
    bot: Bot
    api: PtbApi
    receiver: Receiver
    inbox: FakeInbox
    pauses: list[float] = field(default_factory=list)

    @property
    def heard(self) -> list[Inbound]:
        """What is committed, oldest first."""
        return list(self.inbox.committed.values())

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[None]:
        """Poll while inside, and stop at the end; a pause takes no time."""
        stop = asyncio.Event()

        async def pause(stop: asyncio.Event, seconds: float) -> None:
            self.pauses.append(seconds)
            await asyncio.sleep(0.01)

        running = asyncio.create_task(Poller(self.api, self.receiver, KINDS, pause).run(stop))
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(running, 2)


@asynccontextmanager
async def listening(server: Server, bot: Bot, *, staff: bool = False) -> AsyncIterator[Listening]:
    """A bot's receiving side."""
    api, inbox, read = PtbApi(bot.token, server.url), FakeInbox(), group_messages if staff else private_messages
    me = await api.me()
    receiver = Receiver("telegram", api, lambda update: read(update, "telegram", me, AT), inbox.receive, inbox.waits)
    try:
        yield Listening(server, bot, api, receiver, inbox)
    finally:
        await receiver.close()
        await api.close()


@pytest.fixture
async def front() -> AsyncIterator[Listening]:
    """The residents' bot."""
    async with serving() as server, listening(server, server.bot("Front")) as front:
        yield front


def kinds(heard: Sequence[Inbound]) -> list[Kind]:
    """Of what kind each was."""
    return [inbound.kind for inbound in heard]


async def test_all_that_a_resident_can_send_is_heard(front: Listening) -> None:
    lan = front.server.person("兰", last_name="王", language_code="zh-hans")
    chat = lan.private(front.bot)
    async with front.polling():
        chat.start("500153001001")
        first = chat.say("路灯坏了")
        chat.photo(caption="这里")
        chat.album([b"\xff\xd8\xff1", b"\xff\xd8\xff2"])
        chat.voice(seconds=9)
        chat.audio()
        chat.document(b"%PDF", "a.pdf", "application/pdf")
        chat.video()
        chat.round_video()
        chat.animation()
        chat.sticker()
        chat.poll("?")
        chat.dice()
        chat.pin(29.4, 105.6)
        chat.place(29.5, 105.7, "市场", "路")
        chat.contact("+8613800000000", own=True)
        chat.edit(first, "路灯坏了三天了")
        chat.block()
        await front.bot.delivered()
    heard = front.heard
    assert kinds(heard) == [
        *(Kind.START, Kind.TEXT, Kind.MEDIA, Kind.MEDIA, Kind.MEDIA, Kind.MEDIA, Kind.MEDIA),
        *([Kind.OTHER] * 7),
        *(Kind.LOCATION, Kind.LOCATION, Kind.CONTACT, Kind.EDIT, Kind.LEFT),
    ]
    assert [i.text for i in heard if i.kind is Kind.OTHER] == ["document", *["video"] * 3, "sticker", "poll", "dice"]
    assert (heard[0].text, heard[0].name, heard[0].language) == ("500153001001", "兰 王", "zh-hans")
    assert heard[2].text == "这里"
    assert heard[3].album == heard[4].album != ""
    assert (heard[5].media[0].kind, heard[5].media[0].seconds) == (MediaKind.VOICE, 9.0)
    assert heard[-3].contact == Contact("+8613800000000", "兰")
    assert (heard[-2].text, heard[-2].edit_of) == ("路灯坏了三天了", heard[1].external_id)
    assert {(i.chat, i.channel) for i in heard} == {(str(lan.id), "telegram")}
    assert not front.server.violations


async def test_a_tap_reaches_us_and_the_button_stops_turning(front: Listening) -> None:
    chat = front.server.person("Lan").private(front.bot)
    chat.start()
    await front.api.say(Place(str(chat.person.id)), "好吗？", KEYS)
    async with front.polling():
        await chat.tap("好").answered()
    assert front.heard[-1].choice == Choice("yes", "3")
    assert front.heard[-1].external_id.startswith("tap:")


async def test_what_a_staff_group_does_is_heard() -> None:
    async with serving() as server, listening(server, server.bot("staff", privacy=False), staff=True) as office:
        clerk, boss, lan = server.person("小王"), server.person("主任"), server.person("Lan")
        group = server.group("螺罐村", [boss, clerk], [office.bot], forum=True)
        seat = group.of(clerk)
        async with office.polling():
            seat.say("待办")
            seat.say(f"/cases@{office.bot.username}")
            seat.say("/cases@somebody_bot")
            topic = group.open_topic("c12")
            seat.say("大家好", thread=topic)
            group.anonymous_say(boss, "/cases")
            group.channel_say("News", "/cases")
            group.add(lan)
            group.remove(lan)
            lan.private(office.bot).start()
            await office.bot.delivered()
            group.remove(office.bot)
            await office.bot.delivered()
    heard = [(i.kind, i.text, bool(i.thread)) for i in office.heard]
    assert heard == [
        (Kind.JOINED, "", False),
        (Kind.TEXT, "待办", False),
        (Kind.TEXT, "/cases", False),
        (Kind.TEXT, "大家好", True),
        (Kind.OTHER, "anonymous", False),
        (Kind.JOINED, "", False),
        (Kind.LEFT, "", False),
        (Kind.OTHER, "in-private", False),
        (Kind.LEFT, "", False),
    ]
    assert office.heard[3].reply_to == ""
    assert [i.person for i in office.heard if i.kind in (Kind.JOINED, Kind.LEFT)] == ["", str(lan.id), str(lan.id), ""]


async def test_a_group_that_grows_is_followed() -> None:
    async with serving() as server, listening(server, server.bot("staff", privacy=False), staff=True) as office:
        clerk = server.person("小王")
        group = server.group("螺罐村", [clerk], [office.bot], kind="group")
        old = group.id
        async with office.polling():
            new = group.migrate()
            group.of(clerk).say("待办")
            await office.bot.delivered()
    moved = [i for i in office.heard if i.kind is Kind.MOVED]
    assert [(i.chat, i.text) for i in moved] == [(str(old), str(new))]
    assert office.heard[-1].chat == str(new)


async def test_nothing_is_lost_and_nothing_twice_through_all_faults_of_the_service(front: Listening) -> None:
    front.server.fail("getUpdates", 502, times=2)
    front.server.fail("getUpdates", 429, retry_after=7)
    front.server.fail("getUpdates", how="drop", times=2)
    front.server.fail("getUpdates", how="drop", after=True)
    front.server.fail("getUpdates", 401)
    chats = [front.server.person(f"P{n}").private(front.bot) for n in range(5)]
    for chat in chats:
        chat.start()
    async with front.polling():
        for n in range(20):
            for chat in chats:
                chat.say(f"{n}")
            if n % 5 == 0:
                front.server.redeliver(5)
            await asyncio.sleep(0.01)
        await front.bot.delivered()
    for chat in chats:
        said = [i.text for i in front.heard if i.chat == str(chat.person.id) and i.kind is Kind.TEXT]
        assert said == [f"{n}" for n in range(20)]
    assert 7 in front.pauses and 30 in front.pauses


async def test_stopped_and_started_again_at_any_moment_all_is_heard_once(front: Listening) -> None:
    rng, chat = Random(7), front.server.person("Lan").private(front.bot)
    chat.start()
    for n in range(12):
        chat.say(f"{n}a")
        front.inbox.down = n % 4 == 2
        async with front.polling():
            chat.say(f"{n}b")
            await asyncio.sleep(rng.random() * 0.05)
            front.inbox.down = False
    async with front.polling():
        await front.bot.delivered()
    said = [i.text for i in front.heard if i.kind is Kind.TEXT]
    assert said == [f"{n}{half}" for n in range(12) for half in "ab"]


async def test_what_was_not_committed_is_kept_by_the_service(front: Listening) -> None:
    chat = front.server.person("Lan").private(front.bot)
    chat.start()
    front.inbox.down = True
    async with front.polling():
        chat.say("路灯坏了")
        await asyncio.sleep(0.2)
    assert front.bot.pending == 2
    assert not front.heard
    assert front.pauses[:4] == [1, 2, 5, 15]


@asynccontextmanager
async def hooked(front: Listening) -> AsyncIterator[None]:
    """The webhook, behind its public address."""
    app = Starlette(routes=[hook_route("/telegram/residents", SECRET, front.receiver)])
    async with serving_http(app) as url:
        front.server.route(PUBLIC, url)
        await front.api.set_hook(f"{PUBLIC}/telegram/residents", SECRET, KINDS)
        yield
        await front.api.drop_hook()


async def test_the_webhook_takes_what_the_service_brings(front: Listening) -> None:
    chat = front.server.person("Lan").private(front.bot)
    chat.start()
    async with hooked(front):
        chat.say("路灯坏了")
        await front.api.say(Place(str(chat.person.id)), "好吗？", KEYS)
        await chat.tap("好").answered()
        await front.bot.delivered()
        front.server.redeliver(3)
        await front.bot.delivered()
    assert kinds(front.heard) == [Kind.START, Kind.TEXT, Kind.CHOICE]
    assert len(front.inbox.deliveries) == 6


async def test_the_service_brings_again_what_the_webhook_could_not_commit(front: Listening) -> None:
    chat = front.server.person("Lan").private(front.bot)
    front.inbox.down = True
    async with hooked(front):
        chat.start()
        await front.server.until(lambda: front.inbox.deliveries, "a first try")
        assert front.bot.pending == 1
        front.inbox.down = False
        await front.bot.delivered()
    assert kinds(front.heard) == [Kind.START]
