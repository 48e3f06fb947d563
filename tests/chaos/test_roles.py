"""The same four parts as processes of their own, over PostgreSQL and Redis, several of each."""

from __future__ import annotations

import asyncio

from tests.chaos.conftest import Build
from tests.chaos.house import Redis, Resident, reports, until


async def test_six_processes_lose_nothing_when_redis_is_emptied_and_killed(
    house: Build, postgres_url: str, redis_server: Redis
) -> None:
    server = house(database_url=postgres_url, redis_url=redis_server.url)
    roles = ("receive", "work", "work", "send", "send", "watch")
    processes = {n: server.begin(role) for n, role in enumerate(roles)}
    for process in processes.values():
        await asyncio.to_thread(server.ready, process)
    people = [Resident(server, f"p{n}") for n in range(6)]

    async def talk(*texts: str) -> None:
        await asyncio.gather(*(person.talk(texts[n % len(texts)]) for n, person in enumerate(people)))

    first, second = zip(*(reports(n) for n in range(len(people))), strict=True)

    await talk(*first)
    redis_server.flush()
    await talk("发送")
    redis_server.kill()  # from here on the polls alone
    await talk("谢谢")
    await talk(*second)
    server.kill(processes[1])  # a worker and a sender go, the others do their part
    server.kill(processes[3])
    redis_server.start()
    await talk("发送")

    filed = []
    for person in people:
        lines = await person.answered()
        assert [line["echo_of"] for line in lines if line["echo_of"]] == person.taken
        mine = person.filed(lines)
        assert len(mine) == 2
        filed += mine
        await person.close()
    assert sorted(int(n.split("-")[1]) for n in filed) == list(range(1, 13))

    async def handed_over() -> bool:
        return "frontdoor_outbox_rows 0.0" in (await server.get("/metrics")).text

    await until(handed_over, "the back office has everything, though a sender died")
    for process in [processes[n] for n in (0, 2, 4, 5)]:
        code, _ = await asyncio.to_thread(server.stop, process)
        assert code == 0
    assert '"level": "error"' not in server.log.read_text()
