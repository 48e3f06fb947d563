"""Both databases for the storage contracts, and small makers of what is stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from adapters.district import load_district
from cases.case import Actor, Case, Event, Happened, Reporter, State
from cases.district import District
from dialogs.messages import Inbound, Kind, Outbound
from storage.database import open_engine
from storage.migrate import migrate
from storage.store import Store
from tests.postgres import Server, new_database

NOW = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
DISTRICT = Path(__file__).parents[2] / "deploy" / "rongchang"
VILLAGE, TOWN, OTHER_VILLAGE, TOP = "500153001201", "500153001", "500153002203", "500153"
DISCIPLINE = "500153-discipline"


class Clock:
    """A clock that a test turns forward."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@cache
def district() -> District:
    """The sample district, read once."""
    return load_district(DISTRICT)


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'frontdoor.db'}"
    server: Server = request.getfixturevalue("postgres_server")
    return await new_database(server)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(url: str, clock: Clock) -> AsyncIterator[Store]:
    """A store on a database that is up to date."""
    opened = Store(open_engine(url), district(), clock)
    await migrate(opened.engine)
    yield opened
    await opened.close()


@pytest.fixture
async def other(url: str, clock: Clock, store: Store) -> AsyncIterator[Store]:
    """The same database as another process sees it: connections and locks of its own."""
    del store  # it has made the tables
    opened = Store(open_engine(url), district(), clock)
    yield opened
    await opened.close()


def message(n: int, chat: str = "lan", text: str = "路灯不亮", channel: str = "web", person: str = "") -> Inbound:
    """The n-th message of a chat."""
    return Inbound(channel, f"{chat}:{n}", chat, person or chat, Kind.TEXT, NOW, text=text)


def said(text: str, chat: str = "lan", channel: str = "telegram") -> Outbound:
    """Something to be sent."""
    return Outbound("", channel, chat, text)


def case(number: str = "2604-0001-1", id: str = "c1", person: str = "lan", **changed: object) -> Case:
    """A case of a resident on the web."""
    values: dict[str, object] = {
        "service": "street-light",
        "unit": VILLAGE,
        "unit_first": VILLAGE,
        "place_unit": VILLAGE,
        "problem": "路灯不亮",
        "filed_at": NOW,
        "state": State.ASSIGNED,
        "reporter": Reporter("web", person, person) if person else Reporter(),
        "events": 1,
    }
    return Case(id, number, **{**values, **changed})  # type: ignore[arg-type]  # names and kinds as Case has them


def event(n: int = 1, kind: Happened = Happened.FILED) -> Event:
    """An event of a case."""
    return Event(kind, NOW, Actor("resident"), {"text": "路灯不亮"}, n)


async def worked(store: Store, chat: str = "") -> list[str]:
    """Take the undone messages in hand, one after the other, as a worker does; their external ids."""
    ids: list[str] = []
    while rows := await store.undone():
        mine = [r for r in rows if not chat or r.chat == chat]
        if not mine:
            return ids
        async with store.work() as work:
            if await work.claim(mine[0].id, mine[0].channel, mine[0].chat):
                await work.done(mine[0].id)
                ids.append(mine[0].payload)
        await asyncio.sleep(0)
    return ids
