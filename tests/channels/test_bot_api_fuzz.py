"""Ten thousand updates made from the published schema: none breaks a reader or the webhook, no person is left alone."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from functools import cache

import httpx
import pytest
from sqlalchemy import String
from starlette.applications import Starlette

from adapters.channels.bot_api.api import Update
from adapters.channels.bot_api.contents import is_service
from adapters.channels.bot_api.hook import hook_route
from adapters.channels.bot_api.receiving import Receiver
from dialogs.messages import Inbound
from storage.codec import dump, inbound_from
from storage.tables import inbox as inbox_table
from storage.work import key_of
from tests.bot_api.schema import random_object, random_update
from tests.channels.fakes_bot_api import FakeApi, FakeInbox, Json, heard_by_residents_bot, heard_by_staff_bot

COUNT = 10_000
READERS = [heard_by_residents_bot, heard_by_staff_bot]
OURS = {
    "message": "Message",
    "edited_message": "Message",
    "callback_query": "CallbackQuery",
    "my_chat_member": "ChatMemberUpdated",
}
WRONG: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    [],
    {},
    [None],
    {"id": "x"},
    2**63,
    float("nan"),
    float("inf"),
    "\ud83d",
    "\0",
)


def of_our_kinds(rng: random.Random) -> Json:
    """One of the kinds that we ask for, mostly from a chat that we are in; every other one has something wrong."""
    name = rng.choice([*OURS, *["message"] * 6])
    made = random_object(rng, OURS[name], depth=3)
    said = made.get("message") if name == "callback_query" else made
    if isinstance(said, dict):
        person = rng.randrange(1, 50)
        kind = rng.choice(("private", "private", "group", "supergroup"))
        said["chat"] = {"id": person if kind == "private" else -person, "type": kind}
        made.setdefault("from", {"id": person, "is_bot": rng.random() < 0.2, "first_name": "x"})
    if rng.random() < 0.5:
        spoil(rng, made)
    return {"update_id": rng.randrange(1, 2**31), name: made}


def spoil(rng: random.Random, made: Json) -> None:
    """Put something wrong in the place of one to three things."""
    for _ in range(rng.randrange(1, 4)):
        where = made
        while inner := [v for v in where.values() if isinstance(v, dict) and v]:
            if rng.random() < 0.5:
                break
            where = rng.choice(inner)
        if where:
            where[rng.choice(list(where))] = rng.choice(WRONG)


@cache
def updates() -> tuple[Json, ...]:
    """The same ones in each run."""
    rng = random.Random(20261123)
    return tuple(random_update(rng) if n % 2 else of_our_kinds(rng) for n in range(COUNT))


def written_in_private(update: Json) -> bool:
    """Whether a human wrote a message to us alone, as the Bot API says it: a second opinion, beside the readers'."""
    said = update.get("message")
    if not isinstance(said, dict):
        return False
    chat, person = said.get("chat"), said.get("from")
    if not isinstance(chat, dict) or not isinstance(person, dict) or chat.get("type") != "private":
        return False
    return is_id(chat.get("id")) and is_id(person.get("id")) and person.get("is_bot") is not True


def is_id(value: object) -> bool:
    """Whether it is a number that the service gives out."""
    return type(value) is int and value != 0 and abs(value) < 2**63


def test_the_updates_are_as_varied_as_we_mean_them_to_be() -> None:
    made = updates()
    assert len({name for update in made for name in update}) > 28
    assert sum(map(written_in_private, made)) > 500
    heard = [i for update in made for read in READERS for i in read(update)]
    assert len({i.kind for i in heard}) == 11  # all but events, which are the system's own


@pytest.mark.parametrize("read", READERS)
def test_a_person_who_writes_in_private_is_heard(read: Callable[[Update], list[Inbound]]) -> None:
    silent = [u for u in updates() if written_in_private(u) and not is_service(u["message"]) and not read(u)]
    assert silent == []


@pytest.mark.parametrize("read", READERS)
def test_all_that_is_read_can_be_stored_and_read_back(read: Callable[[Update], list[Inbound]]) -> None:
    for inbound in (i for update in updates() for i in read(update)):
        stored = dump(inbound)
        stored.encode()
        kept = inbound_from(stored)
        assert inbound_from(dump(kept)) == kept
        if all(map(keepable, words_of(inbound))):
            assert kept == inbound
        assert 0 < len(inbound.chat) <= room_of("chat")
        assert 0 < len(key_of(inbound.external_id)) <= room_of("external_id")


def room_of(column: str) -> int:
    """How many characters the inbox has room for."""
    kept_as = inbox_table.c[column].type
    assert isinstance(kept_as, String) and kept_as.length
    return kept_as.length


def words_of(inbound: Inbound) -> Iterator[str]:
    """All words that come from outside."""
    contact, choice = inbound.contact, inbound.choice
    yield from (inbound.text, inbound.name, inbound.album, inbound.external_id, *(m.ref for m in inbound.media))
    yield from (contact.phone, contact.name) if contact else ()
    yield from (choice.question, choice.value) if choice else ()


def keepable(text: str) -> bool:
    """Whether a database can keep it as it is: without NUL and halves of characters."""
    return "\0" not in text and text == text.encode("utf-8", "ignore").decode()


@pytest.mark.parametrize("read", READERS)
def test_no_two_messages_of_a_batch_have_one_id(read: Callable[[Update], list[Inbound]]) -> None:
    for update in updates():
        ids = [i.external_id for i in read(update)]
        assert len(set(ids)) == len(ids)


def batches(made: tuple[Json, ...], size: int) -> Iterator[tuple[Json, ...]]:
    """So many at a time."""
    for at in range(0, len(made), size):
        yield made[at : at + size]


@pytest.mark.parametrize("read", READERS)
async def test_the_receiver_takes_them_all(read: Callable[[Update], list[Inbound]]) -> None:
    inbox, expected = FakeInbox(), {i.external_id for update in updates() for i in read(update)}
    receiver = Receiver("telegram", FakeApi(), read, inbox.receive, inbox.waits)
    for batch in batches(updates(), 100):
        await receiver.take(batch)
    await receiver.close()
    assert set(inbox.committed) == expected


@pytest.mark.parametrize(("read", "half"), [(READERS[0], slice(0, COUNT // 2)), (READERS[1], slice(COUNT // 2, COUNT))])
async def test_the_webhook_takes_them_all(read: Callable[[Update], list[Inbound]], half: slice) -> None:
    inbox, made = FakeInbox(), updates()[half]
    receiver = Receiver("telegram", FakeApi(), read, inbox.receive, inbox.waits)
    transport = httpx.ASGITransport(Starlette(routes=[hook_route("/hook", "secret", receiver)]))
    headers = {"X-Telegram-Bot-Api-Secret-Token": "secret"}
    async with httpx.AsyncClient(transport=transport, base_url="http://here", headers=headers) as client:
        statuses = {(await client.post("/hook", content=json.dumps(update))).status_code for update in made}
    await receiver.close()
    assert statuses == {200}
    assert set(inbox.committed) == {i.external_id for update in made for i in read(update)}
