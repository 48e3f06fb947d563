"""A case's own part of a group: where the group is a forum and lets us, each card has a topic to itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from adapters.channels.ports import Gone, Post, Posts
from adapters.channels.telegram_staff.api import NoRights, StaffApi, Standing

TITLE_LIMIT = 128  # characters; core.telegram.org/bots/api#createforumtopic
STANDING_S = 600.0  # seconds for which we believe what a group lets us do
GENERAL = "1"  # the thread that everything outside of the topics is in; the service refuses it when it is sent back
CLOSED = "closed"  # kept with a topic that we closed


def real(thread: str) -> str:
    """A thread that can be sent back."""
    return "" if thread == GENERAL else thread


def key_of(card: str) -> str:
    """Under which key the topic of a card is kept."""
    return f"topic:{card}"


class Topics:
    """The topics of cards, by the card's key. `clock` in seconds, of no matter what day."""

    def __init__(self, channel: str, api: StaffApi, posts: Posts, clock: Callable[[], float]) -> None:
        self.channel = channel
        self.api = api
        self.posts = posts
        self.clock = clock
        self._standing: dict[str, tuple[float, Standing]] = {}

    async def thread(self, chat: str, card: str) -> str:
        """The topic that a card has; empty for none."""
        post = await self._known(chat, card)
        return post.thread if post else ""

    async def enter(self, chat: str, card: str, title: str) -> str:
        """The topic that a card has, or else a new one; empty where the group has none for us, or without a title."""
        known = await self._known(chat, card)
        if known:
            return known.thread
        name = title.strip()[:TITLE_LIMIT]
        standing = await self.standing(chat) if name else Standing()
        if not (standing.forum and standing.can_topics):
            return ""
        try:
            thread = await self.api.open_topic(chat, name)
        except NoRights:  # taken from us since we looked
            self._standing[chat] = (self.clock(), replace(standing, can_topics=False))
            return ""
        await self._keep(chat, card, thread)
        return thread

    async def standing(self, chat: str) -> Standing:
        """How we stand in a group, as of ten minutes ago at most."""
        at, standing = self._standing.get(chat, (0.0, None))
        if standing is None or self.clock() - at > STANDING_S:
            standing = await self.api.standing(chat)
            self._standing[chat] = (self.clock(), standing)
        return standing

    async def settle(self, chat: str, card: str, ended: bool) -> None:
        """Close the topic of a case that is over; open it again for one that goes on after all."""
        known = await self._known(chat, card)
        if known is None or ended == (known.text == CLOSED):
            return
        if not ended:
            await self.reopen(chat, card, known.thread)
            return
        try:
            await self.api.close_topic(chat, known.thread)
        except (NoRights, Gone):
            return
        await self._keep(chat, card, known.thread, CLOSED)

    async def reopen(self, chat: str, card: str, thread: str) -> bool:
        """Let people write in a closed topic again; whether we may."""
        try:
            await self.api.reopen_topic(chat, thread)
        except (NoRights, Gone):
            return False
        if card and await self.thread(chat, card) == thread:
            await self._keep(chat, card, thread)
        return True

    async def forget(self, chat: str, card: str) -> None:
        """The topic of a card is gone, and the card with it; how we stand there is looked up anew."""
        self._standing.pop(chat, None)
        await self.posts.forget(self.channel, chat, key_of(card))
        await self.posts.forget(self.channel, chat, card)

    async def _known(self, chat: str, card: str) -> Post | None:
        return await self.posts.recall(self.channel, chat, key_of(card))

    async def _keep(self, chat: str, card: str, thread: str, state: str = "") -> None:
        # No message of ours: what is said in a topic counts as an answer to the one by which the service opened it.
        await self.posts.remember(self.channel, chat, key_of(card), Post("", thread, state))
