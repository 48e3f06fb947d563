"""From an Outbound to calls of the Bot API: what both bots do alike.

A message of several parts (photos, long texts) notes each part when the service has it, so that after a crash only what
is missing is sent: the service has no idempotency key. A message of one part, whose answer was lost, comes twice.
Files that take too long again and again are given up, and the words say so.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from adapters.channels.bot_api.api import Api, File, Keys, Markup, Mention, Place
from adapters.channels.bot_api.buttons import keys_of
from adapters.channels.ports import Gone, Incomplete, Post, Posts, Rejected
from dialogs.exchange import BESIDE
from dialogs.messages import Caps, Media, MediaKind, Outbound, Shown, render, size

log = structlog.get_logger()
UPLOADS = 3  # so often files are sent whose arrival we never hear of; each time they may have come
LATE_S = 15.0  # seconds after which a call that fails was not refused, but took too long
ALBUM = 10  # photos in one sendMediaGroup
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENDINGS = {"image/jpeg": "jpg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/amr-wb": "awb"}
"""Endings of file names by which the service knows what can be played, where they differ from the media type's."""
ReadFile = Callable[[str], tuple[str, bytes] | None]
"""Media type and content of a kept file by its id. Blocking."""
Step = Callable[[], Awaitable[str]]
"""One call that puts a message into the chat; its id."""
Label = Callable[[str, str], str]
"""A text by language and key."""


def wordless(language: str, key: str) -> str:
    """For a channel that has no words of its own."""
    return ""


class BotChannel:
    """A Telegram bot as a channel. The two bots say in `markup` what stands under a question."""

    def __init__(
        self, name: str, caps: Caps, api: Api, posts: Posts, read_file: ReadFile, label: Label = wordless
    ) -> None:
        self.label = label
        self.name = name
        self.caps = caps
        self.api = api
        self.posts = posts
        self.read_file = read_file
        self._incomplete: set[str] = set()  # messages under way that files were left out of

    async def send(self, outbound: Outbound) -> None:
        """Hand one message to the service. Raises the errors of a channel."""
        await self.deliver(outbound)
        if outbound.id in self._incomplete:
            self._incomplete.discard(outbound.id)
            raise Incomplete

    async def deliver(self, outbound: Outbound) -> None:
        """All parts of a message."""
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
        steps = await self.files(outbound, place)
        texts = [part for part in shown.parts if part.strip()]
        for n, part in enumerate(texts):
            last = n == len(texts) - 1
            mention = self.mention(outbound, part) if n == 0 else None
            step = self.saying(place, part, markup if last else None, mention)
            steps[f"text:{n}"] = self.asking(outbound, step) if last else step
        message = ""
        for name, step in steps.items():
            message = await self.once(outbound, name, step, len(steps))
        if texts:
            await self.stands(outbound, Post(message, place.thread, texts[-1]), markup)
        return message

    async def stands(self, outbound: Outbound, post: Post, markup: Markup) -> None:
        """The last text of a message stands in the chat, with `markup` under it: an open question is noted."""
        question = question_of(outbound)
        if question and isinstance(markup, Keys):
            await self.remember(outbound, f"q:{question}", post)

    def saying(self, place: Place, text: str, markup: Markup, mention: Mention | None) -> Step:
        """One text."""
        return lambda: self.api.say(place, text, markup, mention)

    def asking(self, outbound: Outbound, step: Step) -> Step:
        """The last text. A question that is asked again has its buttons at the end of the chat only."""

        async def ask() -> str:
            question = question_of(outbound)
            before = await self.recall(outbound, f"q:{question}") if question else None
            if before:
                with suppress(Gone, Rejected):
                    await self.api.strip(outbound.chat, before.message)
            return await step()

        return ask

    async def files(self, outbound: Outbound, place: Place) -> dict[str, Step]:
        """The calls that take the files along, each by a name that stays: photos together, each voice note by itself.
        A file that is there no longer is left out."""
        photos = [m for m in outbound.media if m.kind is MediaKind.PHOTO]
        sounds = [m for m in outbound.media if m.kind is MediaKind.VOICE]
        steps: dict[str, Step] = {}
        for at in range(0, len(photos), ALBUM):
            found = [file for m in photos[at : at + ALBUM] if (file := await self.file(m))]
            if found:
                steps[f"photos:{at}"] = self.showing(outbound, place, found)
        for at, media in enumerate(sounds):
            if sound := await self.file(media):
                steps[f"sound:{at}"] = self.sounding(place, sound)
        return {name: self.uploading(outbound, place, name, step) for name, step in steps.items()}

    def uploading(self, outbound: Outbound, place: Place, name: str, step: Step) -> Step:
        """A call that takes files along: a line in words in their place when it has taken too long too often. A
        refusal, or a service that does not answer at all, counts for nothing; that we were stopped meanwhile counts."""
        key = f"out:{outbound.id}:{name}:begun"

        async def upload() -> str:
            if not outbound.id:
                return await step()
            begun = await self.recall(outbound, key)
            count = int(begun.message) if begun else 0
            if count >= UPLOADS:
                log.error("files given up", channel=self.name, row=outbound.id)
                self._incomplete.add(outbound.id)
                return await self.instead(outbound, place, "telegram-files-late")
            await self.remember(outbound, key, Post(str(count + 1)))
            at = time.monotonic()
            try:
                return await step()
            except Exception:
                if time.monotonic() - at < LATE_S or not await self.answers():
                    await self.remember(outbound, key, Post(str(count)))
                raise

        return upload

    async def answers(self) -> bool:
        """Whether the service answers a call that takes nothing along."""
        try:
            await self.api.me()
        except Exception:
            return False
        return True

    async def instead(self, outbound: Outbound, place: Place, key: str) -> str:
        """One line in words, in place of all files of a message that can't be shown; its id."""
        said = f"out:{outbound.id}:{key}"
        before = await self.recall(outbound, said) if outbound.id else None
        if before:
            return before.message
        words = self.label(language_of(outbound.text) if outbound.text.strip() else "zh-CN", key)
        message = await self.api.say(place, words) if words else ""
        if outbound.id:
            await self.remember(outbound, said, Post(message))
        return message

    def showing(self, outbound: Outbound, place: Place, photos: list[File]) -> Step:
        """Up to ten photos."""

        async def show() -> str:
            *others, last = await self.api.photos(place, photos)
            for message in others:
                await self.belongs(outbound, message)
            return last

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
        ending = ENDINGS.get(media_type, media_type.partition("/")[2])
        return File(f"{media.file[:8]}.{ending}", media_type, content, media.seconds)

    async def once(self, outbound: Outbound, name: str, step: Step, count: int) -> str:
        """Take a step, unless it was taken before this message was interrupted."""
        if count == 1 or not outbound.id:
            message = await step()
            await self.belongs(outbound, message)
            return message
        key = f"out:{outbound.id}:{name}"
        before = await self.recall(outbound, key)
        if before:
            return before.message
        message = await step()
        await self.belongs(outbound, message)
        await self.remember(outbound, key, Post(message))
        return message

    async def belongs(self, outbound: Outbound, message: str) -> None:
        """A message about a case: whoever answers it means the case. The answer to a question is that question's."""
        case = next((key for key in (outbound.replaces, outbound.reply_to) if key.startswith("case:")), "")
        if case and message and not outbound.asks:
            await self.remember(outbound, f"{case}{BESIDE}{message}", Post(message))

    async def close_question(self, outbound: Outbound) -> None:
        """An answered question loses its buttons, and shows what was tapped."""
        key = f"q:{outbound.closes}"
        post = await self.recall(outbound, key)
        if post is None:
            return
        shown = f"{post.text}\n\n→ {outbound.chosen}"
        # What can't be changed any more must not hold up the words that are to be said.
        with suppress(Gone, Rejected):
            if outbound.chosen and post.text and size(shown, self.caps.text_unit) <= self.caps.text_limit:
                await self.api.change(outbound.chat, post.message, shown)
            else:
                await self.api.strip(outbound.chat, post.message)
        await self.forget(outbound, key)

    async def recall(self, outbound: Outbound, key: str) -> Post | None:
        """The message of ours that stands in the same chat under this key."""
        return await self.posts.recall(self.name, outbound.chat, key)

    async def remember(self, outbound: Outbound, key: str, post: Post) -> None:
        """Note a message of ours in the same chat."""
        await self.posts.remember(self.name, outbound.chat, key, post)

    async def forget(self, outbound: Outbound, key: str) -> None:
        """A message of ours in the same chat is of no further use."""
        await self.posts.forget(self.name, outbound.chat, key)


def language_of(text: str) -> str:
    """The language that a message is in, by its last line: that is ours, while others may repeat a person's words."""
    last = text.strip().rpartition("\n")[2]
    return "zh-CN" if CHINESE.search(last) else "en"


def question_of(outbound: Outbound) -> str:
    """The id of the question that a message asks with its choices; empty for none."""
    return next((b.question for b in outbound.choices if b.question), "")
