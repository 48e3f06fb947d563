"""The inbox insert on SQLite, the hottest statement of all: a whole batch in one step of one thread.

Through SQLAlchemy a commit costs several hops between the loop and the driver's thread, more than the commit itself;
here it costs one (`make bench` measures it). PostgreSQL's driver needs no thread, and goes through the engine.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import Away, is_gone, kind, prepare, turn

Row = dict[str, object]
_COLUMNS = ("channel", "external_id", "chat", "payload", "received_at")
INSERT = (
    f"INSERT INTO inbox ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{c}' for c in _COLUMNS)}) "  # noqa: S608  # constants
    "ON CONFLICT (channel, external_id) DO NOTHING"
)


class FileBatches:
    """A connection of its own to an SQLite file, opened at the first batch, and the thread that it lives in."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._thread = ThreadPoolExecutor(1, "inbox")
        self._connection: sqlite3.Connection | None = None

    async def insert(self, rows: Sequence[Row]) -> None:
        """Commit all rows, or none. Raises Away."""
        async with turn(self.engine):
            try:
                await asyncio.get_running_loop().run_in_executor(self._thread, self._insert, rows)
            except sqlite3.Error as error:
                if is_gone(error):
                    raise Away(kind(error)) from error
                raise

    async def close(self) -> None:
        """Close the connection, and end the thread."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._forget)
        self._thread.shutdown()

    def _insert(self, rows: Sequence[Row]) -> None:
        connection = self._connection or self._open()
        try:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(INSERT, [{**row, "received_at": kept(row)} for row in rows])
            cursor.execute("COMMIT")
            cursor.close()
        except BaseException:
            self._forget()  # whatever it was in the middle of is rolled back; the next batch gets a new one
            raise

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(str(self.engine.url.database), isolation_level=None, check_same_thread=False)
        try:
            prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _forget(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def kept(row: Row) -> str:
    """The moment of a row as the columns of tables.Moment keep it on SQLite."""
    moment = row["received_at"]
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(moment, datetime) else ""
