"""What a bot tells Telegram about itself, and asks about chats, files and webhooks."""

from __future__ import annotations

import json

from tests.bot_api.bots import GENERAL_SCOPE, Bot, Person
from tests.bot_api.calls import Context, Method
from tests.bot_api.errors import bad
from tests.bot_api.groups import Group, Standing, Topic
from tests.bot_api.rooms import PrivateRoom, Room
from tests.bot_api.shapes import Json, api

ICON_COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
TEXTS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}


def get_me(call: Context) -> Json:
    return call.bot.me()


def check_kinds(params: Json) -> None:
    """Refuse names in `allowed_updates` that no kind of update has."""
    if not set(params.get("allowed_updates", [])) <= api().types["Update"].fields.keys():
        raise bad("unknown kind of update in allowed_updates", fault=True)


def set_webhook(call: Context) -> bool:
    check_kinds(call.params)
    call.bot.queue.set_webhook(call.params)
    return True


def delete_webhook(call: Context) -> bool:
    call.bot.queue.delete_webhook(call.params.get("drop_pending_updates", False))
    return True


def get_webhook_info(call: Context) -> Json:
    return call.bot.queue.info()


def get_file(call: Context) -> Json:
    return call.server.files.get_file(call.params["file_id"], call.bot.id)


def _scope(call: Context) -> tuple[str, str]:
    scope = call.params.get("scope") or GENERAL_SCOPE
    if "chat_id" in scope:
        Context(call.server, call.bot, scope, {}).room(speaking=False)
    return json.dumps(scope, sort_keys=True), call.params.get("language_code", "")


def set_commands(call: Context) -> bool:
    call.bot.commands[_scope(call)] = call.params["commands"]
    return True


def get_commands(call: Context) -> list[Json]:
    return call.bot.commands.get(_scope(call), [])


def delete_commands(call: Context) -> bool:
    call.bot.commands.pop(_scope(call), None)
    return True


def commands_for(bot: Bot, room: Room, person: Person) -> list[Json]:
    """The commands that a person is offered in a chat: the narrowest scope that has any, their language first."""
    chat = {"chat_id": room.id}
    if isinstance(room, Group):
        scopes: list[Json] = [{"type": "chat_member", **chat, "user_id": person.id}]
        admin = room.standing(person).status in ("creator", "administrator")
        scopes += [{"type": "chat_administrators", **chat}] if admin else []
        scopes += [{"type": "chat", **chat}]
        scopes += [{"type": "all_chat_administrators"}] if admin else []
        scopes += [{"type": "all_group_chats"}, GENERAL_SCOPE]
    else:
        scopes = [{"type": "chat", **chat}, {"type": "all_private_chats"}, GENERAL_SCOPE]
    for scope in scopes:
        for language in (person.language_code[:2], ""):
            found = bot.commands.get((json.dumps(scope, sort_keys=True), language))
            if found:
                return found
    return []


def _set_text(kind: str) -> Method:
    def set_text(call: Context) -> bool:
        call.bot.texts[kind, call.params.get("language_code", "")] = call.params.get(kind, "")
        return True

    return set_text


def _get_text(kind: str) -> Method:
    def get_text(call: Context) -> Json:
        texts, language = call.bot.texts, call.params.get("language_code", "")
        plain = texts.get((kind, ""), call.bot.name if kind == "name" else "")
        return {kind: texts.get((kind, language)) or plain}

    return get_text


def set_menu_button(call: Context) -> bool:
    call.bot.menu_buttons[call.params.get("chat_id", 0)] = call.params.get("menu_button", {"type": "default"})
    return True


def get_menu_button(call: Context) -> Json:
    buttons = call.bot.menu_buttons
    found = buttons.get(call.params.get("chat_id", 0)) or buttons.get(0) or {"type": "default"}
    return {"type": "commands"} if found["type"] == "default" and 0 not in buttons else found


def get_chat(call: Context) -> Json:
    room = call.room(speaking=False)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full = {
        **room.chat_json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {name: not isinstance(room, Group) for name in gifts},
    }
    if isinstance(room, Group):
        flags = api().types["ChatPermissions"].fields
        full["permissions"] = {name: True for name in flags} | room.permissions
    pinned = [message for message in room.living() if message.pinned]
    return full | ({"pinned_message": pinned[-1].shown(call.bot)} if pinned else {})


def _standing_of(call: Context, room: Room) -> Standing:
    user_id = call.params["user_id"]
    who = call.server.people.get(user_id) or next((b for b in call.server.bots.values() if b.id == user_id), None)
    if who is None:
        raise bad("user not found")
    return room.standing(who) if isinstance(room, Group) else Standing(who, "member")


def get_chat_member(call: Context) -> Json:
    return _standing_of(call, call.room(speaking=False)).json()


def get_chat_administrators(call: Context) -> list[Json]:
    room = call.room(speaking=False)
    if isinstance(room, PrivateRoom):
        raise bad("there are no administrators in the private chat")
    assert isinstance(room, Group)
    return [
        each.json()
        for each in room.standings()
        if each.status in ("creator", "administrator") and (isinstance(each.who, Person) or each.who is call.bot)
    ]


def get_chat_member_count(call: Context) -> int:
    room = call.room(speaking=False)
    return len(room.standings()) if isinstance(room, Group) else 2


def leave_chat(call: Context) -> bool:
    room = call.room(speaking=False)
    if not isinstance(room, Group):
        raise bad("chat member status can't be changed in private chats")
    room.leave(call.bot)
    return True


def _forum(call: Context) -> Group:
    group = call.group()
    if not group.forum:
        raise bad("the chat is not a forum")
    return group


def create_topic(call: Context) -> Json:
    group = _forum(call)
    if not group.standing(call.bot).may("can_manage_topics"):
        raise bad("not enough rights to create a topic")
    color = call.params.get("icon_color", ICON_COLORS[0])
    if color not in ICON_COLORS:
        raise bad("wrong topic icon color specified", fault=True)
    topic = group.open_topic(call.params["name"], call.bot)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": color}


def _topic(call: Context) -> tuple[Group, Topic]:
    group = _forum(call)
    topic = group.topic(call.params["message_thread_id"])
    if topic is None:
        raise bad("message thread not found", fault=not group.had_topic(call.params["message_thread_id"]))
    own = group.messages[topic.id].by is call.bot
    if not own and not group.standing(call.bot).may("can_manage_topics"):
        raise bad("not enough rights to manage topics in the chat")
    return group, topic


def edit_topic(call: Context) -> bool:
    group, topic = _topic(call)
    if call.params.get("name", topic.name) == topic.name:
        raise bad("TOPIC_NOT_MODIFIED")
    group.rename_topic(topic, call.params["name"], call.bot)
    return True


def close_topic(call: Context) -> bool:
    group, topic = _topic(call)
    if topic.closed:
        raise bad("TOPIC_NOT_MODIFIED")
    group.close_topic(topic, call.bot)
    return True


def reopen_topic(call: Context) -> bool:
    group, topic = _topic(call)
    if not topic.closed:
        raise bad("TOPIC_NOT_MODIFIED")
    group.reopen_topic(topic, call.bot)
    return True


def delete_topic(call: Context) -> bool:
    group, topic = _topic(call)
    if not group.standing(call.bot).may("can_delete_messages"):
        raise bad("not enough rights to delete a topic")
    group.delete_topic(topic)
    return True


SETTINGS: dict[str, Method] = {
    "getMe": get_me,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    **{f"setMy{name}": _set_text(kind) for name, kind in TEXTS.items()},
    **{f"getMy{name}": _get_text(kind) for name, kind in TEXTS.items()},
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "createForumTopic": create_topic,
    "editForumTopic": edit_topic,
    "closeForumTopic": close_topic,
    "reopenForumTopic": reopen_topic,
    "deleteForumTopic": delete_topic,
}
