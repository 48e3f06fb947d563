"""The revisions, and the short way for an empty database: both end at the tables that the program uses."""

from __future__ import annotations

import asyncio
import multiprocessing
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text

from storage.database import open_engine, writing
from storage.lessons import Lesson, LessonBook, keep
from storage.migrate import NewerDatabase, current, migrate, newest, revise
from storage.tables import metadata, posts
from tests.contracts.stores import NOW, url

__all__ = ["url"]


def shape(connection: Connection) -> list[tuple[object, ...]]:
    """The whole schema as the database itself describes it."""
    if connection.dialect.name == "sqlite":
        # SQLite keeps the statements; how they were spaced and in which order constraints stand says nothing.
        rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
        return sorted(
            (r.type, r.name, *sorted("".join((r.sql or "").split()).replace('"', "").split(","))) for r in rows
        )
    columns = connection.execute(
        text(
            "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default "
            "FROM information_schema.columns WHERE table_schema = 'public'"
        )
    )
    indexes = connection.execute(text("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
    return sorted(tuple(map(str, row)) for row in [*columns, *indexes])


async def test_the_revisions_end_at_exactly_the_tables_that_the_program_uses(url: str) -> None:
    engine = open_engine(url)
    async with writing(engine) as connection:
        await connection.run_sync(revise)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"version_table": "frontdoor_version", "compare_type": True}
        )
        return list(compare_metadata(context, metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        if "postgresql" in url:  # the queues count up for ever
            wide = "SELECT count(*) FROM information_schema.columns WHERE column_name = 'id' AND data_type = 'bigint'"
            assert (await connection.execute(text(wide))).scalar_one() == 2
    assert await current(engine) == newest()
    await engine.dispose()


async def test_an_empty_database_made_at_once_is_the_same_as_one_made_by_the_revisions(
    url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    from tests.postgres import new_database

    other_url = f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"
    if "postgresql" in url:
        other_url = await new_database(request.getfixturevalue("postgres_server"))
    at_once, by_steps = open_engine(url), open_engine(other_url)
    assert await migrate(at_once)
    async with writing(by_steps) as connection:
        await connection.run_sync(revise)
    shapes = []
    for engine in (at_once, by_steps):
        async with engine.connect() as connection:
            shapes.append(await connection.run_sync(shape))
        assert await migrate(engine) is False
        await engine.dispose()
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) > 15


async def test_what_a_database_of_an_older_release_holds_stays(url: str) -> None:
    engine = open_engine(url)
    async with writing(engine) as connection:
        await connection.run_sync(revise, "0002")
        await connection.execute(insert(posts).values(channel="web", chat="me", key="case:1", message="7", at=NOW))
    assert await current(engine) == "0002"
    assert await migrate(engine)
    async with engine.connect() as connection:
        assert (await connection.execute(select(posts.c.message))).scalars().all() == ["7"]
    lesson = Lesson("路灯坏了", "zh-CN", "garbage", "street-light", "staff", NOW.date())
    async with writing(engine) as connection:
        await keep(connection, lesson)
    assert [replace(one, id=0) for one in await LessonBook(engine).waiting()] == [lesson]
    await engine.dispose()


def migrate_in_a_process(url: str, start: object, done: multiprocessing.Queue[str]) -> None:
    """Migrate when told to."""

    async def main() -> None:
        engine = open_engine(url)
        start.wait()  # type: ignore[attr-defined]  # multiprocessing's barrier has no type of its own
        done.put(str(await migrate(engine)))
        await engine.dispose()

    asyncio.run(main())


async def test_two_processes_that_migrate_at_once_are_safe(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    done: multiprocessing.Queue[str] = context.Queue()
    start = context.Barrier(2)
    both = [context.Process(target=migrate_in_a_process, args=(url, start, done)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        await asyncio.to_thread(process.join, 20)
    assert [process.exitcode for process in both] == [0, 0]
    engine = open_engine(url)
    assert await current(engine) == newest()
    await engine.dispose()


async def test_a_database_of_a_newer_release_is_left_alone(url: str) -> None:
    engine = open_engine(url)
    await migrate(engine)
    async with writing(engine) as connection:
        await connection.execute(text("UPDATE frontdoor_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="start the newer release"):
        await migrate(engine)
    await engine.dispose()


def test_a_start_that_has_nothing_to_revise_does_not_pay_for_alembic(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys; from storage.database import open_engine; from storage.migrate import migrate; "
        ""
        "asyncio.run(migrate(open_engine('sqlite+aiosqlite:///' + sys.argv[1]))); "
        "print('alembic' in sys.modules, end='')"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path / "new.db")], capture_output=True, timeout=30)
    assert ran.stdout == b"False"
