"""Changing and deleting messages, answering taps, pins and reactions."""

from __future__ import annotations

from tests.bot_api import media
from tests.bot_api.calls import Context, Method
from tests.bot_api.errors import bad
from tests.bot_api.groups import Group
from tests.bot_api.rooms import Message, Room
from tests.bot_api.sending import item_content
from tests.bot_api.shapes import Json

DELETABLE_S = 48 * 3600.0
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
WORDS = ("text", "entities", "caption", "caption_entities")


def _editable(call: Context) -> tuple[Room, Message]:
    if "chat_id" not in call.params or "message_id" not in call.params:
        raise bad("MESSAGE_ID_INVALID" if "inline_message_id" in call.params else "message identifier is not specified")
    room = call.room()
    message = call.message(room, "message to edit")
    if (
        message.by is not call.bot
        or message.is_service
        or set(message.markup or {}) - {"inline_keyboard", "force_reply"}
    ):
        raise bad("message can't be edited")
    if message.markup and "inline_keyboard" not in message.markup:
        raise bad("message can't be edited")
    return room, message


def _change(call: Context, room: Room, message: Message, changed: Json, drop: tuple[str, ...]) -> Json:
    """Put new content and the new keyboard (none, when none is given) on a message."""
    content = {key: value for key, value in message.content.items() if key not in drop} | changed
    markup = call.markup(room)
    if content == message.content and markup == message.markup:
        raise bad(UNCHANGED)
    message.content, message.markup = content, markup
    room.by_bot_edited(message)
    return message.shown(call.bot)


def edit_text(call: Context) -> Json:
    room, message = _editable(call)
    changed = call.words("text")
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    return _change(call, room, message, changed, WORDS)


def edit_caption(call: Context) -> Json:
    room, message = _editable(call)
    changed = call.caption(call.params)
    if message.kind not in ("photo", "voice", "video", "animation", "document", "audio"):
        raise bad("there is no caption in the message to edit")
    return _change(call, room, message, changed, WORDS)


def edit_reply_markup(call: Context) -> Json:
    room, message = _editable(call)
    return _change(call, room, message, {}, ())


def edit_media(call: Context) -> Json:
    room, message = _editable(call)
    if message.kind not in ("photo", "video", "animation", "document", "audio"):
        raise bad("message can't be edited")
    changed = item_content(call, call.params["media"])
    return _change(call, room, message, changed, (*WORDS, message.kind))


def edit_live_location(call: Context) -> Json:
    room, message = _editable(call)
    if "live_period" not in message.content.get("location", {}):
        raise bad("message can't be edited")
    point = media.location(
        call.params["latitude"], call.params["longitude"], message.content["location"]["live_period"]
    )
    return _change(call, room, message, point, ())


def stop_live_location(call: Context) -> Json:
    room, message = _editable(call)
    if "live_period" not in message.content.get("location", {}):
        raise bad("message can't be edited")
    point = {key: value for key, value in message.content["location"].items() if key != "live_period"}
    return _change(call, room, message, {"location": point}, ())


def stop_poll(call: Context) -> Json:
    room, message = _editable(call)
    if message.content.get("poll", {}).get("is_closed", True):
        raise bad(
            "poll has already been closed" if "poll" in message.content else "message with poll to stop not found"
        )
    shown = _change(call, room, message, {"poll": {**message.content["poll"], "is_closed": True}}, ())
    poll: Json = shown["poll"]
    return poll


def _may_delete(call: Context, room: Room, message: Message) -> bool:
    if isinstance(room, Group) and room.standing(call.bot).may("can_delete_messages"):
        return True
    theirs = message.by is call.bot or not isinstance(room, Group)
    return theirs and call.server.clock.now() - message.at < DELETABLE_S


def delete_message(call: Context) -> bool:
    room = call.room()
    message = call.message(room, "message to delete")
    if not _may_delete(call, room, message):
        raise bad("message can't be deleted for everyone")
    message.deleted = True
    room.news += 1
    call.server.changed.ring()
    return True


def delete_messages(call: Context) -> bool:
    room = call.room()
    for message_id in call.params["message_ids"]:
        message = room.messages.get(message_id)
        if message and _may_delete(call, room, message):
            message.deleted = True
    room.news += 1
    call.server.changed.ring()
    return True


def answer_callback_query(call: Context) -> bool:
    if not call.server.answered(call.bot, call.params["callback_query_id"], call.params):
        raise bad("query is too old and response timeout expired or query ID is invalid")
    return True


def pin_message(call: Context) -> bool:
    room = call.room()
    message = call.message(room, "message to pin")
    if isinstance(room, Group) and not room.standing(call.bot).may("can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")
    message.pinned = True
    room.post(call.bot, {"pinned_message": message.shown(None, with_reply=False)})
    return True


def unpin_message(call: Context) -> bool:
    room = call.room()
    if isinstance(room, Group) and not room.standing(call.bot).may("can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")
    pinned = [message for message in room.living() if message.pinned]
    wanted = call.params.get("message_id", pinned[-1].id if pinned else 0)
    for message in pinned:
        message.pinned &= message.id != wanted
    return True


def set_reaction(call: Context) -> bool:
    room = call.room()
    call.message(room, "message to react").reactions[call.bot.id] = call.params.get("reaction", [])
    call.server.changed.ring()
    return True


EDITING: dict[str, Method] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_reply_markup,
    "editMessageMedia": edit_media,
    "editMessageLiveLocation": edit_live_location,
    "stopMessageLiveLocation": stop_live_location,
    "stopPoll": stop_poll,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "pinChatMessage": pin_message,
    "unpinChatMessage": unpin_message,
    "setMessageReaction": set_reaction,
}
