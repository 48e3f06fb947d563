"""Killed at any moment, nothing is lost and nothing happens twice (laws 1 and 2)."""

from __future__ import annotations

import asyncio
import random

from tests.chaos.conftest import Build
from tests.chaos.house import REPORT, Resident, reports, until

KILLS = 2
PEOPLE = 10


async def test_messages_of_ten_residents_survive_kill_9_at_random_moments(house: Build, database: str) -> None:
    server = house(database_url=database)
    people = [Resident(server, f"p{n}") for n in range(PEOPLE)]
    dice = random.Random(7)
    process = server.start()

    async def talk(person: Resident, first: str, second: str) -> None:
        for text in (first, "发送", "谢谢", second, "发送", "我报过的事"):
            await person.talk(text)
            await asyncio.sleep(dice.uniform(0, 0.5))

    talking = asyncio.gather(*(talk(person, *reports(n)) for n, person in enumerate(people)))
    for _ in range(KILLS):
        await asyncio.sleep(dice.uniform(0.2, 1.2))
        server.kill(process)
        process = await asyncio.to_thread(server.start)
    await talking

    seen: list[str] = []
    for person in people:
        lines = await person.answered()
        assert [line["echo_of"] for line in lines if line["echo_of"]] == person.taken  # all of them, once, in order
        filed = person.filed(lines)
        assert len(filed) == 2
        seen += filed
        await person.close()
    assert len(set(seen)) == 2 * PEOPLE
    assert sorted(int(number.split("-")[1]) for number in seen) == list(range(1, 2 * PEOPLE + 1))
    ready = (await server.get("/metrics")).text
    assert "frontdoor_failed_rows 0.0" in ready


async def test_sigterm_finishes_what_is_in_hand_and_leaves_quickly_with_0(house: Build, database: str) -> None:
    server = house(database_url=database)
    people = [Resident(server, f"p{n}") for n in range(5)]
    process = server.start()
    await asyncio.gather(*(person.say(REPORT) for person in people))
    waits = [
        asyncio.create_task(person.client.get("/chat/lines", params={"after": 10_000, "wait": 20})) for person in people
    ]

    async def waiting() -> bool:
        return "frontdoor_up 1" in (await people[0].client.get("/metrics")).text

    await until(waiting, "the server answers beside those who wait")
    code, seconds = await asyncio.to_thread(server.stop, process)
    assert code == 0, server.log.read_text()[-3000:]
    assert seconds < 8
    await asyncio.gather(*waits, return_exceptions=True)
    assert '"level": "error"' not in server.log.read_text()

    server.start()
    for person in people:
        await person.answered()
        await person.close()
