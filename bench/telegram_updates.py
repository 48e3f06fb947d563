"""Updates in the order in which they were written, and updates that outlive kill -9. Peer: aiogram's own polling."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from redis.asyncio import Redis as Client

from bench.telegram_peers import DONE
from tests.bot_api.bots import Bot
from tests.bot_api.seats import Seat
from tests.bot_api.server import Server, serving
from tests.chaos.house import House, Redis, open_redis

TOLD = 30  # messages of one chat at once
PEOPLE, EACH = 4, 3  # in one batch whose poll is killed
REPORT = "螺罐村村口的路灯坏了三天了"
PATIENCE_S = 90.0

Row = tuple[str, str, str, str, bool]
Kill = Callable[[Server, Bot, list[Seat]], Awaitable[None]]


def measure() -> list[Row]:
    """Both of them on our own Bot API server, in one run."""
    with tempfile.TemporaryDirectory() as folder, open_redis(Path(folder)) as redis:
        return asyncio.run(both(Path(folder), redis))


async def both(folder: Path, redis: Redis) -> list[Row]:
    """Front Door and aiogram beside each other: what takes longest is their start."""
    async with serving() as server:
        ours, theirs = server.bot("ours"), server.bot("theirs")
        house = House(
            folder,
            {"telegram_residents_token": ours.token, "telegram_api": server.url},
        )
        try:
            (order, lost, twice), (kept, gone) = await asyncio.gather(
                front_door(server, ours, house), aiogram(server, theirs, redis)
            )
        finally:
            house.close()
    batch = PEOPLE * EACH
    return [
        (
            f"{TOLD} messages of one chat at once",
            f"{order} of {TOLD} in order",
            f"{TOLD} of {TOLD}",
            f"aiogram, polling, a form in Redis: {kept} of {TOLD} kept",
            order == TOLD,
        ),
        (
            f"{len(KILLS)} polls killed, {len(KILLS) * batch} messages",
            f"{lost} lost, {twice} twice",
            "0 lost, 0 twice",
            f"aiogram, polling, killed once: {gone} of {batch} lost",
            lost == twice == 0,
        ),
    ]


async def front_door(server: Server, bot: Bot, house: House) -> tuple[int, int, int]:
    """How many of 30 are told in order; how many are lost and how many told twice when polls are killed."""
    chat = server.person("Lan", language_code="zh-hans").private(bot)
    expected = tell(chat, TOLD)
    process = house.begin()
    try:
        await asyncio.to_thread(house.ready, process)
        review, _ = await settled(house, bot, chat, expected)
        order = sum(got == said for got, said in zip(review, expected, strict=False))
        lost = twice = 0
        for kill in KILLS:
            await bot.polling(PATIENCE_S)
            chats = crowd(server, bot)
            said = [tell(each, EACH) for each in chats]
            await kill(server, bot, chats)
            house.kill(process)
            server.heal()
            process = house.begin()
            await asyncio.to_thread(house.ready, process)
            for each, words in zip(chats, said, strict=True):
                review, worked = await settled(house, bot, each, words)
                lost += len(set(words) - set(review))
                twice += sum(worked.count(word) > 1 or review.count(word) > 1 for word in words)
        return order, lost, twice
    finally:
        house.kill(process)


async def settled(house: House, bot: Bot, chat: Seat, said: list[str]) -> tuple[list[str], list[str]]:
    """The lines of the last review once all is worked, and the texts that were; what is not after a while is lost.

    Read from the database: a message that a killed process was about to send is sent by the next only after a minute.
    """
    until, person = time.monotonic() + PATIENCE_S, (str(chat.person.id),)
    with closing(sqlite3.connect(house.folder / "data" / "frontdoor.db")) as database:
        while True:
            rows = database.execute("SELECT payload, done_at FROM inbox WHERE chat = ? ORDER BY id", person).fetchall()
            worked = [json.loads(payload).get("text", "") for payload, done_at in rows if done_at]
            # Acknowledged, so that nothing comes once more.
            if (not bot.pending and len(worked) == len(rows) >= len(said)) or time.monotonic() > until:
                says = database.execute("SELECT payload FROM outbox WHERE chat = ? ORDER BY id", person)
                return told([json.loads(payload).get("text", "") for (payload,) in says]), worked
            await asyncio.sleep(0.05)


def tell(chat: Seat, count: int) -> list[str]:
    """A report, and more to it: as many messages as `count`. They are the lines that the review is to show."""
    lines = [REPORT, *(f"第{n}盏也坏了" for n in range(2, count + 1))]
    for line in lines:
        chat.say(line)
    return lines


def told(texts: Sequence[str]) -> list[str]:
    """The lines of a report as the last review among these texts shows them."""
    reviews = [found for text in texts if (found := re.search("您说的：(.*?)\n是哪类事", text, re.DOTALL))]
    return reviews[-1][1].split("\n") if reviews else []


def crowd(server: Server, bot: Bot) -> list[Seat]:
    """Some new people."""
    return [server.person("Wu", language_code="zh-hans").private(bot) for _ in range(PEOPLE)]


# --- when a poll is killed -------------------------------------------------------------------------------------------


async def handed_out(server: Server, bot: Bot, chats: list[Seat]) -> None:
    """The batch is on its way, and nothing of it committed."""
    await server.until(lambda: not bot.queue.polls, "the batch is handed out", PATIENCE_S)


async def committed(server: Server, bot: Bot, chats: list[Seat]) -> None:
    """It is committed, and the service has not heard so."""
    lost = server.fail("getUpdates", how="drop", times=None, bot=bot)
    await server.until(lambda: lost.hit, "the batch is acknowledged", PATIENCE_S)


async def half_told(server: Server, bot: Bot, chats: list[Seat]) -> None:
    """Some of it has had its effects."""
    await server.until(lambda: any(told(chat.said) for chat in chats), "somebody is answered", PATIENCE_S)


KILLS: tuple[Kill, ...] = (handed_out, committed, half_told)


# --- the peer --------------------------------------------------------------------------------------------------------


async def aiogram(server: Server, bot: Bot, redis: Redis) -> tuple[int, int]:
    """How many of 30 its form has kept, and how many of a batch are nowhere when it is killed in the middle."""
    chat = server.person("Lan").private(bot)
    tell(chat, TOLD)
    command = [sys.executable, "-m", "bench.telegram_peers", server.url, "poll", redis.url, bot.token]
    process = await asyncio.create_subprocess_exec(*command)
    client = Client.from_url(redis.url, socket_timeout=PATIENCE_S)
    try:
        for _ in range(TOLD):
            assert await client.blpop([DONE], timeout=PATIENCE_S), "aiogram takes no messages"
        kept = await count(client, [chat])
        await bot.polling(PATIENCE_S)
        chats = crowd(server, bot)
        for each in chats:
            tell(each, EACH)
        await bot.delivered(PATIENCE_S)
        process.kill()
        await process.wait()
        return kept, PEOPLE * EACH - await count(client, chats)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await client.aclose()


async def count(client: Client, chats: Sequence[Seat]) -> int:
    """How many messages of these chats are in its forms."""
    forms = [await client.get(f"fsm:{chat.person.id}:{chat.person.id}:data") for chat in chats]
    return sum(len(json.loads(form)) for form in forms if form)
