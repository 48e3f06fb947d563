"""Updates reach a bot: by long polling and by webhook, again and again until they are confirmed."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.bot_api.bell import Bell
from tests.bot_api.bots import Bot
from tests.bot_api.client import Client
from tests.bot_api.schema import random_update
from tests.bot_api.server import Server
from tests.bot_api.shapes import Json

Speak = Callable[[Bot], Client]


@dataclass
class Hooked:
    """A program behind a webhook."""

    url: str = ""
    got: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)  # of the next answers; then 200
    answer: Json = field(default_factory=dict)
    hold: asyncio.Event | None = None
    changed: Bell = field(default_factory=Bell)
    busy: int = 0
    busiest: int = 0

    async def take(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        self.changed.ring()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.hold:
            await self.hold.wait()
        self.got.append(await request.json())
        self.busy -= 1
        self.changed.ring()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.answer, status=status) if self.answer else web.Response(status=status)

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not true():
                await self.changed.wait(10)

    @property
    def ids(self) -> list[int]:
        return [update["update_id"] for update in self.got]


@asynccontextmanager
async def hooked() -> AsyncIterator[Hooked]:
    program = Hooked()
    app = web.Application()
    app.router.add_post("/hook", program.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    program.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield program
    finally:
        await runner.cleanup()


async def test_an_update_comes_again_until_a_later_one_is_asked_for(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    chat.say("一")
    chat.say("二")
    first, second = await api.updates()
    assert second["update_id"] == first["update_id"] + 1
    assert await api.updates() == [first, second] == await api.updates(first["update_id"])
    assert await api.updates(limit=1) == [first]
    assert await api.updates(second["update_id"]) == [second]
    assert [update.id for update in bot.queue.confirmed] == [first["update_id"]]
    assert await api.updates(second["update_id"] + 1) == [] and bot.pending == 0


async def test_a_negative_offset_forgets_all_but_the_last(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    for text in "一二三":
        chat.say(text)
    (last,) = await api.updates(-1)
    assert last["message"]["text"] == "三" and bot.pending == 1


async def test_a_long_poll_ends_when_something_comes(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    polling = asyncio.create_task(api.updates(timeout=30))
    await bot.polling()
    chat.say("一")
    assert [update["message"]["text"] for update in await polling] == ["一"]
    empty = await api.updates(2**31, timeout=0)
    assert empty == []


async def test_kinds_that_were_not_asked_for_do_not_come(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    await api.updates(allowed_updates=["edited_message"])
    chat.edit(chat.say("一"), "二")
    (update,) = await api.news()
    assert "edited_message" in update
    await api.updates(allowed_updates=[])
    chat.say("三")
    assert "message" in (await api.news())[0]


async def test_of_two_polls_the_older_is_ended(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    older = asyncio.create_task(api.call("getUpdates", timeout=30))
    await bot.polling()
    newer = asyncio.create_task(api.call("getUpdates", timeout=30))
    refused = await older
    assert refused.status == 409 and "terminated by other getUpdates request" in refused.description
    chat.say("一")
    assert len((await newer).body["result"]) == 1


async def test_polling_and_a_webhook_exclude_each_other(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    api = client(bot)
    polling = asyncio.create_task(api.call("getUpdates", timeout=30))
    await bot.polling()
    async with hooked() as program:
        await api.ok("setWebhook", url=program.url)
        assert (await polling).description == "Conflict: terminated by setWebhook request"
        refused = await api.call("getUpdates")
        assert refused.status == 409 and "while webhook is active" in refused.description
        await api.ok("deleteWebhook")
    assert await api.updates() == []


async def test_a_webhook_gets_each_update_with_the_secret(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    chat.say("以前")
    async with hooked() as program:
        await api.ok("setWebhook", url=program.url, secret_token="s-e_cret", allowed_updates=["message"])
        chat.say("以后")
        await bot.delivered()
        assert [update["message"]["text"] for update in program.got] == ["以前", "以后"]
        assert program.secrets == ["s-e_cret"] * 2
        info = await api.ok("getWebhookInfo")
        assert info["url"] == program.url and info["pending_update_count"] == 0 and "last_error_date" not in info


async def test_a_webhook_gets_it_again_until_it_says_2xx(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    async with hooked() as program:
        program.statuses = [503, 500, 302, 204]
        await api.ok("setWebhook", url=program.url)
        chat.say("一")
        chat.say("二")
        await bot.delivered()
        first, second = program.ids[0], program.ids[-1]
        assert program.ids == [first] * 4 + [second], "and the next of the chat waits for it"
        info = await api.ok("getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"


async def test_a_webhook_that_nobody_answers(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    await api.ok("setWebhook", url="http://127.0.0.1:9/hook")
    chat.say("一")
    await server.until(lambda: bot.queue.hook and bot.queue.hook.error, "an error")
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"] == "Connection refused" and info["pending_update_count"] == 1
    async with hooked() as program:
        server.ways.webhook_timeout_s = 0.05
        program.hold = asyncio.Event()
        await api.ok("setWebhook", url=program.url)
        await server.until(lambda: bot.queue.hook and bot.queue.hook.error, "an error")
        assert (await api.ok("getWebhookInfo"))["last_error_message"] == "Read timeout expired"


async def test_chats_come_at_the_same_time_up_to_the_limit(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    api = client(bot)
    async with hooked() as program:
        program.hold = asyncio.Event()
        await api.ok("setWebhook", url=program.url, max_connections=3)
        for number in range(6):
            chat = server.person(f"P{number}").private(bot)
            chat.say("一")
            chat.say("二")
        await program.until(lambda: program.busy == 3)
        program.hold.set()
        await bot.delivered()
        assert program.busiest == 3 and len(program.got) == 12
        by_chat: dict[int, list[str]] = {}
        for update in program.got:
            by_chat.setdefault(update["message"]["chat"]["id"], []).append(update["message"]["text"])
        assert set(map(tuple, by_chat.values())) == {("一", "二")}


async def test_a_webhook_can_answer_with_a_method(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat = server.person("Lan").private(bot)
    async with hooked() as program:
        program.answer = {"method": "sendMessage", "chat_id": chat.person.id, "text": "收到"}
        await client(bot).ok("setWebhook", url=program.url)
        chat.say("一")
        await chat.answered()
        assert chat.said == ["收到"]


async def test_where_a_webhook_may_lead(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    assert "HTTPS" in (await api.call("setWebhook", url="http://frontdoor.example/hook")).description
    assert "ports" in (await api.call("setWebhook", url="https://frontdoor.example:8080/hook")).description
    assert "secret token" in (await api.call("setWebhook", url="https://a.example", secret_token="ä")).description
    assert (await api.call("setWebhook", url="https://a.example", allowed_updates=["messages"])).status == 400
    assert len(server.violations) == 4
    async with hooked() as program:
        server.route("https://frontdoor.example", program.url.removesuffix("/hook"))
        await api.ok("setWebhook", url="https://frontdoor.example/hook")
        chat.say("一")
        await bot.delivered()
        assert len(program.got) == 1
    await api.ok("setWebhook", url="", drop_pending_updates=True)
    assert (await api.ok("getWebhookInfo"))["url"] == ""


async def test_confirmed_updates_can_come_once_more(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    chat.say("一")
    chat.say("二")
    seen = await api.news()
    assert server.redeliver(2) == 2
    assert await api.updates(seen[-1]["update_id"] + 1) == seen, "whatever offset is asked for"
    assert await api.updates(seen[-1]["update_id"] + 1) == []
    async with hooked() as program:
        await api.ok("setWebhook", url=program.url)
        server.redeliver(1)
        await bot.delivered()
        assert program.got == seen[1:]


async def test_updates_can_come_out_of_order(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    server.shuffle = random.Random(7)
    for number in range(8):
        chat.say(str(number))
    ids = [update["update_id"] for update in await api.updates()]
    assert ids != sorted(ids) and len(set(ids)) == 8
    async with hooked() as program:
        await api.ok("setWebhook", url=program.url, max_connections=1)
        await bot.delivered()
        assert program.ids != sorted(program.ids) and sorted(program.ids) == sorted(ids)


async def test_after_a_day_an_update_is_gone(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat, api = server.person("Lan").private(bot), client(bot)
    chat.say("一")
    server.clock.forward(23 * 3600)
    chat.say("二")
    server.clock.forward(2 * 3600)
    assert [update["message"]["text"] for update in await api.updates()] == ["二"]


async def test_the_time_can_be_set(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    chat = server.person("Lan").private(bot)
    server.now = server.now.replace(year=2030, month=1, day=2)
    chat.say("一")
    assert (await client(bot).news())[0]["message"]["date"] == int(chat.seen[-1].at)
    assert server.now.year == 2030


async def test_anything_can_be_pushed(server: Server, client: Speak) -> None:
    bot = server.bot("residents")
    rng = random.Random(3)
    sent = [random_update(rng) for _ in range(100)]
    ids = [bot.push(update) for update in sent]
    got = await client(bot).news()
    assert [update["update_id"] for update in got] == ids
    assert json.dumps(got[0], sort_keys=True) == json.dumps(sent[0] | {"update_id": ids[0]}, sort_keys=True)
