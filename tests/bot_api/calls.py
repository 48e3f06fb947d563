"""A bot's call while it is being answered, and what most methods need: the chat, the text, the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.bot_api import entities
from tests.bot_api.bots import Bot
from tests.bot_api.errors import Refused, bad, forbidden
from tests.bot_api.files import Stored, is_picture
from tests.bot_api.groups import Group
from tests.bot_api.limits import CAPTION_LIMIT, PHOTO_LIMIT_BYTES, TEXT_LIMIT, UPLOAD_LIMIT_BYTES
from tests.bot_api.rooms import Message, PrivateRoom, Room
from tests.bot_api.schema import Upload
from tests.bot_api.shapes import Json

if TYPE_CHECKING:
    from tests.bot_api.server import Server

MIME = {"photo": "image/jpeg", "voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4"}
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@dataclass
class Context:
    """One call: who asks for what."""

    server: Server
    bot: Bot
    params: Json
    uploads: Mapping[str, Upload]

    def room(self, speaking: bool = True) -> Room:
        """The chat that `chat_id` means; for `speaking` the bot must be allowed to."""
        chat_id = self.params.get("chat_id")
        if isinstance(chat_id, str) and chat_id.lstrip("-").isdigit():
            chat_id = int(chat_id)
        if not isinstance(chat_id, int) or chat_id == 0:
            raise bad("chat not found")
        return self._private(chat_id, speaking) if chat_id > 0 else self._group(chat_id, speaking)

    def _private(self, person_id: int, speaking: bool) -> PrivateRoom:
        person = self.server.people.get(person_id)
        if any(person_id == bot.id for bot in self.server.bots.values()):
            raise forbidden("bots can't send messages to bots")
        if person is None:
            raise bad("chat not found")
        room = self.server.private_chat(self.bot, person).room
        if not room.started:
            raise forbidden("bot can't initiate conversation with a user")
        if speaking and person.gone:
            raise forbidden("user is deactivated")
        if speaking and room.blocked:
            raise forbidden("bot was blocked by the user")
        return room

    def _group(self, chat_id: int, speaking: bool) -> Group:
        if chat_id in self.server.migrated:
            new = {"migrate_to_chat_id": self.server.migrated[chat_id]}
            raise Refused("Bad Request: group chat was upgraded to a supergroup chat", 400, new)
        group = self.server.groups.get(chat_id)
        if group is None:
            raise bad("chat not found")
        standing = group.standing(self.bot)
        what = "supergroup chat" if group.kind == "supergroup" else "group chat"
        if standing.status == "kicked":
            raise forbidden(f"bot was kicked from the {what}")
        if standing.status == "left":
            raise forbidden(f"bot is not a member of the {what}")
        if speaking and standing.muted:
            raise bad("not enough rights to send text messages to the chat")
        return group

    def group(self) -> Group:
        """The group that `chat_id` means."""
        room = self.room()
        if not isinstance(room, Group):
            raise bad("method is available only for supergroups")
        return room

    def message(self, room: Room, what: str) -> Message:
        """The message that `message_id` means."""
        message = room.messages.get(self.params.get("message_id", 0))
        if message is None or message.deleted:
            raise bad(f"{what} not found")
        return message

    def words(self, name: str, mode: str = "parse_mode", marks: str = "entities") -> Json:
        """A text parameter and its entities, within the limits."""
        text, found = entities.parsed(self.params.get(name, ""), self.params.get(mode), self.params.get(marks))
        if not text.strip(INVISIBLE):
            raise bad("message text is empty", fault=True)
        if entities.utf16(text) > TEXT_LIMIT:
            raise bad("message is too long", fault=True)
        return {"text": text} | ({"entities": found} if found else {})

    def caption(self, params: Json) -> Json:
        """The caption in `params` and its entities; nothing without one."""
        text, found = entities.parsed(
            params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities")
        )
        if entities.utf16(text) > CAPTION_LIMIT:
            raise bad("message caption is too long", fault=True)
        return ({"caption": text} if text else {}) | ({"caption_entities": found} if found else {})

    def file(self, value: object, kind: str) -> Stored:
        """A file parameter: an upload, `attach://` an upload, or a file_id that this bot was given."""
        if isinstance(value, str) and value.startswith("attach://"):
            value = self.uploads.get(value.removeprefix("attach://"), value)
        if isinstance(value, Upload):
            return self._uploaded(value, kind)
        if str(value).startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        stored = self.server.files.known(str(value), self.bot.id)
        if stored is None:
            raise bad("wrong file identifier/HTTP URL specified", fault=True)
        return stored

    def _uploaded(self, upload: Upload, kind: str) -> Stored:
        if not upload.data:
            raise bad("file must be non-empty", fault=True)
        if len(upload.data) > UPLOAD_LIMIT_BYTES:
            raise Refused("Request Entity Too Large", 413, fault=True)
        if kind == "photo" and len(upload.data) > PHOTO_LIMIT_BYTES:
            raise bad("file is too big", fault=True)
        if kind == "photo" and not is_picture(upload.data):
            raise bad("IMAGE_PROCESS_FAILED", fault=True)
        return self.server.files.add(upload.data, MIME.get(kind, upload.mime), upload.name)

    def markup(self, room: Room) -> Json | None:
        """The reply_markup, if it can be shown in this chat."""
        markup: Json | None = self.params.get("reply_markup")
        if not markup or markup.get("inline_keyboard") == []:
            return None
        private = isinstance(room, PrivateRoom)
        for row in markup.get("inline_keyboard", []):
            for button in row:
                _check_url(button)
                if "web_app" in button and not private:
                    raise bad("BUTTON_TYPE_INVALID", fault=True)
        for row in markup.get("keyboard", []):
            for key in row:
                if (
                    isinstance(key, dict)
                    and not private
                    and (key.get("request_contact") or key.get("request_location"))
                ):
                    raise bad("phone number or location can be requested in private chats only", fault=True)
        return markup


Method = Callable[[Context], object]


def _check_url(button: Json) -> None:
    url = button.get("url")
    if url is None:
        return
    parts = urlsplit(url)
    if parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in (parts.hostname or "")):
        return
    raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL", fault=True)
