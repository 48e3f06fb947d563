"""Chats and the messages in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.bot_api.bots import Bot, Person
from tests.bot_api.shapes import Json

if TYPE_CHECKING:
    from tests.bot_api.server import Server

Author = Bot | Person
KINDS = (
    "photo",
    "voice",
    "video",
    "video_note",
    "animation",
    "document",
    "audio",
    "sticker",
    "venue",
    "location",
    "contact",
    "poll",
    "dice",
    "text",
)
"""What an ordinary message is, by the field that says so."""


class Message:
    """A message as it is now; edits show on it, and `deleted` tells that it is gone."""

    def __init__(
        self,
        room: Room,
        id: int,
        at: float,
        by: Author | None,
        content: Json,
        reply_to: Message | None = None,
        thread: int | None = None,
        markup: Json | None = None,
    ):
        self.room = room
        self.id = id
        self.at = at
        self.by = by
        self.content = content
        self.reply_to = reply_to
        self.thread = thread  # id of the forum topic that it is in; None in General and outside of forums
        self.markup = markup
        self.edited_at: float | None = None
        self.deleted = False
        self.pinned = False
        self.reactions: dict[int, list[Json]] = {}

    def __repr__(self) -> str:
        words = self.text if len(self.text) < 80 else self.text[:79] + "…"
        rows = "".join(f" [{' | '.join(row)}]" for row in self.buttons)
        return f"<{self.id} {self.author}: {'' if self.kind == 'text' else self.kind + ' '}{words!r}{rows}>"

    @property
    def author(self) -> str:
        """Who sent it, as the others see it."""
        sender = self.content.get("sender_chat") or self.content.get("from") or {}
        return str(sender.get("title") or sender.get("username") or sender.get("first_name") or "")

    @property
    def from_bot(self) -> bool:
        """Whether a bot sent it."""
        return isinstance(self.by, Bot)

    @property
    def kind(self) -> str:
        """text, photo, voice ...; for a service message the field that names it."""
        ordinary = (kind for kind in KINDS if kind in self.content)
        return next(ordinary, "") or next((key for key in self.content if key not in ("from", "sender_chat")), "")

    @property
    def is_service(self) -> bool:
        """Whether Telegram wrote it: somebody joined, a topic was opened ..."""
        return self.kind not in KINDS

    @property
    def text(self) -> str:
        """The words: the text, or a picture's caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """The marks in the words."""
        return list(self.content.get("entities") or self.content.get("caption_entities") or [])

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of the inline buttons, by row."""
        return [[button["text"] for button in row] for row in (self.markup or {}).get("inline_keyboard", [])]

    @property
    def labels(self) -> list[str]:
        """The labels of the inline buttons, all in one list."""
        return [label for row in self.buttons for label in row]

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels of the reply keyboard that came with it, by row."""
        return [[button["text"] for button in row] for row in (self.markup or {}).get("keyboard", [])]

    @property
    def file(self) -> bytes:
        """The file in it, of a photo the largest size."""
        held: Json = self.content["photo"][-1] if self.kind == "photo" else self.content[self.kind]
        return self.room.server.files.data(held["file_id"])

    @property
    def album(self) -> str:
        """What the messages of one album have in common; empty outside of albums."""
        return str(self.content.get("media_group_id", ""))

    def shown(self, bot: Bot | None, with_reply: bool = True) -> Json:
        """The message as a bot gets it; for nobody in particular when it becomes part of another message."""
        shown: Json = {"message_id": self.id, "date": int(self.at), "chat": self.room.chat_json()}
        shown |= _own_file_ids(self.content, bot) if bot else self.content
        if self.edited_at is not None:
            shown["edit_date"] = int(self.edited_at)
        shown |= self._place()
        if with_reply and self.reply_to and not self.reply_to.deleted:
            shown["reply_to_message"] = self.reply_to.shown(bot, with_reply=False)
        if self.markup and "inline_keyboard" in self.markup:
            shown["reply_markup"] = {"inline_keyboard": self.markup["inline_keyboard"]}
        return shown

    def _place(self) -> Json:
        """In a topic: its id. Elsewhere in a supergroup a reply has the id of the message its thread began with."""
        if self.thread is not None:
            return {"message_thread_id": self.thread, "is_topic_message": True}
        if self.reply_to and self.room.kind == "supergroup":
            first = self.reply_to
            while first.reply_to:
                first = first.reply_to
            return {"message_thread_id": first.id}
        return {}


def _own_file_ids(value: Json, bot: Bot) -> Json:
    """A copy in which every file has the id that this bot knows it by."""
    copied: Json = {}
    for key, item in value.items():
        if key == "file_id":
            copied[key] = bot.server.files.id_for(item, bot.id)
        elif isinstance(item, dict):
            copied[key] = _own_file_ids(item, bot)
        elif isinstance(item, list):
            copied[key] = [_own_file_ids(each, bot) if isinstance(each, dict) else each for each in item]
        else:
            copied[key] = item
    return copied


class Room:
    """A chat with its messages, as all who are in it share it."""

    kind = ""

    def __init__(self, server: Server, id: int):
        self.server = server
        self.id = id
        self.messages: dict[int, Message] = {}
        self.actions: list[tuple[str, str]] = []  # what bots said that they are doing: username, action
        self.news = 0  # counts what bots did here, so that tests can wait for it
        self._last_id = 0

    def chat_json(self) -> Json:
        """The chat as a `Chat`."""
        raise NotImplementedError

    def bots(self) -> list[Bot]:
        """The bots in it."""
        raise NotImplementedError

    def shows(self, bot: Bot, message: Message) -> bool:
        """Whether a bot gets an update about a message."""
        return message.by is not bot

    def next_id(self) -> int:
        """The id of the next message."""
        self._last_id += 1
        return self._last_id

    def living(self) -> Iterator[Message]:
        """The messages that are still there, oldest first."""
        return (message for message in self.messages.values() if not message.deleted)

    def post(
        self,
        by: Author | None,
        content: Json,
        reply_to: Message | None = None,
        thread: int | None = None,
        markup: Json | None = None,
    ) -> Message:
        """A new message, which the bots who may see it hear of. `content` says who it is from when `by` does not."""
        sender = {"from": by.user()} if by else {}
        message = Message(
            self, self.next_id(), self.server.clock.now(), by, {**sender, **content}, reply_to, thread, markup
        )
        self.messages[message.id] = message
        self.news += isinstance(by, Bot)
        self.announce("message", message)
        return message

    def announce(self, kind: str, message: Message) -> None:
        """Tell the bots who may see it of a message; `kind` is message or edited_message."""
        for bot in self.bots():
            if self.shows(bot, message):
                self.server.deliver(bot, kind, message.shown(bot), self.id)
        self.server.changed.ring()

    def by_bot_edited(self, message: Message) -> None:
        """A bot changed one of its messages."""
        message.edited_at = self.server.clock.now()
        self.news += 1
        self.server.changed.ring()


class PrivateRoom(Room):
    """The chat of one person with one bot."""

    kind = "private"

    def __init__(self, server: Server, bot: Bot, person: Person):
        super().__init__(server, person.id)
        self.bot = bot
        self.person = person
        self.started = False
        self.blocked = False

    def chat_json(self) -> Json:
        return self.person.chat()

    def bots(self) -> list[Bot]:
        return [self.bot]

    def next_id(self) -> int:
        self.bot.last_private_message += 1
        return self.bot.last_private_message
