"""What stands in the SQLite file of a running program, read beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

WAIT_S = 90.0  # seconds that the file may be locked, on a busy machine


def rows(file: Path, query: str, *values: object) -> list[Any]:
    """The answer to a query."""
    with closing(sqlite3.connect(file, timeout=WAIT_S)) as connection:
        return connection.execute(query, values).fetchall()
