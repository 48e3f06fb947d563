"""The web channel over a real server: what it takes, what it refuses, and whom it shows what."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from starlette.applications import Starlette
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from adapters.channels.ports import Visitor
from adapters.channels.web.channel import topic_of
from adapters.channels.web.routes import web_routes
from adapters.texts import LANGUAGES, Texts
from cases.units import Point
from dialogs.messages import Button, Choice, Contact, Inbound, Kind, Outbound
from tests.fakes_web import (
    DISTRICT_NAME,
    LUOGUAN,
    START,
    UNITS,
    YUPING,
    FakeClock,
    FakeFiles,
    FakeInbox,
    FakeLog,
    FakeSessions,
    FakeWake,
    serving,
)

PNG = b"\x89PNG\r\n\x1a\nof a road"
TEXTS = Texts.load(ZoneInfo("Asia/Shanghai"))


@dataclass
class Web:
    """A running server and the fakes behind it."""

    url: str
    inbox: FakeInbox
    log: FakeLog
    wake: FakeWake
    files: FakeFiles
    sessions: FakeSessions

    @asynccontextmanager
    async def resident(self, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
        """A browser that has opened the chat."""
        async with httpx.AsyncClient(base_url=self.url, headers={"accept-language": "zh-CN", **headers}) as client:
            assert (await client.get("/chat")).status_code == 200
            yield client

    @asynccontextmanager
    async def staff(self, code: str = "good") -> AsyncIterator[httpx.AsyncClient]:
        """A browser that came in by a one-time link."""
        async with httpx.AsyncClient(base_url=self.url, headers={"accept-language": "zh-CN"}) as client:
            answer = await client.post("/sign-in", data={"code": code, "next": "/staff"})
            assert answer.status_code == 303
            yield client

    async def chat_of(self, client: httpx.AsyncClient) -> str:
        """The chat id that the server knows a browser by."""
        await client.post("/chat/messages", json={"type": "text", "id": "who-am-i", "text": ""})
        return self.inbox.deliveries.pop().chat


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[Web]:
    inbox, log, wake, files = FakeInbox(), FakeLog(), FakeWake(), FakeFiles(tmp_path)
    sessions = FakeSessions(
        good=Visitor("staff-1", "张三", "staff", (LUOGUAN,)),
        two=Visitor("staff-2", "李四", "staff", (LUOGUAN, YUPING)),
        boss=Visitor("boss", "王五", "manager"),
    )
    routes = web_routes(
        receive=inbox.receive,
        log=log,
        wake=wake,
        files=files,
        sessions=sessions,
        texts=TEXTS,
        district_name=DISTRICT_NAME,
        units=UNITS,
        clock=FakeClock(),
    )
    async with serving(Starlette(routes=routes)) as url:
        yield Web(url, inbox, log, wake, files, sessions)


def text(id_: str, words: str) -> dict[str, str]:
    return {"type": "text", "id": id_, "text": words}


# --- taking messages in


async def test_a_message_is_acknowledged_only_after_it_is_committed(web: Web) -> None:
    web.inbox.hold = asyncio.Event()
    async with web.resident() as client:
        answer = asyncio.create_task(client.post("/chat/messages", json=text("a", "路灯不亮")))
        await asyncio.sleep(0.2)
        assert not answer.done()
        web.inbox.hold.set()
        assert (await answer).json() == {"ok": True, "id": "a"}
    assert [i.text for i in web.inbox.deliveries] == ["路灯不亮"]


async def test_when_nothing_can_be_committed_the_page_is_told_to_keep_it(web: Web) -> None:
    web.inbox.down = True
    async with web.resident() as client:
        answer = await client.post("/chat/messages", json=text("a", "路灯不亮"))
    assert answer.status_code == 503
    assert "等会儿自动再发" in answer.json()["error"]


async def test_a_message_delivered_three_times_is_the_same_message(web: Web) -> None:
    async with web.resident() as client:
        for _ in range(3):
            await client.post("/chat/messages", json=text("a", "路灯不亮"))
    assert len(web.inbox.deliveries) == 3
    assert len(web.inbox.committed) == 1


async def test_two_residents_who_use_the_same_id_send_two_messages(web: Web) -> None:
    async with web.resident() as one, web.resident() as other:
        await one.post("/chat/messages", json=text("a", "路灯不亮"))
        await other.post("/chat/messages", json=text("a", "没水"))
    assert sorted(i.text for i in web.inbox.committed.values()) == ["没水", "路灯不亮"]


async def test_each_kind_of_message_arrives_as_it_was_sent(web: Web) -> None:
    async with web.resident() as client:
        for body in (
            {"type": "start", "id": "1", "text": "POSTER7"},
            {"type": "choice", "id": "2", "value": "lamp", "question": "q1"},
            {"type": "location", "id": "3", "lat": 29.4, "lon": 105.6},
            {"type": "edit", "id": "4", "of": "1", "text": "new words", "language": "en"},
            {"type": "contact", "id": "5", "phone": "13800138000", "name": "王"},
        ):
            assert (await client.post("/chat/messages", json=body)).status_code == 200
    start, choice, place, edit, contact = web.inbox.deliveries
    assert (start.kind, start.text, start.at, start.channel) == (Kind.START, "POSTER7", START, "web")
    assert choice.choice == Choice("lamp", "q1")
    assert place.location == Point(29.4, 105.6)
    assert (edit.kind, edit.edit_of, edit.language) == (Kind.EDIT, start.external_id, "en")
    assert contact.contact == Contact("13800138000", "王")


async def test_a_resident_cannot_name_another_chat_or_person(web: Web) -> None:
    async with web.resident() as client:
        mine = await web.chat_of(client)
        body = text("a", "x") | {"chat": "p-other", "person": "other", "name": "县长"}
        await client.post("/chat/messages?unit=500153&chat=p-other", json=body)
    (inbound,) = web.inbox.deliveries
    assert (inbound.chat, inbound.name) == (mine, "")


async def test_the_chat_id_does_not_give_the_cookie_away(web: Web) -> None:
    async with web.resident() as client:
        cookie = client.cookies["frontdoor_person"]
        assert cookie not in await web.chat_of(client)


BROKEN = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b'{"type":"text","id":"a"',
    b"[" * 100_000,
    b'{"type":"text","id":"a","text":' + b"9" * 5000 + b"}",
    *(
        json.dumps(body).encode()
        for body in (
            {"type": "text", "text": "no id"},
            {"type": "text", "id": "a b", "text": "x"},
            {"type": "text", "id": "x" * 65, "text": "x"},
            {"type": "text", "id": 7, "text": "x"},
            {"type": "text", "id": "a"},
            {"type": "text", "id": "a", "text": 5},
            {"type": "text", "id": "a", "text": {"$ne": 1}},
            {"type": "poll", "id": "a"},
            {"type": ["text"], "id": "a", "text": "x"},
            {"type": "event", "id": "a"},
            {"type": "choice", "id": "a"},
            {"type": "choice", "id": "a", "value": "x" * 500},
            {"type": "location", "id": "a", "lat": 91, "lon": 0},
            {"type": "location", "id": "a", "lat": True, "lon": 0},
            {"type": "location", "id": "a", "lat": float("nan"), "lon": 0},
            {"type": "location", "id": "a", "lat": float("inf"), "lon": 0},
            {"type": "location", "id": "a", "lat": 10**400, "lon": 0},
            {"type": "location", "id": "a"},
            {"type": "media", "id": "a"},
            {"type": "media", "id": "a", "files": []},
            {"type": "media", "id": "a", "files": "f0"},
            {"type": "media", "id": "a", "files": ["f0"] * 100},
            {"type": "media", "id": "a", "files": [None]},
            {"type": "media", "id": "a", "files": ["f0"], "seconds": "x"},
            {"type": "edit", "id": "a", "text": "x"},
            {"type": "contact", "id": "a"},
        )
    ),
]


@pytest.mark.parametrize("raw", BROKEN, ids=lambda raw: raw[:40].decode("latin-1"))
async def test_what_cannot_be_read_gets_a_kind_answer_and_goes_nowhere(web: Web, raw: bytes) -> None:
    async with web.resident() as client:
        headers = {"content-type": "application/json"}
        answer = await client.post("/chat/messages", content=raw, headers=headers)
    assert answer.status_code == 400
    assert answer.json() == {"error": TEXTS.text("zh-CN", "page-error-unreadable")}
    assert not web.inbox.deliveries


async def test_the_answer_is_in_the_language_of_the_message(web: Web) -> None:
    async with web.resident() as client:
        answer = await client.post("/chat/messages", json={"type": "poll", "id": "a", "language": "en-GB"})
    assert answer.json()["error"].startswith("I could not read")


async def test_a_long_text_is_taken_whole_and_an_endless_one_refused(web: Web) -> None:
    async with web.resident() as client:
        assert (await client.post("/chat/messages", json=text("a", "水" * 20_000))).status_code == 200
        assert (await client.post("/chat/messages", json=text("b", "水" * 20_001))).status_code == 400
        answer = await client.post("/chat/messages", json=text("b", "水" * 400_000))
    assert answer.status_code == 413
    assert answer.json()["error"] == TEXTS.text("zh-CN", "page-error-too-long")
    assert [len(i.text) for i in web.inbox.deliveries] == [20_000]


async def test_characters_that_no_database_keeps_are_left_out(web: Web) -> None:
    async with web.resident() as client:
        raw = b'{"type":"text","id":"a","text":"a\\u0000b\\ud800c"}'
        await client.post("/chat/messages", content=raw, headers={"content-type": "application/json"})
    assert web.inbox.deliveries[0].text == "ab\ufffdc"


async def test_markup_and_commands_stay_what_was_typed(web: Web) -> None:
    words = "<script>alert(1)</script> {{7*7}} /cases '; DROP TABLE"
    async with web.resident() as client:
        await client.post("/chat/messages", json=text("a", words))
        web.log.add(Outbound("o1", "web", await web.chat_of(client), words))
        (line,) = (await client.get("/chat/lines")).json()["lines"]
    assert web.inbox.deliveries[0].text == words == line["parts"][0]


async def test_another_site_cannot_send_in_a_residents_name(web: Web) -> None:
    async with web.resident() as client:
        form = await client.post("/chat/messages", content=b"{}", headers={"content-type": "text/plain"})
        foreign = await client.post("/chat/messages", json=text("a", "x"), headers={"origin": "https://evil.example"})
        opaque = await client.post("/chat/files", content=PNG, headers={"origin": "null"})
        own = await client.post("/chat/messages", json=text("b", "x"), headers={"origin": web.url})
    assert [r.status_code for r in (form, foreign, opaque, own)] == [415, 403, 403, 200]


async def test_without_a_cookie_nobody_writes_or_reads(web: Web) -> None:
    async with httpx.AsyncClient(base_url=web.url) as client:
        for answer in (
            await client.post("/chat/messages", json=text("a", "x")),
            await client.get("/chat/lines"),
            await client.get("/chat/files/f0"),
            await client.post("/chat/files", content=PNG),
            await client.post("/staff/messages", json=text("a", "x")),
            await client.get("/staff/lines"),
            await client.get("/staff/files/f0"),
        ):
            assert answer.status_code == 401
            assert answer.json()["error"]
    assert not web.inbox.deliveries


# --- files


async def test_a_photo_goes_up_and_comes_with_its_message(web: Web) -> None:
    async with web.resident() as client:
        up = (await client.post("/chat/files", content=PNG)).json()
        body = {"type": "media", "id": "a", "files": [up["file"]], "album": "al-1", "text": "看"}
        assert (await client.post("/chat/messages", json=body)).status_code == 200
        down = await client.get(up["url"])
    (inbound,) = web.inbox.deliveries
    assert [m.file for m in inbound.media] == [up["file"]]
    assert (inbound.album, inbound.text) == ("al-1", "看")
    assert down.content == PNG
    assert down.headers["x-content-type-options"] == "nosniff"
    assert down.headers["content-disposition"] == "inline"
    assert down.headers["cache-control"].startswith("private")


async def test_a_voice_note_has_its_length_and_can_be_played_from_the_middle(web: Web) -> None:
    async with web.resident() as client:
        up = (await client.post("/chat/files", content=b"OggS0123456789")).json()
        await client.post("/chat/messages", json={"type": "media", "id": "a", "files": [up["file"]], "seconds": 4.2})
        part = await client.get(up["url"], headers={"range": "bytes=4-6"})
    assert up["kind"] == "voice"
    assert web.inbox.deliveries[0].media[0].seconds == 4.2
    assert (part.status_code, part.content) == (206, b"012")


async def test_nobody_sends_or_sees_the_file_of_another(web: Web) -> None:
    async with web.resident() as owner, web.resident() as other:
        up = (await owner.post("/chat/files", content=PNG)).json()
        sent = await other.post("/chat/messages", json={"type": "media", "id": "a", "files": [up["file"]]})
        seen = await other.get(up["url"])
        unknown = await other.get("/chat/files/..%2f..%2fetc%2fpasswd")
    assert (sent.status_code, seen.status_code, unknown.status_code) == (400, 404, 404)
    assert sent.json()["error"] == seen.json()["error"] == TEXTS.text("zh-CN", "page-error-file-gone")
    assert not web.inbox.deliveries


async def test_what_is_no_photo_gets_a_kind_answer(web: Web) -> None:
    async with web.resident() as client:
        answer = await client.post("/chat/files", content=b"MZ\x90")
    assert answer.status_code == 422
    assert answer.json()["error"]


async def test_a_file_above_the_limit_is_refused_in_words(web: Web) -> None:
    async with web.resident() as client:
        answer = await client.post("/chat/files", content=PNG + b"0" * 21 * 1024 * 1024)
    assert answer.status_code == 413
    assert answer.json()["error"] == TEXTS.text("zh-CN", "page-error-file-too-large")
    assert not web.files.kept


# --- lines


async def test_a_line_says_all_that_the_page_shows(web: Web) -> None:
    async with web.resident() as client:
        chat = await web.chat_of(client)
        web.log.add(
            Outbound(
                "o1",
                "web",
                chat,
                "哪一种？",
                choices=(Button("路灯", "lamp", "q2"),),
                author="我",
                echo_of=f"{chat}:abc",
                replaces="card-1",
                wants="photo",
                closes="q1",
            )
        )
        (line,) = (await client.get("/chat/lines?after=0")).json()["lines"]
        later = (await client.get(f"/chat/lines?after={line['seq']}")).json()["lines"]
    assert line == {
        "seq": 1,
        "at": "2026-04-07T09:31:00+00:00",
        "text": "哪一种？",
        "parts": ["哪一种？"],
        "buttons": [{"label": "路灯", "value": "lamp", "question": "q2"}],
        "media": [],
        "author": "我",
        "echo_of": "abc",
        "replaces": "card-1",
        "wants": "photo",
        "closes": "q1",
    }
    assert later == []


async def test_a_resident_reads_their_own_chat_only(web: Web) -> None:
    async with web.resident() as one, web.resident() as other:
        web.log.add(Outbound("o1", "web", await web.chat_of(one), "私事"))
        assert len((await one.get("/chat/lines")).json()["lines"]) == 1
        assert (await other.get("/chat/lines")).json()["lines"] == []


async def test_a_waiting_page_gets_a_line_as_soon_as_it_is_woken(web: Web) -> None:
    async with web.resident() as client:
        chat = await web.chat_of(client)
        waiting = asyncio.create_task(client.get("/chat/lines?wait=20", timeout=30))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        web.log.add(Outbound("o1", "web", chat, "收到了"))
        web.wake.wake(topic_of(chat))
        answer = await asyncio.wait_for(waiting, 1)
    assert answer.json()["lines"][0]["text"] == "收到了"
    assert web.wake.woken == [f"web:{chat}"]  # as Work.queue wakes it


async def test_a_lost_wake_up_holds_a_line_back_two_seconds_at_most(web: Web) -> None:
    async with web.resident() as client:
        chat = await web.chat_of(client)
        waiting = asyncio.create_task(client.get("/chat/lines?wait=20", timeout=30))
        await asyncio.sleep(0.2)
        web.log.add(Outbound("o1", "web", chat, "收到了"))
        answer = await asyncio.wait_for(waiting, 2.5)
    assert len(answer.json()["lines"]) == 1


async def test_waiting_ends_by_itself_with_nothing(web: Web) -> None:
    async with web.resident() as client:
        assert (await client.get("/chat/lines?wait=0.3")).json() == {"lines": []}
        for bad in ("after=x", "after=-1", "after=nan", "wait=x", "wait=-2"):
            assert (await client.get(f"/chat/lines?{bad}")).status_code == 400


async def test_earlier_lines_are_those_right_before_one_and_of_this_chat_alone(web: Web) -> None:
    async with web.resident() as client:
        chat = await web.chat_of(client)
        for n in range(1500):
            web.log.add(Outbound(f"o{n}", "web", chat if n % 5 == 0 else "p-other", str(n)))
        newest = (await client.get("/chat/lines")).json()["lines"]
        older = (await client.get(f"/chat/lines?before={newest[0]['seq']}")).json()["lines"]
        nothing = (await client.get(f"/chat/lines?before={older[0]['seq']}")).json()["lines"]
    assert [line["text"] for line in older + newest] == [str(n) for n in range(0, 1500, 5)]
    assert (len(newest), len(older), nothing) == (200, 100, [])


# --- the socket


def cookies(client: httpx.AsyncClient) -> str:
    return "; ".join(f"{c.name}={c.value}" for c in client.cookies.jar)


async def test_the_socket_brings_lines_and_acknowledges_messages(web: Web) -> None:
    async with web.resident() as client:
        chat = await web.chat_of(client)
        web.log.add(Outbound("o1", "web", chat, "早先的"))
        url = web.url.replace("http", "ws") + "/chat/ws?after=0"
        async with connect(url, origin=Origin(web.url), additional_headers={"cookie": cookies(client)}) as ws:
            first = json.loads(await ws.recv())
            assert (first["type"], first["text"]) == ("line", "早先的")
            await ws.send(json.dumps(text("a", "路灯不亮")))
            assert json.loads(await ws.recv()) == {"type": "ack", "id": "a"}
            await ws.send("{nonsense")
            assert json.loads(await ws.recv())["type"] == "error"
            web.inbox.down = True
            await ws.send(json.dumps(text("b", "x")))
            error = json.loads(await ws.recv())
            assert (error["type"], error["id"]) == ("error", "b")
            web.log.add(Outbound("o2", "web", chat, "新的"))
            web.wake.wake(f"web:{chat}")
            assert json.loads(await asyncio.wait_for(ws.recv(), 1))["text"] == "新的"
    assert [i.text for i in web.inbox.deliveries] == ["路灯不亮"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
async def test_another_site_cannot_open_a_residents_socket(web: Web, origin: str | None) -> None:
    async with web.resident() as client:
        url = web.url.replace("http", "ws") + "/chat/ws"
        headers = {"cookie": cookies(client)} | ({"origin": origin} if origin else {})
        with pytest.raises(InvalidStatus) as refused:
            await connect(url, additional_headers=headers)
    assert refused.value.response.status_code == 403


async def test_a_socket_needs_a_cookie_and_an_own_unit(web: Web) -> None:
    base = web.url.replace("http", "ws")
    async with web.staff() as client:
        for path, cookie in (
            ("/chat/ws", ""),
            ("/staff/ws", ""),
            (f"/staff/ws?unit={YUPING}", cookies(client)),
        ):
            with pytest.raises(InvalidStatus):
                await connect(base + path, origin=Origin(web.url), additional_headers={"cookie": cookie})


async def test_an_open_socket_ends_with_its_session(web: Web) -> None:
    async with web.staff() as client:
        url = web.url.replace("http", "ws") + f"/staff/ws?unit={LUOGUAN}"
        async with connect(url, origin=Origin(web.url), additional_headers={"cookie": cookies(client)}) as ws:
            web.sessions.open.clear()
            await ws.send(json.dumps(text("a", "x")))
            with pytest.raises(ConnectionClosed) as closed:
                await ws.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1008
    assert not web.inbox.deliveries


async def test_a_socket_is_closed_for_later_when_the_log_is_away(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    from adapters.channels.ports import Line, Unavailable

    async def away(chat: str, after: int, limit: int = 200) -> list[Line]:
        raise Unavailable

    async with web.resident() as client:
        monkeypatch.setattr(web.log, "lines", away)
        url = web.url.replace("http", "ws") + "/chat/ws"
        async with connect(url, origin=Origin(web.url), additional_headers={"cookie": cookies(client)}) as ws:
            with pytest.raises(ConnectionClosed) as closed:
                await ws.recv()
        assert (await client.get("/chat/lines")).status_code == 503
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1013


# --- staff


async def test_looking_at_a_one_time_link_does_not_use_it_up(web: Web) -> None:
    async with httpx.AsyncClient(base_url=web.url) as previewer:
        for _ in range(3):
            page = await previewer.get("/staff?code=good")
            assert page.status_code == 200
            assert "frontdoor_session" not in previewer.cookies
    async with web.staff("good") as client:
        page = await client.get("/staff")
    assert page.status_code == 200
    assert "螺罐村" in page.text


async def test_a_one_time_link_works_once(web: Web) -> None:
    async with web.staff("good"), httpx.AsyncClient(base_url=web.url) as second:
        for code in ("good", "never-was", ""):
            answer = await second.post("/sign-in", data={"code": code, "next": "/staff"})
            assert answer.status_code == 403
            assert "重新要一个链接" in answer.text
            assert "frontdoor_session" not in second.cookies


async def test_signing_in_leads_to_our_own_pages_only(web: Web) -> None:
    for code, asked, leads in (
        ("good", "https://evil.example", "/staff"),
        ("two", "//evil.example", "/staff"),
        ("boss", "/summary", "/summary"),
    ):
        async with httpx.AsyncClient(base_url=web.url) as client:
            answer = await client.post("/sign-in", data={"code": code, "next": asked})
        assert answer.headers["location"] == leads
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=lax" in cookie


async def test_a_form_on_another_site_cannot_sign_anybody_in(web: Web) -> None:
    async with httpx.AsyncClient(base_url=web.url) as client:
        answer = await client.post("/sign-in", data={"code": "good"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "good" in web.sessions.codes


async def test_the_staff_page_without_a_session_says_how_to_get_one(web: Web) -> None:
    async with httpx.AsyncClient(base_url=web.url) as client:
        answer = await client.get("/staff")
    assert answer.status_code == 401
    assert "链接" in answer.text


async def test_a_manager_without_a_unit_goes_to_the_summary(web: Web) -> None:
    async with web.staff("boss") as client:
        answer = await client.get("/staff")
    assert (answer.status_code, answer.headers["location"]) == (303, "/summary")


async def test_staff_write_and_read_in_their_own_units_group_only(web: Web) -> None:
    web.log.add(Outbound("o1", "web", f"unit:{YUPING}", "别的村的事"))
    async with web.staff() as client:
        mine = await client.post(f"/staff/messages?unit={LUOGUAN}", json=text("a", "/cases"))
        foreign = await client.post(f"/staff/messages?unit={YUPING}", json=text("b", "x"))
        assert mine.status_code == 200
        assert foreign.status_code == 403
        assert (await client.get(f"/staff/lines?unit={YUPING}")).status_code == 403
        assert (await client.post(f"/staff/files?unit={YUPING}", content=PNG)).status_code == 403
        assert (await client.get(f"/staff?unit={YUPING}")).status_code == 403
    (inbound,) = web.inbox.deliveries
    assert (inbound.chat, inbound.person, inbound.name) == (f"unit:{LUOGUAN}", "staff-1", "张三")
    assert inbound.text == "/cases"


async def test_staff_of_two_units_switch_between_them(web: Web) -> None:
    async with web.staff("two") as client:
        page = (await client.get(f"/staff?unit={YUPING}")).text
        file = (await client.post(f"/staff/files?unit={YUPING}", content=PNG)).json()
        assert file["url"] == f"/staff/files/{file['file']}?unit={YUPING}"
        assert (await client.get(file["url"])).status_code == 200
        assert (await client.get(file["url"].replace(YUPING, LUOGUAN))).status_code == 404
    assert f'href="/staff?unit={LUOGUAN}"' in page
    assert re.search(rf'unit={YUPING}" aria-current="page"', page)


async def test_leaving_ends_the_session(web: Web) -> None:
    async with web.staff() as client:
        await client.post("/sign-out")
        assert not web.sessions.open
        assert (await client.get("/staff")).status_code == 401


# --- pages


@pytest.mark.parametrize("path", ["/", "/chat", "/staff", "/staff?code=x", "/sign-in?code=x"])
async def test_every_page_keeps_to_itself(web: Web, path: str) -> None:
    async with httpx.AsyncClient(base_url=web.url) as client:
        page = await client.get(path)
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-store"
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))", page.text)
    assert not scripts and not re.search(r"<style|\sstyle=|\son[a-z]+=", page.text)


async def test_the_cookie_of_a_resident_is_out_of_reach_and_stays_the_same(web: Web) -> None:
    async with httpx.AsyncClient(base_url=web.url) as client:
        first = await client.get("/chat")
        before = client.cookies["frontdoor_person"]
        await client.get("/chat")
        assert client.cookies["frontdoor_person"] == before
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie


async def test_behind_https_cookies_travel_by_https_only(tmp_path: Path) -> None:
    routes = web_routes(
        receive=FakeInbox().receive,
        log=FakeLog(),
        wake=FakeWake(),
        files=FakeFiles(tmp_path),
        sessions=FakeSessions(c=Visitor("s", "张三", "staff", (LUOGUAN,))),
        texts=TEXTS,
        district_name=DISTRICT_NAME,
        units=UNITS,
        public_url="https://door.example",
        clock=FakeClock(),
    )
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="https://door.example") as client:
        page = await client.get("/chat")
        entered = await client.post("/sign-in", data={"code": "c"})
    assert "secure" in page.headers["set-cookie"].lower()
    assert "wss://door.example" in page.headers["content-security-policy"]
    assert "secure" in entered.headers["set-cookie"].lower()


async def test_the_page_comes_in_the_readers_language(web: Web) -> None:
    async with httpx.AsyncClient(base_url=web.url) as client:
        chinese = await client.get("/chat", headers={"accept-language": "zh-CN,zh;q=0.9"})
        english = await client.get("/chat", headers={"accept-language": "en-GB,en"})
        chosen = await client.get("/chat", headers={"accept-language": "en", "cookie": "frontdoor_language=zh-CN"})
    assert '<html lang="zh-CN">' in chinese.text and "荣昌区群众服务" in chinese.text
    assert '<html lang="en">' in english.text and "Rongchang resident services" in english.text
    assert '<html lang="zh-CN">' in chosen.text


async def test_a_phone_can_keep_the_page(web: Web) -> None:
    async with httpx.AsyncClient(base_url=web.url) as client:
        manifest = (await client.get("/manifest.webmanifest")).json()
        worker = await client.get("/sw.js")
        icons = [await client.get(icon["src"]) for icon in manifest["icons"]]
        missing = await client.get("/static/x/nothing.js")
        shell = re.search(r"const SHELL = (\[.*?\]);", worker.text)
        assert shell is not None
        kept = [await client.get(path) for path in json.loads(shell[1])]
    assert manifest["start_url"] == "/chat"
    assert all(i.headers["content-type"] == "image/png" for i in icons)
    assert all(k.status_code == 200 for k in kept)
    assert missing.status_code == 404


def test_the_page_has_the_same_words_in_every_language() -> None:
    chinese, english = (TEXTS.page(language) for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    assert all(chinese.values()) and all(english.values())


def test_every_word_that_the_page_uses_is_there_and_none_is_idle() -> None:
    web_dir = Path(__file__).parents[2] / "adapters/channels/web"
    source = "\n".join(
        p.read_text("utf-8") for p in web_dir.rglob("*") if p.suffix in (".py", ".js", ".html") and p.name != "sw.js"
    )
    words = TEXTS.page("zh-CN")
    used = set(re.findall(r"""words(?:\.|\[")([a-z0-9-]+)""", source)) | set(
        re.findall(r'data-t(?:-label|-placeholder)?="([a-z0-9-]+)"', source)
    )
    assert used <= words.keys() | {"keys", "js"}  # Python's words.keys() and the file words.js
    idle = [w for w in words if not re.search(rf"""["'.\-]{re.escape(w)}["'\s.)\]}}]""", source)]
    assert idle == []


async def test_the_inbox_sees_only_what_a_web_message_can_be(web: Web) -> None:
    async with web.resident() as client:
        await client.post("/chat/messages", json=text("a", "路灯") | {"event": {"x": 1}, "reply_to": "z"})
    (inbound,) = web.inbox.deliveries
    assert isinstance(inbound, Inbound)
    assert not inbound.event


async def test_after_more_lines_than_a_log_can_have_nothing_is_newer(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    async def lines(chat: str, after: int, limit: int = 200) -> list[object]:
        asked.append(after)
        return []

    monkeypatch.setattr(web.log, "lines", lines)
    async with web.resident() as client:
        answer = await client.get(f"/chat/lines?after={2**40}")
    assert answer.json() == {"lines": []}
    assert asked == [2**31 - 1]
