"""Opening the database, and its transactions: one writer at a time on SQLite, row locks on PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

BUSY_MS = 5000  # milliseconds that SQLite waits for its one writer before it gives up
GONE = (OperationalError, PoolTimeout, OSError, sqlite3.OperationalError)
"""What a database that is away, locked or full raises."""


def open_engine(url: str) -> AsyncEngine:
    """An engine for `url`; nothing is connected yet. SQLite: WAL, synchronous=FULL (a commit survives a power cut)."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, pool_size=5, max_overflow=5, pool_timeout=BUSY_MS / 1000)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        # A transaction that reads first and writes later would fail at the write when another one came between.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that may write: committed at the end, rolled back on an error."""
    async with engine.connect() as connection:
        await connection.execution_options(writes=True)
        async with connection.begin():
            yield connection


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that only reads, and on SQLite waits for no writer."""
    async with engine.connect() as connection, connection.begin():
        yield connection


def is_gone(error: BaseException) -> bool:
    """Whether the error says that the database is away, locked or full, so that trying again later is right."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, GONE)
