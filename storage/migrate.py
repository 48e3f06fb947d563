"""Bringing the database up to date. Alembic is imported only when there is something to change: it costs a second."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import reading, writing
from storage.tables import metadata

HERE = Path(__file__).parent / "migrations"
VERSION_TABLE = "frontdoor_version"
LOCK = 7003  # any number that nobody else takes in this database
version = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)
"""Alembic's own table, as Alembic makes it."""


class NewerDatabase(Exception):
    """The database belongs to a newer release; the message says what to do."""


def newest() -> str:
    """The revision that this release needs: the last in the order of the files' names."""
    return sorted(p.stem.split("_")[0] for p in (HERE / "versions").glob("[0-9]*.py"))[-1]


async def current(engine: AsyncEngine) -> str:
    """The revision that the database has; empty when it has none."""
    async with reading(engine) as connection:
        return await connection.run_sync(_current)


async def migrate(engine: AsyncEngine) -> bool:
    """Apply what is missing; True if there was anything. Two processes at once are safe: one waits for the other.

    Raises Away, NewerDatabase.
    """
    if await current(engine) == newest():
        return False
    async with writing(engine) as connection:
        await connection.run_sync(_upgrade)
    return True


def _current(connection: Connection) -> str:
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return str(connection.execute(select(version.c.version_num)).scalar() or "")


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    found, wanted = _current(connection), newest()
    if found > wanted:
        raise NewerDatabase(
            f"The database is of a newer release (revision {found}, this program knows {wanted}); "
            "start the newer release, or bring back the backup that was made before it."
        )
    if found == wanted:
        return
    if found or inspect(connection).has_table("inbox"):
        revise(connection)
    else:
        _create(connection, wanted)


def _create(connection: Connection, revision: str) -> None:
    """An empty database gets the newest tables at once; a contract test proves that the revisions end at the same."""
    metadata.create_all(connection)
    version.create(connection)
    connection.execute(version.insert().values(version_num=revision))


def revise(connection: Connection, to: str = "head") -> None:
    """Apply the revisions that the database does not have, one after the other, up to one."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(HERE))

    def steps(revision: object, _context: MigrationContext) -> list[object]:
        return list(script._upgrade_revs(to, revision))  # type: ignore[arg-type]  # as alembic.command does

    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "fn": steps})
    with Operations.context(context):
        context.run_migrations()
