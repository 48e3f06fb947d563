"""What both Telegram bots do alike: a message becomes parts, comes whole after a crash, and its buttons go in time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.channels.bot_api import sending
from adapters.channels.bot_api.api import Key, Keys, Place
from adapters.channels.bot_api.buttons import STALE, choice_of, data_of, keys_of, rows_of
from adapters.channels.bot_api.refusals import reason, refusal
from adapters.channels.bot_api.sending import UPLOADS, BotChannel
from adapters.channels.ports import (
    Blocked,
    Gone,
    Incomplete,
    Misconfigured,
    Post,
    Rejected,
    Throttled,
    TooLarge,
    Transient,
)
from dialogs.messages import Button, Caps, Choice, Media, MediaKind, Outbound
from tests.fakes_bot_api import FakeApi, MemoryPosts

CAPS = Caps(text_limit=4096, text_unit="utf16", buttons=40, label_limit=60, edit=True, button_bytes=64)
CHAT = "7001"
ASKED = Outbound("1", "telegram", CHAT, "在哪里？", (Button("跳过", "skip", "q1"), Button("上一步", "back", "q1")))


class Bot(BotChannel):
    """A bot whose program can be started anew: the chats and what was noted stay."""

    def __init__(self, api: FakeApi | None = None, posts: MemoryPosts | None = None) -> None:
        self.fake = api or FakeApi()
        self.memory = posts or MemoryPosts()
        self.kept: dict[str, tuple[str, bytes]] = {}
        super().__init__("telegram", CAPS, self.fake, self.memory, self.read, lambda language, key: f"{language} {key}")

    def read(self, file: str) -> tuple[str, bytes] | None:
        return self.kept.get(file)

    def photos(self, count: int) -> tuple[Media, ...]:
        """So many photos that we keep."""
        for n in range(count):
            self.kept[f"photo{n:03}-of-the-lamp"] = ("image/jpeg", b"picture %d" % n)
        return tuple(Media(MediaKind.PHOTO, f"photo{n:03}-of-the-lamp") for n in range(count))

    def voice(self, name: str) -> Media:
        """A voice note that we keep."""
        self.kept[name] = ("audio/ogg", b"sound")
        return Media(MediaKind.VOICE, name, seconds=3.4)


def names(bot: Bot) -> list[str]:
    """What stands in the chat: the names of files, and texts."""
    return [m.files[0].name if m.files else m.text for m in bot.fake.messages.values()]


# --- parts -----------------------------------------------------------------------------------------------------------


async def test_photos_come_first_then_the_voice_then_the_words_with_the_buttons() -> None:
    bot = Bot()
    media = (bot.voice("voice-01-of-a-neighbour"), *bot.photos(2))
    await bot.send(replace(ASKED, media=media))
    assert names(bot) == ["photo000.jpg", "photo001.jpg", "voice-01.ogg", "在哪里？"]
    assert bot.fake.shown("在哪里？").markup == Keys(((Key("跳过", "1|q1|skip"), Key("上一步", "1|q1|back")),))


async def test_twelve_photos_are_an_album_of_ten_and_one_of_two() -> None:
    bot = Bot()
    await bot.send(replace(ASKED, media=bot.photos(12)))
    assert bot.fake.calls == ["photos", "photos", "say"]
    assert names(bot) == [*(f"photo{n:03}.jpg" for n in range(12)), "在哪里？"]


@pytest.mark.parametrize("letter", ["路", "a", "😀"])
async def test_a_long_text_comes_in_parts_and_nothing_of_it_is_lost(letter: str) -> None:
    bot = Bot()
    text = letter * 9000
    await bot.send(replace(ASKED, text=text))
    assert "".join(bot.fake.texts()) == text
    assert all(len(part.encode("utf-16-le")) // 2 <= 4096 for part in bot.fake.texts())
    assert [m.markup is not None for m in bot.fake.messages.values()] == [False] * (len(bot.fake.texts()) - 1) + [True]


async def test_a_photo_alone_needs_no_words() -> None:
    bot = Bot()
    await bot.send(Outbound("1", "telegram", CHAT, "", media=bot.photos(1)))
    assert names(bot) == ["photo000.jpg"]


async def test_a_file_that_is_no_longer_kept_is_left_out_and_the_words_come() -> None:
    bot = Bot()
    await bot.send(replace(ASKED, media=(Media(MediaKind.PHOTO, "unknown"), Media(MediaKind.VOICE, "unknown"))))
    assert names(bot) == ["在哪里？"]


@pytest.mark.parametrize(
    ("media_type", "name"),
    [("audio/mp4", "voice-01.m4a"), ("audio/mpeg", "voice-01.mp3"), ("audio/webm", "voice-01.webm")],
)
async def test_a_voice_note_has_a_name_that_players_know(media_type: str, name: str) -> None:
    bot = Bot()
    voice = bot.voice("voice-01-of-a-neighbour")
    bot.kept[voice.file] = (media_type, b"sound")
    await bot.send(replace(ASKED, media=(voice,)))
    assert names(bot) == [name, "在哪里？"]


async def test_what_belongs_to_a_card_answers_it_where_it_stands() -> None:
    bot = Bot()
    await bot.memory.remember("telegram", CHAT, "case:c1", Post("77", "5"))
    await bot.send(replace(ASKED, reply_to="case:c1"))
    await bot.send(Outbound("2", "telegram", CHAT, "别的", reply_to="case:unknown", thread="6"))
    assert [m.place for m in bot.fake.messages.values()] == [Place(CHAT, "77", "5"), Place(CHAT, "", "6")]


async def test_more_choices_than_a_button_can_carry_are_numbered_words() -> None:
    bot = Bot()
    long = Button("螺罐村", "place:" + "x" * 60, "q1")
    await bot.send(replace(ASKED, choices=(long,)))
    assert bot.fake.texts() == ["在哪里？\n1. 螺罐村"]
    assert bot.fake.shown("螺罐村").markup is None


# --- a crash, and errors ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", range(5))
async def test_after_a_crash_only_what_is_missing_is_sent(at: int) -> None:
    before = Bot()
    message = replace(ASKED, text="路" * 5000, media=(*before.photos(12), before.voice("voice-01")))
    calls = ["photos", "photos", "sound", "say", "say"]
    before.fake.errors[calls[at]] = [*[None] * calls[:at].count(calls[at]), Transient("lost")]
    with pytest.raises(Transient):
        await before.send(message)
    assert before.fake.calls == calls[: at + 1]

    after = Bot(before.fake, before.memory)
    after.kept = before.kept
    before.fake.calls.clear()
    await after.send(message)
    assert before.fake.calls == calls[at:]
    assert [n for n in names(after) if "." in n] == [*(f"photo{n:03}.jpg" for n in range(12)), "voice-01.ogg"]
    assert "".join(after.fake.texts()) == "路" * 5000


async def test_after_a_crash_the_words_come_though_a_photo_is_gone_meanwhile() -> None:
    bot = Bot()
    message = replace(ASKED, media=bot.photos(12))
    bot.fake.errors["say"] = [Transient("lost")]
    with pytest.raises(Transient):
        await bot.send(message)
    bot.kept.clear()
    await bot.send(replace(message, text="在哪里？"))
    assert names(bot)[-1] == "在哪里？"


async def test_a_message_that_was_sent_whole_is_not_sent_again_and_keeps_its_buttons() -> None:
    bot = Bot()
    message = replace(ASKED, text="路" * 5000)
    await bot.send(message)
    shown = dict(bot.fake.messages)
    await bot.send(message)  # killed before the outbox knew
    assert bot.fake.messages == shown


@pytest.mark.parametrize("error", [Blocked(), Throttled(7), Misconfigured("token"), Transient("lost"), Rejected("so")])
async def test_what_goes_wrong_is_for_the_sender_to_decide(error: Exception) -> None:
    bot = Bot()
    bot.fake.errors["say"] = [error]
    with pytest.raises(type(error)) as raised:
        await bot.send(ASKED)
    assert raised.value is error
    assert not bot.memory.rows


async def test_a_file_that_came_in_is_fetched() -> None:
    bot = Bot()
    bot.fake.content["ref"] = b"sound"
    assert await bot.fetch("ref") == b"sound"


# --- questions -------------------------------------------------------------------------------------------------------


async def test_an_answered_question_loses_its_buttons_and_shows_what_was_tapped() -> None:
    bot = Bot()
    await bot.send(ASKED)
    await bot.send(Outbound("2", "telegram", CHAT, "好的", closes="q1", chosen="跳过"))
    assert [(m.text, m.markup) for m in bot.fake.messages.values()] == [("在哪里？\n\n→ 跳过", None), ("好的", None)]
    assert not bot.memory.rows


async def test_a_question_that_was_answered_in_words_only_loses_its_buttons() -> None:
    bot = Bot()
    await bot.send(ASKED)
    await bot.send(Outbound("2", "telegram", CHAT, "好的", closes="q1"))
    assert [(m.text, m.markup) for m in bot.fake.messages.values()] == [("在哪里？", None), ("好的", None)]


async def test_of_a_question_in_parts_the_one_with_the_buttons_shows_what_was_tapped() -> None:
    bot = Bot()
    await bot.send(replace(ASKED, text="路" * 5000))
    *_, last = bot.fake.texts()
    await bot.send(Outbound("2", "telegram", CHAT, "好的", closes="q1", chosen="跳过"))
    assert bot.fake.shown("→").text == f"{last}\n\n→ 跳过"


async def test_a_question_with_no_room_for_what_was_tapped_only_loses_its_buttons() -> None:
    bot = Bot()
    await bot.send(replace(ASKED, text="路" * 4094))
    await bot.send(Outbound("2", "telegram", CHAT, "好的", closes="q1", chosen="跳过"))
    assert bot.fake.shown("路").text == "路" * 4094
    assert bot.fake.shown("路").markup is None


@pytest.mark.parametrize("error", [Gone(), Rejected("so")])
async def test_a_question_that_can_not_be_changed_holds_up_no_words(error: Exception) -> None:
    bot = Bot()
    await bot.send(ASKED)
    bot.fake.errors["change"] = [error]
    await bot.send(Outbound("2", "telegram", CHAT, "好的", closes="q1", chosen="跳过"))
    assert bot.fake.texts() == ["在哪里？", "好的"]
    assert not bot.memory.rows


async def test_a_question_that_we_never_put_up_is_nothing_to_close() -> None:
    bot = Bot()
    await bot.send(Outbound("2", "telegram", CHAT, "好的", closes="q1", chosen="跳过"))
    assert bot.fake.calls == ["say"]


async def test_a_question_is_closed_later_when_the_service_asks_to_wait() -> None:
    bot = Bot()
    await bot.send(ASKED)
    bot.fake.errors["change"] = [Throttled(3)]
    answer = Outbound("2", "telegram", CHAT, "好的", closes="q1", chosen="跳过")
    with pytest.raises(Throttled):
        await bot.send(answer)
    assert bot.fake.texts() == ["在哪里？"]
    await bot.send(answer)
    assert bot.fake.texts() == ["在哪里？\n\n→ 跳过", "好的"]


async def test_a_question_that_is_asked_again_has_its_buttons_at_the_end_only() -> None:
    bot = Bot()
    await bot.send(ASKED)
    await bot.send(replace(ASKED, id="2", text="没听明白。在哪里？"))
    assert [m.markup is None for m in bot.fake.messages.values()] == [True, False]
    await bot.send(Outbound("3", "telegram", CHAT, "好的", closes="q1", chosen="跳过"))
    assert [m.markup is None for m in bot.fake.messages.values()] == [True, True, True]


async def test_buttons_that_stay_good_belong_to_no_question() -> None:
    bot = Bot()
    await bot.send(replace(ASKED, choices=(Button("我要报事", "open:report"),)))
    assert not bot.memory.rows


# --- buttons ---------------------------------------------------------------------------------------------------------


@given(st.text("abz0:-_", max_size=20), st.text("abz0:-_|", min_size=1, max_size=30))
def test_a_tap_says_what_its_button_carries(question: str, value: str) -> None:
    assert choice_of(data_of(Button("x", value, question))) == Choice(value, question)


@pytest.mark.parametrize("data", ["", "1", "1|q", "1|q|", "2|q|value", "|q|value", "yes"])
def test_a_button_of_another_release_belongs_to_no_question(data: str) -> None:
    assert choice_of(data) == STALE


def test_five_scores_stand_side_by_side_and_long_labels_below_each_other() -> None:
    scores = [Button(str(n), str(n)) for n in range(1, 7)]
    assert [len(row) for row in rows_of(scores)] == [5, 1]
    assert [
        len(row) for row in rows_of([Button("昌元街道螺罐村", "a"), Button("跳过", "b"), Button("上一步", "c")])
    ] == [1, 2]
    assert keys_of([]) is None


@given(st.lists(st.text(min_size=1, max_size=60), max_size=40))
def test_every_button_is_shown_once_in_its_order(labels: list[str]) -> None:
    rows = rows_of([Button(label, "v") for label in labels])
    assert [b.label for row in rows for b in row] == labels


# --- what a refusal means --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("description", "error"),
    [
        ("Bad Request: message to edit not found", Gone),
        ("Bad Request: message can't be edited", Gone),
        ("Bad Request: message to delete not found", Gone),
        ("Bad Request: message can't be deleted for everyone", Gone),
        ("Bad Request: MESSAGE_ID_INVALID", Gone),
        ("Bad Request: message thread not found", Gone),
        ("Bad Request: message to be replied not found", Gone),
        ("Bad Request: wrong file_id or the file is temporarily unavailable", Gone),
        ("Bad Request: wrong remote file identifier specified: Wrong string length", Gone),
        ("Bad Request: invalid file_id", Gone),
        ("Bad Request: file is too big", TooLarge),
        ("Bad Request: chat not found", Blocked),
        ("Bad Request: user is deactivated", Blocked),
        ("Bad Request: PEER_ID_INVALID", Blocked),
        ("Bad Request: not enough rights to send photos to the chat", Misconfigured),
        ("Bad Request: bad webhook: An HTTPS URL must be provided for webhook", Misconfigured),
        ("Bad Request: PHOTO_INVALID_DIMENSIONS", Rejected),
        ("Bad Request: something that nobody has seen yet", Rejected),
        ("", Rejected),
    ],
)
def test_a_refusal_means_one_of_our_errors(description: str, error: type[Exception]) -> None:
    assert type(refusal(description)) is error


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ],
)
def test_what_is_so_already_is_no_error(description: str) -> None:
    assert refusal(description) is None


def test_the_reason_of_a_refusal_repeats_no_words_of_a_person() -> None:
    said = 'Bad Request: can\'t parse entities: unsupported start tag "王小明" at byte offset 13'
    assert reason(said) == "can't parse entities"
    assert "13812345678" not in str(refusal("Bad Request: wrong phone 13812345678"))
    assert reason("Bad Request: 王小明") == "refused"


# --- uploads that take too long --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["在哪里？", ""])
async def test_files_that_take_too_long_again_and_again_are_given_up_and_words_say_so(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LATE_S", 0.0)
    bot = Bot()
    message = Outbound("1", "telegram", CHAT, text, media=bot.photos(1))
    bot.fake.errors["photos"] = [Transient("TimedOut")] * 10
    for _ in range(UPLOADS):
        with pytest.raises(Transient):
            await bot.send(message)
        bot = replaced(bot)
    with pytest.raises(Incomplete):
        await bot.send(message)
    assert bot.fake.calls.count("photos") == UPLOADS
    assert bot.fake.texts() == ["zh-CN telegram-files-late", *([text] if text else [])]
    await bot.send(Outbound("2", "telegram", CHAT, "好"))  # the next message is whole


async def test_a_sender_that_is_stopped_in_the_middle_of_an_upload_has_tried_it_too() -> None:
    bot = Bot()
    message = Outbound("1", "telegram", CHAT, "好", media=bot.photos(1))
    bot.fake.errors["photos"] = [asyncio.CancelledError()] * 10  # type: ignore[list-item]  # what a time limit raises
    for _ in range(UPLOADS):
        with pytest.raises(asyncio.CancelledError):
            await bot.send(message)
        bot = replaced(bot)
    with pytest.raises(Incomplete):
        await bot.send(message)
    assert bot.fake.texts() == ["zh-CN telegram-files-late", "好"]


@pytest.mark.parametrize("away", [True, False])
async def test_a_service_that_is_away_or_refuses_at_once_costs_no_files(
    away: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = Bot()
    message = Outbound("1", "telegram", CHAT, "好", media=bot.photos(1))
    bot.fake.errors["photos"] = [Transient("502")] * 10
    if away:
        monkeypatch.setattr(sending, "LATE_S", 0.0)
        bot.fake.errors["me"] = [Transient("TimedOut")] * 10
    for _ in range(10):
        with pytest.raises(Transient):
            await bot.send(message)
        bot = replaced(bot)
    await bot.send(message)
    assert names(bot) == ["photo000.jpg", "好"]


def replaced(bot: Bot) -> Bot:
    """The same bot after a restart."""
    again = Bot(bot.fake, bot.memory)
    again.kept = bot.kept
    return again
