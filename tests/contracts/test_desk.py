"""What every back office does with a case (the fake, SQLite, PostgreSQL), and what the database shows."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.channels.ports import Transient
from adapters.desks import tables
from adapters.desks.database import DatabaseDesk, migrate
from adapters.desks.ports import ACTIONS, TOLD, UNTOLD, AnsweringDesk, DeskAnswer, Report, redact
from cases import commands as c
from cases.case import Actor, Event, Happened, Reporter
from cases.catalogue import Catalogue, Service
from cases.district import Box, District
from cases.lifecycle import apply, decide, file, opened
from cases.routing import Route
from cases.units import Level, Point, Unit, Units
from tests.fakes_desk import FakeDesk
from tests.postgres import Server, new_database

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LIGHT = Service(
    "light", "roads", {"zh-CN": "路灯不亮", "en": "Street light"}, {}, Level.VILLAGE, respond_days=1, solve_days=3
)
UNITS = (
    Unit("500153", "荣昌区", Level.DISTRICT, name_en="Rongchang"),
    Unit("500153001", "昌元街道", Level.TOWN, "500153"),
    Unit("500153001001", "螺罐村村民委员会", Level.VILLAGE, "500153001", name_en="Luoguan village"),
)
DISTRICT = District({"zh-CN": "荣昌区"}, Units.of(UNITS), Catalogue.of([LIGHT]), Box(29, 105, 30, 106))
VILLAGE, TOWN = "500153001001", "500153001"
WANG = Actor("staff", "telegram:4711", "王主任")
REPORTER = Reporter("telegram", "chat-815", "person-815", "zh-CN", "李大姐", "13900001111")
PHOTO = ("f" * 32, "image/jpeg", b"\xff\xd8\xff\0\xe0photo")


def history(*steps: c.Command, number: str = "2604-0138-2", **filed: object) -> list[Report]:
    """A case's events as a desk is handed them."""
    command = c.FileCase(
        draft="draft-1",
        service="light",
        place_unit=VILLAGE,
        problem="村口路灯坏了",
        reporter=REPORTER,
        spot="小卖部门口",
        point=Point(29.4, 105.6),
        answers={"pole": "12"},
    )
    command = replace(command, **filed)  # type: ignore[arg-type]
    events = file(command, f"case-{number}", number, Route(VILLAGE, VILLAGE), DISTRICT, NOW)
    case = opened(events[0])
    reports = [Report(case, events[0], LIGHT)]
    for event in events[1:]:
        case = apply(case, event)
        reports.append(Report(case, event, LIGHT))
    for hours, step in enumerate(steps, 1):
        for event in decide(case, step, DISTRICT, NOW + timedelta(hours=hours)):
            case = apply(case, event)
            reports.append(Report(case, event, LIGHT))
    return reports


def whole_story() -> list[Report]:
    """Every kind of command that a case can take."""
    id = "case-2604-0138-2"
    resident = Actor("resident", "person-815", "李大姐")
    return history(
        c.Ask(id, WANG, "哪一根杆子？"),
        c.Add(id, resident, "第二根", ("file-2",), Point(29.4, 105.6)),
        c.Urge(id, resident),
        c.Remind(id, Actor("system"), "solve"),
        c.Escalate(id, Actor("system"), "solve", TOWN),
        c.Transfer(id, WANG, TOWN, "要换电缆"),
        c.Assign(id, Actor("desk", "desk", "区里"), VILLAGE, "就在村里办"),
        c.Claim(id, WANG),
        c.Reply(id, WANG, "电工今天下午来"),
        c.Resolve(id, WANG, "灯泡换了"),
        c.Confirm(id, resident, False),
        c.Reopen(id, resident, "还是不亮"),
        c.Resolve(id, WANG, "电缆也换了"),
        c.Confirm(id, resident, True),
        c.Rate(id, resident, 2, "太慢"),
    )


class House(Protocol):
    """A desk under test, and the view from the other side of it."""

    @property
    def desk(self) -> AnsweringDesk: ...

    async def leave(self) -> None:
        """The back office is away from now on."""

    async def come_back(self) -> None:
        """It is there again."""

    async def events(self) -> list[tuple[str, int]]:
        """(case id, n) of all events that it has, sorted."""
        ...

    async def case(self, id: str) -> tuple[str, str, str]:
        """State, unit and problem of a case as it stands."""
        ...

    async def write(self, **answer: str) -> None:
        """The back office answers."""

    async def refusals(self) -> list[str]:
        """What became of its answers, oldest first."""
        ...


class FakeHouse:
    def __init__(self) -> None:
        self.desk = FakeDesk()

    async def leave(self) -> None:
        self.desk.away = True

    async def come_back(self) -> None:
        self.desk.away = False

    async def events(self) -> list[tuple[str, int]]:
        return sorted((r.case.id, r.event.n) for r in self.desk.handed)

    async def case(self, id: str) -> tuple[str, str, str]:
        case = max((r for r in self.desk.handed if r.case.id == id), key=lambda r: r.event.n).case
        return case.state.value, case.unit, case.problem.replace("\0", "")

    async def write(self, **answer: str) -> None:
        fields = dict.fromkeys(("unit", "text", "who", "rule", "where_to", "by_name"), "") | answer
        where, by = fields.pop("where_to"), fields.pop("by_name")
        self.desk.written.append(
            DeskAnswer(len(self.desk.written) + 1, **fields, where=where, by=by, created_at=datetime.now(UTC))
        )

    async def refusals(self) -> list[str]:
        return [self.desk.refused[id] for id in sorted(self.desk.refused)]


class DatabaseHouse:
    def __init__(self, url: str) -> None:
        self.url = url
        self.desk = DatabaseDesk(url, wait_s=1)

    async def rows(self, query: str, **values: object) -> list[tuple[object, ...]]:
        """What the back office's own SQL shows."""
        engine = create_async_engine(self.url)
        try:
            async with engine.begin() as connection:
                result = await connection.execute(text(query), values)
                return [tuple(row) for row in result] if result.returns_rows else []
        finally:
            await engine.dispose()

    async def leave(self) -> None:
        raise NotImplementedError

    async def come_back(self) -> None:
        raise NotImplementedError

    async def events(self) -> list[tuple[str, int]]:
        rows = await self.rows("SELECT case_id, n FROM desk_events ORDER BY case_id, n")
        return [(str(id), int(str(n))) for id, n in rows]

    async def case(self, id: str) -> tuple[str, str, str]:
        ((state, unit, problem),) = await self.rows("SELECT state, unit, problem FROM desk_cases WHERE id = :id", id=id)
        return str(state), str(unit), str(problem)

    async def write(self, **answer: str) -> None:
        names = ", ".join(answer)
        values = ", ".join(f":{name}" for name in answer)
        await self.rows(f"INSERT INTO desk_answers ({names}) VALUES ({values})", **answer)

    async def refusals(self) -> list[str]:
        rows = await self.rows("SELECT refused FROM desk_answers WHERE taken_at IS NOT NULL ORDER BY id")
        return [str(refused) for (refused,) in rows]


class SqliteHouse(DatabaseHouse):
    """Away: somebody holds the file's write lock."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._holder: sqlite3.Connection | None = None

    async def leave(self) -> None:
        self._holder = sqlite3.connect(make_url(self.url).database or "", isolation_level=None)
        self._holder.execute("BEGIN EXCLUSIVE")

    async def come_back(self) -> None:
        if self._holder:
            self._holder.close()


class PostgresHouse(DatabaseHouse):
    """Away: the server throws everybody out and lets nobody in, as it does while it restarts."""

    def __init__(self, url: str, server: Server) -> None:
        super().__init__(url)
        self._server = server
        self._database = make_url(url).database or ""

    async def leave(self) -> None:
        await self._server.sql(f"ALTER DATABASE {self._database} ALLOW_CONNECTIONS false")
        await self._server.sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._database}'"
        )

    async def come_back(self) -> None:
        await self._server.sql(f"ALTER DATABASE {self._database} ALLOW_CONNECTIONS true")


@pytest.fixture(params=["sqlite", "postgresql"])
async def base(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[DatabaseHouse]:
    """A real database behind the desk."""
    house: DatabaseHouse
    if request.param == "sqlite":
        house = SqliteHouse(f"sqlite+aiosqlite:///{tmp_path}/var/desk.db")
    else:
        server = request.getfixturevalue("postgres_server")
        house = PostgresHouse(await new_database(server), server)
    await migrate(house.url)
    yield house
    await house.desk.close()


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """Every desk there is."""
    if request.param == "fake":
        yield FakeHouse()
        return
    there: DatabaseHouse
    if request.param == "sqlite":
        there = SqliteHouse(f"sqlite+aiosqlite:///{tmp_path}/desk.db")
    else:
        server = request.getfixturevalue("postgres_server")
        there = PostgresHouse(await new_database(server), server)
    await migrate(there.url)
    yield there
    await there.desk.close()


# Every desk


async def test_one_event_handed_over_three_times_is_there_once(house: House) -> None:
    first = history()[0]
    for _ in range(3):
        await house.desk.hand_over(first)
    assert await house.events() == [(first.case.id, 1)]


async def test_events_out_of_order_are_all_kept_and_the_case_stands_at_the_newest(house: House) -> None:
    reports = history(c.Claim("case-2604-0138-2", WANG), c.Resolve("case-2604-0138-2", WANG, "换了"))
    for n in (0, 3, 1, 2, 0):
        await house.desk.hand_over(reports[n])
    assert await house.events() == [(reports[0].case.id, n) for n in (1, 2, 3, 4)]
    assert (await house.case(reports[0].case.id))[0] == "resolved"


async def test_the_same_event_from_two_senders_at_once_is_there_once(house: House) -> None:
    reports = whole_story()
    await asyncio.gather(*(house.desk.hand_over(reports[0]) for _ in range(5)))
    await asyncio.gather(*(house.desk.hand_over(report) for report in reports * 2))
    assert await house.events() == [(reports[0].case.id, r.event.n) for r in reports]
    assert (await house.case(reports[0].case.id))[0] == "closed"


async def test_while_the_back_office_is_away_nothing_is_lost(house: House) -> None:
    reports = whole_story()
    await house.desk.hand_over(reports[0])
    await house.leave()
    try:
        for report in reports[1:3]:
            with pytest.raises(Transient):
                await house.desk.hand_over(report)
        with pytest.raises(Transient):
            await house.desk.taken(1)
    finally:
        await house.come_back()
    assert await house.events() == [(reports[0].case.id, 1)], "an event is there whole or not at all"
    for report in reports[1:]:
        await house.desk.hand_over(report)
    assert len(await house.events()) == len(reports)


NASTY = "<script>alert(1)</script> \u202e你好\u202c 👨\u200d👩\u200d👧 \x07\x1b[31m \n\t\ufeff"
NASTY += "'); DROP TABLE desk_cases;-- %s :x {0}"


@pytest.mark.parametrize("words", [NASTY, "灯" * 5000, "", "\U0001f6a8" * 1000])
async def test_a_residents_words_arrive_as_they_were_written(house: House, words: str) -> None:
    report = history(problem=words)[0]
    await house.desk.hand_over(report)
    assert (await house.case(report.case.id))[2] == words


async def test_a_zero_byte_costs_itself_and_not_the_report(house: House) -> None:
    report = history(problem="路灯\0坏了", answers={"a\0b": "c\0d"})[0]
    await house.desk.hand_over(report)
    assert (await house.case(report.case.id))[2] == "路灯坏了"


async def test_answers_come_once_and_in_order(house: House) -> None:
    await house.write(case_number="2604-0138-2", action="assign", unit=TOWN, by_name="区里")
    await house.write(case_number="2604-0138-2", action="reply", text=NASTY)
    await house.write(
        case_number="9", action="redirect", who="供电公司", rule="供电营业规则第四十八条", where_to="95598"
    )
    first, second, third = await house.desk.answers(10)
    assert (first.action, first.unit, first.by) == ("assign", TOWN, "区里")
    assert (second.text, second.unit) == (NASTY, "")
    assert (third.who, third.rule, third.where) == ("供电公司", "供电营业规则第四十八条", "95598")
    assert abs(datetime.now(UTC) - first.created_at) < timedelta(minutes=1)
    assert [a.id for a in await house.desk.answers(2)] == [first.id, second.id]
    await house.desk.taken(first.id)
    await house.desk.taken(third.id, "没有这个编号")
    await house.desk.taken(third.id, "a second word does not count")
    assert [a.id for a in await house.desk.answers(10)] == [second.id]
    await house.desk.taken(second.id)
    assert await house.desk.answers(10) == []
    assert await house.refusals() == ["", "", "没有这个编号"]


# The database


async def test_the_case_can_be_read_as_it_stands(base: DatabaseHouse) -> None:
    reports = whole_story()
    for report in reports:
        await base.desk.hand_over(report)
    ((name, name_en, group, state, lat, lon, phone, resident, answer, last, reopened),) = await base.rows(
        "SELECT service_name, service_name_en, service_group, state, lat, lon, resident_phone, resident_name, answer,"
        " last_event, reopened FROM desk_cases"
    )
    assert (name, name_en, group, state) == ("路灯不亮", "Street light", "roads", "closed")
    assert (lat, lon, phone, resident) == (29.4, 105.6, "13900001111", "李大姐")
    assert (answer, last, reopened) == ("电缆也换了", len(reports), 1)
    kinds = await base.rows("SELECT kind FROM desk_events ORDER BY n")
    assert [kind for (kind,) in kinds] == [r.event.kind.value for r in reports]
    assert await base.rows("SELECT solved, score, why_not FROM desk_ratings") in ([(True, 2, "太慢")], [(1, 2, "太慢")])


async def test_an_older_rating_never_replaces_a_newer_one(base: DatabaseHouse) -> None:
    for report in reversed(whole_story()):
        await base.desk.hand_over(report)
    assert await base.rows("SELECT score, why_not FROM desk_ratings") == [(2, "太慢")]


async def test_moments_keep_their_instant_in_any_zone(base: DatabaseHouse) -> None:
    await base.desk.hand_over(history()[0])
    ((filed,),) = await base.rows("SELECT filed_at FROM desk_cases")
    if isinstance(filed, str):
        assert filed == "2026-04-02T01:30:00.000000Z"
    else:
        assert filed == NOW


async def test_no_chat_id_leaves_the_house(base: DatabaseHouse) -> None:
    for report in (*whole_story(), *history(number="2", reporter=Reporter(), sealed=True, proxy="telegram:4711")):
        await base.desk.hand_over(report)
    for table in tables.metadata.tables:
        shown = str(await base.rows(f"SELECT * FROM {table}"))
        for secret in ("chat-815", "person-815", "telegram", "4711"):
            assert secret not in shown
    data = str(await base.rows("SELECT data, actor_name FROM desk_events"))
    assert "13900001111" not in data and "李大姐" not in data, "name and phone stand with the case alone"


async def test_who_handles_a_case_does_not_see_who_rated_what(base: DatabaseHouse) -> None:
    for report in whole_story():
        await base.desk.hand_over(report)
    rows = await base.rows("SELECT kind, data FROM desk_open_events WHERE kind IN ('rated', 'confirmed')")
    assert len(rows) == 3 and all(data in ({}, "{}") for _, data in rows)
    assert "太慢" not in str(await base.rows("SELECT * FROM desk_open_events"))


async def test_what_is_sealed_stays_out_of_the_open_views(base: DatabaseHouse) -> None:
    for report in (*history(number="1"), *history(number="2", sealed=True, reporter=Reporter())):
        await base.desk.hand_over(replace(report, files=(PHOTO,)))
    for view in tables.VIEWS:
        key = "id" if view == "desk_open_cases" else "case_id"
        assert set(await base.rows(f"SELECT {key} FROM {view}")) == {("case-1",)}, view
    ((problem, name, phone),) = await base.rows(
        "SELECT problem, resident_name, resident_phone FROM desk_cases WHERE sealed"
    )
    assert (problem, name, phone) == ("村口路灯坏了", "", "")


async def test_a_photo_can_be_opened_from_the_table(base: DatabaseHouse) -> None:
    voice = ("e" * 32, "audio/ogg", b"OggS" + bytes(200_000))
    report = replace(history()[0], files=(PHOTO, voice))
    for _ in range(2):
        await base.desk.hand_over(report)
    rows = await base.rows("SELECT file, kind, media_type, size_bytes, content FROM desk_attachments ORDER BY file")
    assert rows == [
        ("e" * 32, "voice", "audio/ogg", 200_004, voice[2]),
        ("f" * 32, "photo", "image/jpeg", len(PHOTO[2]), PHOTO[2]),
    ]


async def test_the_list_of_units_follows_the_district(base: DatabaseHouse) -> None:
    await base.desk.put_units(UNITS)
    await base.desk.put_units([replace(UNITS[1], name="昌元街道办事处")])
    assert await base.rows("SELECT code, name, name_en, level, parent FROM desk_units ORDER BY code") == [
        ("500153", "荣昌区", "Rongchang", "district", ""),
        (TOWN, "昌元街道办事处", "", "town", "500153"),
        (VILLAGE, "螺罐村村民委员会", "Luoguan village", "village", TOWN),
    ]


@pytest.mark.parametrize("action", ACTIONS)
async def test_every_action_may_be_written(base: DatabaseHouse, action: str) -> None:
    await base.write(case_number=" 2604-0138-2\n", action=action)
    (answer,) = await base.desk.answers(1)
    assert (answer.action, answer.case_number) == (action, "2604-0138-2")


async def test_a_misspelt_action_fails_where_it_is_written(base: DatabaseHouse) -> None:
    with pytest.raises(DBAPIError):
        await base.write(case_number="2604-0138-2", action="asign")


async def test_migrating_twice_and_by_two_at_once_changes_nothing(base: DatabaseHouse) -> None:
    await asyncio.gather(migrate(base.url), migrate(base.url))
    assert await base.rows("SELECT version_num FROM frontdoor_desk_version") == [("0001",)]


async def test_an_empty_database_is_migrated_by_two_at_once(tmp_path: Path, postgres_server: Server) -> None:
    for url in (f"sqlite+aiosqlite:///{tmp_path}/new/desk.db", await new_database(postgres_server)):
        await asyncio.gather(migrate(url), migrate(url))


async def test_the_migrations_make_the_tables_that_the_program_uses(base: DatabaseHouse) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"version_table": "frontdoor_desk_version"})
        views = {view: {c["name"] for c in inspect(connection).get_columns(view)} for view in tables.VIEWS}
        assert views == {view: set(table.columns.keys()) for view, table in tables.VIEWS.items()}
        return list(compare_metadata(context, tables.metadata))

    engine = create_async_engine(base.url)
    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://nobody@127.0.0.1:9/none",
        "postgresql+asyncpg://nobody@/none?host=/nowhere",
        "sqlite+aiosqlite:////nowhere/at/all/desk.db",
    ],
)
async def test_a_back_office_that_was_never_there_is_away(url: str) -> None:
    desk = DatabaseDesk(url, wait_s=0.3)
    with pytest.raises(Transient):
        await desk.hand_over(history()[0])
    with pytest.raises(Transient):
        await desk.answers(1)
    await desk.close()
    # aiosqlite 0.22 does not wait for the thread of a connection that could not be opened.
    while any("_connection_worker_thread" in thread.name for thread in threading.enumerate()):  # noqa: ASYNC110 - a thread sets no event
        await asyncio.sleep(0.01)


async def test_a_database_without_tables_is_away_until_it_is_migrated(tmp_path: Path, postgres_server: Server) -> None:
    for url in (f"sqlite+aiosqlite:///{tmp_path}/desk.db", await new_database(postgres_server)):
        desk = DatabaseDesk(url)
        with pytest.raises(Transient) as away:
            await desk.hand_over(history()[0])
        assert "路灯" not in str(away.value) and "13900001111" not in str(away.value)
        await migrate(url)
        await desk.hand_over(history()[0])
        await desk.close()


async def test_staff_of_another_department_can_read_no_more_than_the_open_views(postgres_server: Server) -> None:
    """The grants of docs/desk.md, as they stand there."""
    url = await new_database(postgres_server)
    await migrate(url)
    desk = DatabaseDesk(url)
    for report in (*history(number="1"), *history(number="2", sealed=True)):
        await desk.hand_over(report)
    await desk.close()
    database = make_url(url).database or ""
    role = f"department_{database}"
    grants = re.findall(r"^GRANT .* TO department;$", DOC, re.MULTILINE)
    assert grants
    await postgres_server.sql(
        f"CREATE ROLE {role}; " + " ".join(g.replace("department", role) for g in grants), database
    )
    await postgres_server.sql(f"SET ROLE {role}; SELECT * FROM desk_open_cases", database)
    await postgres_server.sql(
        f"SET ROLE {role}; INSERT INTO desk_answers (case_number, action, text) VALUES ('1', 'reply', '在办')", database
    )
    for table in ("desk_cases", "desk_events", "desk_attachments", "desk_ratings", "desk_answers"):
        with pytest.raises(Exception, match="permission denied"):
            await postgres_server.sql(f"SET ROLE {role}; SELECT * FROM {table}", database)


# What goes and what stays


def test_every_field_of_an_event_is_either_told_or_kept_on_purpose() -> None:
    """A new field must be put on one of the two lists."""
    kept = {"reporter", "proxy", "id"}
    seen = set()
    merge = c.Merge("case-2604-0138-2", WANG, "case-2")
    redirect = c.Redirect("case-2604-0138-2", WANG, "供电公司", "规则", "95598")
    for report in (*whole_story(), *history(merge), *history(redirect)):
        if report.event.kind not in UNTOLD:
            seen |= set(report.event.data)
    seen |= {"alarm"}
    assert seen - TOLD - kept - {"media"} - {"answers"} == set()
    assert kept & TOLD == set()


def test_a_field_that_nobody_put_on_the_list_stays_here() -> None:
    event = Event(Happened.REPLIED, NOW, WANG, {"text": "好", "chat": "chat-815"}, 3)
    assert redact(event) == {"text": "好"}


DOC = (Path(__file__).parents[2] / "docs" / "desk.md").read_text(encoding="utf-8")


def test_every_table_and_column_is_explained() -> None:
    sections = dict(re.findall(r"^### (desk_\w+)\n(.*?)(?=^##|\Z)", DOC, re.MULTILINE | re.DOTALL))
    assert set(sections) == set(tables.metadata.tables)
    for name, table in tables.metadata.tables.items():
        explained = re.findall(r"^\| (.*?) \|", sections[name], re.MULTILINE)
        columns = [column for cell in explained for column in re.findall(r"`(\w+)`", cell)]
        assert sorted(columns) == sorted(table.columns.keys()), name
    assert all(f"`{word}`" in DOC for word in (*tables.VIEWS, *ACTIONS))


async def test_the_examples_in_the_manual_work(base: DatabaseHouse) -> None:
    await base.desk.put_units(UNITS)
    for report in history(c.Claim("case-2604-0138-2", WANG)):
        await base.desk.hand_over(replace(report, files=(PHOTO,)))
    examples = [s for block in re.findall(r"```sql\n(.*?)```", DOC, re.DOTALL) for s in block.split(";\n")]
    examples = [e for e in examples if re.match(r"\s*(--.*\n\s*)*(SELECT|INSERT)", e)]
    assert len(examples) >= 6
    for example in examples:
        await base.rows(example)
    assert {a.action for a in await base.desk.answers(20)} >= {"assign", "reply", "resolve"}
