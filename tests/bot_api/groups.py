"""Groups: members and their rights, forum topics, what bots see, and becoming a supergroup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.bot_api import entities
from tests.bot_api.bots import Bot, Person
from tests.bot_api.rooms import Author, Message, Room
from tests.bot_api.shapes import Json, api

if TYPE_CHECKING:
    from tests.bot_api.seats import Member
    from tests.bot_api.server import Server

ANONYMOUS_BOT: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TOPIC_COLOR = 0x6FB9F0
GENERAL = 1  # the id of the General topic, which bots must not send
NOT_IN = ("left", "kicked")


@dataclass
class Standing:
    """What somebody is in a group."""

    who: Author
    status: str = "left"
    rights: dict[str, bool] = field(default_factory=dict)
    muted: bool = False

    @property
    def inside(self) -> bool:
        """Whether they are in the group."""
        return self.status not in NOT_IN

    def may(self, right: str) -> bool:
        """Whether they have an administrator's right."""
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))

    def json(self) -> Json:
        """The standing as a `ChatMember`."""
        shown: Json = {"status": self.status, "user": self.who.user()}
        if self.status == "creator":
            shown["is_anonymous"] = False
        elif self.status == "administrator":
            flags = [f.name for f in api().types["ChatMemberAdministrator"].fields.values() if f.name not in shown]
            shown |= {name: False for name in flags if api().types["ChatMemberAdministrator"].fields[name].required}
            shown |= {"can_manage_chat": True} | {name: on for name, on in self.rights.items() if name in flags}
        elif self.status == "kicked":
            shown["until_date"] = 0
        elif self.muted and self.status == "member":
            flags = [f.name for f in api().types["ChatMemberRestricted"].fields.values() if f.name not in shown]
            shown |= {name: False for name in flags if name != "tag"}
            shown |= {"status": "restricted", "is_member": True, "until_date": 0}
        return shown


@dataclass
class Topic:
    """A forum topic."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


class Group(Room):
    """A group or supergroup, and what its people do to it."""

    def __init__(self, server: Server, id: int, title: str, kind: str, forum: bool, owner: Person):
        super().__init__(server, id)
        self.title = title
        self.kind = kind
        self.forum = forum
        self.owner = owner
        self.migrated_to: int | None = None
        self.pinned: list[int] = []
        self.permissions: dict[str, bool] = {}
        self._standings: dict[int, Standing] = {owner.id: Standing(owner, "creator")}
        self._topics: dict[int, Topic] = {}

    def chat_json(self) -> Json:
        shown: Json = {"id": self.id, "type": self.kind, "title": self.title}
        return shown | ({"is_forum": True} if self.forum else {})

    def bots(self) -> list[Bot]:
        return [each.who for each in self._standings.values() if each.inside and isinstance(each.who, Bot)]

    @property
    def people(self) -> list[Person]:
        """The people in it."""
        return [each.who for each in self._standings.values() if each.inside and isinstance(each.who, Person)]

    @property
    def topics(self) -> list[Topic]:
        """The topics that are there, without General."""
        return [topic for topic in self._topics.values() if not topic.deleted]

    @property
    def seen(self) -> list[Message]:
        """What everybody in it sees now."""
        return list(self.living())

    def topic(self, thread: Topic | int | str) -> Topic | None:
        """A topic by its id or name."""
        if isinstance(thread, Topic):
            return thread
        return next((each for each in self.topics if thread in (each.id, each.name)), None)

    def had_topic(self, id: int) -> bool:
        """Whether there is or was a topic with this id."""
        return id in self._topics

    def standing(self, who: Author) -> Standing:
        """What somebody is in it."""
        return self._standings.get(who.id) or Standing(who)

    def standings(self) -> list[Standing]:
        """All who are in it."""
        return [each for each in self._standings.values() if each.inside]

    def shows(self, bot: Bot, message: Message) -> bool:
        """Privacy: commands, replies to it and service messages; everything for an administrator. Never other bots'."""
        if message.is_service:
            return message.by is not bot
        if isinstance(message.by, Bot):
            return False
        if not bot.privacy or self.standing(bot).status == "administrator":
            return True
        answers = (
            message.reply_to and message.reply_to.id != message.thread
        )  # each message of a topic replies to its first
        if answers and message.reply_to and message.reply_to.by is bot:
            return True
        return self._is_command_for(bot, message)

    def _is_command_for(self, bot: Bot, message: Message) -> bool:
        if not any(mark["type"] == "bot_command" and mark["offset"] == 0 for mark in message.entities):
            return False
        _, _, name = message.text.split()[0].partition("@")
        return not name or name.lower() == bot.username.lower()

    # What people do to the group.

    def of(self, person: Person) -> Member:
        """The group as one of its people uses it."""
        return self.server.member(self, person)

    def add(self, who: Author, by: Person | None = None) -> Message:
        """Somebody is added, or comes by themselves (a person without `by`)."""
        adder = by or (who if isinstance(who, Person) else self.owner)
        self._change(who, Standing(who, "member"), adder)
        return self.post(adder, {"new_chat_members": [who.user()]})

    def remove(self, who: Author, by: Person | None = None) -> None:
        """Somebody is thrown out; without `by` a person leaves and a bot is thrown out by the owner."""
        remover: Author = by or (who if isinstance(who, Person) else self.owner)
        status = "left" if remover is who else "kicked"
        self.post(remover, {"left_chat_member": who.user()})
        self._change(who, Standing(who, status), remover)

    def leave(self, bot: Bot) -> None:
        """A bot leaves by itself."""
        self._change(bot, Standing(bot, "left"), bot)
        self.post(bot, {"left_chat_member": bot.user()})

    def promote(self, who: Author, by: Person | None = None, **rights: bool) -> None:
        """Somebody becomes an administrator; without named rights with all that a group can give."""
        every = {
            f.name: True
            for f in api().types["ChatAdministratorRights"].fields.values()
            if f.name not in ("is_anonymous", "can_post_messages", "can_edit_messages", "can_manage_direct_messages")
        }
        self._change(who, Standing(who, "administrator", rights or every), by or self.owner)

    def demote(self, who: Author, by: Person | None = None) -> None:
        """An administrator becomes an ordinary member."""
        self._change(who, Standing(who, "member"), by or self.owner)

    def mute(self, who: Author, muted: bool = True) -> None:
        """Somebody may not send any more."""
        self.standing(who).muted = muted

    def _change(self, who: Author, new: Standing, by: Author) -> None:
        old = self.standing(who)
        self._standings[who.id] = new
        change: Json = {
            "chat": self.chat_json(),
            "from": by.user(),
            "date": int(self.server.clock.now()),
            "old_chat_member": old.json(),
            "new_chat_member": new.json(),
        }
        if isinstance(who, Bot):
            self.server.deliver(who, "my_chat_member", change, self.id)
        for bot in self.bots():
            if bot is not who and self.standing(bot).status == "administrator":
                self.server.deliver(bot, "chat_member", change, self.id)
        self.server.changed.ring()

    def rename(self, title: str, by: Person | None = None) -> None:
        """The group gets another title."""
        self.title = title
        self.post(by or self.owner, {"new_chat_title": title})

    def anonymous_say(self, person: Person, text: str, thread: Topic | int | None = None) -> Message:
        """An administrator writes without their name: from GroupAnonymousBot, on behalf of the group."""
        assert self.standing(person).status in ("creator", "administrator"), f"{person} is no administrator"
        content = {"from": ANONYMOUS_BOT, "sender_chat": self.chat_json(), **words(text)}
        return self._as(content, thread)

    def channel_say(self, title: str, text: str, thread: Topic | int | None = None) -> Message:
        """Somebody writes in the name of their channel."""
        return self._as({"from": CHANNEL_BOT, "sender_chat": self._channel(title), **words(text)}, thread)

    def channel_post(self, text: str, title: str = "News") -> Message:
        """The linked channel posted something, which comes into the group by itself."""
        channel = self._channel(title)
        origin = {"type": "channel", "date": int(self.server.clock.now()), "chat": channel, "message_id": 7}
        content = {
            "from": TELEGRAM,
            "sender_chat": channel,
            "is_automatic_forward": True,
            "forward_origin": origin,
            **words(text),
        }
        return self._as(content, None)

    def _channel(self, title: str) -> Json:
        return {"id": self.id - 1, "type": "channel", "title": title}

    def _as(self, content: Json, thread: Topic | int | None) -> Message:
        topic = None if thread is None else self.topic(thread)
        first = self.messages[topic.id] if topic else None
        return self.post(None, content, first, topic.id if topic else None)

    def open_topic(self, name: str, by: Author | None = None) -> Topic:
        """A new topic, with its service message."""
        assert self.forum, f"{self.title} is no forum"
        made = {"name": name, "icon_color": TOPIC_COLOR}
        # The service message is the first in its topic, so its id is known before it is there.
        message = self.post(by or self.owner, {"forum_topic_created": made}, thread=self._last_id + 1)
        self._topics[message.id] = Topic(message.id, name)
        return self._topics[message.id]

    def rename_topic(self, thread: Topic | int, name: str, by: Author | None = None) -> None:
        """A topic gets another name."""
        topic = self._known(thread)
        topic.name = name
        self._in_topic(topic, by, {"forum_topic_edited": {"name": name}})

    def close_topic(self, thread: Topic | int, by: Author | None = None) -> None:
        """A topic is closed: only administrators can write."""
        topic = self._known(thread)
        topic.closed = True
        self._in_topic(topic, by, {"forum_topic_closed": {}})

    def reopen_topic(self, thread: Topic | int, by: Author | None = None) -> None:
        """A closed topic is opened again."""
        topic = self._known(thread)
        topic.closed = False
        self._in_topic(topic, by, {"forum_topic_reopened": {}})

    def delete_topic(self, thread: Topic | int) -> None:
        """A topic goes, with all that was written in it. Bots hear nothing."""
        topic = self._known(thread)
        topic.deleted = True
        for message in self.messages.values():
            message.deleted |= message.thread == topic.id
        self.server.changed.ring()

    def _known(self, thread: Topic | int) -> Topic:
        topic = self.topic(thread)
        assert topic, f"no topic {thread}"
        return topic

    def _in_topic(self, topic: Topic, by: Author | None, content: Json) -> None:
        self.post(by or self.owner, content, self.messages[topic.id], topic.id)

    def migrate(self, by: Person | None = None) -> int:
        """The group becomes a supergroup with another id, which is returned; the old id leads nowhere any more."""
        assert self.kind == "group", f"{self.title} is a {self.kind}"
        old, new = self.id, self.server.new_supergroup_id()
        self.post(by or self.owner, {"migrate_to_chat_id": new})
        self.server.moved(self, old, new)
        self.id, self.kind, self.messages, self._last_id = new, "supergroup", {}, 0
        self.post(by or self.owner, {"migrate_from_chat_id": old})
        return new


def words(text: str) -> Json:
    """A text as somebody types it, with the marks that Telegram finds in it."""
    found = entities.found_in(text)
    return {"text": text} | ({"entities": found} if found else {})
