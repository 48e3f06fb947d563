"""What the staff bot needs beside the calls that both bots share: how it stands in a group, and topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from adapters.channels.bot_api.api import Api
from adapters.channels.ports import NotAllowed


class NoRights(NotAllowed):
    """The group does not let us do this; one of its administrators can."""


class TopicClosed(NotAllowed):
    """Nobody but administrators may write in this topic until it is opened again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How we stand in a group. `forum`: it has topics. To send is every member's right unless it was taken away; the
    other rights are an administrator's."""

    forum: bool = False
    admin: bool = False
    can_topics: bool = False
    can_delete: bool = False
    can_send: bool = True
    can_photos: bool = True


class StaffApi(Api, Protocol):
    """The calls of the staff bot. In a topic, any call that puts a message there can raise TopicClosed, or Gone."""

    async def standing(self, chat: str) -> Standing:
        """How we stand in a group (getChat, getChatMember)."""
        ...

    async def open_topic(self, chat: str, name: str) -> str:
        """A new topic of 1 to 128 characters' name; its thread (createForumTopic). Raises NoRights."""
        ...

    async def reopen_topic(self, chat: str, thread: str) -> None:
        """Let everybody write there again (reopenForumTopic); an open one stays so. Raises NoRights, Gone."""
        ...

    async def close_topic(self, chat: str, thread: str) -> None:
        """Let only administrators write there (closeForumTopic); a closed one stays so. Raises NoRights, Gone."""
        ...
