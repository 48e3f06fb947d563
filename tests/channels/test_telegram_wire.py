"""Each call of the residents' bot over real HTTP, each error it can meet, and the token in none of them."""

from __future__ import annotations

import asyncio
import gc
import logging
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import web

from adapters.channels.bot_api.api import Answer, Api, Board, File, Hook, Key, Keys, Me, Mention, NoBoard, Place
from adapters.channels.ports import (
    Blocked,
    Gone,
    Misconfigured,
    Moved,
    Rejected,
    Throttled,
    TooLarge,
    Transient,
)
from adapters.channels.telegram import wire
from adapters.channels.telegram.wire import AiogramApi
from tests.bot_api.bots import Bot
from tests.bot_api.seats import OGG, PNG, PrivateChat
from tests.bot_api.server import Server, serving

SAID = "王小明说：路灯 *坏* 了 <b>&amp;_[x](y)_ 13812345678"
KEYS = Keys(((Key("跳过", "1|q1|skip"), Key("上一步", "1|q1|back")), (Key("找人帮忙", "1||open:person"),)))
KINDS = ("message", "callback_query")


@dataclass
class Town:
    """A server, a bot, somebody who opened its chat, and our calls."""

    server: Server
    bot: Bot
    chat: PrivateChat
    api: Api

    @property
    def place(self) -> Place:
        """Their chat."""
        return Place(str(self.chat.person.id))


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with serving() as server:
        bot = server.bot("Front")
        chat = server.person("Lan").private(bot)
        chat.start()
        api = AiogramApi(bot.token, server.url)
        yield Town(server, bot, chat, api)
        await api.close()
        assert server.violations == []


def inside(value: object, *path: str) -> str:
    """What stands in an update at a path, as text."""
    for name in path:
        assert isinstance(value, Mapping)
        value = value[name]
    return str(value)


@asynccontextmanager
async def answering(handler: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """Something that answers in the place of the service; its address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def always(status: int, body: bytes) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The same answer to everything."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, content_type="application/json")

    return answer


# --- the calls -------------------------------------------------------------------------------------------------------


async def test_we_know_who_we_are(town: Town) -> None:
    assert await town.api.me() == Me(town.bot.id, "Front_test_bot")
    open_ears = town.server.bot("Ears", privacy=False)
    api = AiogramApi(open_ears.token, town.server.url + "/")
    assert await api.me() == Me(open_ears.id, "Ears_test_bot", reads_all=True)
    await api.close()


async def test_updates_come_as_they_are_and_are_kept_until_the_offset_passes_them(town: Town) -> None:
    first, *_ = await town.api.updates(0, 0, KINDS)
    assert inside(first, "message", "text") == "/start"
    town.chat.say("路灯坏了")
    again = await town.api.updates(0, 0, KINDS)
    assert [u["update_id"] for u in again] == [first["update_id"], int(inside(first, "update_id")) + 1]
    assert len(await town.api.updates(0, 0, KINDS, limit=1)) == 1
    assert len(await town.api.updates(int(inside(first, "update_id")) + 1, 0, KINDS)) == 1
    assert town.server.calls_of("getUpdates")[-1].params["allowed_updates"] == list(KINDS)


async def test_an_update_of_a_kind_that_nobody_knows_yet_spoils_no_other(town: Town) -> None:
    town.bot.push({"message": {"message_id": "not a number", "from": 7}})
    town.bot.push({"thought": {"of": "a person"}})
    town.chat.say("路灯坏了")
    updates = await town.api.updates(0, 0, ())
    assert updates[1]["message"] == {"message_id": "not a number", "from": 7}
    assert updates[2]["thought"] == {"of": "a person"}
    assert inside(updates[3], "message", "text") == "路灯坏了"


async def test_an_update_ends_the_waiting(town: Town) -> None:
    (start,) = await town.api.updates(0, 0, KINDS)
    waiting = asyncio.ensure_future(town.api.updates(int(inside(start, "update_id")) + 1, 30, KINDS))
    await town.bot.polling()
    town.chat.say("路灯坏了")
    async with asyncio.timeout(5):
        assert len(await waiting) == 1


async def test_words_are_shown_as_they_were_typed(town: Town) -> None:
    message = await town.api.say(town.place, SAID)
    assert town.chat.last.text == SAID
    assert town.chat.last.entities == [e for e in town.chat.last.entities if e["type"] in ("phone_number",)]
    assert message == str(town.chat.last.id)
    (call,) = town.server.calls_of("sendMessage")
    assert "parse_mode" not in call.params
    assert call.params["link_preview_options"] == {"is_disabled": True}
    assert "disable_notification" not in call.params


async def test_buttons_stand_under_the_words_in_their_rows(town: Town) -> None:
    await town.api.say(town.place, "有照片吗？", KEYS)
    assert town.chat.last.buttons == [["跳过", "上一步"], ["找人帮忙"]]
    tap = town.chat.tap("跳过")
    *_, update = await town.api.updates(0, 0, KINDS)
    assert update["callback_query"]["data"] == "1|q1|skip"  # type: ignore[index]
    await town.api.tapped(tap.query_id)
    assert tap.answer is not None
    await town.api.tapped(tap.query_id)  # twice is no error


@pytest.mark.parametrize(("wants", "brought"), [("location", "location"), ("contact", "contact")])
async def test_a_board_asks_the_phone_for_what_the_question_wants(town: Town, wants: str, brought: str) -> None:
    await town.api.say(town.place, "在哪里？", Board(wants, "发给你们", (("螺罐村", "跳过"), ("上一步",))))
    assert town.chat.keyboard() == [["发给你们"], ["螺罐村", "跳过"], ["上一步"]]
    assert town.chat.press("发给你们").kind == brought
    markup = town.server.calls_of("sendMessage")[0].params["reply_markup"]
    assert (markup["one_time_keyboard"], markup["resize_keyboard"]) == (True, True)


async def test_a_board_is_taken_away(town: Town) -> None:
    await town.api.say(town.place, "在哪里？", Board("location", "发我的位置"))
    await town.api.say(town.place, "好的", NoBoard(quiet=True))
    assert town.chat.keyboard() == []
    assert town.server.calls_of("sendMessage")[-1].params["disable_notification"] is True
    await town.api.say(town.place, "好的", NoBoard())
    assert "disable_notification" not in town.server.calls_of("sendMessage")[-1].params


async def test_in_a_group_a_person_is_told_by_name_and_can_answer_at_once(town: Town) -> None:
    group = town.server.group("螺罐村", [town.chat.person], [town.bot])
    mention = Mention(str(town.chat.person.id), 3, 3)
    await town.api.say(Place(str(group.id)), "请问 Lan：好了吗？", Answer(), mention)
    params = town.server.calls_of("sendMessage")[-1].params
    (entity,) = params["entities"]
    assert (entity["type"], entity["offset"], entity["length"]) == ("text_mention", 3, 3)
    assert entity["user"]["id"] == town.chat.person.id
    assert params["reply_markup"] == {"force_reply": True, "selective": True}


async def test_an_answer_shows_what_it_answers_and_comes_though_that_is_gone(town: Town) -> None:
    asked = town.chat.say("好了吗？")
    place = Place(town.place.chat, reply_to=str(asked.id))
    await town.api.say(place, "好了")
    assert town.chat.last.reply_to is asked
    town.chat.delete(asked)
    await town.api.say(place, "真的好了")
    assert town.chat.last.text == "真的好了"


async def test_a_message_goes_into_its_topic(town: Town) -> None:
    group = town.server.group("螺罐村", [town.chat.person], [town.bot], forum=True)
    topic = group.open_topic("路灯")
    place = Place(str(group.id), thread=str(topic.id))
    await town.api.typing(place)
    await town.api.say(place, "新的一件")
    assert [c.params["message_thread_id"] for c in town.server.calls[-2:]] == [topic.id, topic.id]


async def test_a_photo_and_an_album(town: Town) -> None:
    photos = [File(f"{n}.png", "image/png", PNG) for n in range(10)]
    (one,) = await town.api.photos(town.place, photos[:1])
    ten = await town.api.photos(town.place, photos)
    assert [str(m.id) for m in town.chat.seen if m.kind == "photo"] == [one, *ten]
    assert len({m.album for m in town.chat.seen if str(m.id) in ten}) == 1
    assert all(m.file == PNG for m in town.chat.seen if m.kind == "photo")


async def test_photos_that_can_not_be_shown_are_handed_over_as_files(town: Town) -> None:
    files = [File("a.png", "image/png", PNG), File("b.png", "image/png", PNG)]
    town.server.fail("sendMediaGroup", 400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    sent = await town.api.photos(town.place, files)
    assert [(m.kind, m.file) for m in town.chat.seen if str(m.id) in sent] == [("document", PNG)] * 2


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("audio/ogg", "voice"),
        ("audio/mpeg", "voice"),
        ("audio/mp4", "voice"),
        ("audio/webm", "document"),
        ("audio/amr", "document"),
        ("audio/wav", "document"),
        ("audio/aac", "document"),
    ],
)
async def test_a_voice_note_can_be_played_where_the_service_can(town: Town, media_type: str, kind: str) -> None:
    await town.api.sound(town.place, File("voice.x", media_type, OGG, 3.6))
    assert (town.chat.last.kind, town.chat.last.file) == (kind, OGG)
    if kind == "voice":
        assert town.server.calls_of("sendVoice")[0].params["duration"] == 4


async def test_who_refuses_voice_notes_has_the_file(town: Town) -> None:
    refusing = "Bad Request: user restricted receiving of voice note messages"
    town.server.fail("sendVoice", 400, description=refusing)
    await town.api.sound(town.place, File("voice.ogg", "audio/ogg", OGG))
    assert (town.chat.last.kind, town.chat.last.file) == ("document", OGG)


async def test_a_message_of_ours_is_changed_and_loses_its_buttons(town: Town) -> None:
    message = await town.api.say(town.place, "有照片吗？", KEYS)
    await town.api.change(town.place.chat, message, SAID, Keys(((Key("找人帮忙", "1||open:person"),),)))
    assert (town.chat.last.text, town.chat.last.buttons) == (SAID, [["找人帮忙"]])
    await town.api.change(town.place.chat, message, "有照片吗？\n\n→ 跳过")
    assert (town.chat.last.text, town.chat.last.buttons) == ("有照片吗？\n\n→ 跳过", [])
    assert all("parse_mode" not in c.params for c in town.server.calls)


async def test_buttons_are_stripped_and_messages_deleted(town: Town) -> None:
    message = await town.api.say(town.place, "有照片吗？", KEYS)
    await town.api.strip(town.place.chat, message)
    assert (town.chat.last.text, town.chat.last.buttons) == ("有照片吗？", [])
    await town.api.delete(town.place.chat, message)
    assert town.chat.said == []


async def test_what_is_so_already_is_no_error(town: Town) -> None:
    message = await town.api.say(town.place, "有照片吗？", KEYS)
    await town.api.change(town.place.chat, message, "有照片吗？", KEYS)
    await town.api.strip(town.place.chat, message)
    await town.api.strip(town.place.chat, message)
    await town.api.tapped("999")
    assert [c.status for c in town.server.refused] == [400, 400, 400]


async def test_it_can_be_seen_that_something_is_being_written(town: Town) -> None:
    await town.api.typing(town.place)
    assert town.chat.actions == ["typing"]


async def test_a_file_that_came_in_is_fetched(town: Town) -> None:
    town.chat.voice(OGG * 1000)
    *_, update = await town.api.updates(0, 0, KINDS)
    ref = inside(update, "message", "voice", "file_id")
    assert await town.api.fetch(ref) == OGG * 1000


async def test_a_server_of_our_own_names_files_by_where_they_lie() -> None:
    async def local(request: web.Request) -> web.Response:
        if request.path == "/file/bot1:token/var/lib/bots/voice/file_1.oga":
            return web.Response(body=OGG)
        path = "/var/lib/bots/voice/file_1.oga"
        found = {"file_id": "ref", "file_unique_id": "u", "file_path": path}
        return web.json_response({"ok": True, "result": found})

    async with answering(local) as base:
        api = AiogramApi("1:token", base)
        assert await api.fetch("ref") == OGG
        await api.close()


async def test_the_webhook_is_set_seen_and_dropped(town: Town) -> None:
    assert await town.api.hook() == Hook("", waiting=1)
    await town.api.set_hook("https://front.example/telegram", "a-secret_1", KINDS)
    assert (await town.api.hook()).url == "https://front.example/telegram"
    params = town.server.calls_of("setWebhook")[0].params
    assert (params["secret_token"], params["allowed_updates"]) == ("a-secret_1", list(KINDS))
    assert "drop_pending_updates" not in params
    await town.api.drop_hook()
    assert await town.api.hook() == Hook("", waiting=1)


async def test_the_menu_is_set_by_scope_and_language(town: Town) -> None:
    await town.api.set_commands([("status", "我报过的事"), ("help", "怎么用")], "all_private_chats", "")
    await town.api.set_commands([("human", "Talk to a person")], "all_private_chats", "en")
    assert town.chat.commands == ["status", "help"]
    english = town.server.person("Ann", language_code="en").private(town.bot)
    assert english.commands == ["human"]
    await town.api.set_commands([("cases", "待办")], "all_group_chats", "")
    assert town.chat.commands == ["status", "help"]


# --- errors ----------------------------------------------------------------------------------------------------------


async def say(town: Town) -> object:
    return await town.api.say(town.place, SAID)


ERRORS = [
    (400, "Bad Request: message to edit not found", Gone),
    (400, "Bad Request: message thread not found", Gone),
    (400, "Bad Request: chat not found", Blocked),
    (400, "Bad Request: not enough rights to send text messages to the chat", Misconfigured),
    (400, f'Bad Request: can\'t parse entities: unexpected "{SAID}"', Rejected),
    (401, "Unauthorized", Misconfigured),
    (403, "Forbidden: bot was blocked by the user", Blocked),
    (403, "Forbidden: user is deactivated", Blocked),
    (404, "Not Found", Misconfigured),
    (409, "Conflict: terminated by other getUpdates request", Misconfigured),
    (413, "Request Entity Too Large", Rejected),
    (418, "I'm a teapot", Transient),
    (500, "Internal Server Error: restart", Transient),
    (502, "Bad Gateway", Transient),
    (504, "Gateway Timeout", Transient),
]


@pytest.mark.parametrize(("status", "description", "error"), ERRORS)
async def test_every_refusal_is_one_of_our_errors(
    town: Town, status: int, description: str, error: type[Exception]
) -> None:
    town.server.fail("sendMessage", status, description=description)
    with pytest.raises(error) as raised:
        await say(town)
    assert type(raised.value) is error
    says_nothing(raised.value, town)


async def test_we_wait_as_long_as_we_are_told(town: Town) -> None:
    town.server.fail("sendMessage", 429, retry_after=17)
    with pytest.raises(Throttled) as raised:
        await say(town)
    assert raised.value.wait_s == 17.0
    says_nothing(raised.value, town)


async def test_a_group_that_has_another_id_now_says_which(town: Town) -> None:
    group = town.server.group("螺罐村", [town.chat.person], [town.bot], kind="group")
    old = group.id
    group.migrate()
    with pytest.raises(Moved) as raised:
        await town.api.say(Place(str(old)), SAID)
    assert raised.value.chat == str(group.id)


@pytest.mark.parametrize("after", [False, True])
async def test_a_connection_that_breaks_may_work_later(town: Town, after: bool) -> None:
    town.server.fail("sendMessage", how="drop", after=after)
    with pytest.raises(Transient) as raised:
        await say(town)
    says_nothing(raised.value, town)


async def test_a_service_that_is_silent_is_left_after_a_while(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "CALL_S", 0.2)
    town.server.fail("sendMessage", how="hang")
    with pytest.raises(Transient) as raised:
        await say(town)
    says_nothing(raised.value, town)


async def test_updates_are_waited_for_a_little_longer_than_the_service_was_asked_to(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "POLL_MARGIN_S", 0.2)
    monkeypatch.setattr(wire, "CALL_S", 0.1)
    offset = int(inside((await town.api.updates(0, 0, KINDS))[0], "update_id")) + 1
    assert await town.api.updates(offset, 1, KINDS) == []
    town.server.fail("getUpdates", how="hang")
    with pytest.raises(Transient):
        await town.api.updates(offset, 0, KINDS)


@pytest.mark.parametrize("base", ["http://127.0.0.1:9", "no-address"])
async def test_a_server_that_is_not_there_may_come_back(base: str) -> None:
    api = AiogramApi("1:token", base)
    with pytest.raises(Transient) as raised:
        await api.me()
    await api.close()
    assert "token" not in printed(raised.value)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html>Bad Gateway</html>"),
        (502, b'{"ok": false}'),
        (200, b"<html>Log in to this network</html>"),
        (200, b'{"ok": true, "result": \xff}'),
        (400, b'{"ok": false}'),
    ],
)
async def test_an_answer_that_is_not_the_services_own_is_an_error_of_ours(status: int, body: bytes) -> None:
    async with answering(always(status, body)) as base:
        api = AiogramApi("1:token", base)
        with pytest.raises(Rejected if status == 400 else Transient) as raised:
            await api.say(Place("7001"), SAID)
        await api.close()
    assert "token" not in printed(raised.value)
    assert SAID not in printed(raised.value)


async def test_a_message_that_was_delivered_is_not_sent_again_for_a_field_that_nobody_knows() -> None:
    body = b'{"ok": true, "result": {"message_id": 7, "date": "tomorrow", "chat": {"type": "thought"}}}'
    async with answering(always(200, body)) as base:
        api = AiogramApi("1:token", base)
        assert await api.say(Place("7001"), SAID) == "7"
        await api.change("7001", "7", SAID)
        await api.close()


@pytest.mark.parametrize("token", ["", "no-token", "1:a b"])
async def test_what_is_no_token_is_said_at_the_first_call(token: str) -> None:
    api = AiogramApi(token)
    with pytest.raises(Misconfigured) as raised:
        await api.me()
    assert not token or token not in printed(raised.value)
    await api.close()


async def test_a_token_that_nobody_knows_is_a_matter_of_settings(town: Town) -> None:
    for token in (f"6900000099:{'x' * 35}", "1:x"):
        api = AiogramApi(token, town.server.url)
        with pytest.raises(Misconfigured) as raised:
            await api.me()
        assert token not in printed(raised.value)
        await api.close()


async def test_messages_that_are_gone_are_gone(town: Town) -> None:
    chat = town.place.chat
    for call in (town.api.change(chat, "999", SAID), town.api.strip(chat, "999"), town.api.delete(chat, "999")):
        with pytest.raises(Gone):
            await call


async def test_files_that_are_gone_or_too_large(town: Town) -> None:
    with pytest.raises(Gone):
        await town.api.fetch("unknown")
    town.chat.video(size=21 * 1024 * 1024)
    *_, update = await town.api.updates(0, 0, KINDS)
    with pytest.raises(TooLarge):
        await town.api.fetch(inside(update, "message", "video", "file_id"))


@pytest.mark.parametrize(("status", "error"), [(404, Gone), (500, Transient), (502, Transient)])
async def test_a_download_that_fails(town: Town, status: int, error: type[Exception]) -> None:
    town.chat.voice(OGG)
    *_, update = await town.api.updates(0, 0, KINDS)
    town.server.fail("download", status)
    with pytest.raises(error) as raised:
        await town.api.fetch(inside(update, "message", "voice", "file_id"))
    says_nothing(raised.value, town)


async def test_a_download_ends_at_the_limit_whatever_the_service_said(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "FETCH_LIMIT_BYTES", 100_000)
    town.chat.voice(b"x" * 300_000, size=100)
    *_, update = await town.api.updates(0, 0, KINDS)
    with pytest.raises(TooLarge):
        await town.api.fetch(inside(update, "message", "voice", "file_id"))


async def test_a_file_that_is_too_large_is_not_downloaded(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "FETCH_LIMIT_BYTES", 100_000)
    town.chat.voice(b"x" * 300_000)
    *_, update = await town.api.updates(0, 0, KINDS)
    download = town.server.fail("download")
    with pytest.raises(TooLarge):
        await town.api.fetch(inside(update, "message", "voice", "file_id"))
    assert download.hit == 0


async def test_nothing_that_is_logged_holds_the_token(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    town.server.fail("sendMessage", 500)
    with pytest.raises(Transient):
        await say(town)
    await say(town)
    assert town.bot.token not in caplog.text
    assert SAID not in caplog.text


def printed(error: BaseException) -> str:
    """All that could be printed of an error, with what hangs on it."""
    hidden = error.__context__ or error.__cause__
    return "".join(traceback.format_exception(error)) + repr(error) + (printed(hidden) if hidden else "")


def says_nothing(error: BaseException, town: Town) -> None:
    """No token and no person's words in it."""
    assert error.__context__ is None
    assert town.bot.token not in printed(error)
    assert SAID not in printed(error)
    assert "13812345678" not in printed(error)


# --- the budget, and the house ---------------------------------------------------------------------------------------


async def test_no_more_messages_a_second_than_a_bot_may_send(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MESSAGES_PER_S", 2)
    api = AiogramApi(town.bot.token, town.server.url)
    began = asyncio.get_running_loop().time()
    for _ in range(4):
        await api.say(town.place, "好的")
    took = asyncio.get_running_loop().time() - began
    await api.close()
    assert took >= 0.9  # two more than two at once


async def test_every_photo_counts_as_a_message_and_a_change_as_none(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[float] = []

    class Counter:
        def __init__(self, most: float, in_s: float) -> None:
            assert (most, in_s) == (30, 1)

        async def acquire(self, amount: float = 1) -> None:
            taken.append(amount)

    monkeypatch.setattr(wire, "AsyncLimiter", Counter)
    api = AiogramApi(town.bot.token, town.server.url)
    await api.photos(town.place, [File(f"{n}.png", "image/png", PNG) for n in range(10)])
    await api.photos(town.place, [File("one.png", "image/png", PNG)])
    await api.sound(town.place, File("voice.ogg", "audio/ogg", OGG))
    await api.sound(town.place, File("voice.wav", "audio/wav", OGG))
    message = await api.say(town.place, "有照片吗？", KEYS)
    assert taken == [10, 1, 1, 1, 1]
    await api.change(town.place.chat, message, "有照片没有？", KEYS)
    await api.strip(town.place.chat, message)
    await api.delete(town.place.chat, message)
    await api.typing(town.place)
    await api.close()
    assert taken == [10, 1, 1, 1, 1]


async def test_nothing_is_open_before_the_first_call_and_after_closing(recwarn: pytest.WarningsRecorder) -> None:
    async with serving() as server:
        api = AiogramApi(server.bot("Front").token, server.url)
        assert vars(api)["_opened"] is None
        await api.close()
        await api.me()
        await api.close()
        await api.close()
    del api
    gc.collect()
    assert [w for w in recwarn if w.category is ResourceWarning] == []
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_without_a_token_no_library_of_telegram_is_loaded() -> None:
    running = ("bot.cli", "bot.app", "bot.serve", "bot.doctor", "adapters.channels.telegram.channel")
    program = f"import sys, {', '.join(running)}; print(*{{m.split('.')[0] for m in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-B", "-c", program], check=True, capture_output=True, text=True).stdout
    assert "bot" in loaded.split()
    assert {"aiogram", "aiohttp", "telegram"} & set(loaded.split()) == set()
