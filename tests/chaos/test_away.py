"""The database locked, full or away, and the back office's: nothing is lost, and it goes on by itself."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from tests.chaos.conftest import Build, Postgres
from tests.chaos.house import REPORT, Resident, reports, until
from tests.postgres import new_database


async def refused(person: Resident, words: str = "还有人吗") -> None:
    """The message is not taken, and the answer is kind; `person` keeps it."""
    answer = await person.client.post("/chat/messages", json={"id": "later-1", "type": "text", "text": words})
    assert answer.status_code == 503
    assert answer.json()["error"].startswith("现在收不下，是我们这边的问题")


async def taken_at_last(person: Resident) -> None:
    """Sent again, it is taken once, behind what was said before."""

    async def taken() -> bool:
        return await person.post("later-1", type="text", text="还有人吗") == 200

    await until(taken, "the message is taken when there is a database again")
    person.taken.append("later-1")
    await person.answered()
    assert await person.heard() == person.taken
    assert await person.post("later-1", type="text", text="还有人吗") == 200
    assert await person.heard() == person.taken


async def test_a_locked_database_is_waited_for_and_then_said(house: Build, tmp_path: Path) -> None:
    server = house()
    server.start()
    person = Resident(server, "lan")
    await person.say(REPORT)
    await person.answered()
    lock = sqlite3.connect(tmp_path / "data" / "frontdoor.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    await refused(person)
    assert (await server.get("/healthz")).status_code == 200
    assert await person.heard() == person.taken  # reading needs no lock
    lock.execute("COMMIT")
    lock.close()
    await taken_at_last(person)
    await person.close()


async def test_a_full_database_is_said_and_goes_on_when_there_is_room(house: Build, tmp_path: Path) -> None:
    # A file of the test stands before the program's start and takes SQLite's room away; it is asked at each connect,
    # and the pool is told to keep none, so that room comes back without a restart.
    limit = tmp_path / "max_page_count"
    limit.write_text("1000000")
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import sqlite3\n"
        "from pathlib import Path\n"
        "class Small(sqlite3.Connection):\n"
        "    def cursor(self, *args, **kwargs):\n"
        f"        super().execute('PRAGMA max_page_count = ' + Path({str(limit)!r}).read_text())\n"
        "        return super().cursor(*args, **kwargs)\n"
        "connect = sqlite3.connect\n"
        "sqlite3.connect = lambda *args, **kwargs: connect(*args, **{**kwargs, 'factory': Small})\n"
    )
    server = house()
    server.environment["PYTHONPATH"] = str(hook)
    server.start()
    person = Resident(server, "lan")
    await person.say(REPORT)
    await person.answered()
    limit.write_text("1")  # SQLite makes of it the size that the file has
    filler = 0
    while True:  # what free room the file still has inside
        status = await person.post(f"fill-{filler}", type="text", text="路灯" * 3000)
        if status != 200:
            break
        person.taken.append(f"fill-{filler}")
        filler += 1
        assert filler < 200
    assert status == 503
    await refused(person, "路灯" * 3000)
    limit.write_text("1000000")
    await taken_at_last(person)
    await person.close()


async def test_a_postgresql_that_is_stopped_and_started_again(house: Build, own_postgres: Postgres) -> None:
    server = house(database_url=await new_database(own_postgres.server))
    server.start()
    person = Resident(server, "lan")
    await person.say(REPORT)
    await person.answered()
    own_postgres.stop()
    await refused(person)
    assert (await server.get("/readyz")).status_code == 503
    assert (await person.client.get("/chat/lines")).status_code == 503
    assert (await server.get("/chat")).status_code == 200
    own_postgres.start()
    await taken_at_last(person)
    await person.close()


# --- the back office -------------------------------------------------------------------------------------------------


async def events_at(url: str) -> list[tuple[str, int]]:
    """(case number, n) of the events that the back office has, in the order in which they came."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            joined = "SELECT number, n FROM desk_events JOIN desk_cases ON id = case_id ORDER BY number, n"
            rows = await connection.execute(text(joined))
            return [(row.number, row.n) for row in rows]
    finally:
        await engine.dispose()


async def test_cases_go_on_while_the_back_office_is_away_and_reach_it_later_once_and_in_order(
    house: Build, tmp_path: Path
) -> None:
    away = tmp_path / "desk"
    away.write_text("a file where the folder should be: no database can be here")
    server = house(desk_url=f"sqlite:///{away / 'desk.db'}")
    server.start()
    people = [Resident(server, f"p{n}") for n in range(3)]
    numbers = []
    for n, person in enumerate(people):
        await person.talk(reports(n)[0], "发送")
        numbers += person.filed(await person.answered())
    assert len(numbers) == 3
    assert (await server.get("/readyz")).status_code == 200
    away.unlink()

    async def all_there() -> bool:
        with suppress(DBAPIError):  # not there yet
            return len({number for number, _ in await events_at(f"sqlite+aiosqlite:///{away / 'desk.db'}")}) == 3
        return False

    away.mkdir()
    await until(all_there, "the back office has the cases")

    async def nothing_waits() -> bool:
        return "frontdoor_outbox_rows 0.0" in (await server.get("/metrics")).text

    await until(nothing_waits, "everything is handed over")
    events = await events_at(f"sqlite+aiosqlite:///{away / 'desk.db'}")
    assert [number for number, n in events if n == 1] == sorted(numbers)
    for number in numbers:
        mine = [n for case, n in events if case == number]
        assert mine == list(range(1, len(mine) + 1))
    for person in people:
        await person.close()
