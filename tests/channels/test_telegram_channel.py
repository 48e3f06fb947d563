"""The residents' bot: boards that ask for a place or a number, the menu, and whole messages over real HTTP."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.channels.bot_api.api import Board, NoBoard
from adapters.channels.bot_api.buttons import keys_of
from adapters.channels.bot_api.sending import language_of
from adapters.channels.ports import Blocked, Gone, Rejected, Throttled, Transient
from adapters.channels.telegram.channel import BOARD_CHOICES, COMMANDS, ResidentChannel, set_menu
from adapters.channels.telegram.wire import AiogramApi
from adapters.texts import LANGUAGES, OURS
from dialogs import words
from dialogs.house import build_house
from dialogs.messages import Button, Media, MediaKind, Outbound
from tests.bot_api.seats import OGG, PNG, PrivateChat
from tests.bot_api.server import Server, serving
from tests.fakes_bot_api import FakeApi, MemoryPosts
from tests.transcripts.play import district, texts

TEXTS = texts()
CHAT = "7001"
WHERE = Outbound(
    "1",
    "telegram",
    CHAT,
    "在哪个村、哪个位置？",
    (Button("螺罐村", "place:home", "q1"), Button("上一步", "back", "q1")),
    wants="location",
)
PHOTOS = Outbound("2", "telegram", CHAT, "有照片吗？", (Button("跳过", "skip", "q2"),), wants="photo")
DONE = Outbound("3", "telegram", CHAT, "报上去了。")


class Bot(ResidentChannel):
    """The channel over a Telegram in memory."""

    def __init__(self) -> None:
        self.fake = FakeApi()
        self.memory = MemoryPosts()
        super().__init__(self.fake, self.memory, lambda file: None, TEXTS.text)


# --- boards ----------------------------------------------------------------------------------------------------------


async def test_a_question_for_a_place_has_a_button_that_sends_it_and_its_choices_in_words() -> None:
    bot = Bot()
    await bot.send(WHERE)
    assert bot.fake.board == Board("location", "📍 发我的位置", (("螺罐村", "上一步"),))


async def test_a_question_for_a_number_has_a_button_that_sends_it() -> None:
    bot = Bot()
    await bot.send(replace(WHERE, text="Which number may they call?", choices=(), wants="contact"))
    assert bot.fake.board == Board("contact", "📱 Share my phone number")


async def test_a_question_for_a_photo_needs_no_board() -> None:
    bot = Bot()
    await bot.send(PHOTOS)
    assert bot.fake.board is None
    assert bot.fake.shown("照片").markup == keys_of(PHOTOS.choices)


@pytest.mark.parametrize(
    "choices",
    [
        tuple(Button(f"{n}村", f"v{n}", "q1") for n in range(BOARD_CHOICES + 1)),
        (Button("螺罐村老学校门口左手边第三个路口的那根电线杆", "here", "q1"),),
    ],
    ids=["many", "long"],
)
async def test_choices_that_do_not_fit_a_board_stand_under_the_message(choices: tuple[Button, ...]) -> None:
    bot = Bot()
    await bot.send(replace(WHERE, choices=choices))
    assert bot.fake.board is None
    assert bot.fake.shown("哪个村").markup == keys_of(choices)


async def test_numbered_choices_leave_the_button_that_sends_the_place() -> None:
    bot = Bot()
    await bot.send(replace(WHERE, choices=(Button("螺罐村", "place:" + "x" * 60, "q1"),)))
    assert bot.fake.board == Board("location", "📍 发我的位置")
    assert bot.fake.texts() == ["在哪个村、哪个位置？\n1. 螺罐村"]


async def test_every_choice_on_a_board_can_be_picked_by_its_words() -> None:
    bot = Bot()
    choices = tuple(Button(f"{n}组", f"v{n}", "q1") for n in range(BOARD_CHOICES))
    await bot.send(replace(WHERE, choices=choices))
    assert bot.fake.board is not None
    offered = [[b.value, b.label] for b in choices]
    labels = [label for row in bot.fake.board.rows for label in row]
    assert [words.pick(label, offered) for label in labels] == [b.value for b in choices]


async def test_the_board_goes_with_the_next_message() -> None:
    bot = Bot()
    await bot.send(WHERE)
    await bot.send(DONE)
    assert bot.fake.board is None
    assert bot.fake.shown("报上去了").markup == NoBoard()
    await bot.send(replace(DONE, id="4", text="办好了。"))
    assert bot.fake.shown("办好了").markup is None
    assert not bot.memory.rows


async def test_before_a_message_with_buttons_the_board_is_taken_away_without_a_sound() -> None:
    bot = Bot()
    await bot.send(WHERE)
    bot.fake.calls.clear()
    await bot.send(PHOTOS)
    assert bot.fake.calls == ["say", "delete", "say"]
    assert bot.fake.quiet == ["好的"]
    assert bot.fake.board is None
    assert bot.fake.texts() == [WHERE.text, PHOTOS.text]
    assert bot.fake.shown("照片").markup == keys_of(PHOTOS.choices)


async def test_a_place_asked_for_twice_has_the_newer_board() -> None:
    bot = Bot()
    await bot.send(WHERE)
    await bot.send(replace(WHERE, id="2", choices=()))
    assert bot.fake.board == Board("location", "📍 发我的位置")
    assert bot.fake.calls == ["say", "say"]


async def test_the_board_of_a_question_that_is_answered_leaves_nothing_to_strip() -> None:
    bot = Bot()
    await bot.send(WHERE)
    await bot.send(replace(DONE, closes="q1", chosen="螺罐村"))
    assert bot.fake.texts() == [WHERE.text, DONE.text]


@pytest.mark.parametrize("at", range(3))
async def test_the_board_goes_and_leaves_no_trace_though_the_program_dies_in_the_middle(at: int) -> None:
    bot = Bot()
    await bot.send(WHERE)
    name = ["say", "delete", "say"][at]
    bot.fake.errors[name] = [*[None] * (at // 2), Transient("lost")]
    with pytest.raises(Transient):
        await bot.send(PHOTOS)
    await bot.send(PHOTOS)
    assert bot.fake.texts() == [WHERE.text, PHOTOS.text]
    assert bot.fake.board is None
    assert bot.fake.shown("照片").markup == keys_of(PHOTOS.choices)


async def test_a_board_that_may_have_come_up_is_taken_away() -> None:
    bot = Bot()
    bot.fake.errors["say"] = [Transient("the answer was lost")]
    with pytest.raises(Transient):
        await bot.send(WHERE)
    await bot.send(DONE)
    assert bot.fake.shown("报上去了").markup == NoBoard()


@pytest.mark.parametrize("error", [Gone(), Rejected("so")])
async def test_a_short_message_that_can_not_be_taken_away_holds_up_no_words(error: Exception) -> None:
    bot = Bot()
    await bot.send(WHERE)
    bot.fake.errors["delete"] = [error]
    await bot.send(PHOTOS)
    assert bot.fake.shown("照片").markup == keys_of(PHOTOS.choices)
    assert set(bot.memory.rows) == {("telegram", CHAT, "q:q2")}


async def test_only_files_leave_the_board_up_until_words_come() -> None:
    bot = Bot()
    await bot.send(WHERE)
    await bot.send(replace(DONE, text=""))
    await bot.send(replace(DONE, id="4"))
    assert bot.fake.board is None


async def test_a_board_of_one_chat_says_nothing_about_another() -> None:
    bot = Bot()
    await bot.send(WHERE)
    await bot.send(replace(DONE, chat="7002"))
    assert bot.fake.shown("报上去了").markup is None


async def test_who_takes_no_messages_from_us_is_for_the_sender_to_know() -> None:
    bot = Bot()
    bot.fake.errors["say"] = [Blocked()]
    with pytest.raises(Blocked):
        await bot.send(WHERE)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("在哪个村？", "zh-CN"),
        ("Where is it?", "en"),
        ("您写的是：street light broken\n在哪里？", "zh-CN"),
        ("You wrote: 路灯坏了\nWhere is it?\n", "en"),
        ("", "en"),
    ],
)
def test_a_button_speaks_the_language_of_the_question(text: str, language: str) -> None:
    assert language_of(text) == language


# --- the menu --------------------------------------------------------------------------------------------------------


async def test_english_phones_have_an_english_menu_and_all_others_a_chinese_one() -> None:
    api = FakeApi()
    await set_menu(api, TEXTS)
    assert set(api.menus) == {("all_private_chats", ""), ("all_private_chats", "en")}
    assert dict(api.menus["all_private_chats", ""])["human"] == "找人帮忙"
    assert dict(api.menus["all_private_chats", "en"])["human"] == "Talk to a person"
    for menu in api.menus.values():
        for command, description in menu:
            assert re.fullmatch("[a-z0-9_]{1,32}", command)  # core.telegram.org/bots/api#botcommand
            assert 1 <= len(description) <= 256


def test_every_command_of_the_menu_is_understood_when_it_is_typed() -> None:
    house = build_house(district(), TEXTS.label, TEXTS.words)
    assert COMMANDS[-1] == "start"  # opens the chat: adapters/channels/bot_api/updates.py
    for language in LANGUAGES:
        assert [words.universal(f"/{c}", house, language) for c in COMMANDS[:-1]] == list(COMMANDS[:-1])


def test_no_words_of_ours_stand_unused() -> None:
    used = {
        "telegram-location",
        "telegram-contact",
        "telegram-board-away",
        "telegram-files-late",
        *(f"telegram-command-{c}" for c in COMMANDS),
    }
    file = (OURS / "zh-CN" / "telegram.ftl").read_text(encoding="utf-8")
    assert set(re.findall(r"^(telegram-(?!staff-)[a-z-]+) =", file, re.MULTILINE)) == used


# --- over HTTP -------------------------------------------------------------------------------------------------------


class Town:
    """A server, a chat that was opened, and the channel with a folder of photos and voice notes."""

    def __init__(self, server: Server, api: AiogramApi, chat: PrivateChat) -> None:
        self.server = server
        self.chat = chat
        self.memory = MemoryPosts()
        self.channel = ResidentChannel(api, self.memory, self.read, TEXTS.text)

    def read(self, file: str) -> tuple[str, bytes] | None:
        """What is kept: every photo but those that are gone."""
        if file.startswith("gone"):
            return None
        return ("audio/ogg", OGG) if file.startswith("voice") else ("image/png", PNG)

    def mine(self, outbound: Outbound) -> Outbound:
        """A message for this chat."""
        return replace(outbound, chat=str(self.chat.person.id))


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with serving() as server:
        bot = server.bot("Front")
        chat = server.person("Lan", language_code="zh-hans").private(bot)
        chat.start()
        api = AiogramApi(bot.token, server.url)
        yield Town(server, api, chat)
        await api.close()
        assert server.violations == []


def photos(count: int) -> tuple[Media, ...]:
    return tuple(Media(MediaKind.PHOTO, f"photo-{n}") for n in range(count))


async def test_a_long_message_with_many_photos_reaches_the_screen_whole(town: Town) -> None:
    text = "".join(f"第{n}行：路灯 *坏* 了 <b>&_[x](y)_\n" for n in range(400))[:9000]
    media = (*photos(12), Media(MediaKind.VOICE, "voice-1", seconds=3.2), Media(MediaKind.PHOTO, "gone-1"))
    await town.channel.send(town.mine(replace(PHOTOS, text=text, media=media)))
    mine = [m for m in town.chat.seen if m.from_bot]
    assert [m.kind for m in mine] == ["photo"] * 12 + ["voice"] + ["text"] * 3
    assert [len({m.album for m in mine[:10]}), len({m.album for m in mine[10:12]})] == [1, 1]
    assert "\n".join(m.text for m in mine[13:]) == text.rstrip("\n")
    assert all(not m.entities for m in mine)
    assert [m.labels for m in mine] == [[]] * 15 + [["跳过"]]


@pytest.mark.parametrize("method", ["sendMediaGroup", "sendVoice", "sendMessage"])
async def test_what_breaks_off_in_the_middle_is_finished_and_nothing_comes_twice(town: Town, method: str) -> None:
    media = (*photos(12), Media(MediaKind.VOICE, "voice-1"))
    message = town.mine(replace(PHOTOS, text="路" * 5000, media=media))
    before = len(town.server.calls)
    town.server.fail(method, 502)
    with pytest.raises(Transient):
        await town.channel.send(message)
    await town.channel.send(message)
    mine = [m for m in town.chat.seen if m.from_bot]
    assert [m.kind for m in mine] == ["photo"] * 12 + ["voice"] + ["text"] * 2
    assert len(town.server.calls) - before == 6  # five parts, one of them twice


async def test_a_tapped_question_shows_what_was_tapped(town: Town) -> None:
    await town.channel.send(town.mine(PHOTOS))
    town.chat.tap("跳过")
    await town.channel.send(town.mine(replace(DONE, closes="q2", chosen="跳过")))
    assert town.chat.said == ["有照片吗？\n\n→ 跳过", "报上去了。"]
    assert town.chat.buttons() == []


async def test_a_question_that_the_person_deleted_holds_up_nothing(town: Town) -> None:
    await town.channel.send(town.mine(PHOTOS))
    town.chat.delete(town.chat.last)
    await town.channel.send(town.mine(replace(DONE, closes="q2", chosen="跳过")))
    assert town.chat.said == ["报上去了。"]


async def test_the_board_sends_the_place_says_the_choices_and_goes(town: Town) -> None:
    await town.channel.send(town.mine(WHERE))
    assert town.chat.keyboard() == [["📍 发我的位置"], ["螺罐村", "上一步"]]
    assert town.chat.press("螺罐村").text == "螺罐村"
    await town.channel.send(town.mine(replace(WHERE, id="9", text="没找到。在哪个村？")))
    assert town.chat.press("📍 发我的位置").kind == "location"
    await town.channel.send(town.mine(PHOTOS))
    assert town.chat.keyboard() == []
    assert town.chat.said == [WHERE.text, "没找到。在哪个村？", PHOTOS.text]
    assert town.chat.last.labels == ["跳过"]
    await town.channel.send(town.mine(replace(WHERE, id="10")))
    await town.channel.send(town.mine(DONE))
    assert town.chat.keyboard() == []
    assert town.chat.last.text == DONE.text


async def test_who_blocked_us_and_who_must_wait_is_for_the_sender_to_know(town: Town) -> None:
    town.server.fail("sendMessage", 429, retry_after=9)
    with pytest.raises(Throttled) as raised:
        await town.channel.send(town.mine(DONE))
    assert raised.value.wait_s == 9.0
    town.chat.block()
    with pytest.raises(Blocked):
        await town.channel.send(town.mine(DONE))
    assert town.chat.said == []


async def test_the_menu_is_there_in_both_languages(town: Town) -> None:
    await set_menu(town.channel.api, TEXTS)
    assert town.chat.commands == list(COMMANDS)
    assert len(town.server.calls_of("setMyCommands")) == 2
