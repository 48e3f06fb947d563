"""What a person does in a chat, and what they see there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.bot_api import entities, media
from tests.bot_api.bots import Bot, Person
from tests.bot_api.files import Files, Stored
from tests.bot_api.groups import Group, Topic, words
from tests.bot_api.rooms import Message, PrivateRoom, Room
from tests.bot_api.shapes import Json

T = TypeVar("T")
Thread = Topic | int | str | None
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
"""A picture of one pixel."""
OGG = b"OggS\x00\x02" + bytes(22)
"""The beginning of a voice message."""


@dataclass
class Tap:
    """A tap on an inline button, and what came of it."""

    message: Message
    label: str
    query_id: str = ""
    url: str = ""
    answer: Json | None = None  # the parameters of answerCallbackQuery

    @property
    def toast(self) -> str:
        """What popped up."""
        return str((self.answer or {}).get("text", ""))

    async def answered(self, within_s: float = 10.0) -> Tap:
        """Wait until the bot answers, so that the button stops spinning."""
        server = self.message.room.server
        await server.until(lambda: self.answer is not None, f"an answer to the tap on {self.label!r}", within_s)
        return self


class Seat:
    """A person's place in a chat. Messages go out at once; what bots answer comes by `until` and `answered`."""

    def __init__(self, room: Room, person: Person):
        self.room = room
        self.person = person
        self._mark = 0
        self._albums = 0

    def __repr__(self) -> str:
        return f"{self.person.first_name}'s chat:\n" + "\n".join(f"  {message!r}" for message in self.seen)

    # What the person sees.

    @property
    def seen(self) -> list[Message]:
        """The messages that are there now, oldest first, as they read now."""
        return list(self.room.living())

    @property
    def said(self) -> list[str]:
        """The words of all that bots said, oldest first."""
        return [message.text for message in self.seen if message.from_bot and not message.is_service]

    @property
    def last(self) -> Message:
        """The newest message of a bot."""
        found = [message for message in self.seen if message.from_bot and not message.is_service]
        assert found, f"no bot has said anything in\n{self!r}"
        return found[-1]

    def buttons(self) -> list[str]:
        """The labels of all inline buttons in sight, newest message first."""
        return [label for message in reversed(self.seen) for label in message.labels]

    def keyboard(self) -> list[list[str]]:
        """The labels of the reply keyboard that is open now, by row; empty without one."""
        return [[button["text"] for button in row] for row in self._open_keyboard()]

    def _open_keyboard(self) -> list[list[Json]]:
        for message in reversed(list(self.room.messages.values())):
            markup = message.markup or {}
            if message.deleted and "remove_keyboard" not in markup:
                continue  # a keyboard goes with its message, and stays away when the one that took it away goes
            if message.by is self.person and self._closes(message):
                return []
            if "remove_keyboard" in markup:
                return []
            if "keyboard" in markup:
                rows: list[list[Json]] = [
                    [{"text": button} if isinstance(button, str) else button for button in row]
                    for row in markup["keyboard"]
                ]
                return rows
        return []

    def _closes(self, message: Message) -> bool:
        """Whether this answer put away a keyboard that was to be used once."""
        asked = [each for each in self.seen if each.id < message.id and "keyboard" in (each.markup or {})]
        return bool(asked) and bool((asked[-1].markup or {}).get("one_time_keyboard"))

    # What the person does.

    def say(self, text: str, *, reply_to: Message | None = None, thread: Thread = None) -> Message:
        """Write something."""
        return self._send(words(text), reply_to, thread)

    def photo(
        self,
        data: bytes = PNG,
        caption: str = "",
        *,
        album: str | None = None,
        reply_to: Message | None = None,
        thread: Thread = None,
    ) -> Message:
        """Send a photo; those with the same `album` belong together."""
        content = media.photo(self._files, self._keep(data, "image/jpeg", ""))
        if album is not None:
            content["media_group_id"] = album
        return self._send(content | _caption(caption), reply_to, thread)

    def album(
        self, photos: Sequence[bytes], caption: str = "", *, reply_to: Message | None = None, thread: Thread = None
    ) -> list[Message]:
        """Send photos together: as many messages, with one media_group_id and the words on the first."""
        assert 2 <= len(photos) <= 10, "an album has 2 to 10 items"
        album = self.room.server.new_album()
        return [
            self.photo(data, caption if index == 0 else "", album=album, reply_to=reply_to, thread=thread)
            for index, data in enumerate(photos)
        ]

    def voice(
        self,
        data: bytes = OGG,
        seconds: int = 3,
        *,
        size: int | None = None,
        reply_to: Message | None = None,
        thread: Thread = None,
    ) -> Message:
        """Send a voice message."""
        return self._send(media.voice(self._keep(data, "audio/ogg", "", size), seconds), reply_to, thread)

    def video(
        self,
        data: bytes = b"video",
        caption: str = "",
        seconds: int = 5,
        *,
        size: int | None = None,
        reply_to: Message | None = None,
        thread: Thread = None,
    ) -> Message:
        """Send a video; `size` may say that it is bigger than its bytes."""
        content = media.video(self._keep(data, "video/mp4", "film.mp4", size), seconds)
        return self._send(content | _caption(caption), reply_to, thread)

    def round_video(self, data: bytes = b"video", seconds: int = 5, *, thread: Thread = None) -> Message:
        """Send a round video."""
        return self._send(media.video_note(self._keep(data, "video/mp4", ""), seconds), None, thread)

    def animation(self, data: bytes = b"gif", caption: str = "", *, thread: Thread = None) -> Message:
        """Send an animation."""
        content = media.animation(self._keep(data, "video/mp4", "animation.mp4"), 2)
        return self._send(content | _caption(caption), None, thread)

    def audio(
        self, data: bytes = b"music", seconds: int = 60, title: str = "Song", *, thread: Thread = None
    ) -> Message:
        """Send a piece of music."""
        return self._send(media.audio(self._keep(data, "audio/mpeg", "song.mp3"), seconds, title), None, thread)

    def document(
        self,
        data: bytes = b"%PDF-",
        mime: str = "application/pdf",
        name: str = "file.pdf",
        caption: str = "",
        *,
        size: int | None = None,
        reply_to: Message | None = None,
        thread: Thread = None,
    ) -> Message:
        """Send a file; `size` may say that it is bigger than its bytes."""
        content = media.document(self._keep(data, mime, name, size))
        return self._send(content | _caption(caption), reply_to, thread)

    def sticker(self, emoji: str = "🐢", *, thread: Thread = None) -> Message:
        """Send a sticker."""
        return self._send(media.sticker(self._keep(b"RIFF", "image/webp", ""), emoji), None, thread)

    def contact(self, phone: str, name: str = "", *, own: bool = False, thread: Thread = None) -> Message:
        """Send a phone number; `own` says that it is the person's own."""
        card = media.contact(phone, name or self.person.first_name, self.person.id if own else None)
        return self._send(card, None, thread)

    def poll(self, question: str, options: Sequence[str] = ("1", "2"), *, thread: Thread = None) -> Message:
        """Send a poll."""
        content = media.poll(self.room.server.new_album(), question, list(options))
        return self._send(content, None, thread)

    def dice(self, emoji: str = "🎲", value: int = 4, *, thread: Thread = None) -> Message:
        """Throw a die."""
        return self._send(media.dice(emoji, value), None, thread)

    def pin(
        self,
        latitude: float,
        longitude: float,
        live_period: int | None = None,
        *,
        reply_to: Message | None = None,
        thread: Thread = None,
    ) -> Message:
        """Send a point on the map, WGS 84 degrees; with `live_period` seconds one that `move_live` can move."""
        return self._send(media.location(latitude, longitude, live_period), reply_to, thread)

    def place(self, latitude: float, longitude: float, title: str, address: str, *, thread: Thread = None) -> Message:
        """Send a place with a name."""
        return self._send(media.venue(latitude, longitude, title, address), None, thread)

    def move_live(self, message: Message, latitude: float, longitude: float) -> None:
        """The person moved while sharing where they are."""
        assert "live_period" in message.content.get("location", {}), f"{message!r} is no live location"
        message.content["location"] |= {"latitude": latitude, "longitude": longitude}
        self._edited(message)

    def stop_live(self, message: Message) -> None:
        """The person shares no longer where they are."""
        message.content["location"].pop("live_period")
        self._edited(message)

    def edit(self, message: Message, text: str) -> None:
        """Change the words of an own message (or of a picture's caption)."""
        assert message.by is self.person, f"{message!r} is not theirs"
        changed = words(text) if "text" in message.content else _caption(text)
        for name in ("text", "entities", "caption", "caption_entities"):
            message.content.pop(name, None)
        message.content |= changed
        self._edited(message)

    def delete(self, message: Message) -> None:
        """Delete a message for everybody; bots hear nothing of it."""
        message.deleted = True
        self.room.server.changed.ring()

    def react(self, message: Message, emoji: str) -> None:
        """Put an emoji on a message."""
        old, new = message.reactions.get(self.person.id, []), [{"type": "emoji", "emoji": emoji}]
        message.reactions[self.person.id] = new
        change = {
            "chat": self.room.chat_json(),
            "message_id": message.id,
            "user": self.person.user(),
            "date": int(self.room.server.clock.now()),
            "old_reaction": old,
            "new_reaction": new,
        }
        for bot in self.room.bots():
            if not isinstance(self.room, Group) or self.room.standing(bot).status == "administrator":
                self.room.server.deliver(bot, "message_reaction", change, self.room.id)

    def tap(self, label: str, nth: int = 0, *, message: Message | None = None) -> Tap:
        """Tap an inline button in sight; of several with that label the `nth`, counted from the newest message."""
        self._ready()
        among = [message] if message else list(reversed(self.seen))
        found = [(each, button) for each in among for button in _inline(each) if button["text"] == label]
        assert len(found) > nth, f"no button {label!r} ({nth}) in\n{self!r}"
        where, button = found[nth]
        assert not where.deleted, f"{where!r} is deleted"
        return self._tapped(where, button)

    def tap_stale(self, message: Message, data: str, label: str = "") -> Tap:
        """A tap that arrives although the button is no longer there: the person's screen was behind."""
        return self._tapped(message, {"text": label, "callback_data": data})

    def _tapped(self, message: Message, button: Json) -> Tap:
        self._mark = self.room.news
        tap = Tap(message, button["text"], url=button.get("url", ""))
        if "callback_data" in button:
            tap.query_id = self.room.server.tapped(tap, self.person, button["callback_data"])
        return tap

    def press(self, label: str, *, latitude: float = 29.4, longitude: float = 105.6, phone: str = "") -> Message:
        """Press a key of the reply keyboard: sends its words, or a location or a contact where it asks for one."""
        keys = [key for row in self._open_keyboard() for key in row if key["text"] == label]
        assert keys, f"no key {label!r} on {self.keyboard()} in\n{self!r}"
        if keys[0].get("request_location"):
            return self.pin(latitude, longitude)
        if keys[0].get("request_contact"):
            return self.contact(phone or f"86138{self.person.id % 10**8:08d}", own=True)
        return self.say(label)

    # Waiting.

    async def until(self, true: Callable[[list[Message]], T], within_s: float = 10.0, what: str = "") -> T:
        """Wait until `true(seen)` is true, and hand back what it gave; fail with the chat when it does not in time."""
        return await self.room.server.until(lambda: true(self.seen), lambda: f"{what or 'it'} in\n{self!r}", within_s)

    async def answered(self, times: int = 1, within_s: float = 10.0) -> list[Message]:
        """Wait until bots sent or changed something, `times` times since the person did something; what is seen."""
        enough = self._mark + times
        await self.until(lambda _: self.room.news >= enough, within_s, f"{times} answers")
        return self.seen

    # How it is done.

    @property
    def _files(self) -> Files:
        return self.room.server.files

    def _keep(self, data: bytes, mime: str, name: str, size: int | None = None) -> Stored:
        return self._files.add(data, mime, name, size)

    def _ready(self) -> None:
        """What must be before the person can do something here."""

    def _send(self, content: Json, reply_to: Message | None, thread: Thread) -> Message:
        self._ready()
        self._mark = self.room.news
        return self._add(content, reply_to, thread)

    def _add(self, content: Json, reply_to: Message | None, thread: Thread) -> Message:
        return self.room.post(self.person, content, reply_to)

    def _edited(self, message: Message) -> None:
        self._ready()
        self._mark = self.room.news
        message.edited_at = self.room.server.clock.now()
        self.room.announce("edited_message", message)


class PrivateChat(Seat):
    """A person's chat with a bot."""

    room: PrivateRoom

    @property
    def bot(self) -> Bot:
        """The bot."""
        return self.room.bot

    def start(self, payload: str = "") -> Message:
        """Press Start, or follow a link t.me/bot?start=payload."""
        self.room.started = True
        if self.room.blocked:
            self.unblock()
        return self.say(f"/start {payload}".strip())

    def block(self) -> None:
        """Stop the bot."""
        self._ready()
        self.room.blocked = True
        self._membership("member", "kicked")

    def unblock(self) -> None:
        """Let the bot speak again."""
        self.room.blocked = False
        self._membership("kicked", "member")

    @property
    def commands(self) -> list[str]:
        """The commands that the person is offered here, in their language."""
        return [command["command"] for command in self.room.server.commands_for(self.bot, self.room, self.person)]

    @property
    def actions(self) -> list[str]:
        """What the bot said that it was doing (typing ...), oldest first."""
        return [action for _, action in self.room.actions]

    def _ready(self) -> None:
        self.room.started = True
        assert not self.room.blocked, f"{self.person.first_name} has blocked {self.bot.username}"

    def _membership(self, old: str, new: str) -> None:
        def standing(status: str) -> Json:
            more = {"until_date": 0} if status == "kicked" else {}
            return {"status": status, "user": self.bot.user(), **more}

        change = {
            "chat": self.room.chat_json(),
            "from": self.person.user(),
            "date": int(self.room.server.clock.now()),
            "old_chat_member": standing(old),
            "new_chat_member": standing(new),
        }
        self.room.server.deliver(self.bot, "my_chat_member", change, self.room.id)


class Member(Seat):
    """A group as one of its people uses it."""

    room: Group

    def _ready(self) -> None:
        assert self.room.standing(self.person).inside, f"{self.person.first_name} is not in {self.room.title}"

    def _add(self, content: Json, reply_to: Message | None, thread: Thread) -> Message:
        if thread is None and reply_to is not None:
            thread = reply_to.thread
        if thread is None:
            return self.room.post(self.person, content, reply_to)
        topic = self.room.topic(thread)
        assert topic, f"no topic {thread!r} in {self.room.title}"
        may = not topic.closed or self.room.standing(self.person).may("can_manage_topics")
        assert may, f"topic {topic.name} is closed"
        return self.room.post(self.person, content, reply_to or self.room.messages[topic.id], topic.id)


def _inline(message: Message) -> list[Json]:
    return [button for row in (message.markup or {}).get("inline_keyboard", []) for button in row]


def _caption(text: str) -> Json:
    found = entities.found_in(text)
    return ({"caption": text} if text else {}) | ({"caption_entities": found} if found else {})
