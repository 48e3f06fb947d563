"""The same calls to our server and to an independent one, PyPI `lo-bot-api-emulator` 0.3.6: the answers are alike.

The emulator is a process of its own; nobody here wrote it. Compared are the status, `ok`, the class of an error, and
the shape of a result: whatever the emulator answers with must be in our answer too, of the same type, and what was
said, uploaded or queued must come back the same.

What it lacks, so that nothing can be compared there:

* chats and people: it knows no chat, no member, no block; every chat_id is taken, every message can be edited and
  deleted, a reply may be to nothing, the same edit twice is no error, and a tap may be answered twice;
* tokens: every token is taken; method names in their exact case only, and no GET;
* markup: text with a parse mode comes back as it went out, without entities;
* getMe without a username; getMyCommands always empty; getWebhookInfo without errors;
* topics, locations, venues, contacts, polls, stickers, migration, mixed albums, getChat*, setMyDescription ...;
* updates other than messages, taps and inline queries; 429, 403 and broken connections on demand; getFile limits;
* webhooks are tried again only with the next update, one at a time; of two polls it refuses the second, where Telegram
  (and ours) ends the first;
* some parameters, which it refuses: `protect_content`, `message_thread_id`, the caption of a voice message ...
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from itertools import count

import aiohttp
import pytest

from tests.bot_api.bots import Bot
from tests.bot_api.client import Answer, Client
from tests.bot_api.seats import PNG
from tests.bot_api.server import Server
from tests.bot_api.shapes import Json
from tests.bot_api.test_delivery import hooked

CHAT = 5_100_000_001
KEPT = ("text", "caption", "callback_data")  # what must come back as it went out
OWN = ("capabilities", "allowed_updates")  # what the emulator says besides, or says when it is empty
TOKENS = count()
GO: Json = {"inline_keyboard": [[{"text": "去", "callback_data": "go"}]]}
ALBUM = [{"type": "photo", "media": "attach://a", "caption": "相册"}, {"type": "photo", "media": "attach://b"}]


@dataclass
class Side:
    """One of the two servers."""

    client: Client
    push: Callable[[Json], Awaitable[None]]


@dataclass
class Both:
    """Our server and theirs."""

    ours: Side
    theirs: Side


@pytest.fixture
async def both(server: Server, client: Callable[[Bot], Client], emulator: str) -> AsyncIterator[Both]:
    bot = server.bot(f"residents{next(TOKENS)}")
    lan = server.person("Lan")
    assert lan.id == CHAT
    lan.private(bot).start()
    await client(bot).news()

    async def push_ours(update: Json) -> None:
        bot.push(update)

    async with aiohttp.ClientSession() as session:

        async def push_theirs(update: Json) -> None:
            body = {"token": bot.token, "update": update}
            async with session.post(f"{emulator}/__fixture/updates", json=body) as response:
                assert response.status == 200, await response.text()

        yield Both(Side(client(bot), push_ours), Side(Client(session, emulator, bot.token), push_theirs))


def shape(value: object, name: str = "") -> object:
    """A value's types, and the words in it."""
    if isinstance(value, dict):
        return {key: shape(item, key) for key, item in value.items() if key not in OWN}
    if isinstance(value, list):
        return [shape(item, name) for item in (value[-1:] if name == "photo" else value)]
    return value if name in KEPT else type(value).__name__


def holds(ours: object, theirs: object) -> bool:
    """Whether all of their shape is in ours."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return all(key in ours and holds(ours[key], item) for key, item in theirs.items())
    if isinstance(theirs, list) and isinstance(ours, list):
        return len(theirs) == len(ours) and all(map(holds, ours, theirs))
    return ours == theirs


def alike(ours: Answer, theirs: Answer) -> None:
    """Fail unless both say the same in their own words."""
    said = f"ours {ours}, theirs {theirs}"
    assert ours.status == theirs.status, said
    assert ours.body["ok"] == theirs.body["ok"], said
    assert ours.body.get("error_code") == theirs.body.get("error_code"), said
    prefixes = [answer.description.partition(":")[0] for answer in (ours, theirs)]
    assert prefixes[0] == prefixes[1] or ours.status == 409, said
    assert holds(shape(ours.body.get("result")), shape(theirs.body.get("result"))), said


def message(text: str) -> Json:
    user = {"id": CHAT, "is_bot": False, "first_name": "Lan"}
    chat = {"id": CHAT, "type": "private", "first_name": "Lan"}
    return {"message": {"message_id": 1, "date": 1, "from": user, "chat": chat, "text": text}}


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("getMe", {}),
        ("sendMessage", {"text": "路灯坏了"}),
        ("sendMessage", {"text": "长" * 4096}),
        ("sendMessage", {"text": "选", "reply_markup": GO}),
        (
            "sendMessage",
            {"text": "链", "reply_markup": {"inline_keyboard": [[{"text": "看", "url": "https://a.example"}]]}},
        ),
        ("sendMessage", {"text": "键", "reply_markup": {"keyboard": [[{"text": "在哪", "request_location": True}]]}}),
        ("sendMessage", {"text": "收", "reply_markup": {"remove_keyboard": True}}),
        ("sendMessage", {"text": "答", "reply_parameters": {"message_id": 1}}),
        ("sendChatAction", {"action": "typing"}),
        ("setMyCommands", {"commands": [{"command": "start", "description": "开始"}]}),
        ("deleteMyCommands", {}),
        ("setChatMenuButton", {"menu_button": {"type": "commands"}}),
        ("getMyCommands", {}),
        ("getWebhookInfo", {}),
        ("deleteWebhook", {"drop_pending_updates": True}),
        ("getUpdates", {"limit": 1, "allowed_updates": ["message"]}),
    ],
)
async def test_what_one_takes_the_other_takes(both: Both, method: str, params: Json) -> None:
    chat: Json = {"chat_id": CHAT} if method.startswith("send") or method == "setChatMenuButton" else {}
    alike(
        await both.ours.client.call(method, **chat, **params), await both.theirs.client.call(method, **chat, **params)
    )
    alike(
        await both.ours.client.form(method, **chat, **params), await both.theirs.client.form(method, **chat, **params)
    )


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("noSuchMethod", {}),
        ("sendMessage", {"chat_id": CHAT, "text": ""}),
        ("sendMessage", {"chat_id": CHAT, "text": "  \n"}),
        ("sendMessage", {"chat_id": CHAT}),
        ("sendMessage", {"text": "x"}),
        ("sendMessage", {"chat_id": 0, "text": "x"}),
        ("sendMessage", {"chat_id": "nobody", "text": "x"}),
        ("sendMessage", {"chat_id": CHAT, "text": "长" * 4097}),
        ("sendMessage", {"chat_id": CHAT, "text": "😀" * 2049}),
        ("sendMessage", {"chat_id": CHAT, "text": "x", "nonsense": True}),
        ("sendMessage", {"chat_id": CHAT, "text": "x", "reply_markup": {"inline_keyboard": [[]]}}),
        ("sendMessage", {"chat_id": CHAT, "text": "x", "reply_markup": {"inline_keyboard": "x"}}),
        (
            "sendMessage",
            {
                "chat_id": CHAT,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]},
            },
        ),
        (
            "sendMessage",
            {"chat_id": CHAT, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "x"}]]}},
        ),
        ("sendMessage", {"chat_id": CHAT, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}),
        (
            "sendMessage",
            {
                "chat_id": CHAT,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x"}] * 9]},
            },
        ),
        ("sendMessage", {"chat_id": CHAT, "text": "x", "reply_markup": {"keyboard": [[]]}}),
        ("sendMessage", {"chat_id": CHAT, "text": "x", "reply_parameters": {"message_id": 0}}),
        ("sendChatAction", {"chat_id": CHAT, "action": "thinking"}),
        ("sendPhoto", {"chat_id": CHAT, "photo": "AgACnothing"}),
        ("sendPhoto", {"chat_id": CHAT, "photo": "attach://nothing"}),
        ("sendMediaGroup", {"chat_id": CHAT, "media": ALBUM[:1]}),
        ("sendMediaGroup", {"chat_id": CHAT, "media": ALBUM * 6}),
        ("sendMediaGroup", {"chat_id": CHAT, "media": ALBUM}),
        ("editMessageText", {"chat_id": CHAT, "message_id": 1, "text": ""}),
        ("editMessageText", {"chat_id": CHAT, "message_id": 0, "text": "x"}),
        ("deleteMessage", {"chat_id": CHAT, "message_id": -1}),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
        ("getFile", {"file_id": "nothing"}),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}),
        ("setMyCommands", {"commands": "start"}),
        ("setWebhook", {"url": "https://a.example", "secret_token": "a b"}),
        ("setWebhook", {"url": "https://a.example", "max_connections": 101}),
        ("setWebhook", {"url": "http://a.example"}),
        ("setWebhook", {"url": "https://a.example", "allowed_updates": ["messages"]}),
        ("getUpdates", {"limit": 0}),
        ("getUpdates", {"allowed_updates": ["messages"]}),
    ],
)
async def test_what_one_refuses_the_other_refuses(both: Both, method: str, params: Json) -> None:
    ours, theirs = await both.ours.client.call(method, **params), await both.theirs.client.call(method, **params)
    assert ours.status in (400, 404)
    assert (ours.status, ours.body["error_code"]) == (theirs.status, theirs.body.get("error_code")), (ours, theirs)


async def test_files_come_back_byte_for_byte(both: Both) -> None:
    for method, kind in [
        ("sendPhoto", "photo"),
        ("sendDocument", "document"),
        ("sendVoice", "voice"),
        ("sendVideo", "video"),
    ]:
        words = {} if kind == "voice" else {"caption": "图"}
        answers = [
            await side.client.form(method, {kind: PNG + kind.encode()}, chat_id=CHAT, **words)
            for side in (both.ours, both.theirs)
        ]
        alike(*answers)
        for side, answer in zip((both.ours, both.theirs), answers, strict=True):
            sent = answer.body["result"][kind]
            file_id = (sent[-1] if isinstance(sent, list) else sent)["file_id"]
            path = (await side.client.ok("getFile", file_id=file_id))["file_path"]
            assert await side.client.download(path) == (200, PNG + kind.encode())
            assert (await side.client.download(path + "x"))[0] == 404
            assert (await side.client.call(method, chat_id=CHAT, **{kind: file_id})).status == 200
    albums = [
        await side.client.form("sendMediaGroup", {"a": PNG, "b": PNG}, chat_id=CHAT, media=ALBUM)
        for side in (both.ours, both.theirs)
    ]
    alike(*albums)
    for album in albums:
        assert len({each["media_group_id"] for each in album.body["result"]}) == 1


async def test_a_message_can_be_edited_and_deleted(both: Both) -> None:
    stop = {"inline_keyboard": [[{"text": "停", "callback_data": "stop"}]]}
    logs: list[list[Answer]] = []
    for side in (both.ours, both.theirs):
        sent = await side.client.ok("sendMessage", chat_id=CHAT, text="一")
        at = {"chat_id": CHAT, "message_id": sent["message_id"]}
        logs.append(
            [
                await side.client.call("editMessageText", **at, text="二", reply_markup=GO),
                await side.client.call("editMessageReplyMarkup", **at, reply_markup=stop),
                await side.client.form("editMessageText", **at, text="三"),
                await side.client.call("deleteMessage", **at),
            ]
        )
    for ours, theirs in zip(*logs, strict=True):
        alike(ours, theirs)
        assert ours.status == 200


async def test_polling_confirms_and_repeats_alike(both: Both) -> None:
    seen: list[list[object]] = []
    for side in (both.ours, both.theirs):
        for text in "一二三四":
            await side.push(message(text))
        first = await side.client.updates()
        start = first[0]["update_id"]
        log: list[object] = [[update["update_id"] - start for update in first]]
        log.append(await side.client.updates() == first)
        log.append([update["update_id"] - start for update in await side.client.updates(limit=2)])
        log.append([update["message"]["text"] for update in await side.client.updates(start + 1)])
        log.append([update["message"]["text"] for update in await side.client.updates()])
        log.append([update["message"]["text"] for update in await side.client.updates(-1)])
        log.append([update["message"] == message("四")["message"] for update in await side.client.updates()])
        log.append(await side.client.updates(start + 10))
        log.append(await side.client.updates(allowed_updates=["callback_query"]))
        seen.append(log)
    assert seen[0] == seen[1]
    assert seen[0][:2] == [[0, 1, 2, 3], True]


async def test_webhooks_deliver_alike(both: Both) -> None:
    logs: list[Json] = []
    for side in (both.ours, both.theirs):
        async with hooked() as program:
            program.statuses = [500]
            await side.client.ok("setWebhook", url=program.url, secret_token="s-1_x")
            refused = await side.client.call("getUpdates")
            await side.push(message("一"))
            await side.push(message("二"))
            await program.until(lambda: len(program.got) == 3)
            start = program.ids[0]
            logs.append(
                {
                    "ids": [each - start for each in program.ids],
                    "texts": [update["message"]["text"] for update in program.got],
                    "secrets": program.secrets,
                    "polling": (refused.status, refused.body["error_code"]),
                }
            )
            await side.client.ok("deleteWebhook")
            assert (await side.client.ok("getWebhookInfo"))["url"] == ""
    assert logs[0] == logs[1]
    assert logs[0]["ids"] == [0, 0, 1] and logs[0]["secrets"] == ["s-1_x"] * 3
