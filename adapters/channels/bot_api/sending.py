"""From an Outbound to calls of the Bot API: what both bots do alike.

A message of several parts (photos, long texts) notes each part when the service has it, so that after a crash only what
is missing is sent: the service has no idempotency key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from adapters.channels.bot_api.api import Api, File, Keys, Markup, Mention, Place
from adapters.channels.bot_api.buttons import keys_of
from adapters.channels.ports import Gone, Post, Posts
from dialogs.messages import Caps, Media, MediaKind, Outbound, Shown, render, size

ALBUM = 10  # photos in one sendMediaGroup
ReadFile = Callable[[str], tuple[str, bytes] | None]
"""Media type and content of a kept file by its id. Blocking."""
Step = Callable[[], Awaitable[str]]
"""One call that puts a message into the chat; its id."""


class BotChannel:
    """A Telegram bot as a channel. The two bots say in `markup` what stands under a question."""

    def __init__(self, name: str, caps: Caps, api: Api, posts: Posts, read_file: ReadFile) -> None:
        self.name = name
        self.caps = caps
        self.api = api
        self.posts = posts
        self.read_file = read_file

    async def send(self, outbound: Outbound) -> None:
        """Hand one message to the service. Raises the errors of a channel."""
        if outbound.closes:
            await self.close_question(outbound)
        await self.put(outbound, await self.place(outbound))

    async def fetch(self, ref: str) -> bytes:
        """A file that came in."""
        return await self.api.fetch(ref)

    async def place(self, outbound: Outbound) -> Place:
        """Where it goes: as an answer to the standing message that it belongs to."""
        post = await self.recall(outbound, outbound.reply_to) if outbound.reply_to else None
        return Place(outbound.chat, post.message if post else "", (post.thread if post else "") or outbound.thread)

    async def markup(self, outbound: Outbound, shown: Shown) -> Markup:
        """What stands under the message."""
        return keys_of(shown.buttons)

    def mention(self, outbound: Outbound, text: str) -> Mention | None:
        """Whom the text tells by name."""
        return None

    async def put(self, outbound: Outbound, place: Place) -> str:
        """Files first, then the words in as many messages as they need, with the buttons under the last one."""
        shown = render(outbound, self.caps)
        markup = await self.markup(outbound, shown)
        steps: list[Step] = [*await self.files(outbound, place)]
        texts = [part for part in shown.parts if part.strip()]
        for n, part in enumerate(texts):
            under = markup if n == len(texts) - 1 else None
            steps.append(self.saying(place, part, under, self.mention(outbound, part) if n == 0 else None))
        message = ""
        for n, step in enumerate(steps):
            message = await self.once(outbound, n, step, len(steps))
        question = next((b.question for b in outbound.choices if b.question), "")
        if question and message and isinstance(markup, Keys):
            await self.remember(outbound, f"q:{question}", Post(message, place.thread, texts[-1]))
        return message

    def saying(self, place: Place, text: str, markup: Markup, mention: Mention | None) -> Step:
        """One text."""
        return lambda: self.api.say(place, text, markup, mention)

    async def files(self, outbound: Outbound, place: Place) -> list[Step]:
        """The calls that take the files along: photos together, each voice note by itself."""
        photos = [file for m in outbound.media if m.kind is MediaKind.PHOTO and (file := await self.file(m))]
        sounds = [file for m in outbound.media if m.kind is MediaKind.VOICE and (file := await self.file(m))]
        steps: list[Step] = []
        for at in range(0, len(photos), ALBUM):
            steps.append(self.showing(place, photos[at : at + ALBUM]))
        steps.extend(self.sounding(place, sound) for sound in sounds)
        return steps

    def showing(self, place: Place, photos: list[File]) -> Step:
        """Up to ten photos."""

        async def show() -> str:
            return (await self.api.photos(place, photos))[-1]

        return show

    def sounding(self, place: Place, sound: File) -> Step:
        """One voice note."""
        return lambda: self.api.sound(place, sound)

    async def file(self, media: Media) -> File | None:
        """A kept file with its content; None for one that is there no longer."""
        found = await asyncio.to_thread(self.read_file, media.file)
        if found is None:
            return None
        media_type, content = found
        return File(f"{media.file[:8]}.{media_type.partition('/')[2]}", media_type, content, media.seconds)

    async def once(self, outbound: Outbound, n: int, step: Step, count: int) -> str:
        """Take a step, unless it was taken before this message was interrupted."""
        if count == 1 or not outbound.id:
            return await step()
        key = f"out:{outbound.id}:{n}"
        before = await self.recall(outbound, key)
        if before:
            return before.message
        message = await step()
        await self.remember(outbound, key, Post(message))
        return message

    async def close_question(self, outbound: Outbound) -> None:
        """An answered question loses its buttons, and shows what was tapped."""
        key = f"q:{outbound.closes}"
        post = await self.recall(outbound, key)
        if post is None:
            return
        shown = f"{post.text}\n\n→ {outbound.chosen}"
        try:
            if outbound.chosen and post.text and size(shown, self.caps.text_unit) <= self.caps.text_limit:
                await self.api.change(outbound.chat, post.message, shown)
            else:
                await self.api.strip(outbound.chat, post.message)
        except Gone:
            pass  # somebody took it away
        await self.posts.forget(self.name, outbound.chat, key)

    async def recall(self, outbound: Outbound, key: str) -> Post | None:
        """The message of ours that stands in the same chat under this key."""
        return await self.posts.recall(self.name, outbound.chat, key)

    async def remember(self, outbound: Outbound, key: str, post: Post) -> None:
        """Note a message of ours in the same chat."""
        await self.posts.remember(self.name, outbound.chat, key, post)
