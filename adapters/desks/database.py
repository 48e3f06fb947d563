"""A back office that is a database of its own: cases go in, answers come out (docs/desk.md)."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Table, event, exc, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.channels.ports import Transient
from adapters.desks import tables
from adapters.desks.ports import DeskAnswer, Report, redact
from cases.case import Case, Happened
from cases.units import Unit

WAIT_S = 5.0  # for a connection, and for SQLite's write lock
STATEMENT_S = 30.0  # for one statement, an attachment of 20 MB included, and for a turn in the pool
MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 5_217_001  # any number that nobody else in that database takes
RATED = frozenset({Happened.CONFIRMED, Happened.RATED, Happened.REOPENED})
OURS = re.compile(r"2[23]")  # SQLSTATE classes 22 and 23: the data is wrong, waiting will not mend it


class DatabaseDesk:
    """The back office behind a SQLAlchemy URL (sqlite+aiosqlite, postgresql+asyncpg); opened when it is first used."""

    name = "database"

    def __init__(self, url: str, wait_s: float = WAIT_S) -> None:
        self._url = url
        self._wait_s = wait_s
        self._opened: AsyncEngine | None = None

    async def hand_over(self, report: Report) -> None:
        """Put down one event, all of it in one transaction. Raises Transient."""
        case, happened = report.case, report.event
        async with self._connected() as connection:
            await _put(connection, tables.cases, _case_row(report), newer_by="last_event")
            await _put(
                connection,
                tables.events,
                {
                    "case_id": case.id,
                    "n": happened.n,
                    "kind": happened.kind.value,
                    "at": happened.at,
                    "actor_role": happened.actor.role,
                    "actor_name": "" if happened.actor.role == "resident" else happened.actor.name,
                    "data": redact(happened),
                },
            )
            if happened.kind in RATED:
                rating: dict[str, object] = {
                    "case_id": case.id,
                    "solved": case.solved,
                    "score": case.score,
                    "why_not": case.why_not,
                    "at": happened.at,
                    "n": happened.n,
                }
                await _put(connection, tables.ratings, rating, newer_by="n")
            for file, media_type, content in report.files:
                attachment: dict[str, object] = {
                    "case_id": case.id,
                    "n": happened.n,
                    "file": file,
                    "kind": "photo" if media_type.startswith("image/") else "voice",
                    "media_type": media_type,
                    "size_bytes": len(content),
                    "content": content,
                }
                await _put(connection, tables.attachments, attachment)

    async def put_units(self, units: Iterable[Unit]) -> None:
        """Bring the back office's units up to date; one that is gone stays, as its cases do. Raises Transient."""
        async with self._connected() as connection:
            for unit in units:
                row: dict[str, object] = {
                    "code": unit.code,
                    "name": unit.name,
                    "name_en": unit.name_en,
                    "level": unit.level.value,
                    "parent": unit.parent,
                    "department": unit.department,
                }
                await _put(connection, tables.units, row, newer_by="")

    async def answers(self, limit: int) -> list[DeskAnswer]:
        """What the back office wrote and nobody has taken yet, oldest first. Raises Transient."""
        a = tables.answers.c
        query = select(tables.answers).where(a.taken_at.is_(None)).order_by(a.id).limit(limit)
        async with self._connected(reading=True) as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [
            DeskAnswer(
                id=row["id"],
                case_number=row["case_number"].strip(),
                action=row["action"],
                unit=row["unit"].strip(),
                text=row["text"],
                who=row["who"],
                rule=row["rule"],
                where=row["where_to"],
                by=row["by_name"],
                created_at=row["created_at"],
            )
            for row in rows
        ]

    async def taken(self, id: int, refused: str = "") -> None:
        """Note that an answer is done, or why it was refused; the first word counts. Raises Transient."""
        a = tables.answers.c
        done = update(tables.answers).where(a.id == id, a.taken_at.is_(None))
        async with self._connected() as connection:
            await connection.execute(done.values(taken_at=datetime.now(UTC), refused=refused))

    async def close(self) -> None:
        """Give the connections back."""
        if self._opened:
            await self._opened.dispose()
            self._opened = None

    @asynccontextmanager
    async def _connected(self, reading: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction. Whatever says that the database can't be worked with now becomes Transient."""
        away = ""
        try:
            self._opened = self._opened or _engine(self._url, self._wait_s)
            async with self._opened.execution_options(frontdoor_reading=reading).begin() as connection:
                yield connection
            return
        except exc.DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None) or ""
            if isinstance(error, exc.IntegrityError | exc.DataError) or OURS.match(state):
                raise
            # The driver's own words may quote a resident's, so none of them is passed on (law 6, docs/architecture.md).
            away = f"{type(error.orig).__name__} {state or getattr(error.orig, 'sqlite_errorname', '')}"
        except (exc.TimeoutError, OSError) as error:
            away = type(error).__name__
        raise Transient(f"the back office's database is away: {away.strip()}")


async def migrate(url: str) -> None:
    """Bring the back office's database to the newest version; two that do it at once wait for each other."""
    _make_room(url)
    engine = _engine(url, WAIT_S)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _make_room(url: str) -> None:
    """The folder of a SQLite file."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite" and where.database:
        Path(where.database).parent.mkdir(parents=True, exist_ok=True)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _engine(url: str, wait_s: float) -> AsyncEngine:
    """An engine for the back office. Parameters stay out of error messages: they are what residents wrote."""
    on_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = create_async_engine(
        url,
        hide_parameters=True,
        json_serializer=lambda value: json.dumps(value, ensure_ascii=False),
        pool_size=1 if on_sqlite else 5,  # SQLite has one writer: our own stand in line here, not at its lock
        max_overflow=0,
        pool_timeout=STATEMENT_S,
        pool_pre_ping=not on_sqlite,
        connect_args={} if on_sqlite else {"timeout": wait_s, "command_timeout": STATEMENT_S},
    )
    if on_sqlite:
        _tune_sqlite(engine, wait_s)
    return engine


def _tune_sqlite(engine: AsyncEngine, wait_s: float) -> None:
    """Readers beside one writer, and a writer that takes its lock at once instead of failing half-way."""

    @event.listens_for(engine.sync_engine, "connect")
    def connected(raw: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        raw.isolation_level = None  # sqlite3's own BEGIN comes too late
        cursor = raw.cursor()
        for pragma in (f"busy_timeout = {int(wait_s * 1000)}", "journal_mode = WAL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        reading = connection.get_execution_options().get("frontdoor_reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


async def _put(connection: AsyncConnection, table: Table, row: dict[str, object], newer_by: str | None = None) -> None:
    """Insert a row. A row of that key that is there already stays, or is replaced: always with `newer_by` "", else only
    if the column `newer_by` is greater in the new row."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    insert = make(table).values(**row)
    key = [column.name for column in table.primary_key]
    if newer_by is None:
        await connection.execute(insert.on_conflict_do_nothing(index_elements=key))
        return
    where = table.c[newer_by] < insert.excluded[newer_by] if newer_by else None
    changed = {name: insert.excluded[name] for name in row if name not in key}
    await connection.execute(insert.on_conflict_do_update(index_elements=key, set_=changed, where=where))


def _case_row(report: Report) -> dict[str, object]:
    case: Case = report.case
    return {
        "id": case.id,
        "number": case.number,
        "service": case.service,
        "service_name": report.service.called("zh-CN"),
        "service_name_en": report.service.called("en"),
        "service_group": report.service.group,
        "unit": case.unit,
        "place_unit": case.place_unit,
        "spot": case.spot,
        "lat": case.point.lat if case.point else None,
        "lon": case.point.lon if case.point else None,
        "problem": case.problem,
        "answers": dict(case.answers),
        "state": case.state.value,
        "urgent": case.urgent,
        "sealed": case.sealed,
        "owner_name": case.owner_name,
        "respond_due": case.respond_due,
        "solve_due": case.solve_due,
        "filed_at": case.filed_at,
        "responded_at": case.responded_at,
        "resolved_at": case.resolved_at,
        "closed_at": case.closed_at,
        "answer": case.answer,
        "passed": case.passed,
        "reopened": case.reopened,
        "urged": case.urged,
        "merged_into": case.merged_into,
        "resident_name": case.reporter.name,
        "resident_phone": case.reporter.phone,
        "language": case.reporter.language,
        "last_event": report.event.n,
    }
