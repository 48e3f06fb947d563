"""send*: new messages of bots."""

from __future__ import annotations

from tests.bot_api import media
from tests.bot_api.calls import Context, Method
from tests.bot_api.errors import bad
from tests.bot_api.groups import Group
from tests.bot_api.rooms import Message, Room
from tests.bot_api.shapes import Json

SINGLE_KIND = ("document", "audio")  # an album has only these, or none of them
ACTIONS = frozenset(
    (
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    )
)


def thread_of(call: Context, room: Room, reply_to: Message | None) -> int | None:
    """The topic to send to. Refuses what is no topic, such as the thread of a reply in General."""
    given = call.params.get("message_thread_id")
    if given is None:
        given = reply_to.thread if reply_to else None
    if given is None:
        return None
    if not isinstance(room, Group) or not room.forum:
        raise bad("message thread not found", fault=True)
    topic = room.topic(given)
    if topic is None:
        raise bad("message thread not found", fault=not room.had_topic(given))
    if topic.closed and not room.standing(call.bot).may("can_manage_topics"):
        raise bad("TOPIC_CLOSED")
    return topic.id


def reply_of(call: Context, room: Room) -> Message | None:
    """The message to reply to."""
    wanted: Json | None = call.params.get("reply_parameters")
    if wanted is None:
        return None
    elsewhere = wanted.get("chat_id", room.id) != room.id
    message = None if elsewhere else room.messages.get(wanted.get("message_id", 0))
    if message is not None and not message.deleted:
        return message
    if wanted.get("allow_sending_without_reply") and not elsewhere:
        return None
    raise bad("message to be replied not found")


def post(call: Context, room: Room, content: Json) -> Message:
    """A message of the calling bot, with all that the parameters of every send method say."""
    reply_to = reply_of(call, room)
    thread = thread_of(call, room, reply_to)
    markup = call.markup(room)
    if thread is not None and reply_to is None:
        reply_to = room.messages[thread]
    if call.params.get("protect_content"):
        content = content | {"has_protected_content": True}
    return room.post(call.bot, content, reply_to, thread, markup)


def _sent(call: Context, content: Json) -> Json:
    return post(call, call.room(), content).shown(call.bot)


def send_message(call: Context) -> Json:
    room = call.room()
    return post(call, room, call.words("text")).shown(call.bot)


def send_photo(call: Context) -> Json:
    room = call.room()
    content = media.photo(call.server.files, call.file(call.params["photo"], "photo")) | call.caption(call.params)
    return post(call, room, content).shown(call.bot)


def send_voice(call: Context) -> Json:
    room = call.room()
    voice = media.voice(call.file(call.params["voice"], "voice"), call.params.get("duration", 1))
    return post(call, room, voice | call.caption(call.params)).shown(call.bot)


def send_audio(call: Context) -> Json:
    room = call.room()
    stored = call.file(call.params["audio"], "audio")
    audio = media.audio(stored, call.params.get("duration", 1), call.params.get("title", ""))
    return post(call, room, audio | call.caption(call.params)).shown(call.bot)


def send_video(call: Context) -> Json:
    room = call.room()
    video = media.video(call.file(call.params["video"], "video"), call.params.get("duration", 1))
    return post(call, room, video | call.caption(call.params)).shown(call.bot)


def send_animation(call: Context) -> Json:
    room = call.room()
    animation = media.animation(call.file(call.params["animation"], "video"), call.params.get("duration", 1))
    return post(call, room, animation | call.caption(call.params)).shown(call.bot)


def send_video_note(call: Context) -> Json:
    room = call.room()
    return post(
        call, room, media.video_note(call.file(call.params["video_note"], "video"), call.params.get("duration", 1))
    ).shown(call.bot)


def send_document(call: Context) -> Json:
    room = call.room()
    content = media.document(call.file(call.params["document"], "document")) | call.caption(call.params)
    return post(call, room, content).shown(call.bot)


def send_sticker(call: Context) -> Json:
    return _sent(call, media.sticker(call.file(call.params["sticker"], "sticker"), call.params.get("emoji", "🙂")))


def send_location(call: Context) -> Json:
    params = call.params
    point = media.location(
        params["latitude"], params["longitude"], params.get("live_period"), params.get("horizontal_accuracy", 0)
    )
    return _sent(call, point)


def send_venue(call: Context) -> Json:
    params = call.params
    return _sent(call, media.venue(params["latitude"], params["longitude"], params["title"], params["address"]))


def send_contact(call: Context) -> Json:
    params = call.params
    card = media.contact(params["phone_number"], params["first_name"], last_name=params.get("last_name", ""))
    return _sent(call, card)


def send_poll(call: Context) -> Json:
    params = call.params
    options = [option["text"] for option in params["options"]]
    anonymous = params.get("is_anonymous", True)
    content = media.poll(call.server.new_album(), params["question"], options, anonymous, params.get("type", "regular"))
    return _sent(call, content)


def send_dice(call: Context) -> Json:
    return _sent(call, media.dice(call.params.get("emoji", "🎲"), 4))


def send_media_group(call: Context) -> list[Json]:
    room = call.room()
    items: list[Json] = call.params["media"]
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and kinds & set(SINGLE_KIND):
        raise bad("documents and audio files can't be mixed with other media types", fault=True)
    album = {"media_group_id": call.server.new_album()}
    contents = [album | item_content(call, item) for item in items]
    return [post(call, room, content).shown(call.bot) for content in contents]


def item_content(call: Context, item: Json) -> Json:
    """What an InputMedia says, as a message has it."""
    kind = item["type"]
    stored = call.file(item["media"], kind)
    duration_s = item.get("duration", 1)
    if kind == "photo":
        content = media.photo(call.server.files, stored)
    elif kind == "video":
        content = media.video(stored, duration_s)
    elif kind == "audio":
        content = media.audio(stored, duration_s, item.get("title", ""))
    elif kind == "document":
        content = media.document(stored)
    elif kind == "animation":
        content = media.animation(stored, duration_s)
    else:
        raise bad(f"{kind} is not served here", fault=True)
    return content | call.caption(item)


def send_chat_action(call: Context) -> bool:
    room = call.room()
    if call.params["action"] not in ACTIONS:
        raise bad("wrong parameter action in request", fault=True)
    thread_of(call, room, None)
    room.actions.append((call.bot.username, call.params["action"]))
    return True


def _source(call: Context) -> Message:
    away = Context(call.server, call.bot, {**call.params, "chat_id": call.params["from_chat_id"]}, {})
    return away.message(away.room(speaking=False), "message to copy")


def copy_message(call: Context) -> Json:
    content = {k: v for k, v in _source(call).content.items() if k not in ("from", "sender_chat", "media_group_id")}
    if "caption" in call.params:
        content = {k: v for k, v in content.items() if not k.startswith("caption")} | call.caption(call.params)
    return {"message_id": post(call, call.room(), content).id}


def forward_message(call: Context) -> Json:
    source = _source(call)
    content = {k: v for k, v in source.content.items() if k not in ("from", "sender_chat", "media_group_id")}
    origin = {"type": "user", "date": int(source.at), "sender_user": source.content["from"]}
    return _sent(call, content | {"forward_origin": origin})


SENDING: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendVoice": send_voice,
    "sendAudio": send_audio,
    "sendVideo": send_video,
    "sendAnimation": send_animation,
    "sendVideoNote": send_video_note,
    "sendDocument": send_document,
    "sendSticker": send_sticker,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendPoll": send_poll,
    "sendDice": send_dice,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
