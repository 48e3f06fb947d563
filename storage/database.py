"""Opening the database, and its transactions: one writer at a time on SQLite, row locks on PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from dialogs.exchange import Unavailable

BUSY_MS = 5000  # milliseconds that SQLite waits for its one writer before it gives up
WAIT_S = BUSY_MS / 1000  # the same for a turn among our own writers, and for a connection
GOODBYE_S = 0.02  # seconds in which the thread of a file that can't be opened says so to this loop, and ends
SQLITE_LATER = frozenset(
    {"BUSY", "LOCKED", "FULL", "IOERR", "CANTOPEN", "READONLY", "PROTOCOL", "NOMEM", "INTERRUPT", "NOTADB"}
)
"""SQLite's result codes (sqlite.org/rescode.html) that say "not now"; all others say that we asked for nonsense."""
POSTGRES_LATER = ("08", "25006", "40", "53", "55P03", "57", "58")
"""SQLSTATE classes and codes (PostgreSQL, appendix A) that say "not now": connection lost, read-only while a standby
takes over, deadlock, out of room or connections, lock not available, shutting down or starting up, system error."""


class Away(Unavailable):
    """The database is away, locked or full; trying again later is right. The message is the kind of error alone."""


_turns: WeakKeyDictionary[Engine, asyncio.Lock] = WeakKeyDictionary()
"""SQLite has one writer and lets those who wait for it sleep and try again. Our own stand in a line instead."""


def open_engine(url: str) -> AsyncEngine:
    """An engine for `url`; nothing is connected yet. SQLite: WAL, synchronous=FULL (a commit survives a power cut).

    Parameters stay out of error messages: they are what residents wrote (law 6).
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        # A connection that died with its server shows at its next use, as Away; the pool then renews all of them.
        # Asking before each use whether it lives would cost a round trip each time.
        return create_async_engine(
            url,
            hide_parameters=True,
            pool_size=10,
            max_overflow=10,
            pool_timeout=WAIT_S,
            connect_args={"timeout": WAIT_S},
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, hide_parameters=True, pool_size=5, max_overflow=5, pool_timeout=WAIT_S)
    _turns[engine.sync_engine] = asyncio.Lock()

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        prepare(connection)

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        # A transaction that reads first and writes later would fail at the write when another one came between.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def prepare(connection: Any) -> None:
    """A new connection to an SQLite file waits for the writer, and a commit on it survives a power cut."""
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _use_wal(cursor)
    cursor.close()


def _use_wal(cursor: Any) -> None:
    """Readers beside the writer. Two processes that open a new file at once: SQLite lets neither wait, so we do."""
    until = time.monotonic() + WAIT_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if time.monotonic() > until or not _later(error):
                raise
            time.sleep(0.02)


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that may write: committed at the end, rolled back on an error. Raises Away."""
    async with turn(engine), _begun(engine, writes=True) as connection:
        yield connection


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that only reads, and on SQLite waits for no writer. Raises Away."""
    async with _begun(engine, writes=False) as connection:
        yield connection


@asynccontextmanager
async def turn(engine: AsyncEngine) -> AsyncIterator[None]:
    """On SQLite, this process's turn to write."""
    line = _turns.get(engine.sync_engine)
    if line is None:
        yield
        return
    try:
        async with asyncio.timeout(WAIT_S):
            await line.acquire()
    except TimeoutError:
        raise Away("locked") from None
    try:
        yield
    finally:
        line.release()


@asynccontextmanager
async def _begun(engine: AsyncEngine, *, writes: bool) -> AsyncIterator[AsyncConnection]:
    connection = engine.connect()
    try:
        await connection.start()
    except Exception as error:
        # While connecting, drivers raise whatever the network gave them: every OSError, and errors of their own.
        if isinstance(error, OSError | DBAPIError) or is_gone(error) or hasattr(error, "sqlstate"):
            await asyncio.sleep(GOODBYE_S if engine.sync_engine in _turns else 0)
            raise Away(kind(error)) from error
        raise
    try:
        if writes:
            await connection.execution_options(writes=True)
        async with connection.begin():
            yield connection
    except Exception as error:
        if is_gone(error) and not isinstance(error, Away):
            raise Away(kind(error)) from error
        raise
    finally:
        await connection.close()


def is_gone(error: BaseException) -> bool:
    """Whether the error says that the database is away, locked or full, so that trying again later is right."""
    if isinstance(error, Unavailable | PoolTimeout | ConnectionError):
        return True
    if isinstance(error, DBAPIError):
        return bool(error.connection_invalidated) or (error.orig is not None and _later(error.orig))
    return isinstance(error, sqlite3.OperationalError) and _later(error)


def _later(error: BaseException) -> bool:
    """What the driver's own error says, by its code; never by its words."""
    code = str(getattr(error, "sqlstate", None) or "")
    if code:
        return code.startswith(POSTGRES_LATER)
    name = str(getattr(error, "sqlite_errorname", None) or "")
    return name.removeprefix("SQLITE_").partition("_")[0] in SQLITE_LATER


def kind(error: BaseException) -> str:
    """The kind of an error, for a log line: a code or a class name, never its words (law 6)."""
    if isinstance(error, Away):
        return str(error)
    orig = getattr(error, "orig", None) or error
    return str(getattr(orig, "sqlite_errorname", None) or getattr(orig, "sqlstate", None) or type(error).__name__)
