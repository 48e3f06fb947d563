"""Files on the way in, and albums: nobody waits for another one's download, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

import bot.work
from adapters.channels.ports import Transient, Unavailable
from bot.office import Office
from bot.wake import LocalWake
from bot.work import ALBUM_S, FETCHES, Worker
from dialogs.conversation import Frame
from dialogs.house import build_house
from dialogs.messages import Inbound, Kind, Media, MediaKind, Outbound
from storage.codec import inbound_from
from storage.store import Store
from storage.tables import inbox
from tests.contracts.stores import NOW, VILLAGE, Clock, clock, district, message, store, url
from tests.contracts.working import GROUP, PATIENCE_S, Working, caps, summarise, until
from tests.transcripts.play import engine, texts

__all__ = ["clock", "store", "url"]


@dataclass
class Shelf:
    """Where the channel has its files, and where we keep them."""

    store: Store
    hangs: bool = False
    full: bool = False
    asked: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    tries: int = 0
    under_way: int = 0
    most: int = 0

    async def fetch(self, ref: str) -> bytes:
        self.asked.append(ref)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            if self.hangs:
                await asyncio.Event().wait()
        finally:
            self.under_way -= 1
        if ref == "lost":
            raise Transient
        return ref.encode()

    async def take(self, data: bytes, chat: str) -> Media:
        self.tries += 1
        if self.full:
            raise Unavailable("ENOSPC")
        media = Media(MediaKind.PHOTO, data.decode())
        async with self.store.work() as work:
            await work.keep_file(media, "image/jpeg", chat)
        self.kept.append(media.file)
        return media

    async def media(self, file: str, chat: str) -> Media | None:
        raise NotImplementedError

    async def find(self, file: str) -> tuple[Path, str] | None:
        raise NotImplementedError

    async def seen_in(self, file: str, chat: str) -> bool:
        raise NotImplementedError


class Place(Working):
    """A worker on a database, with residents who write and a group."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.shelf = Shelf(store)
        self.wake = LocalWake()
        fetchers = {"telegram": self.shelf.fetch, "telegram_staff": self.shelf.fetch}
        house = build_house(district(), texts().label, texts().words)
        office = Office(district())
        self.worker = Worker(store, house, office, texts(), engine(), caps, self.wake, summarise, fetchers, self.shelf)

    async def receive(self, inbound: Inbound) -> None:
        await self.store.receive(inbound)
        self.wake.wake("work")

    async def payloads(self, chat: str) -> list[Inbound]:
        async with self.store.look() as work:
            rows = await work.connection.execute(inbox.select().where(inbox.c.chat == chat).order_by(inbox.c.id))
        return [inbound_from(row.payload) for row in rows]

    async def failed(self) -> int:
        return (await self.store.backlog())["failed"]


@pytest.fixture
def place(store: Store, clock: Clock) -> Place:
    return Place(store, clock)


def photo(n: int, chat: str = "lan", text: str = "", album: str = "", reply_to: str = "", person: str = "") -> Inbound:
    """The n-th message of a chat: a photo that the channel still has."""
    media = (Media(MediaKind.PHOTO, ref=f"{chat}-{n}"),)
    channel = "telegram_staff" if chat == GROUP else "telegram"
    base = message(n, chat, text, channel, person)
    return replace(base, kind=Kind.MEDIA, media=media, album=album, reply_to=reply_to, language="zh-CN")


async def heard(place: Place, chat: str) -> list[Outbound]:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if said := await place.said(chat):
                return said
            await asyncio.sleep(0.01)


# --- nobody waits for another one's file -----------------------------------------------------------------------------


async def test_downloads_that_hang_keep_nobody_else_waiting(place: Place) -> None:
    place.shelf.hangs = True
    chats = [f"chat{n}" for n in range(150)]  # more than are looked at together, more than are in hand
    await asyncio.gather(*(place.store.receive(photo(1, chat)) for chat in chats))
    async with place.running():
        await until(lambda: place.shelf.under_way == FETCHES)
        await place.receive(message(1, "lan", "螺罐村一组房子烧起来了", "telegram"))
        assert "119" in (await heard(place, "lan"))[0].text
        assert (place.shelf.most, len(place.shelf.asked)) == (FETCHES, FETCHES)
    assert (await place.store.backlog())["inbox"] == len(chats)  # what only waited for files is still to be done


async def test_a_file_that_can_not_be_had_is_asked_for_anew_after_its_tries(place: Place) -> None:
    lost = replace(photo(1), media=(Media(MediaKind.PHOTO, ref="lost"),))
    await place.store.receive(lost)
    for _ in range(bot.work.TRIES):
        await place.worker.drain()
        place.clock.forward(minutes=1)
    assert len(place.shelf.asked) == bot.work.TRIES
    assert texts().text("zh-CN", "file-lost") in (await place.said("lan"))[0].text


async def test_a_full_disk_is_asked_ever_less_often_and_costs_no_message(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.shelf.full = True
    await place.store.receive(photo(1))
    await place.store.receive(photo(1, "bao"))
    place.clock.forward(minutes=10)
    async with place.running():
        await until(lambda: place.shelf.tries == 2)
        await asyncio.sleep(3 * bot.work.RETRY_S[0])
        assert place.shelf.tries == 2  # they wait for a minute now
        await place.receive(message(1, "chen", "路灯坏了", "telegram"))
        assert await heard(place, "chen")
    monkeypatch.setattr(bot.work, "NO_ROOM_S", 0.02)
    async with place.running():
        await until(lambda: place.shelf.tries > 20)
        place.shelf.full = False
        assert await heard(place, "lan") and await heard(place, "bao")
    assert await place.failed() == 0


# --- albums ----------------------------------------------------------------------------------------------------------


async def test_the_pieces_of_an_album_are_one_message(place: Place) -> None:
    for n in range(1, 4):
        await place.store.receive(photo(n, text="螺罐村路灯坏了" if n == 2 else "", album="a"))
    place.clock.forward(seconds=1)
    assert await place.worker.drain() == 1
    (answer,) = await place.said("lan")
    assert "路灯" in answer.text
    async with place.store.look() as work:
        talk, _ = await work.conversation("telegram", "lan", "")
    assert talk.stack[-1].slots["media"] == ["lan-1", "lan-2", "lan-3"]
    assert talk.last == "lan:2"  # an edit of its words is understood
    assert (await place.store.backlog())["inbox"] == 0


async def test_an_album_is_waited_for_while_it_comes_in(place: Place) -> None:
    await place.store.receive(photo(1, album="a"))
    (row,) = await place.store.undone()
    begun = asyncio.get_running_loop().time()
    working = asyncio.create_task(place.worker.work_one(row))
    await asyncio.sleep(0)
    await place.store.receive(photo(2, album="a"))
    assert await working
    assert asyncio.get_running_loop().time() - begun >= ALBUM_S
    assert sorted(place.shelf.kept) == ["lan-1", "lan-2"]
    assert len(await place.said("lan")) == 1
    assert not await place.store.undone()


async def test_only_what_comes_right_behind_is_of_the_album(place: Place) -> None:
    pieces = [photo(1, album="a"), photo(2, album="a"), message(3, "lan", "路灯坏了", "telegram"), photo(4, album="a")]
    for inbound in (*pieces, photo(5, album="b")):
        await place.store.receive(inbound)
    place.clock.forward(seconds=1)
    (row,) = await place.store.undone()
    await place.worker.work_one(row)
    (row,) = await place.store.undone()
    assert inbound_from(row.payload).external_id == "lan:3"
    assert await place.worker.drain() == 3


async def test_all_words_of_an_album_are_heard(place: Place) -> None:
    for n, text in ((1, "螺罐村的路灯坏了"), (2, ""), (3, "是村口那盏")):
        await place.store.receive(photo(n, text=text, album="a"))
    place.clock.forward(seconds=1)
    await place.worker.drain()
    async with place.store.look() as work:
        talk, _ = await work.conversation("telegram", "lan", "")
    assert talk.stack[-1].slots["problem"] == "螺罐村的路灯坏了\n是村口那盏"


async def test_a_photo_that_fails_for_good_leaves_the_rest_of_its_album(place: Place) -> None:
    lost = replace(photo(1, album="a"), media=(Media(MediaKind.PHOTO, ref="lost"),))
    for inbound in (lost, photo(2, album="a")):
        await place.store.receive(inbound)
    for _ in range(bot.work.TRIES):
        place.clock.forward(minutes=1)
        await place.worker.drain()
    assert (await place.store.backlog())["inbox"] == 0
    async with place.store.look() as work:
        talk, _ = await work.conversation("telegram", "lan", "")
    assert talk.stack[-1].slots["media"] == ["lan-2"]


# --- a group where colleagues talk -----------------------------------------------------------------------------------


async def bound(place: Place) -> None:
    async with place.store.work() as work:
        await work.bind_group("telegram_staff", GROUP, VILLAGE)
        await work.admit("telegram_staff", GROUP, "9")


async def test_what_colleagues_show_each_other_is_neither_fetched_nor_kept(place: Place) -> None:
    await bound(place)
    await place.store.receive(replace(photo(1, GROUP, "我家孙子", "a", person="9"), name="张三"))
    await place.store.receive(replace(photo(2, GROUP, "", "a", person="9"), name="张三"))
    words = message(3, GROUP, "老王昨天喝多了", "telegram_staff", "9")
    await place.store.receive(words)
    place.clock.forward(seconds=1)
    await place.worker.drain()
    assert (place.shelf.asked, await place.said(GROUP)) == ([], [])
    for kept in await place.payloads(GROUP):
        assert (kept.kind, kept.text, kept.person, kept.name, kept.media) == (Kind.OTHER, "", "", "", ())


async def test_a_photo_that_answers_us_or_that_we_asked_for_is_fetched(place: Place) -> None:
    await bound(place)
    await place.store.receive(photo(1, GROUP, reply_to="41", person="9"))
    await place.worker.drain()
    assert place.shelf.asked == [f"{GROUP}-1"]
    async with place.store.work() as work:
        talk, _ = await work.conversation("telegram_staff", GROUP, "9")
        talk.stack = [Frame("staff-reply", {"case": "c1"}, "d1")]
        await work.keep_conversation("telegram_staff", GROUP, "9", talk)
    for n, person in ((2, "9"), (3, "10")):
        await place.store.receive(photo(n, GROUP, person=person))
    await place.worker.drain()
    assert place.shelf.asked == [f"{GROUP}-1", f"{GROUP}-2"]
    assert [kept.person for kept in await place.payloads(GROUP)] == ["9", "9", ""]


# --- a chat that moves -----------------------------------------------------------------------------------------------


async def test_a_message_whose_chat_moves_while_its_file_comes_is_played_in_the_new_one(place: Place) -> None:
    await place.store.receive(replace(photo(1, "-5"), text="螺罐村路灯坏了"))
    (row,) = await place.store.undone()
    arrived = await place.worker.arrive(row)
    assert arrived
    await place.store.move_chat("telegram", "-5", "-6")
    assert not await place.worker.answer(row, arrived)
    await place.worker.drain()
    assert await place.said("-5") == []
    assert len(await place.said("-6")) == 1
    assert place.clock.now == NOW
