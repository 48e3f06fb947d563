"""The webhook: who may speak, what is refused, and that 200 means committed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette

from adapters.channels.bot_api.api import Update
from adapters.channels.bot_api.hook import BODY_LIMIT_BYTES, hook_route
from adapters.channels.bot_api.receiving import Receiver
from tests.channels.fakes_bot_api import FakeApi, FakeInbox, heard_by_residents_bot, message, new, tap

PATH, SECRET = "/telegram/residents", "a-Secret_1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
GOOD = {HEADER: SECRET}
BODY = json.dumps(new(message(text="路灯坏了"))).encode()


def site(receiver: Receiver) -> httpx.ASGITransport:
    """The route as the server has it."""
    return httpx.ASGITransport(Starlette(routes=[hook_route(PATH, SECRET, receiver)]))


@asynccontextmanager
async def hooked(inbox: FakeInbox, api: FakeApi | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the webhook of the residents' bot."""
    receiver = Receiver("telegram", api or FakeApi(), heard_by_residents_bot, inbox.receive, inbox.waits)
    async with httpx.AsyncClient(transport=site(receiver), base_url="http://here") as client:
        yield client
    await receiver.close()


async def test_200_with_nothing_in_it_means_committed() -> None:
    inbox = FakeInbox()
    inbox.hold = asyncio.Event()
    async with hooked(inbox) as client:
        asking = asyncio.create_task(client.post(PATH, content=BODY, headers=GOOD))
        await asyncio.sleep(0.05)
        assert not asking.done()
        inbox.hold.set()
        response = await asking
    assert (response.status_code, response.content) == (200, b"")
    assert [i.text for i in inbox.committed.values()] == ["路灯坏了"]


async def test_what_is_delivered_again_is_committed_once() -> None:
    inbox = FakeInbox()
    async with hooked(inbox) as client:
        answers = [await client.post(PATH, content=BODY, headers=GOOD) for _ in range(3)]
    assert [a.status_code for a in answers] == [200] * 3
    assert (len(inbox.deliveries), len(inbox.committed)) == (3, 1)


async def test_with_the_database_away_the_service_is_to_keep_it() -> None:
    inbox = FakeInbox()
    inbox.down = True
    async with hooked(inbox) as client:
        assert (await client.post(PATH, content=BODY, headers=GOOD)).status_code == 503
        inbox.down = False
        assert (await client.post(PATH, content=BODY, headers=GOOD)).status_code == 200
    assert len(inbox.committed) == 1


async def test_a_message_that_no_database_takes_is_not_sent_again_for_ever() -> None:
    inbox = FakeInbox()
    inbox.spoilt = {"42:7": ValueError("x")}
    async with hooked(inbox) as client:
        assert (await client.post(PATH, content=BODY, headers=GOOD)).status_code == 200


async def test_a_tap_is_answered() -> None:
    api = FakeApi()
    async with hooked(FakeInbox(), api) as client:
        await client.post(PATH, content=json.dumps(tap()), headers=GOOD)
        await asyncio.sleep(0)
        assert api.answered == ["tap-1"]


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(HEADER, "")],
        [(HEADER, SECRET[:-1])],
        [(HEADER, SECRET + "x")],
        [(HEADER, SECRET.upper())],
        [(HEADER, "秘密".encode())],
        [(HEADER, b"\xff\xfe")],
        [(HEADER, SECRET), (HEADER, SECRET)],
        [(HEADER, "x"), (HEADER, SECRET)],
        [("Authorization", SECRET)],
    ],
)
async def test_who_does_not_know_the_secret_is_not_even_read(headers: list[tuple[str, str | bytes]]) -> None:
    read = False

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        read = True
        yield BODY

    inbox = FakeInbox()
    raw = [(name.encode(), value.encode() if isinstance(value, str) else value) for name, value in headers]
    async with hooked(inbox) as client:
        response = await client.post(PATH, content=body(), headers=raw)
    assert (response.status_code, response.content) == (401, b"")
    assert not read
    assert not inbox.deliveries


@pytest.mark.parametrize("secret", ["", " ", "two words", "秘密", "x" * 257, "line\n"])
def test_a_webhook_without_a_good_secret_is_never_built(secret: str) -> None:
    receiver = Receiver("telegram", FakeApi(), heard_by_residents_bot, FakeInbox().receive, FakeInbox().waits)
    with pytest.raises(ValueError, match="a webhook needs a secret") as raised:
        hook_route(PATH, secret, receiver)
    assert not secret.strip() or secret not in str(raised.value)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_an_update_is_posted(method: str) -> None:
    inbox = FakeInbox()
    async with hooked(inbox) as client:
        assert (await client.request(method, PATH, content=BODY, headers=GOOD)).status_code == 405
    assert not inbox.deliveries


DEEP = 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"\xff\xfe\x00",
        b"{" * 10,
        b"[" * DEEP,
        b"[" * DEEP + b"]" * DEEP,
        b'{"message":' * 50_000 + b"1" + b"}" * 50_000,
        b"[]",
        b"null",
        b"5",
        b'"text"',
        b"1" * 5000,
        b'{"update_id": ' + b"1" * 5000 + b"}",
        BODY[:-1],
    ],
)
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    inbox = FakeInbox()
    async with hooked(inbox) as client:
        response = await client.post(PATH, content=body, headers=GOOD)
    assert (response.status_code, response.content) == (400, b"")
    assert not inbox.deliveries


@pytest.mark.parametrize("body", [b"{}", b'{"update_id": 1, "of_next_year": {}}', b'{"message": [[[]]]}', BODY])
async def test_what_does_not_concern_us_is_well_received(body: bytes) -> None:
    async with hooked(FakeInbox()) as client:
        assert (await client.post(PATH, content=body, headers=GOOD)).status_code == 200


def padded(size: int) -> bytes:
    """An update of so many bytes."""
    return BODY + b" " * (size - len(BODY))


async def test_a_body_at_the_limit_is_read_and_one_above_is_not() -> None:
    async with hooked(FakeInbox()) as client:
        assert (await client.post(PATH, content=padded(BODY_LIMIT_BYTES), headers=GOOD)).status_code == 200
        assert (await client.post(PATH, content=padded(BODY_LIMIT_BYTES + 1), headers=GOOD)).status_code == 413


async def test_what_comes_in_pieces_is_cut_off_at_the_limit() -> None:
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100:
            sent += 1
            yield b" " * 100_000

    async with hooked(FakeInbox()) as client:
        assert (await client.post(PATH, content=pieces(), headers=GOOD)).status_code == 413
    assert sent == 11


@pytest.mark.parametrize("claimed", ["5", "0", "99999999999999999999", "-1", "x"])
async def test_the_length_that_is_claimed_counts_for_nothing(claimed: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    headers = {**GOOD, "content-length": claimed}
    async with hooked(FakeInbox()) as client:
        assert (await client.post(PATH, content=pieces(), headers=headers)).status_code == 413
        assert (await client.post(PATH, content=BODY, headers=headers)).status_code == 200


async def test_who_hangs_up_in_the_middle_leaves_nothing_behind() -> None:
    inbox, statuses = FakeInbox(), []
    receiver = Receiver("telegram", FakeApi(), heard_by_residents_bot, inbox.receive, inbox.waits)
    parts: Iterator[dict[str, object]] = iter(
        [{"type": "http.request", "body": BODY[:20], "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> dict[str, object]:
        return next(parts)

    async def send(said: dict[str, object]) -> None:
        statuses.append(said.get("status"))

    headers = [(HEADER.lower().encode(), SECRET.encode())]
    scope = {"type": "http", "method": "POST", "path": PATH, "headers": headers, "query_string": b"", "root_path": ""}
    await Starlette(routes=[hook_route(PATH, SECRET, receiver)])(scope, receive, send)  # type: ignore[arg-type]
    assert statuses[0] == 400
    assert not inbox.deliveries


async def test_many_at_once_are_all_taken() -> None:
    inbox = FakeInbox()
    async with hooked(inbox) as client:
        bodies = [json.dumps(new(message(id=n, text="x"), id=n)) for n in range(1, 51)]
        answers = await asyncio.gather(*(client.post(PATH, content=body, headers=GOOD) for body in bodies))
    assert {a.status_code for a in answers} == {200}
    assert len(inbox.committed) == 50


async def test_each_of_two_bots_knows_its_own_secret_only() -> None:
    class Takes:
        name = "x"

        def __init__(self) -> None:
            self.taken: list[Update] = []

        async def take(self, updates: Sequence[Update]) -> None:
            self.taken.extend(updates)

    one, two = Takes(), Takes()
    routes = [hook_route("/one", "secret-1", one), hook_route("/two", "secret-2", two)]
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        assert (await client.post("/one", content=BODY, headers={HEADER: "secret-2"})).status_code == 401
        assert (await client.post("/two", content=BODY, headers={HEADER: "secret-2"})).status_code == 200
    assert (len(one.taken), len(two.taken)) == (0, 1)
