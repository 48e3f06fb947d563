"""The staff bot as a channel: cards in a village's group, answers to them, questions to one person there.

Privacy mode may be on: then the service brings us only commands, taps and answers to our own messages. So a question
opens an answer for the person whom it names, and whatever belongs to a case is said as an answer to its card.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import structlog

from adapters.channels.bot_api.api import Answer, Api, Markup, Mention, Place
from adapters.channels.bot_api.buttons import keys_of
from adapters.channels.bot_api.sending import CHINESE, BotChannel, Label, ReadFile, Step, wordless
from adapters.channels.ports import Gone, Post, Posts, Rejected
from adapters.channels.telegram_staff.api import NoRights, StaffApi, TopicClosed
from adapters.channels.telegram_staff.topics import Topics, real
from adapters.texts import Texts
from dialogs.messages import Caps, Outbound, Shown, render, size

log = structlog.get_logger()
NAME = "telegram_staff"
CAPS = Caps(
    text_limit=4096,
    text_unit="utf16",
    buttons=40,
    label_limit=60,
    edit=True,
    group=True,
    open_group=True,
    button_bytes=64,
)
COMMANDS = ("cases", "mine", "overdue", "summary", "help", "bind")


class StaffChannel(BotChannel):
    """The staff bot as a channel."""

    def __init__(
        self,
        api: StaffApi,
        posts: Posts,
        read_file: ReadFile,
        clock: Callable[[], float] = time.monotonic,
        label: Label = wordless,
    ) -> None:
        super().__init__(NAME, CAPS, api, posts, read_file, label)
        self.topics = Topics(NAME, api, posts, clock)

    async def deliver(self, outbound: Outbound) -> None:
        """All parts of a message."""
        if outbound.closes:
            await self.close_question(outbound)
        if outbound.replaces:
            await self.show_card(outbound)
        else:
            await self.say(addressed(outbound))

    # --- cards -------------------------------------------------------------------------------------------------------

    async def show_card(self, outbound: Outbound) -> None:
        """A card is changed where it stands; a new one, or one that is to stand at the end, is posted."""
        begun = await self.begun(outbound)
        if begun is None:
            known = await self.recall(outbound, outbound.replaces)
            shown = render(outbound, self.caps)
            pointed = outbound.anew and await self.has_topic_elsewhere(outbound)
            if known and (pointed or not outbound.anew) and len(shown.parts) == 1:
                if await self.changed(outbound, known, shown):
                    await self.topics.settle(outbound.chat, outbound.replaces, outbound.ended)
                    if pointed:
                        await self.point(outbound, known)
                    return
                await self.forget(outbound, outbound.replaces)
                known = None  # somebody took it away: what is posted is a new card, with its files
            begun = await self.post_card(outbound, known.message if known else "")
        await self.finish_card(outbound, begun)

    async def has_topic_elsewhere(self, outbound: Outbound) -> bool:
        """Whether the card has a topic to itself, and is asked for outside of it."""
        thread = await self.topics.thread(outbound.chat, outbound.replaces)
        return bool(thread) and thread != outbound.thread

    async def point(self, outbound: Outbound, card: Post) -> None:
        """A card that has a topic stays there; where it is asked for, its first line leads to it."""
        line = outbound.text.partition("\n")[0]
        link = f"https://t.me/c/{outbound.chat.removeprefix('-100')}/{card.thread}/{card.message}"
        await self.put_there(
            replace(outbound, text=f"{line}\n{link}", choices=(), media=(), replaces="", reply_to=outbound.replaces),
            Place(outbound.chat, thread=real(outbound.thread)),
        )

    async def begun(self, outbound: Outbound) -> Post | None:
        """The card that this very message has put there already, before it was interrupted."""
        return await self.recall(outbound, begun_key(outbound)) if outbound.id else None

    async def changed(self, outbound: Outbound, known: Post, shown: Shown) -> bool:
        """Change a card where it stands; False if it stands there no longer."""
        try:
            await self.api.change(outbound.chat, known.message, shown.parts[0], keys_of(shown.buttons))
        except Gone:
            return False
        return True

    async def post_card(self, outbound: Outbound, before: str) -> Post:
        """Put a card at the end of its topic; `before` is the message that it takes the place of, kept in `text`."""
        bare = replace(outbound, media=())
        title = "" if outbound.ended else outbound.topic
        own = await self.topics.enter(outbound.chat, outbound.replaces, title)
        thread = own or real(outbound.thread)
        try:
            stands = await self.put_there(bare, Place(outbound.chat, thread=thread))
        except Gone:
            if not thread:
                raise
            if own:  # somebody took the topic away, and the card with it
                await self.topics.forget(outbound.chat, outbound.replaces)
                own = await self.topics.enter(outbound.chat, outbound.replaces, title)
                before = ""
            stands = await self.put_there(bare, Place(outbound.chat, thread=own))
        begun = replace(stands, text=before)
        if outbound.id:
            await self.remember(outbound, begun_key(outbound), begun)
        return begun

    async def finish_card(self, outbound: Outbound, begun: Post) -> None:
        """What comes after a posted card: its older one goes, or, when there was none, its files come as answers."""
        await self.remember(outbound, outbound.replaces, Post(begun.message, begun.thread))
        if begun.text:
            await self.withdraw(outbound.chat, begun.text)
        else:
            await self.add_files(outbound, Place(outbound.chat, begun.message, begun.thread))
        await self.topics.settle(outbound.chat, outbound.replaces, outbound.ended)

    async def add_files(self, outbound: Outbound, place: Place) -> None:
        """The files of a card, each once."""
        steps = await self.files(outbound, place)
        for name, step in steps.items():
            await self.once(outbound, name, step, 1 + len(steps))

    async def withdraw(self, chat: str, message: str) -> None:
        """Take an older card away, or at least its buttons."""
        try:
            await self.api.delete(chat, message)
        except Gone:
            return
        except (NoRights, Rejected):
            with suppress(Gone, Rejected):
                await self.api.strip(chat, message)

    # --- everything else ---------------------------------------------------------------------------------------------

    async def say(self, outbound: Outbound) -> None:
        """Words, a question or files, as an answer to the card that they belong to."""
        place = await self.place(outbound)
        try:
            await self.put_there(outbound, place)
        except Gone:
            if not place.thread:
                raise
            if outbound.reply_to:
                await self.topics.forget(outbound.chat, outbound.reply_to)
            await self.put(outbound, Place(outbound.chat))

    async def put_there(self, outbound: Outbound, place: Place) -> Post:
        """Put a message in its topic. A closed one is opened again; where we may not, it is said in General."""
        try:
            return Post(await self.put(outbound, place), place.thread)
        except TopicClosed:
            if not place.thread:
                raise
        if await self.topics.reopen(place.chat, outbound.replaces or outbound.reply_to, place.thread):
            return Post(await self.put(outbound, place), place.thread)
        return Post(await self.put(outbound, Place(place.chat)))

    async def place(self, outbound: Outbound) -> Place:
        """Where words go: to the card that they belong to, else to its topic, else to where somebody spoke."""
        card = await self.recall(outbound, outbound.reply_to) if outbound.reply_to else None
        if card:
            return Place(outbound.chat, card.message, card.thread)
        thread = await self.topics.thread(outbound.chat, outbound.reply_to) if outbound.reply_to else ""
        return Place(outbound.chat, thread=thread or real(outbound.thread))

    def uploading(self, outbound: Outbound, place: Place, name: str, step: Step) -> Step:
        """A call that takes files along: a line in words in their place where the group does not let us send them."""
        upload = super().uploading(outbound, place, name, step)

        async def allowed() -> str:
            try:
                return await upload()
            except NoRights:
                log.warning("files not allowed in the group", channel=self.name, row=outbound.id)
                return await self.instead(outbound, place, "telegram-staff-no-files")

        return allowed

    async def markup(self, outbound: Outbound, shown: Shown) -> Markup:
        """Buttons; under a question without any, an answer for the person who is asked."""
        keys = keys_of(shown.buttons)
        return Answer() if keys is None and outbound.asks else keys

    def mention(self, outbound: Outbound, text: str) -> Mention | None:
        """The person who is asked, by the first place where the text calls them."""
        name = outbound.asks_name
        at = text.find(name)
        if not outbound.asks or not name or at < 0:
            return None
        return Mention(outbound.asks, size(text[:at], "utf16"), size(name, "utf16"))


def begun_key(outbound: Outbound) -> str:
    """Under which key the card that a message put there is kept, until the message is through."""
    return f"out:{outbound.id}:card"


def addressed(outbound: Outbound) -> Outbound:
    """A question to one person calls them by name, so that the service tells them and opens the answer for them."""
    name = outbound.asks_name
    if not outbound.asks or not name or name in outbound.text:
        return outbound
    colon = "：" if CHINESE.search(outbound.text) else ": "
    return replace(outbound, text=f"{name}{colon}{outbound.text}")


async def set_menu(api: Api, texts: Texts) -> None:
    """The menu of the groups: Chinese, and English for those whose Telegram speaks it."""
    for tag, language in (("", "zh-CN"), ("en", "en")):
        words = [(command, texts.text(language, f"telegram-staff-command-{command}")) for command in COMMANDS]
        await api.set_commands(words, "all_group_chats", tag)
