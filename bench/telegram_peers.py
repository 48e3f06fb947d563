"""The peers of the Telegram benches, each a process of its own, and a Bot API server that costs next to nothing.

`python -m bench.telegram_peers PORT commit DATABASE`: aiohttp that does the commit for each update, and nothing else.
`… PORT hook REDIS`: aiogram as its documentation sets it up: its webhook handler, its states in Redis.
`… API_URL poll REDIS TOKEN`: the same by aiogram's own polling, which tells Redis of each that is done.
`… PORT api`: what a bot asks when it starts.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bench.bare_server import Bare

if TYPE_CHECKING:
    from aiogram import Bot, Dispatcher
    from aiogram.types import TelegramObject

    Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[object]]

RESIDENTS, STAFF = "6900000001:AAFresidents" + "x" * 23, "6900000002:AAFstaff" + "x" * 27
SECRET = "Yq3vTn8sWd6uLr1pXk5mZb9cFh2gJe4a"
PATH = "/telegram/residents"
DONE = "done"


def commit(database: str) -> web.Application:
    """SQLite in WAL with synchronous=FULL and group commit; it reads neither the update nor the secret."""
    bare = Bare(database, together=True)

    async def opened(_: web.Application) -> None:
        await asyncio.get_running_loop().run_in_executor(bare.thread, bare.open)

    async def hook(request: web.Request) -> web.Response:
        bare.count += 1
        await bare.keep(("bare", str(bare.count), "chat", await request.text(), "2026-11-22T09:00:00+00:00"))
        return web.Response()

    app = web.Application()
    app.on_startup.append(opened)
    app.router.add_post(PATH, hook)
    return app


def dialog(redis: str) -> Dispatcher:
    """One step of a form for each message. Redis keeps nothing on disk: that is the faster of its ways."""
    from aiogram import Dispatcher
    from aiogram.fsm.context import FSMContext
    from aiogram.fsm.storage.redis import RedisStorage
    from aiogram.types import Message

    dispatcher = Dispatcher(storage=RedisStorage.from_url(redis))

    @dispatcher.message()
    async def step(message: Message, state: FSMContext) -> None:
        await state.get_state()
        await state.set_state("telling")
        await state.update_data({str(message.message_id): message.text})

    return dispatcher


def bot(api: str, token: str) -> Bot:
    """A bot on a server of ours."""
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))


def hook(redis: str) -> web.Application:
    """aiogram's webhook, answered when the step is done, as ours is."""
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application

    app, dispatcher = web.Application(), dialog(redis)
    handler = SimpleRequestHandler(dispatcher, bot("http://127.0.0.1", RESIDENTS), False, SECRET)
    handler.register(app, path=PATH)
    setup_application(app, dispatcher)
    return app


async def poll(api: str, redis: str, token: str) -> None:
    """aiogram's polling, with the same step."""
    from redis.asyncio import Redis

    dispatcher, client = dialog(redis), Redis.from_url(redis)

    async def counted(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> None:
        await handler(event, data)
        await client.rpush(DONE, 1)

    dispatcher.message.outer_middleware(counted)
    await dispatcher.start_polling(bot(api, token))


def api() -> web.Application:
    """Who you are; and yes to all else."""

    async def answer(request: web.Request) -> web.Response:
        me = {"id": int(request.match_info["id"]), "is_bot": True, "first_name": "bench", "username": "bench_bot"}
        asks = request.match_info["method"].lower() == "getme"
        return web.json_response({"ok": True, "result": me if asks else True})

    app = web.Application()
    app.router.add_route("*", "/bot{id}:{token}/{method}", answer)
    return app


def main(where: str, what: str, *given: str) -> None:
    """Run one of them until it is ended."""
    logging.disable()
    if what == "poll":
        asyncio.run(poll(where, *given))
        return
    apps: dict[str, Callable[..., web.Application]] = {"commit": commit, "hook": hook, "api": api}
    app = apps[what](*given)
    web.run_app(app, host="127.0.0.1", port=int(where), print=None, access_log=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
