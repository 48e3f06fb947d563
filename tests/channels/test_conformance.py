"""What every channel must do alike, each tried by its real way in and out (docs/architecture.md).

A channel that has no part in a check is not listed for it (tests/channels/ways.py, WAYS).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from dialogs.messages import Kind, Media, MediaKind
from tests.bot_api.conftest import emulator
from tests.channels.talk import NAME, Talk, Way, until
from tests.channels.talk_telegram import Phone, Wired
from tests.channels.ways import WAYS, Closed, opened
from tests.chaos.telegram_house import colour_of, picture
from tests.core.test_files import ogg

__all__ = ["emulator"]

pytestmark = pytest.mark.asyncio(loop_scope="module")
MARKUP = "<b>坏了</b> *x* _y_ [a](b) &amp; `c`"
LONG = "\n".join(f"第{n:04d}行，写得长一点，好看出有没有少。" for n in range(450))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def way(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, emulator: str
) -> AsyncIterator[Way]:
    """One way to talk, with the program behind it."""
    async with opened(request.param, tmp_path_factory.mktemp("way"), emulator) as way:
        yield way


def ways(needs: str = "") -> pytest.MarkDecorator:
    """All ways that have what the check needs."""
    names = [name for name, can in WAYS.items() if not needs or needs in can]
    return pytest.mark.parametrize("way", names, indirect=True)


@pytest.fixture
def closed(way: Way, monkeypatch: pytest.MonkeyPatch) -> Iterator[Closed]:
    """Nothing can be committed, until `monkeypatch` gives the inbox back."""
    closed = Closed()
    monkeypatch.setattr(way.app.store, "receive", closed)
    yield closed


def report(talk: Talk, more: str = "") -> str:
    """Words that lead to the question whether to send them, whoever says them."""
    return f"{talk.village}路灯坏了三天了{more}"


async def asked_to_send(talk: Talk, words: str = "") -> str:
    """Say something; what is shown with the question whether to send it."""
    await talk.say(words or report(talk))

    async def there() -> bool:
        return "就这样发" in await talk.labels()

    await until(there, lambda: "the question whether to send it")
    return await talk.text()


# --- in --------------------------------------------------------------------------------------------------------------


@ways()
async def test_words_arrive_as_one_message_of_this_person_in_this_chat(way: Way) -> None:
    talk = await way.talk()
    id = await talk.say(report(talk))
    await talk.said("路灯坏了三天了")
    (taken,) = [inbound for inbound in way.taken(talk, Kind.TEXT) if "三天" in inbound.text]
    assert (taken.channel, taken.chat, taken.person) == (talk.channel, talk.chat, talk.person)
    assert taken.text == report(talk)
    assert not id or taken.external_id == id
    assert taken.language in ("zh-CN", "zh-hans")


@ways("again")
async def test_the_same_delivery_twice_has_one_effect(way: Way) -> None:
    talk = await way.talk()
    await asked_to_send(talk)
    before = await talk.text()
    await talk.again()
    other = await way.talk()  # whatever came twice has been taken when this one is answered
    await asked_to_send(other)
    await talk.quiet()
    assert len([inbound for inbound in way.taken(talk, Kind.TEXT) if "三天" in inbound.text]) == 1
    assert await talk.text() == before


@ways()
async def test_thirty_messages_of_one_chat_keep_their_order(way: Way) -> None:
    talk = await way.talk()
    for n in range(30):
        await talk.say(f"第{n}句")

    async def all_there() -> bool:
        return len(said()) >= 30

    def said() -> list[str]:
        return [inbound.text for inbound in way.taken(talk, Kind.TEXT) if inbound.text.startswith("第")]

    await until(all_there, lambda: "thirty messages")
    await talk.quiet()
    assert said() == [f"第{n}句" for n in range(30)]
    query = "SELECT max(id), max(done_at) FROM inbox WHERE chat = ? GROUP BY id ORDER BY id"
    done = [at for _, at in way.rows(query, talk.chat)]
    assert done == sorted(done)


@ways("keeps")
async def test_nothing_is_acknowledged_before_it_is_committed(
    way: Way, closed: Closed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    talk = await way.talk()
    monkeypatch.setattr(way.app.store, "receive", closed)
    saying = asyncio.create_task(talk.say(report(talk)))

    async def tried_twice() -> bool:
        return closed.asked > 1

    await until(tried_twice, lambda: "it is delivered again")
    assert not await talk.acknowledged()
    assert not [inbound for inbound in way.taken(talk, Kind.TEXT) if "三天" in inbound.text]
    monkeypatch.undo()
    await saying
    await talk.said("路灯坏了三天了")
    await until(talk.acknowledged, lambda: "an acknowledgement")
    assert len([inbound for inbound in way.taken(talk, Kind.TEXT) if "三天" in inbound.text]) == 1


@ways("photos")
async def test_a_photo_comes_in_and_forgets_where_it_was_taken(way: Way) -> None:
    talk = await way.talk()
    before = {path for path in (way.folder / "files").rglob("*") if path.is_file()}
    await talk.photos(picture("lime"))

    async def kept() -> bool:
        return bool({path for path in (way.folder / "files").rglob("*") if path.is_file()} - before)

    await until(kept, lambda: "a file is kept")
    (path,) = {path for path in (way.folder / "files").rglob("*") if path.is_file()} - before
    assert colour_of(path.read_bytes()) == (0, 1, 0)


@ways("album")
async def test_several_photos_are_one_answer(way: Way) -> None:
    talk = await way.talk()
    await asked_to_send(talk)
    await talk.photos(*(picture(colour, place=False) for colour in ("red", "lime", "blue")))
    await talk.said("下面的话和 3 个照片、语音" if way.staff else "照片、语音：3 个")
    await talk.quiet()
    assert "照片、语音：1 个" not in await talk.text() and "和 1 个照片" not in await talk.text()


@ways("voice")
async def test_a_voice_note_comes_in(way: Way) -> None:
    talk = await way.talk()
    await talk.voice(ogg())
    await talk.said("1 个照片、语音" if way.staff else "语音收到了")
    kept = way.rows("SELECT media_type, seconds FROM files WHERE kind = 'voice'")
    assert ("audio/ogg", 3.0) in kept


@ways("edit")
async def test_other_words_for_a_message_arrive_as_such(way: Way) -> None:
    talk = await way.talk()
    await talk.say(report(talk))
    await talk.said("路灯坏了三天了")
    await talk.edit(report(talk, "，还有一盏"))

    async def there() -> bool:
        return bool(way.taken(talk, Kind.EDIT))

    await until(there, lambda: "the edit")
    (edit,) = way.taken(talk, Kind.EDIT)
    (first,) = [inbound for inbound in way.taken(talk, Kind.TEXT) if "三天" in inbound.text]
    assert (edit.text, edit.edit_of) == (report(talk, "，还有一盏"), first.external_id)
    if not way.staff:
        await talk.said("还有一盏")


@ways("odd")
async def test_what_cannot_be_taken_in_is_answered_kindly(way: Way) -> None:
    talk = await way.talk()
    at_once = await talk.odd()
    if at_once:
        assert "我只认照片和语音" in at_once
    else:
        await talk.said("投票我这里用不上" if isinstance(talk, Phone | Wired) else "我只认照片和语音")


@ways()
async def test_signs_in_words_are_shown_as_typed(way: Way) -> None:
    talk = await way.talk()
    assert MARKUP in await asked_to_send(talk, report(talk, MARKUP))


@ways("named")
async def test_signs_in_a_name_are_shown_as_they_are(way: Way) -> None:
    talk = await way.talk()
    assert f"{NAME}，" in await talk.text()


# --- out -------------------------------------------------------------------------------------------------------------


@ways()
async def test_a_long_text_comes_out_complete_and_in_order(way: Way) -> None:
    talk = await way.talk()
    await way.put(talk, LONG)
    seen = await talk.said("第0449行，写得长一点，好看出有没有少。")
    assert len(LONG) >= 9000
    assert LONG.replace("\n", "") in seen.replace("\n", "")


@ways()
async def test_choices_come_out_and_come_back(way: Way) -> None:
    talk = await way.talk()
    await asked_to_send(talk)
    assert {"就这样发", "不弄了"} <= {*await talk.labels()}
    await talk.pick("不弄了")
    await talk.said("什么都没发出去" if not way.staff else "没有发出去")


@ways("tap")
async def test_a_tap_on_an_answered_question_does_nothing(way: Way) -> None:
    talk = await way.talk()
    await asked_to_send(talk)
    await talk.pick("不弄了")
    await talk.said("没有发出去" if way.staff else "什么都没发出去")
    await talk.quiet()
    before, cases = await talk.text(), way.rows("SELECT count(*) FROM case_events")
    taps = len(way.taken(talk, Kind.CHOICE))
    await talk.pick_late("就这样发")

    async def there() -> bool:
        return len(way.taken(talk, Kind.CHOICE)) > taps

    await until(there, lambda: "the tap")
    await talk.quiet()
    assert way.rows("SELECT count(*) FROM case_events") == cases
    assert await talk.text() == before


@ways()
async def test_photos_and_voice_go_out_as_they_were_kept(way: Way) -> None:
    talk = await way.talk()
    photo, voice = await way.app.files.take(picture("blue"), "x"), await way.app.files.take(ogg(), "x")
    already = len(await talk.files())
    await way.put(talk, "都在这里", media=(photo, voice))
    await talk.said("都在这里")
    came = (await talk.has(already + 2))[already:]
    kept = [file[1] for media in (photo, voice) if (file := way.app.files.read(media.file))]
    assert kept == came


@ways()
async def test_an_unknown_file_is_left_out_and_the_rest_arrives(way: Way) -> None:
    talk = await way.talk()
    photo = await way.app.files.take(picture("white"), "x")
    lost = await way.app.files.take(picture("gray"), "x")
    path = way.app.files.folder.path(lost.file)
    assert path
    path.unlink()
    already = len(await talk.files())
    unknown = Media(MediaKind.PHOTO, "0" * 64)
    # The terminal and the page name a file; the others carry it, and find that it is gone.
    carried = isinstance(talk, Phone | Wired)
    await way.put(talk, "只有一张", media=(unknown, lost, photo) if carried else (unknown, photo))
    await talk.said("只有一张")
    (came,) = (await talk.has(already + 1))[already:]
    assert colour_of(came) == (1, 1, 1)


@ways("throttle")
async def test_a_chat_that_has_to_wait_holds_up_no_other(way: Way) -> None:
    waits, other = await way.talk(), await way.talk()
    assert way.busy
    way.busy(waits.chat)
    await way.put(waits, "要等一下")
    await way.put(other, "马上就到")
    await other.said("马上就到")
    assert "要等一下" not in await waits.text()
    await waits.said("要等一下")
