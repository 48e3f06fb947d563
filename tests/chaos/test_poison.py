"""Messages that break something, come twice or in the wrong order; and what the log may say of all of it (law 6)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

import bot.work
from bot.app import App, build
from bot.settings import Settings
from dialogs.engine import turn
from dialogs.messages import Choice, Inbound, Kind
from storage import tables as t
from tests.chaos.conftest import Build
from tests.chaos.house import REPORT, Resident, until

POISON = "毒药"


@asynccontextmanager
async def running(tmp_path: Path, database: str = "") -> AsyncIterator[App]:
    """All parts but the web, in this process."""
    app = build(Settings(data=str(tmp_path / "data"), database_url=database), with_desk=False)
    await app.start()
    stop = asyncio.Event()
    task = asyncio.create_task(app.run("all", stop))
    try:
        yield app
        assert not task.done(), "a part has died"
    finally:
        stop.set()
        app.stop()
        await task
        await app.close()


def message(chat: str, n: int, text: str, **more: Any) -> Inbound:
    values: dict[str, Any] = {"kind": Kind.TEXT, "text": text, "language": "zh-CN"} | more
    return Inbound("web", f"{chat}:{n}", chat, chat, at=datetime.now(UTC), **values)


async def say(app: App, *messages: Inbound) -> None:
    for one in messages:
        await app.store.receive(one)
    app.wake.wake("work")


async def texts(app: App, chat: str) -> list[str]:
    return [line.outbound.text for line in await app.store.lines(chat, 0)]


async def heard(app: App, chat: str) -> list[str]:
    return [line.outbound.echo_of for line in await app.store.lines(chat, 0) if line.outbound.echo_of]


@pytest.fixture
def poisonous(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A turn that breaks at a certain word; whose turns were tried."""
    tried: list[str] = []

    def turned(talk: Any, inbound: Inbound, *rest: Any) -> Any:
        broken = POISON in inbound.text or talk.home == POISON
        tried.append(POISON if broken else inbound.chat)
        if broken:
            raise ZeroDivisionError(f"with somebody's words in it: {inbound.text}")
        return turn(talk, inbound, *rest)

    monkeypatch.setattr(bot.work, "turn", turned)
    monkeypatch.setattr(bot.work, "RETRY_S", (0.3, 0.3, 0.3))
    return tried


async def test_a_turn_that_breaks_is_tried_again_then_said_and_the_chat_goes_on(
    tmp_path: Path, poisonous: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(tmp_path) as app:
        await say(app, message("lan", 1, f"{POISON} 13812345678"), message("lan", 2, REPORT))
        others = [f"chat{n}" for n in range(20)]
        await say(app, *(message(chat, 1, REPORT) for chat in others))

        async def others_done() -> bool:
            return all([await heard(app, chat) for chat in others])

        await until(others_done, "the others are answered")

        async def goes_on() -> bool:
            return len(await heard(app, "lan")) == 2

        await until(goes_on, "the chat goes on")
        tries = [n for n, chat in enumerate(poisonous) if chat == POISON]
        assert len(tries) == 3
        assert {*others} & {*poisonous[tries[0] : tries[1]]}  # the others have not waited for it
        lines = await texts(app, "lan")
        assert lines[0] == f"{POISON} 13812345678"
        assert lines[1].startswith("这边出了毛病，是我们的问题。您说的话留着的")
        assert lines[2] == REPORT
        assert (await app.store.backlog())["failed"] == 1
    complaints = capsys.readouterr()
    assert POISON not in complaints.err + complaints.out


async def test_a_talk_that_breaks_every_turn_is_put_away_at_last(tmp_path: Path, poisonous: list[str]) -> None:
    async with running(tmp_path) as app:
        await say(app, message("lan", 1, REPORT))

        async def first() -> bool:
            return len(await heard(app, "lan")) == 1

        await until(first, "the first message is answered")
        async with app.store.work() as work:
            talk, _ = await work.conversation("web", "lan", "")
            talk.home = POISON
            await work.keep_conversation("web", "lan", "", talk)
        await say(app, message("lan", 2, "一"), message("lan", 3, "二"), message("lan", 4, REPORT))

        async def fourth() -> bool:
            return len(await heard(app, "lan")) == 4

        await until(fourth, "the person can go on")
        assert "我这样报上去，您看对不对" in (await texts(app, "lan"))[-1]


async def test_a_row_that_can_not_even_be_read_is_set_aside(tmp_path: Path, poisonous: list[str]) -> None:
    async with running(tmp_path) as app:
        async with app.store.work() as work:  # no worker sees it before it is broken
            await work.tell("web", "lan", {"type": "news"}, "x")
            await work.connection.execute(update(t.inbox).values(payload="{"))
        app.wake.wake("work")

        async def set_aside() -> bool:
            return (await app.store.backlog())["failed"] == 1

        await until(set_aside, "it is set aside")
        assert len(await texts(app, "lan")) == 1
        await say(app, message("lan", 1, "你好"))

        async def answered() -> bool:
            return bool(await heard(app, "lan"))

        await until(answered, "the chat goes on")


async def test_a_broken_answer_of_the_back_office_is_given_back_to_it(tmp_path: Path, poisonous: list[str]) -> None:
    async with running(tmp_path) as app:
        event = {
            "id": 7,
            "number": "2604-0001-1",
            "action": "resolve",
        }  # no text, no name: a program of theirs is wrong
        await say(app, Inbound("desk", "answer:7", "2604-0001-1", "", Kind.EVENT, datetime.now(UTC), event=event))

        async def given_back() -> list[str]:
            async with app.store.look() as work:
                rows = await work.connection.execute(select(t.outbox.c.payload).where(t.outbox.c.channel == "desk"))
                return list(rows.scalars())

        rows = await until(given_back, "the back office hears of it")
        assert rows == ['{"answer": 7, "refused": "went-wrong"}']


async def test_a_message_delivered_three_times_and_out_of_order_has_its_effects_once(tmp_path: Path) -> None:
    async with running(tmp_path) as app:
        one, two = message("lan", 1, REPORT), message("lan", 2, "谢谢")
        await say(app, one)

        async def first() -> bool:
            return len(await heard(app, "lan")) == 1

        await until(first, "the first is answered")
        await say(app, two, one, one, two, one)

        async def both() -> bool:
            return len(await heard(app, "lan")) == 2

        await until(both, "the second is answered")
        assert await heard(app, "lan") == ["lan:1", "lan:2"]
        assert await app.store.undone() == []


async def test_two_taps_at_once_file_one_case(tmp_path: Path) -> None:
    async with running(tmp_path) as app:
        await say(app, message("lan", 1, REPORT))

        async def asked() -> Any:
            lines = await app.store.lines("lan", 0)
            return next((line.outbound.choices for line in lines if line.outbound.choices), ())

        send = (await until(asked, "the review is asked"))[0]
        taps = [message("lan", n, "", kind=Kind.CHOICE, choice=Choice(send.value, send.question)) for n in (2, 3)]
        await asyncio.gather(*(say(app, tap) for tap in taps))

        async def quiet() -> bool:
            return await app.store.undone() == [] and len(await heard(app, "lan")) >= 2

        await until(quiet, "both taps are worked")
        assert len(await app.store.histories()) == 1


async def test_no_log_line_metric_or_error_page_holds_anybodys_words(house: Build, tmp_path: Path) -> None:
    server = house(sample="1")
    process = server.begin()
    server.ready(process)
    assert process.stdout
    links = [process.stdout.readline().decode() for _ in range(6)]
    code = next(line.split("code=")[1].strip() for line in links if "code=" in line)
    person = Resident(server, "MARKcookie")
    secrets = ["MARKname", "13912345678", "MARKwords", code, "MARKcookie", "MARKbad"]
    await person.say("螺罐村村口的路灯坏了三天了 MARKwords 我是MARKname 电话13912345678")
    await person.say("发送")
    await person.answered()
    entered = await person.client.post("/sign-in", data={"code": code, "next": "/staff"})
    assert entered.status_code == 303
    token = person.client.cookies["frontdoor_session"]
    secrets.append(token)
    pages = [
        await person.client.post("/chat/messages", json={"id": "x", "type": "text"}),
        await person.client.post("/chat/messages", content=b"MARKbad", headers={"content-type": "application/json"}),
        await person.client.get("/chat/files/MARKbad"),
        await person.client.get("/chat/lines", params={"after": "MARKbad"}),
        await person.client.post("/sign-in", data={"code": "MARKbad"}),
        await person.client.get("/MARKbad"),
        await person.client.get("/metrics"),
        await person.client.get("/readyz"),
    ]
    # Break the whole database, so that everything complains that can.
    database = tmp_path / "data" / "frontdoor.db"
    await asyncio.to_thread(break_tables, database)
    assert await person.post("MARKbad-1", type="text", text="MARKwords") >= 500
    for n in range(20):  # on one connection: a fault of ours cuts nobody off
        told = {"id": f"y{n}", "type": "text", "text": "MARKwords"}
        pages.append(await person.client.post("/chat/messages", json=told))
    pages.append(await person.client.get("/chat/lines"))
    pages.append(await person.client.get("/metrics"))
    assert pages[-2].status_code == 500

    async def complained() -> bool:
        return "part failed" in server.log.read_text()

    await until(complained, "the running parts complain")
    code_, _ = await asyncio.to_thread(server.stop, process)
    assert code_ == 0
    log = server.log.read_text()
    assert log
    for secret in secrets:
        assert secret not in log, secret
        for page in pages:
            assert secret not in page.text, (secret, page.url)
    await person.close()


def break_tables(path: Path) -> None:
    """Take the queues away below the running program."""
    import sqlite3

    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE inbox")
        connection.execute("DROP TABLE outbox")
    connection.close()
