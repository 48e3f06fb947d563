"""What is wrong on the wire is found, each kind of it."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from tests.bot_api import schema
from tests.bot_api.entities import parsed
from tests.bot_api.errors import Refused
from tests.bot_api.schema import Upload, check_answer, check_object, random_update, read
from tests.bot_api.shapes import AnyOf, Json, ListOf, Named, api, kind_of

SEND: Json = {"chat_id": 7, "text": "路灯坏了"}
FILE = Upload("a.png", b"\x89PNG", "image/png")


def button(**fields: object) -> Json:
    return {"reply_markup": {"inline_keyboard": [[{"text": "选", **fields}]]}}


def test_the_whole_schema_is_read() -> None:
    assert (len(api().methods), len(api().types)) == (185, 400)
    assert api().method("SENDMESSAGE") is api().methods["sendMessage"]
    for shape in [*api().methods.values(), *api().types.values()]:
        assert set(shape.members) <= api().types.keys()
        for field in shape.fields.values():
            kind = field.kind
            while isinstance(kind, ListOf):
                kind = kind.item
            for named in kind.kinds if isinstance(kind, AnyOf) else (kind,):
                assert isinstance(named, Named)
                plain = {"String", "Integer", "Float", "Boolean", "True"}
                assert named.name in plain | api().types.keys(), f"{shape.name}.{field.name}"


def test_words_of_the_schema_become_kinds() -> None:
    assert kind_of("Array of Array of PhotoSize") == ListOf(ListOf(Named("PhotoSize")))
    assert kind_of("InputFile or String") == AnyOf((Named("InputFile"), Named("String")))
    assert kind_of("Array of A, B and C") == ListOf(AnyOf((Named("A"), Named("B"), Named("C"))))


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", SEND),
        ("sendMessage", SEND | {"chat_id": "@village"}),
        ("sendMessage", SEND | button(callback_data="x" * 64)),
        ("sendMessage", SEND | {"reply_markup": {"keyboard": [[{"text": "在哪里", "request_location": True}]]}}),
        ("sendMessage", SEND | {"reply_markup": {"remove_keyboard": True}}),
        ("sendMessage", SEND | {"reply_markup": {"force_reply": True}}),
        ("sendMessage", SEND | {"reply_markup": json.dumps({"force_reply": True})}),
        ("sendMessage", SEND | {"reply_parameters": {"message_id": 3}}),
        ("sendMessage", SEND | {"entities": [{"type": "bold", "offset": 0, "length": 2}]}),
        ("setMyCommands", {"commands": [{"command": "start", "description": "x"}], "scope": {"type": "default"}}),
        ("sendLocation", {"chat_id": 7, "latitude": 29, "longitude": 105.5}),
        ("setWebhook", {"url": ""}),
        ("getMe", {}),
    ],
)
def test_what_is_right_passes(method: str, params: Json) -> None:
    assert read(method, params, {}, form=False).problems == []


@pytest.mark.parametrize(
    ("method", "params", "problem"),
    [
        ("sendMesage", SEND, "unknown method"),
        ("sendMessage", SEND | {"disable_web_page_preview": True}, "unknown parameter disable_web_page_preview"),
        ("sendMessage", {"chat_id": 7}, "missing parameter text"),
        ("sendMessage", SEND | {"text": 5}, "text: must be String"),
        ("sendMessage", SEND | {"chat_id": 7.5}, "chat_id: must be"),
        ("sendMessage", SEND | {"chat_id": True}, "chat_id: must be"),
        ("sendMessage", SEND | {"chat_id": 2**63}, "chat_id: must be"),
        ("sendMessage", SEND | {"disable_notification": "yes"}, "disable_notification: must be Boolean"),
        ("sendMessage", SEND | {"parse_mode": "HTML5"}, "parse_mode: is no parse mode"),
        ("sendMessage", SEND | button(callback_data="选" * 22), "callback_data: is 66 bytes long"),
        ("sendMessage", SEND | button(callback_data=""), "callback_data: is 0 bytes long"),
        ("sendMessage", SEND | button(), "must do exactly one thing, not 0"),
        ("sendMessage", SEND | button(callback_data="a", url="https://a.b"), "must do exactly one thing, not 2"),
        ("sendMessage", SEND | button(callback_data="a", colour="red"), "has no field colour"),
        ("sendMessage", SEND | button(callback_data="a", style="pink"), "must be one of danger, success, primary"),
        ("sendMessage", SEND | {"reply_markup": {"inline_keyboard": [[]]}}, "empty row"),
        ("sendMessage", SEND | {"reply_markup": {"inline_keyboard": {}}}, "must be an Array"),
        ("sendMessage", SEND | {"reply_markup": {"keyboard": []}}, "no button"),
        ("sendMessage", SEND | {"reply_markup": "{"}, "is no JSON"),
        ("sendMessage", SEND | {"reply_parameters": {}}, "message_id is missing"),
        ("sendMessage", SEND | {"reply_parameters": {"message_id": "3"}}, "must be Integer, not str"),
        ("sendMessage", SEND | {"entities": [{"type": "bold", "offset": 0}]}, "needs the field length"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "1-32 of a-z"),
        ("setMyCommands", {"commands": [{"command": "s" * 33, "description": "x"}]}, "33 characters"),
        ("setMyCommands", {"commands": [{"command": "s", "description": ""}]}, "is 0 characters long"),
        ("setMyCommands", {"commands": [{"command": "s", "description": "x" * 257}]}, "257 characters"),
        ("setMyCommands", {"commands": [{"command": "s", "description": "x"}] * 101}, "101 items"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, "needs the field chat_id"),
        ("setMyCommands", {"commands": [], "scope": {"type": "village"}}, "is no BotCommandScope"),
        ("setMyCommands", {"commands": [], "language_code": "zh-hans"}, "two-letter language code"),
        ("setMyDescription", {"description": "x" * 513}, "513 characters"),
        ("setWebhook", {"url": "https://a.b", "secret_token": "a b"}, "may only have"),
        ("setWebhook", {"url": "https://a.b", "secret_token": ""}, "is 0 characters long"),
        ("setWebhook", {"url": "https://a.b", "secret_token": "x" * 257}, "257 characters"),
        ("setWebhook", {"url": "https://a.b", "max_connections": 101}, "1-100 are allowed"),
        ("getUpdates", {"limit": 0}, "1-100 are allowed"),
        ("createForumTopic", {"chat_id": -100, "name": ""}, "is 0 characters long"),
        ("createForumTopic", {"chat_id": -100, "name": "x" * 129}, "129 characters"),
        ("sendLocation", {"chat_id": 7, "latitude": 91, "longitude": 0}, "at most 90 degrees"),
        ("sendLocation", {"chat_id": 7, "latitude": 1, "longitude": 1, "live_period": 5}, "60 to 86400 s"),
        ("sendMediaGroup", {"chat_id": 7, "media": [{"type": "photo", "media": "x"}]}, "2-10 are allowed"),
        ("sendMediaGroup", {"chat_id": 7, "media": [{"type": "photo"}] * 2}, "needs the field media"),
        ("sendPhoto", {"chat_id": 7, "photo": "attach://nothing"}, "no file was attached as nothing"),
        ("sendPhoto", {"chat_id": 7, "photo": {"file_id": "x"}}, "photo: must be"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "0-200 are allowed"),
        ("deleteMessages", {"chat_id": 7, "message_ids": []}, "1-100 are allowed"),
    ],
)
def test_what_is_wrong_is_named(method: str, params: Json, problem: str) -> None:
    found = read(method, params, {}, form=False).problems
    assert any(problem in each for each in found), found


def test_a_form_says_the_same_as_json() -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    raw = {"chat_id": "-100", "text": "1", "disable_notification": "true", "reply_markup": json.dumps(markup)}
    request = read("sendMessage", raw, {}, form=True)
    assert not request.problems
    assert request.params == {"chat_id": -100, "text": "1", "disable_notification": True, "reply_markup": markup}
    wrong = read("getUpdates", {"limit": "ten", "timeout": "", "allowed_updates": "message"}, {}, form=True).problems
    assert [each.split(":")[0] for each in wrong] == ["limit", "timeout", "allowed_updates"]


def test_files_come_by_name_or_attached() -> None:
    assert read("sendPhoto", {"chat_id": "7"}, {"photo": FILE}, form=True).problems == []
    assert read("sendPhoto", {"chat_id": "7", "photo": "attach://f"}, {"f": FILE}, form=True).params["photo"] is FILE
    media = json.dumps([{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}])
    raw = {"chat_id": "7", "media": media}
    assert read("sendMediaGroup", raw, {"a": FILE, "b": FILE}, form=True).problems == []
    assert "attached as b" in read("sendMediaGroup", raw, {"a": FILE}, form=True).problems[0]
    assert "nothing refers to" in read("sendMessage", SEND, {"a": FILE}, form=True).problems[0]
    assert read("sendMessage", SEND, {"text": FILE}, form=True).problems


def test_bad_answers_and_updates_are_found() -> None:
    message: Json = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
    assert check_answer("sendMessage", message) == []
    assert check_answer("deleteMessage", True) == []
    assert check_answer("getUpdates", [{"update_id": 1, "message": message}]) == []
    assert check_answer("deleteMessage", False)
    assert check_answer("sendMessage", {**message, "mesage_id": 1})
    assert check_answer("sendMessage", {"message_id": 1})
    assert check_answer("sendMediaGroup", message)
    assert check_object("Update", {"update_id": 1, "message": message | {"is_topic_message": False}})
    assert check_object("Update", {"update_id": 1, "message": message | {"photo": [{"file_id": "x"}]}})
    assert check_object("ChatMember", {"status": "member"})
    assert check_object("ChatMember", {"status": "boss", "user": {}})


def test_each_method_that_answers_with_something_else_is_in_the_schema() -> None:
    assert schema.RETURNS.keys() <= api().methods.keys()


@pytest.mark.parametrize(
    ("text", "mode", "plain", "marks"),
    [
        ("<b>粗</b> &lt;x&gt; &amp;", "HTML", "粗 <x> &", [("bold", 0, 1)]),
        ("😀<i>斜<u>线</u></i>", "html", "😀斜线", [("italic", 2, 2), ("underline", 3, 1)]),
        ('<a href="https://a.b/?x=1&amp;y">这里</a>', "HTML", "这里", [("text_link", 0, 2)]),
        ("*粗* _斜_ \\. `c\\`d`", "MarkdownV2", "粗 斜 . c`d", [("bold", 0, 1), ("italic", 2, 1), ("code", 6, 3)]),
        ("[这里](https://a.b) ||s||", "MarkdownV2", "这里 s", [("text_link", 0, 2), ("spoiler", 3, 1)]),
        ("*b* a_b", None, "*b* a_b", []),
        ("  hi /help@x_bot  ", None, "hi /help@x_bot", [("bot_command", 3, 11)]),
    ],
)
def test_markup_is_read(text: str, mode: str | None, plain: str, marks: list[tuple[str, int, int]]) -> None:
    words, entities = parsed(text, mode, None)
    assert words == plain
    assert [(each["type"], each["offset"], each["length"]) for each in entities] == marks


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("<b>open", "HTML"),
        ("a < b", "HTML"),
        ("<div>x</div>", "HTML"),
        ("<b><i>x</b></i>", "HTML"),
        ("</b>", "HTML"),
        ("1.", "MarkdownV2"),
        ("*open", "MarkdownV2"),
        ("a-b", "MarkdownV2"),
        ("`open", "MarkdownV2"),
        ("*open", "Markdown"),
    ],
)
def test_bad_markup_is_refused_as_telegram_does(text: str, mode: str) -> None:
    with pytest.raises(Refused, match="can't parse entities") as refused:
        parsed(text, mode, None)
    assert refused.value.fault


def test_random_updates_are_of_every_kind_and_mostly_right() -> None:
    rng = random.Random(20261122)
    updates = [random_update(rng) for _ in range(3000)]
    kinds = Counter(key for update in updates for key in update if key != "update_id")
    assert kinds.keys() == api().types["Update"].fields.keys() - {"update_id"} | {"unheard_of_kind"}
    off = [update for update in updates if check_object("Update", update)]
    assert 0.01 < len(off) / len(updates) < 0.2
    assert any(list(update) == ["update_id"] for update in updates)
    assert {key for _ in range(50) for key in random_update(rng, ["poll"])} <= {"update_id", "poll", "unheard_of_kind"}
    longest = max(len(str(update)) for update in updates)
    assert 5000 < longest < 2_000_000
    json.dumps(updates)


def test_a_seed_brings_a_random_update_back() -> None:
    assert [random_update(random.Random(5)) for _ in range(2)] == [random_update(random.Random(5))] * 2
