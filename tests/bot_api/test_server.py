"""The server answers as Telegram does: calls, messages, buttons, files and settings in private chats."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from tests.bot_api.bots import Bot
from tests.bot_api.client import Client
from tests.bot_api.faults import FloodLimits
from tests.bot_api.schema import random_params
from tests.bot_api.seats import PNG
from tests.bot_api.server import METHODS, Server
from tests.bot_api.shapes import Json

Speak = Callable[[Bot], Client]
GO: Json = {"inline_keyboard": [[{"text": "去", "callback_data": "go"}]]}


async def started(server: Server, client: Speak) -> tuple[Any, Client]:
    """A chat that a person has started, and the bot's side of it."""
    bot = server.bot("residents")
    chat = server.person("Lan", language_code="zh-hans").private(bot)
    chat.start()
    api = client(bot)
    await api.news()
    return chat, api


async def test_a_bot_has_a_name_and_only_its_own_token(server: Server, client: Speak) -> None:
    bot = server.bot("residents", privacy=False)
    me = await client(bot).ok("getMe")
    assert me["username"] == bot.username and me["is_bot"] and me["can_read_all_group_messages"]
    api = client(bot)
    api.token = bot.token[:-1] + ("a" if bot.token[-1] != "a" else "b")
    assert (await api.call("getMe")).body == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    api.token = "12"
    assert (await api.call("getMe")).status == 404
    assert not server.violations


async def test_method_names_are_taken_in_any_case_and_by_any_way(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    assert (await api.call("GETME")).status == 200
    assert (await api.get("sendmessage", chat_id=str(chat.person.id), text="地址")).status == 200
    assert (await api.form("sendMessage", chat_id=chat.person.id, text="表单", reply_markup=GO)).status == 200
    assert (await api.form("sendMessage", {"text": b"x"}, chat_id=chat.person.id)).status == 400
    assert chat.said == ["地址", "表单"] and chat.buttons() == ["去"]
    assert [str(each) for each in server.violations] == [
        f"{chat.bot.username}: sendMessage: text: must be String, not Upload"
    ]


async def test_a_bad_request_is_refused_and_remembered(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    to = chat.person.id
    for method, params, words in [
        ("sendMessage", {"chat_id": to, "text": ""}, "message text is empty"),
        ("sendMessage", {"chat_id": to, "text": " \n "}, "message text is empty"),
        ("sendMessage", {"chat_id": to, "text": "\u200b"}, "message text is empty"),
        ("sendMessage", {"chat_id": to, "text": "长" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": to, "text": "😀" * 2049}, "message is too long"),
        ("sendMessage", {"chat_id": to, "text": "<b>", "parse_mode": "HTML"}, "can't parse entities"),
        ("sendMessage", {"chat_id": to, "text": "x", "nonsense": 1}, "unknown parameter nonsense"),
        (
            "sendMessage",
            {
                "chat_id": to,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            {
                "chat_id": to,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "http://localhost"}]]},
            },
            "Wrong HTTP URL",
        ),
        ("setMyCommands", {"commands": [{"command": "A", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("noSuchMethod", {}, "method not found"),
    ]:
        server.violations.clear()
        answer = await api.call(method, **params)
        assert words in answer.description, answer
        assert answer.status == answer.body["error_code"] == (404 if method == "noSuchMethod" else 400)
        assert len(server.violations) == 1
    assert (await api.ok("sendMessage", chat_id=to, text="<b>" + "长" * 4096 + "</b>", parse_mode="HTML"))["text"]
    assert not (
        await api.session.post(
            f"{api.url}/bot{api.token}/getMe", data="{", headers={"content-type": "application/json"}
        )
    ).ok


async def test_a_method_that_is_not_served_says_so_aloud(server: Server, client: Speak) -> None:
    answer = await client(server.bot("residents")).call("getMyStarBalance")
    assert answer.status == 501 and "not served here" in server.violations[0].problem


async def test_a_message_has_its_markup_and_its_reply(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    asked = chat.say("你好 /help")
    (update,) = await api.news()
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 3, "length": 5}]
    sent = await api.ok(
        "sendMessage",
        chat_id=chat.person.id,
        text="<b>好</b>",
        parse_mode="HTML",
        reply_parameters={"message_id": asked.id},
        reply_markup=GO,
    )
    assert sent["reply_to_message"]["message_id"] == asked.id and sent["reply_markup"] == GO
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert chat.last.reply_to is asked and chat.last.buttons == [["去"]]


async def test_a_reply_to_nothing_is_refused_unless_allowed(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    send = {"chat_id": chat.person.id, "text": "x"}
    refused = await api.call("sendMessage", **send, reply_parameters={"message_id": 99})
    assert refused.description == "Bad Request: message to be replied not found"
    allowed = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await api.ok("sendMessage", **send, reply_parameters=allowed)


async def test_whom_a_bot_cannot_write_to(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    stranger = server.person("Wei")
    for chat_id, status, words in [
        (4242, 400, "chat not found"),
        (-100123, 400, "chat not found"),
        ("@nobody", 400, "chat not found"),
        (stranger.id, 403, "bot can't initiate conversation with a user"),
        (server.bot("other").id, 403, "bots can't send messages to bots"),
    ]:
        answer = await api.call("sendMessage", chat_id=chat_id, text="x")
        assert (answer.status, words in answer.description) == (status, True), answer
    chat.block()
    answer = await api.call("sendMessage", chat_id=chat.person.id, text="x")
    assert (answer.status, answer.description) == (403, "Forbidden: bot was blocked by the user")
    chat.unblock()
    assert (await api.call("sendMessage", chat_id=chat.person.id, text="x")).status == 200
    chat.person.gone = True
    assert "deactivated" in (await api.call("sendMessage", chat_id=chat.person.id, text="x")).description
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in await api.news()]
    assert changes == ["kicked", "member"]
    assert not server.violations


async def test_an_edit_shows_and_the_same_again_is_refused(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    sent = await api.ok("sendMessage", chat_id=chat.person.id, text="一", reply_markup=GO)
    at = {"chat_id": chat.person.id, "message_id": sent["message_id"]}
    same = await api.call("editMessageText", **at, text="一", reply_markup=GO)
    assert same.description.startswith("Bad Request: message is not modified")
    assert (await api.call("editMessageReplyMarkup", **at, reply_markup=GO)).status == 400
    edited = await api.ok("editMessageText", **at, text="二", reply_markup=GO)
    assert edited["text"] == "二" and edited["edit_date"] >= sent["date"] and chat.buttons() == ["去"]
    await api.ok("editMessageText", **at, text="三")
    assert chat.said == ["三"] and chat.buttons() == []
    assert "no caption" in (await api.call("editMessageCaption", **at, caption="x")).description
    assert not server.violations


async def test_what_cannot_be_edited(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    theirs = chat.say("我的话")
    keyed = await api.ok("sendMessage", chat_id=chat.person.id, text="x", reply_markup={"keyboard": [[{"text": "键"}]]})
    forced = await api.ok("sendMessage", chat_id=chat.person.id, text="x", reply_markup={"force_reply": True})
    for message_id in (theirs.id, keyed["message_id"], forced["message_id"]):
        answer = await api.call("editMessageText", chat_id=chat.person.id, message_id=message_id, text="y")
        assert answer.description == "Bad Request: message can't be edited"
    missing = await api.call("editMessageText", chat_id=chat.person.id, message_id=999, text="y")
    assert missing.description == "Bad Request: message to edit not found"


async def test_deleting_works_for_48_hours(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    theirs = chat.say("密码")
    sent = await api.ok("sendMessage", chat_id=chat.person.id, text="x")
    assert await api.ok("deleteMessage", chat_id=chat.person.id, message_id=theirs.id)
    assert theirs.deleted and theirs not in chat.seen
    again = await api.call("deleteMessage", chat_id=chat.person.id, message_id=theirs.id)
    assert again.description == "Bad Request: message to delete not found"
    server.clock.forward(48 * 3600 + 1)
    late = await api.call("deleteMessage", chat_id=chat.person.id, message_id=sent["message_id"])
    assert late.description == "Bad Request: message can't be deleted for everyone"


async def test_a_tap_is_answered_once_and_in_time(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    await api.ok("sendMessage", chat_id=chat.person.id, text="x", reply_markup=GO)
    tap = chat.tap("去")
    (update,) = await api.news()
    query = update["callback_query"]
    assert query["data"] == "go" and query["message"]["reply_markup"] == GO and query["from"]["id"] == chat.person.id
    assert await api.ok("answerCallbackQuery", callback_query_id=query["id"], text="好")
    assert (await tap.answered()).toast == "好"
    second = await api.call("answerCallbackQuery", callback_query_id=query["id"])
    assert "query is too old" in second.description
    late = chat.tap("去")
    server.clock.forward(11)
    assert "query is too old" in (await api.call("answerCallbackQuery", callback_query_id=late.query_id)).description
    assert not server.violations


async def test_only_what_is_in_sight_can_be_tapped(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    with pytest.raises(AssertionError, match="no button"):
        chat.tap("去")
    first = await api.ok("sendMessage", chat_id=chat.person.id, text="1", reply_markup=GO)
    second = await api.ok("sendMessage", chat_id=chat.person.id, text="2", reply_markup=GO)
    assert chat.tap("去").message.id == second["message_id"] and chat.tap("去", 1).message.id == first["message_id"]
    await api.ok("deleteMessage", chat_id=chat.person.id, message_id=second["message_id"])
    assert chat.tap("去").message.id == first["message_id"]
    gone = chat.room.messages[second["message_id"]]
    await api.news()
    chat.tap_stale(gone, "go")
    (update,) = await api.news()
    assert update["callback_query"]["message"]["date"] == 0, "a message that is gone is inaccessible"


async def test_a_reply_keyboard_opens_sends_and_goes(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    keys = [
        [{"text": "在哪里", "request_location": True}, {"text": "电话", "request_contact": True}],
        [{"text": "算了"}],
    ]
    await api.ok("sendMessage", chat_id=chat.person.id, text="?", reply_markup={"keyboard": keys})
    assert chat.keyboard() == [["在哪里", "电话"], ["算了"]]
    chat.press("在哪里", latitude=29.5, longitude=105.5)
    chat.press("电话")
    chat.press("算了")
    where, phone, words = (update["message"] for update in await api.news())
    assert where["location"] == {"latitude": 29.5, "longitude": 105.5}
    assert phone["contact"]["user_id"] == chat.person.id and words["text"] == "算了"
    await api.ok("sendMessage", chat_id=chat.person.id, text="!", reply_markup={"remove_keyboard": True})
    assert chat.keyboard() == []
    with pytest.raises(AssertionError, match="no key"):
        chat.press("算了")
    once = {"keyboard": [[{"text": "好"}]], "one_time_keyboard": True}
    await api.ok("sendMessage", chat_id=chat.person.id, text="?", reply_markup=once)
    chat.press("好")
    assert chat.keyboard() == []


async def test_all_that_people_send_reaches_the_bot(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    sent = [
        chat.say("x"),
        chat.photo(caption="图 #灯"),
        chat.voice(),
        chat.video(),
        chat.round_video(),
        chat.animation(),
        chat.audio(),
        chat.document(),
        chat.sticker(),
        chat.contact("+8613800000000", "王"),
        chat.poll("?"),
        chat.dice(),
        chat.pin(29.4, 105.6),
        chat.place(29.4, 105.6, "村委会", "螺罐村"),
    ]
    updates = await api.news()
    assert [update["message"]["message_id"] for update in updates] == [message.id for message in sent]
    for update, message in zip(updates, sent, strict=True):
        assert message.kind in update["message"]
    assert updates[1]["message"]["caption_entities"] == [{"type": "hashtag", "offset": 2, "length": 2}]
    assert len(updates[1]["message"]["photo"]) == 2


async def test_an_album_is_so_many_updates_with_one_group_id(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    chat.album([PNG, PNG + b"2", PNG + b"3"], "三张")
    messages = [update["message"] for update in await api.news()]
    assert len(messages) == 3 and len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["三张", None, None]


async def test_a_live_location_moves_and_an_edit_comes(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    point = chat.pin(29.4, 105.6, live_period=900)
    chat.move_live(point, 29.41, 105.61)
    said = chat.say("路灯坏")
    chat.edit(said, "路灯坏了 /help")
    kinds = [next(key for key in update if key != "update_id") for update in await api.news()]
    assert kinds == ["message", "edited_message", "message", "edited_message"]
    chat.stop_live(point)
    (update,) = await api.news()
    assert "live_period" not in update["edited_message"]["location"] and update["edited_message"]["edit_date"]


async def test_files_are_the_same_byte_for_byte_up_to_20_mb(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    data = bytes(range(256)) * 50
    chat.document(data)
    chat.document(b"", size=20 * 1024 * 1024 + 1)
    small, big = (update["message"]["document"]["file_id"] for update in await api.news())
    file = await api.ok("getFile", file_id=small)
    assert await api.download(file["file_path"]) == (200, data)
    assert (await api.call("getFile", file_id=big)).description == "Bad Request: file is too big"
    assert (await api.call("getFile", file_id="nothing")).status == 400
    other = client(server.bot("staff"))
    assert (await other.call("getFile", file_id=small)).status == 400, "a file_id is good for one bot"
    assert (await other.download(file["file_path"]))[0] == 404
    server.clock.forward(3601)
    assert (await api.download(file["file_path"]))[0] == 404, "a path works for an hour"


async def test_bots_send_files_and_use_them_again(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    to = chat.person.id
    sent = await api.form("sendPhoto", {"photo": PNG}, chat_id=to, caption="图")
    again = await api.call("sendPhoto", chat_id=to, photo=sent.body["result"]["photo"][-1]["file_id"])
    assert again.status == 200 and [message.file for message in chat.seen[1:]] == [PNG, PNG]
    media = [{"type": "photo", "media": "attach://a", "caption": "相册"}, {"type": "photo", "media": "attach://b"}]
    album = await api.form("sendMediaGroup", {"a": PNG, "b": PNG}, chat_id=to, media=media)
    assert len({message["media_group_id"] for message in album.body["result"]}) == 1
    edited = await api.call("editMessageCaption", chat_id=to, message_id=chat.seen[1].id, caption="新的")
    assert edited.status == 200 and chat.seen[1].text == "新的"
    for name, kind in [
        ("sendVoice", "voice"),
        ("sendDocument", "document"),
        ("sendVideo", "video"),
        ("sendAudio", "audio"),
    ]:
        assert kind in (await api.form(name, {kind: b"data"}, chat_id=to)).body["result"]
    assert not server.violations
    assert "IMAGE_PROCESS_FAILED" in (await api.form("sendPhoto", {"photo": b"<svg>"}, chat_id=to)).description
    assert "non-empty" in (await api.form("sendVoice", {"voice": b""}, chat_id=to)).description
    assert "wrong file identifier" in (await api.call("sendPhoto", chat_id=to, photo="AgACx")).description
    mixed = [{"type": "photo", "media": "attach://a"}, {"type": "document", "media": "attach://b"}]
    assert (await api.form("sendMediaGroup", {"a": PNG, "b": PNG}, chat_id=to, media=mixed)).status == 400
    assert len(server.violations) == 4


async def test_other_kinds_of_messages_of_bots(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    to = chat.person.id
    await api.ok("sendLocation", chat_id=to, latitude=29.4, longitude=105.6)
    await api.ok("sendVenue", chat_id=to, latitude=29.4, longitude=105.6, title="村委会", address="螺罐村")
    await api.ok("sendContact", chat_id=to, phone_number="12345", first_name="热线")
    await api.ok("sendPoll", chat_id=to, question="?", options=[{"text": "1"}, {"text": "2"}])
    await api.ok("sendDice", chat_id=to)
    await api.ok("sendChatAction", chat_id=to, action="typing")
    assert [message.kind for message in chat.seen[1:]] == ["location", "venue", "contact", "poll", "dice"]
    assert chat.actions == ["typing"]
    source = {"chat_id": to, "from_chat_id": to, "message_id": chat.seen[0].id}
    assert (await api.ok("forwardMessage", **source))["forward_origin"]["type"] == "user"
    assert (await api.ok("copyMessage", **source))["message_id"] == chat.last.id
    await api.ok("pinChatMessage", chat_id=to, message_id=chat.last.id)
    assert not server.violations


async def test_commands_are_kept_by_scope_and_language(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    english, chinese = [{"command": "report", "description": "Report"}], [{"command": "baoshi", "description": "报事"}]
    await api.ok("setMyCommands", commands=english)
    await api.ok("setMyCommands", commands=chinese, language_code="zh", scope={"type": "all_private_chats"})
    assert await api.ok("getMyCommands") == english
    assert await api.ok("getMyCommands", language_code="zh") == []
    assert chat.commands == ["baoshi"]
    await api.ok("deleteMyCommands", language_code="zh", scope={"type": "all_private_chats"})
    assert chat.commands == ["report"]


async def test_a_bot_describes_itself(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    await api.ok("setMyDescription", description="报事", language_code="zh")
    await api.ok("setMyDescription", description="Report")
    assert await api.ok("getMyDescription", language_code="zh") == {"description": "报事"}
    assert await api.ok("getMyDescription", language_code="fr") == {"description": "Report"}
    await api.ok("setMyShortDescription", short_description="短")
    assert await api.ok("getMyShortDescription") == {"short_description": "短"}
    await api.ok("setMyName", name="前门")
    assert (await api.ok("getMe"))["first_name"] == "前门" and await api.ok("getMyName") == {"name": "前门"}
    await api.ok("setChatMenuButton", menu_button={"type": "commands"})
    assert await api.ok("getChatMenuButton", chat_id=chat.person.id) == {"type": "commands"}
    assert (await api.ok("getChat", chat_id=chat.person.id))["first_name"] == "Lan"
    assert not server.violations


async def test_faults_hit_whom_they_are_meant_for(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    other = server.person("Wei").private(chat.bot)
    other.start()
    fault = server.fail("sendMessage", 429, retry_after=3, chat=chat.person.id, times=2)
    assert (await api.call("sendMessage", chat_id=other.person.id, text="x")).status == 200
    for _ in range(2):
        answer = await api.call("sendMessage", chat_id=chat.person.id, text="x")
        assert answer.body["parameters"] == {"retry_after": 3} and answer.status == 429
    assert (await api.call("sendMessage", chat_id=chat.person.id, text="x")).status == 200 and fault.hit == 2
    server.fail("*", 502)
    assert (await api.call("getMe")).status == 502
    assert [call.status for call in server.refused] == [429, 429, 502] and not server.violations
    assert [call.status for call in server.impatient] == [429, 200], "each came before the 3 s were over"


async def test_an_answer_can_be_lost_before_and_after_its_effect(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    server.fail("sendMessage", how="drop")
    with pytest.raises(aiohttp.ClientError):
        await api.call("sendMessage", chat_id=chat.person.id, text="前")
    assert chat.said == []
    server.fail("sendMessage", how="drop", after=True)
    with pytest.raises(aiohttp.ClientError):
        await api.call("sendMessage", chat_id=chat.person.id, text="后")
    assert chat.said == ["后"]


async def test_silence_lasts_until_healed(server: Server, client: Speak) -> None:
    api = client(server.bot("residents"))
    server.fail("getMe", how="hang", times=None)
    asking = asyncio.create_task(api.call("getMe"))
    await server.until(lambda: server.calls_of("getMe"), "the call came")
    assert not asking.done()
    server.heal()
    with pytest.raises(aiohttp.ClientError):
        await asking
    assert (await api.call("getMe")).status == 200


async def test_flood_limits(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    group = server.group("村", [chat.person], [chat.bot])
    server.limits = FloodLimits()
    statuses = [(await api.call("sendMessage", chat_id=chat.person.id, text="x")).status for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    server.clock.forward(6)
    assert (await api.call("sendMessage", chat_id=chat.person.id, text="x")).status == 200
    statuses = [(await api.call("sendMessage", chat_id=group.id, text="x")).status for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    answer = await api.call("sendMessage", chat_id=group.id, text="x")
    server.clock.forward(answer.body["parameters"]["retry_after"])
    assert (await api.call("sendMessage", chat_id=group.id, text="x")).status == 200


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_a_bot_sends_is_answered_in_telegrams_way(server: Server, client: Speak, seed: int) -> None:
    chat, _ = await started(server, client)
    group = server.group("村", [chat.person], [chat.bot], forum=True)
    group.promote(chat.bot)
    files = [server.files.id_for(server.files.add(PNG).unique, chat.bot.id)]
    rng = random.Random(seed)
    answers: Counter[tuple[str, int]] = Counter()
    for _ in range(2500):
        method = rng.choice(sorted(METHODS.keys() - {"setWebhook", "leaveChat"}))
        params = random_params(rng, method)
        room = rng.choice([chat.room, group])
        own = [message.id for message in room.living() if message.by is chat.bot]
        for name in params:
            if name in ("chat_id", "from_chat_id"):
                params[name] = room.id
            elif name == "message_id":
                params[name] = rng.choice([*own, 9999])
            elif name in (
                "file_id",
                "photo",
                "voice",
                "video",
                "audio",
                "document",
                "animation",
                "sticker",
                "video_note",
            ):
                params[name] = rng.choice(files)
            elif name == "media":
                params[name] = [{"type": kind, "media": files[0]} for kind in rng.choices(["photo", "video"], k=3)]
                params[name] = params[name] if method == "sendMediaGroup" else params[name][0]
            elif name == "user_id":
                params[name] = chat.person.id
            elif name == "message_thread_id" and group.topics:
                params[name] = rng.choice(group.topics).id
        answer = await server.handle(chat.bot, method, params, {}, form=False)
        assert answer
        answers[method, answer[0]] += 1
    assert not [each for each in server.violations if each.ours]
    assert {status for _, status in answers} <= {200, 400}
    worked = {method for method, status in answers if status == 200}
    assert len(worked) > 40, sorted(METHODS.keys() - worked)


async def test_waiting_ends_when_it_comes_true_and_fails_aloud_when_not(server: Server, client: Speak) -> None:
    chat, api = await started(server, client)
    chat.say("?")
    waiting = asyncio.create_task(chat.answered(2))
    await api.ok("sendMessage", chat_id=chat.person.id, text="1")
    assert not waiting.done()
    await api.ok("sendMessage", chat_id=chat.person.id, text="2")
    assert [message.text for message in await waiting][-2:] == ["1", "2"]
    with pytest.raises(AssertionError, match=r"not in 0.01 s: (?s:.)*'2'"):
        await chat.until(lambda seen: seen[-1].text == "3", within_s=0.01)
