"""Bots and people: who they are, and what a bot has told Telegram about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bot_api.delivery import Queue
from tests.bot_api.shapes import Json

if TYPE_CHECKING:
    from tests.bot_api.seats import PrivateChat
    from tests.bot_api.server import Server

GENERAL_SCOPE: Json = {"type": "default"}


class Bot:
    """A bot with its token, its updates and its settings."""

    def __init__(self, server: Server, id: int, name: str, username: str, token: str, privacy: bool, queue: Queue):
        self.server = server
        self.id = id
        self.name = name
        self.username = username
        self.token = token
        self.privacy = privacy
        self.queue = queue
        self.last_private_message = 0  # message ids of private chats count per bot, not per chat
        self.commands: dict[tuple[str, str], list[Json]] = {}  # by scope (as JSON) and language
        self.texts: dict[tuple[str, str], str] = {}  # by kind ("name" ...) and language
        self.menu_buttons: dict[int, Json] = {}  # by chat; 0 is the default

    def __repr__(self) -> str:
        return f"<bot {self.username}>"

    @property
    def pending(self) -> int:
        """How many updates wait to be confirmed."""
        return len(self.queue.pending)

    def user(self) -> Json:
        """The bot as a `User`, as others see it."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.texts.get(("name", ""), self.name),
            "username": self.username,
        }

    def me(self) -> Json:
        """The bot as getMe answers."""
        return self.user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_guest_queries": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_join_request_queries": False,
        }

    def push(self, update: Json) -> int:
        """Deliver this update whatever it holds (for fuzzing), under the bot's next update_id; that id."""
        return self.queue.push({name: value for name, value in update.items() if name != "update_id"})

    def redeliver(self, last: int = 1) -> int:
        """Deliver the last confirmed updates once more with the same ids; how many there were."""
        return self.queue.redeliver(last)

    async def delivered(self, within_s: float = 10.0) -> None:
        """Wait until the bot has confirmed all its updates."""
        await self.server.until(lambda: not self.queue.pending, f"all updates of {self.username} confirmed", within_s)

    async def polling(self, within_s: float = 10.0) -> None:
        """Wait until the bot asks for updates, or has set a webhook."""
        await self.server.until(
            lambda: self.queue.polls or self.queue.hook, f"{self.username} asks for updates", within_s
        )


class Person:
    """Somebody with Telegram."""

    def __init__(self, server: Server, id: int, first_name: str, last_name: str, username: str, language_code: str):
        self.server = server
        self.id = id
        self.first_name = first_name
        self.last_name = last_name
        self.username = username
        self.language_code = language_code
        self.gone = False  # deleted their account

    def __repr__(self) -> str:
        return f"<{self.first_name}>"

    @property
    def name(self) -> str:
        """The name that others see."""
        return f"{self.first_name} {self.last_name}".strip()

    def user(self) -> Json:
        """The person as a `User`."""
        return {"id": self.id, "is_bot": False, **self._names()} | (
            {"language_code": self.language_code} if self.language_code else {}
        )

    def chat(self) -> Json:
        """The private chat with the person as a `Chat`."""
        return {"id": self.id, "type": "private", **self._names()}

    def _names(self) -> Json:
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {key: value for key, value in names.items() if value}

    def private(self, bot: Bot) -> PrivateChat:
        """This person's chat with a bot; always the same one."""
        return self.server.private_chat(bot, self)
