"""Bringing the database up to date. Alembic is imported only when there is something to do: it costs a second."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import writing

HERE = Path(__file__).parent / "migrations"
VERSION_TABLE = "frontdoor_version"


def newest() -> str:
    """The revision that this release needs: the last in the order of the files' names."""
    return sorted(p.stem.split("_")[0] for p in (HERE / "versions").glob("[0-9]*.py"))[-1]


async def current(engine: AsyncEngine) -> str:
    """The revision that the database has; empty when it has none."""

    def look(connection: Connection) -> str:
        if not inspect(connection).has_table(VERSION_TABLE):
            return ""
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608  # a constant
        return str(found or "")

    async with engine.connect() as connection:
        return await connection.run_sync(look)


async def migrate(engine: AsyncEngine) -> bool:
    """Apply what is missing; True if there was anything. Two processes at once are safe: one waits for the other."""
    if await current(engine) == newest():
        return False
    async with writing(engine) as connection:
        await connection.run_sync(_upgrade)
    return True


def _upgrade(connection: Connection) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7003)"))
    script = ScriptDirectory(str(HERE))

    def steps(revision: object, _context: MigrationContext) -> list[object]:
        return list(script._upgrade_revs("head", revision))  # type: ignore[arg-type]  # as alembic.command does

    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "fn": steps})
    with Operations.context(context):
        context.run_migrations()
