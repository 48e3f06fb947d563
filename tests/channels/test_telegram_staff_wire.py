"""The staff bot's calls by python-telegram-bot, over HTTP against a Bot API server: each call, and each way to fail."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

import pytest
from telegram.error import NetworkError, TelegramError

from adapters.channels.bot_api.api import Answer, Board, File, Key, Keys, Mention, NoBoard, Place
from adapters.channels.ports import Blocked, Gone, Misconfigured, Moved, Rejected, Throttled, TooLarge, Transient
from adapters.channels.telegram_staff import wire
from adapters.channels.telegram_staff.api import NoRights, StaffApi, Standing, TopicClosed
from adapters.channels.telegram_staff.wire import PtbApi, fault_of
from tests.bot_api.bots import Bot, Person
from tests.bot_api.groups import Group
from tests.bot_api.seats import Member
from tests.bot_api.server import Server, serving

JPEG = b"\xff\xd8\xff\xe0 a picture"
WORDS = "李秀英家门口的路灯坏了 13800001234"  # what a log and an error must not repeat
KEYS = Keys(((Key("接", "1||do:claim:c1"), Key("回复", "1||do:reply:c1")), (Key("更多", "1||do:more:c1"),)))


@dataclass
class House:
    """A staff group with the bot in it, and the bot's calls."""

    server: Server
    bot: Bot
    clerk: Person
    group: Group
    api: PtbApi

    @property
    def seat(self) -> Member:
        """The group as the clerk sees it."""
        return self.group.of(self.clerk)

    @property
    def chat(self) -> str:
        return str(self.group.id)

    def here(self, **where: str) -> Place:
        return Place(self.chat, **where)

    def params(self, method: str) -> dict[str, object]:
        """What the last such call said."""
        return dict(self.server.calls_of(method)[-1].params)


@pytest.fixture(autouse=True)
def silent(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Every test runs with the root logger at DEBUG, and no line may hold a token, or what people said."""
    caplog.set_level(logging.DEBUG)
    yield
    lines = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.get_records("call"))
    assert "AAFstaff" not in lines
    assert WORDS not in lines


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with serving() as server:
        bot = server.bot("staff", privacy=False)
        clerk = server.person("小王")
        group = server.group("螺罐村", [clerk], [bot], forum=True)
        api = PtbApi(bot.token, server.url)
        assert not server.calls
        yield House(server, bot, clerk, group, api)
        await api.close()
        assert server.violations == []


# --- calls -----------------------------------------------------------------------------------------------------------


async def test_it_has_all_calls_of_the_staff_bot(house: House) -> None:
    api: StaffApi = house.api
    me = await api.me()
    assert (me.id, me.username, me.reads_all) == (house.bot.id, house.bot.username, True)


async def test_updates_come_as_they_are_even_such_as_no_library_can_read(house: House) -> None:
    await house.api.updates(0, 0, ("message",))
    house.seat.say(WORDS)
    strange = house.bot.push({"message": {"message_id": "seven", "from": 5}})
    house.bot.push({"unheard_of_kind": {"x": [1]}})
    updates = await house.api.updates(0, 0, ("message", "callback_query"))
    assert [u.get("message", {}).get("text") for u in updates if "message" in u][-2:] == [WORDS, None]  # type: ignore[attr-defined]
    assert {"update_id": strange, "message": {"message_id": "seven", "from": 5}} in updates
    last = updates[-1]["update_id"]
    assert isinstance(last, int)
    assert not await house.api.updates(last + 1, 0, ("message",))
    assert house.params("getUpdates")["allowed_updates"] == ["message"]
    house.server.violations.clear()  # the server saw how strange they are, too


async def test_a_poll_waits_longer_for_its_answer_than_the_service_waits_for_updates(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "CALL_S", 0.2)
    api = PtbApi(house.bot.token, house.server.url)
    last = (await api.updates(-1, 0, ("message",)))[-1]["update_id"]
    assert isinstance(last, int)
    assert await api.updates(last + 1, 1, ("message",)) == []
    await api.close()


async def test_words_are_shown_as_they_were_typed_and_links_without_a_preview(house: House) -> None:
    typed = "<b>路灯</b> *坏了* _3天_ [x](http://x.cn) &amp; `code` https://rongchang.example"
    message = await house.api.say(house.here(), typed)
    assert house.seat.last.text == typed
    assert str(house.seat.last.id) == message
    assert house.params("sendMessage")["link_preview_options"] == {"is_disabled": True}
    await house.api.change(house.chat, message, f"{typed}!")
    assert house.seat.last.text == f"{typed}!"
    assert house.params("editMessageText")["link_preview_options"] == {"is_disabled": True}


async def test_what_stands_under_a_message(house: House) -> None:
    await house.api.say(house.here(), "新", KEYS)
    assert house.seat.last.buttons == [["接", "回复"], ["更多"]]
    await house.api.say(house.here(), "要回什么？", Answer())
    assert house.params("sendMessage")["reply_markup"] == {"force_reply": True, "selective": True}
    chat = house.clerk.private(house.bot)
    chat.start()
    here = Place(str(house.clerk.id))
    await house.api.say(here, "在哪里？", Board("location", "发位置", (("跳过", "上一步"),)))
    assert chat.keyboard() == [["发位置"], ["跳过", "上一步"]]
    chat.press("发位置")
    await house.api.say(here, "电话？", Board("contact", "发电话"))
    chat.press("发电话")
    await house.api.say(here, "好的", NoBoard(quiet=True))
    assert chat.keyboard() == []
    assert house.params("sendMessage")["disable_notification"] is True


async def test_a_person_is_told_by_name(house: House) -> None:
    await house.api.say(house.here(), "👨‍👩‍👧，要回什么？", Answer(), Mention(str(house.clerk.id), 0, 8))
    (entity,) = house.seat.last.entities
    assert (entity["type"], entity["offset"], entity["length"]) == ("text_mention", 0, 8)
    assert entity["user"]["id"] == house.clerk.id


async def test_an_answer_comes_even_when_what_it_answers_is_gone(house: House) -> None:
    asked = house.seat.say("路灯？")
    await house.api.say(house.here(reply_to=str(asked.id)), "在办")
    assert house.seat.last.reply_to is asked
    house.seat.delete(asked)
    await house.api.say(house.here(reply_to=str(asked.id)), "办好了")
    assert house.seat.last.text == "办好了"


async def test_photos_go_one_by_itself_and_several_together(house: House) -> None:
    files = [File(f"p{n}.jpeg", "image/jpeg", JPEG + b"%d" % n) for n in range(3)]
    card = await house.api.say(house.here(), "新")
    (one,) = await house.api.photos(house.here(reply_to=card), files[:1])
    assert (str(house.seat.last.id), house.seat.last.file) == (one, files[0].content)
    several = await house.api.photos(house.here(reply_to=card), files)
    sent = house.seat.seen[-3:]
    assert [str(m.id) for m in sent] == several
    assert [m.file for m in sent] == [f.content for f in files]
    assert len({m.album for m in sent}) == 1
    assert {str(m.reply_to.id) for m in house.seat.seen[-4:] if m.reply_to} == {card}


async def test_photos_that_cannot_be_shown_go_as_files(house: House) -> None:
    files = [File(f"p{n}.jpeg", "image/jpeg", JPEG) for n in range(2)]
    house.server.fail("sendPhoto", 400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    await house.api.photos(house.here(), files[:1])
    house.server.fail("sendMediaGroup", 400, description="Bad Request: file is too big")
    assert len(await house.api.photos(house.here(), files)) == 2
    assert [m.kind for m in house.seat.seen[-3:]] == ["document"] * 3


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("audio/ogg", "voice"), ("audio/mpeg", "voice"), ("audio/mp4", "voice"), ("audio/wav", "document")],
)
async def test_a_voice_note_that_can_be_played_is_played(house: House, kind: str, shown: str) -> None:
    await house.api.sound(house.here(), File("v.x", kind, b"OggS sound", 3.4))
    assert house.seat.last.kind == shown
    assert house.seat.last.file == b"OggS sound"


async def test_a_message_is_changed_stripped_and_deleted(house: House) -> None:
    message = await house.api.say(house.here(), "新", KEYS)
    await house.api.change(house.chat, message, "在办", KEYS)
    await house.api.change(house.chat, message, "在办", KEYS)  # says what stands there already
    assert (house.seat.last.text, house.seat.last.labels) == ("在办", ["接", "回复", "更多"])
    await house.api.strip(house.chat, message)
    await house.api.strip(house.chat, message)
    assert house.seat.last.labels == []
    await house.api.delete(house.chat, message)
    for call in (
        house.api.delete(house.chat, message),
        house.api.change(house.chat, message, "x"),
        house.api.strip(house.chat, message),
    ):
        with pytest.raises(Gone):
            await call


async def test_a_tap_is_answered_once_and_too_late_is_no_trouble(house: House) -> None:
    await house.api.updates(0, 0, ("callback_query",))
    await house.api.say(house.here(), "新", KEYS)
    tap = house.seat.tap("接")
    update = (await house.api.updates(0, 0, ("callback_query",)))[-1]["callback_query"]
    assert isinstance(update, dict)
    await house.api.tapped(update["id"])
    await tap.answered()
    await house.api.tapped(update["id"])
    assert house.server.calls_of("answerCallbackQuery")[-1].status == 400


async def test_typing_is_shown(house: House) -> None:
    await house.api.typing(house.here())
    assert house.params("sendChatAction") == {"chat_id": house.group.id, "action": "typing"}


async def test_a_file_that_came_in_is_fetched(house: House) -> None:
    await house.api.updates(0, 0, ("message",))
    house.seat.document(b"\x00\x01" * 500, "photo.jpeg", "image/jpeg")
    ref = await newest_file(house)
    assert await house.api.fetch(ref) == b"\x00\x01" * 500
    with pytest.raises(Gone):
        await house.api.fetch("nobody-knows-it")
    house.server.fail("download", 404)
    with pytest.raises(Gone):
        await house.api.fetch(ref)
    house.server.fail("download", 502)
    with pytest.raises(Transient):
        await house.api.fetch(ref)


async def test_a_file_above_the_limit_is_not_fetched(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.api.updates(0, 0, ("message",))
    house.seat.document(b"x", "film.mp4", "video/mp4", size=21 * 1024 * 1024)
    with pytest.raises(TooLarge):  # says the service
        await house.api.fetch(await newest_file(house))
    house.seat.document(b"x" * 100, "photo.jpeg", "image/jpeg")
    monkeypatch.setattr(wire, "FETCH_LIMIT_BYTES", 99)
    asked = house.server.fail("download", 500)
    with pytest.raises(TooLarge):  # say we, without having it
        await house.api.fetch(await newest_file(house))
    assert asked.hit == 0


async def newest_file(house: House) -> str:
    update = (await house.api.updates(0, 0, ("message",)))[-1]["message"]
    assert isinstance(update, dict)
    return str(update["document"]["file_id"])


async def test_the_webhook_is_set_told_and_dropped(house: House) -> None:
    assert (await house.api.hook()).url == ""
    await house.api.set_hook("https://frontdoor.example/tg", "s3cret", ("message", "callback_query"))
    hook = await house.api.hook()
    assert hook.url == "https://frontdoor.example/tg"
    assert house.params("setWebhook")["secret_token"] == "s3cret"
    assert house.params("setWebhook")["allowed_updates"] == ["message", "callback_query"]
    with pytest.raises(Misconfigured):  # polling beside a webhook
        await house.api.updates(0, 0, ("message",))
    await house.api.drop_hook()
    assert (await house.api.hook()).url == ""


async def test_the_menu_is_set_by_language(house: House) -> None:
    await house.api.set_commands((("cases", "没办完的"),), "all_group_chats", "")
    await house.api.set_commands((("cases", "Not done"),), "all_group_chats", "en")
    assert [call.params.get("language_code") for call in house.server.calls_of("setMyCommands")] == [None, "en"]
    assert house.params("setMyCommands")["scope"] == {"type": "all_group_chats"}


# --- groups and topics -----------------------------------------------------------------------------------------------


async def test_how_we_stand_in_a_group(house: House) -> None:
    assert await house.api.standing(house.chat) == Standing(forum=True)
    house.group.promote(house.bot, can_manage_topics=True)
    assert await house.api.standing(house.chat) == Standing(forum=True, admin=True, can_topics=True)
    house.group.promote(house.bot)
    assert await house.api.standing(house.chat) == Standing(True, True, True, True)
    plain = house.server.group("小组", [house.clerk], [house.bot], kind="group")
    plain.promote(house.bot, can_delete_messages=True)
    assert await house.api.standing(str(plain.id)) == Standing(admin=True, can_delete=True)


async def test_whether_we_may_send_in_a_group(house: House) -> None:
    house.group.permissions = {"can_send_photos": False}
    assert await house.api.standing(house.chat) == Standing(forum=True, can_photos=False)
    house.group.promote(house.bot, can_manage_topics=True)  # no permission of the members' bounds an administrator
    assert await house.api.standing(house.chat) == Standing(forum=True, admin=True, can_topics=True)
    house.group.demote(house.bot)
    house.group.mute(house.bot)
    assert await house.api.standing(house.chat) == Standing(forum=True, can_send=False, can_photos=False)


async def test_a_topic_is_opened_closed_and_opened_again(house: House) -> None:
    house.group.promote(house.bot)
    thread = await house.api.open_topic(house.chat, "2604-0001-2 路灯")
    await house.api.say(house.here(thread=thread), "新")
    assert str(house.seat.last.thread) == thread
    await house.api.photos(house.here(thread=thread), [File("p.jpeg", "image/jpeg", JPEG)])
    await house.api.sound(house.here(thread=thread), File("v.ogg", "audio/ogg", b"OggS"))
    assert {str(m.thread) for m in house.seat.seen[-3:]} == {thread}
    for _ in range(2):
        await house.api.close_topic(house.chat, thread)
    assert house.group.topics[0].closed
    for _ in range(2):
        await house.api.reopen_topic(house.chat, thread)
    assert not house.group.topics[0].closed
    house.group.delete_topic(house.group.topics[0])
    with pytest.raises(Gone):
        await house.api.say(house.here(thread=thread), "新")
    with pytest.raises(Gone):
        await house.api.close_topic(house.chat, thread)


async def test_without_the_right_there_is_no_topic(house: House) -> None:
    with pytest.raises(NoRights):
        await house.api.open_topic(house.chat, "路灯")
    topic = house.group.open_topic("闲聊")
    house.group.close_topic(topic)
    with pytest.raises(TopicClosed):
        await house.api.say(house.here(thread=str(topic.id)), "新")
    with pytest.raises(NoRights):
        await house.api.reopen_topic(house.chat, str(topic.id))


async def test_a_group_without_topics_has_none_for_us_either(house: House) -> None:
    plain = house.server.group("小组", [house.clerk], [house.bot])
    plain.promote(house.bot)
    with pytest.raises(NoRights):
        await house.api.open_topic(str(plain.id), "路灯")
    house.server.violations.clear()  # it was asked on purpose


# --- errors ----------------------------------------------------------------------------------------------------------


async def raised(call: Awaitable[object]) -> Exception:
    """What a call raises; it hangs on no other error, and says nothing that it should not."""
    with pytest.raises(Exception) as caught:
        await call
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "AAFstaff" not in f"{error} {error!r}"
    assert WORDS not in f"{error} {error!r}"
    return error


@pytest.mark.parametrize(
    ("status", "description", "expected"),
    [
        (400, "message thread not found", Gone),
        (400, "TOPIC_DELETED", Gone),
        (400, "TOPIC_ID_INVALID", Gone),
        (400, "TOPIC_CLOSED", TopicClosed),
        (400, "message to be replied not found", Gone),
        (400, "not enough rights to send text messages to the chat", NoRights),
        (400, "have no rights to send a message", NoRights),
        (400, "CHAT_ADMIN_REQUIRED", NoRights),
        (400, "CHAT_WRITE_FORBIDDEN", NoRights),
        (403, "CHAT_WRITE_FORBIDDEN", NoRights),
        (400, "have no write access to the chat", NoRights),
        (400, "chat not found", Blocked),
        (400, f"BUTTON_DATA_INVALID in 13:{WORDS}", Rejected),
        (401, "", Misconfigured),
        (403, "bot was kicked from the supergroup chat", Blocked),
        (404, "", Misconfigured),
        (409, "", Misconfigured),
        (429, "", Throttled),
        (500, "", Transient),
        (502, "", Transient),
    ],
)
async def test_each_refusal_is_one_of_ours(
    house: House, status: int, description: str, expected: type[Exception]
) -> None:
    kind = {400: "Bad Request: ", 403: "Forbidden: "}.get(status, "")
    house.server.fail("sendMessage", status, description=f"{kind}{description}" if description else "", retry_after=7)
    error = await raised(house.api.say(house.here(), WORDS))
    assert type(error) is expected


@pytest.mark.parametrize(
    ("method", "description", "expected"),
    [
        ("editMessageText", "message to edit not found", Gone),
        ("editMessageText", "message can't be edited", Gone),
        ("editMessageText", "MESSAGE_ID_INVALID", Gone),
        ("deleteMessage", "message to delete not found", Gone),
        ("deleteMessage", "message can't be deleted for everyone", NoRights),
    ],
)
async def test_each_refusal_to_change_is_one_of_ours(
    house: House, method: str, description: str, expected: type[Exception]
) -> None:
    house.server.fail(method, 400, description=f"Bad Request: {description}")
    call: Callable[[], Awaitable[None]] = {
        "editMessageText": lambda: house.api.change(house.chat, "5", WORDS, KEYS),
        "deleteMessage": lambda: house.api.delete(house.chat, "5"),
    }[method]
    assert type(await raised(call())) is expected


async def test_one_busy_group_silences_no_other(house: House) -> None:
    other = house.server.group("别的村", [house.clerk], [house.bot])
    house.server.fail("sendMessage", 429, retry_after=7, chat=house.group.id, times=None)
    throttled = await raised(house.api.say(house.here(), WORDS))
    assert isinstance(throttled, Throttled)
    assert throttled.wait_s == 7
    await house.api.say(Place(str(other.id)), "在办")
    assert len(house.server.calls_of("sendMessage")) == 2  # nothing was tried again behind our back
    house.server.heal()


async def test_a_group_that_became_a_supergroup_has_moved(house: House) -> None:
    plain = house.server.group("小组", [house.clerk], [house.bot], kind="group")
    old = str(plain.id)
    new = plain.migrate()
    moved = await raised(house.api.say(Place(old), WORDS))
    assert isinstance(moved, Moved)
    assert moved.chat == str(new)
    await house.api.say(Place(moved.chat), "在办")


async def test_a_group_that_threw_us_out_is_blocked(house: House) -> None:
    house.group.remove(house.bot)
    assert type(await raised(house.api.say(house.here(), WORDS))) is Blocked


@pytest.mark.parametrize("token", ["6900000001:AAFstaffzzzzzzzzzzzzzzzzzzzzzzzzzzz", "AAFstaff"])
async def test_a_wrong_token_is_ours_to_mend(house: House, token: str) -> None:
    api = PtbApi(token, house.server.url)
    for call in (api.me(), api.updates(0, 0, ()), api.say(house.here(), WORDS), api.standing(house.chat)):
        assert type(await raised(call)) is Misconfigured
    await api.close()


async def test_a_lost_answer_silence_and_a_service_that_is_away_may_pass(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "CALL_S", 0.2)
    monkeypatch.setattr(wire, "POLL_MORE_S", 0.2)
    api = PtbApi(house.bot.token, house.server.url)
    house.server.fail("sendMessage", how="drop")
    assert type(await raised(api.say(house.here(), WORDS))) is Transient
    house.server.fail("sendMessage", how="hang")
    assert type(await raised(api.say(house.here(), WORDS))) is Transient
    house.server.fail("getUpdates", how="hang")
    assert type(await raised(api.updates(0, 0, ()))) is Transient
    house.server.heal()
    await api.close()
    away = PtbApi(house.bot.token, "http://127.0.0.1:9")
    assert type(await raised(away.me())) is Transient
    await away.close()


def test_what_a_proxy_in_between_says_may_pass() -> None:
    assert type(fault_of(TelegramError("Invalid server response"))) is Transient
    assert type(fault_of(NetworkError(f"Bad Gateway (502). Parsing the server response {WORDS} failed"))) is Transient
    assert type(fault_of(NetworkError("Request Entity Too Large"))) is Rejected


async def test_closing_twice_or_before_any_call_is_no_trouble(house: House) -> None:
    api = PtbApi(house.bot.token, house.server.url)
    await api.close()
    await api.close()
