"""Voice notes on their way through the worker: nobody waits for somebody else's note, and no note is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.channels.ports import Gone
from adapters.hearing.ports import NotHeard, Speech
from adapters.hearing.process import ListenerProcess
from bot.files import KeptFiles
from bot.hear import NOTES, Ears
from bot.office import Office
from bot.wake import LocalWake
from bot.work import RETRY_S, Worker
from dialogs.house import build_house
from dialogs.messages import Inbound, Kind, Media, MediaKind
from dialogs.understanding import Understanding
from storage.files import LIMIT_BYTES, FileFolder
from storage.store import Store
from tests.contracts.stores import Clock, clock, district, message, store, url
from tests.contracts.working import GROUP, PATIENCE_S, Working, caps, summarise, until
from tests.transcripts.play import texts
from tests.voice.conftest import Note

__all__ = ["clock", "store", "url"]
SAID = "螺罐村的路灯不亮了"


class Plainly:
    """An engine that knows fire, and takes everything else for a report."""

    async def understand(self, text: str) -> Understanding:
        return Understanding(
            text=text, intent="report", intent_confidence=0.9, emergency="fire" if "着火" in text else ""
        )


@dataclass
class Ear:
    """Hearing that a test tells what to hear."""

    said: str | Exception = SAID
    hangs: bool = False
    asked: list[Path] = field(default_factory=list)
    under_way: int = 0

    async def hear(self, file: Path) -> Speech:
        self.asked.append(file)
        self.under_way += 1
        try:
            if self.hangs:
                await asyncio.Event().wait()
        finally:
            self.under_way -= 1
        if isinstance(self.said, Exception):
            raise self.said
        return Speech(self.said, 3.0, 0.1)

    async def close(self) -> None: ...


class Place(Working):
    """A worker on a database, with a channel that hands out files."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.ear = Ear()
        self.content: dict[str, bytes] = {}
        self.files = KeptFiles(FileFolder(folder), store)
        self.ears = Ears(self.ear, self.files.find)
        self.wake = LocalWake()
        house = build_house(district(), texts().label, texts().words)
        self.worker = Worker(
            store,
            house,
            Office(district()),
            texts(),
            Plainly(),
            caps,
            self.wake,
            summarise,
            {"telegram": self.fetch, "telegram_staff": self.fetch},
            self.files,
            self.ears,
        )

    async def fetch(self, ref: str) -> bytes:
        if ref not in self.content:
            raise Gone
        return self.content[ref]

    def note(self, content: bytes, *others: bytes, n: int = 1, chat: str = "lan", text: str = "") -> Inbound:
        """The n-th message of a chat: voice notes that the channel still has."""
        refs = [f"{chat}-{n}-{at}" for at in range(1 + len(others))]
        self.content |= dict(zip(refs, (content, *others), strict=True))
        media = tuple(Media(MediaKind.VOICE, ref=ref) for ref in refs)
        channel = "telegram_staff" if chat == GROUP else "telegram"
        return replace(message(n, chat, text, channel), kind=Kind.MEDIA, media=media, language="zh-CN")

    async def heard(self, inbound: Inbound) -> str:
        """What is said to it."""
        await self.store.receive(inbound)
        before = len(await self.said(inbound.chat))
        await self.worker.drain()
        return "\n".join(o.text for o in (await self.said(inbound.chat))[before:])


@pytest.fixture
def place(store: Store, tmp_path: Path) -> Place:
    return Place(store, tmp_path / "files")


@pytest.fixture
def sound(note: Note) -> bytes:
    return note(".ogg").read_bytes()


def shown(words: str = SAID) -> str:
    return texts().text("zh-CN", "voice-heard", {"words": words})


STAFF_LISTEN = texts().text("zh-CN", "report-what-voice")


async def test_what_was_heard_is_shown_back_before_it_counts(place: Place, sound: bytes) -> None:
    assert await place.heard(place.note(sound)) == shown()
    assert place.ears.tally.notes == {"words": 1}
    assert (place.ears.tally.sound_s, place.ears.tally.took_s) == (3.0, 0.1)


async def test_a_note_that_came_through_the_page_is_heard_too(place: Place, sound: bytes) -> None:
    kept = await place.files.take(sound, "lan")
    inbound = replace(message(1, "lan", "", "web"), kind=Kind.MEDIA, media=(kept,), language="zh-CN")
    assert await place.heard(inbound) == shown()


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("", "nobody-speaks"),
        (" \u200b\n", "nobody-speaks"),
        (NotHeard("slow"), "slow"),
        (NotHeard("crashed"), "crashed"),
        (NotHeard("unreadable"), "unreadable"),
        (NotHeard("no-engine: /srv/model is no folder"), "no-engine"),
        (OSError(11, "no more processes"), "no-engine"),
    ],
)
async def test_without_words_staff_listen(place: Place, sound: bytes, said: str | Exception, outcome: str) -> None:
    place.ear.said = said
    with capture_logs() as logs:
        assert await place.heard(place.note(sound)) == STAFF_LISTEN
    assert place.ears.tally.notes == {outcome: 1}
    assert [line["error"] for line in logs if line["event"] == "voice note not heard"] == (
        [] if outcome == "nobody-speaks" else [outcome]
    )


async def test_without_an_engine_staff_listen_and_a_channels_own_words_are_shown(place: Place, sound: bytes) -> None:
    place.ears.hearing = None
    assert await place.heard(place.note(sound)) == STAFF_LISTEN
    own = place.note(sound, chat="bao")
    own = replace(own, media=(replace(own.media[0], transcript=SAID),))
    assert await place.heard(own) == shown()
    assert place.ear.asked == []


async def test_words_that_the_channel_brings_are_not_heard_again(place: Place, sound: bytes) -> None:
    own = place.note(sound)
    assert await place.heard(replace(own, media=(replace(own.media[0], transcript="昌元街道的"),))) == shown(
        "昌元街道的"
    )
    assert place.ear.asked == []


async def test_danger_is_answered_at_once(place: Place, sound: bytes) -> None:
    place.ear.said = "我家着火了"
    answer = await place.heard(place.note(sound))
    assert answer.startswith(texts().text("zh-CN", "emergency-fire"))
    assert answer.endswith(shown("我家着火了"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "file-empty"),
        (b"OggS" + bytes(LIMIT_BYTES), "file-too-large"),
        (b"MZ\x90\x00" + bytes(5000), "file-type"),
        (b"OggS" + bytes(5000), "file-type"),
        (b"\x7fELF" + bytes(5000), "file-type"),
        (b"RIFF\x00\x00\x00\x00WAVE", "file-broken"),
    ],
    ids=["0 s", "20 MB", "a program", "no opus", "another program", "corrupted"],
)
async def test_what_is_no_note_is_said_and_heard_by_nobody(place: Place, content: bytes, problem: str) -> None:
    assert texts().text("zh-CN", problem) in await place.heard(place.note(content))
    assert place.ear.asked == []


async def test_several_notes_of_a_message_are_heard_as_one_and_not_without_end(place: Place, sound: bytes) -> None:
    many = [sound, *(sound + bytes([n]) for n in range(NOTES + 2))]
    assert await place.heard(place.note(*many)) == shown("\n".join([SAID] * NOTES))
    assert len(place.ear.asked) == NOTES


async def test_a_note_is_heard_once_though_its_turn_is_tried_again(
    place: Place, sound: bytes, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = place.worker._play

    async def fails(*_: object) -> None:
        monkeypatch.setattr(place.worker, "_play", play)
        raise ValueError

    monkeypatch.setattr(place.worker, "_play", fails)
    assert await place.heard(place.note(sound)) == ""
    clock.forward(seconds=RETRY_S[0] + 1)
    await place.worker.drain()
    assert (await place.said("lan"))[-1].text == shown()
    assert len(place.ear.asked) == 1


async def test_what_staff_say_to_each_other_is_theirs(place: Place, sound: bytes) -> None:
    await place.heard(replace(place.note(sound, chat=GROUP), reply_to="5"))  # said in answer to us
    assert place.ear.asked == []


async def test_a_note_that_takes_too_long_is_answered_all_the_same(place: Place, sound: bytes) -> None:
    place.ear.hangs, place.ears.within_s = True, 0.1
    assert await place.heard(place.note(sound)) == STAFF_LISTEN
    assert place.ears.tally.notes == {"slow": 1}


async def test_notes_that_are_being_heard_keep_nobody_else_waiting(place: Place, sound: bytes) -> None:
    place.ear.hangs = True
    chats = [f"chat{n}" for n in range(40)]  # more than are in hand at the same time
    await asyncio.gather(*(place.store.receive(place.note(sound, chat=chat)) for chat in chats))
    async with place.running():
        await until(lambda: place.ear.under_way == len(chats))
        await place.store.receive(message(1, "lan", "我家着火了", "telegram"))
        place.wake.wake("work")
        await until_said(place, "lan", lambda said: "119" in said)
        assert place.ear.under_way == len(chats)
    assert (await place.store.backlog())["inbox"] == len(chats)  # heard after the next start


async def until_said(place: Place, chat: str, true: Callable[[str], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not any(true(o.text) for o in await place.said(chat)):  # noqa: ASYNC110 - the outbox has no event
            await asyncio.sleep(0.02)


async def test_no_word_of_a_note_is_logged(place: Place, sound: bytes) -> None:
    with capture_logs() as logs:
        await place.heard(place.note(sound))
        place.ear.said = NotHeard("no-engine: /home/somebody/model")
        await place.heard(place.note(sound + b"1", n=2))
    assert "路灯" not in str(logs) and "somebody" not in str(logs)


async def test_a_real_note_goes_all_the_way(place: Place, sound: bytes, model: Path) -> None:
    place.ears.hearing = ListenerProcess(model)
    try:
        note = replace(place.note(sound), language="en")
        answer = await place.heard(note)
    finally:
        await place.ears.close()
    assert answer.startswith("This is what I heard: “Ever tried")
    assert answer.endswith("Is that right?")
    assert 9 < place.ears.tally.sound_s < 11
