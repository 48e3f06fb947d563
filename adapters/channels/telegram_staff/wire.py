"""The Bot API by python-telegram-bot; the only module of ours that imports it.

The library's own reading of updates is not used: one that it can't read would spoil the whole batch. All else goes
through its methods, and its errors become those of adapters/channels/ports.py, without the token or anybody's words.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import Any, TypeVar, cast

from telegram import (
    BotCommand,
    BotCommandScope,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    User,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from adapters.channels.bot_api.api import (
    PLAYABLE,
    SERVER,
    Answer,
    Board,
    File,
    Hook,
    Keys,
    Markup,
    Me,
    Mention,
    NoBoard,
    Place,
    Update,
)
from adapters.channels.bot_api.contents import FETCH_LIMIT_BYTES
from adapters.channels.bot_api.refusals import refusal
from adapters.channels.ports import Blocked, Gone, Misconfigured, Moved, Rejected, Throttled, TooLarge, Transient
from adapters.channels.telegram_staff.api import NoRights, Standing, TopicClosed

CALL_S = 20.0  # seconds for an ordinary call
MEDIA_S = 60.0  # seconds for one that carries files
POLL_MORE_S = 10.0  # seconds that the answer to a poll may take beyond the wait that was asked for
CONNECTIONS = 100  # more than the sender has under way at once, and the taps and files beside it
BOT_PER_S = 30  # core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
GROUP_PER_MIN = 20  # the same page
LOGGERS = ("httpx", "httpcore", "telegram")

# What the service writes when it refuses a call, and what that means to this bot beside what it means to both.
REFUSALS: tuple[tuple[str, type[Exception] | None], ...] = (
    ("topic_not_modified", None),
    ("topic_closed", TopicClosed),
    ("message can't be deleted", NoRights),  # after 48 hours; it stands there still
    ("not enough rights", NoRights),
    ("have no rights", NoRights),
    ("chat_admin_required", NoRights),
    ("chat_write_forbidden", NoRights),  # members may read only, and we are no more than a member
    ("have no write access", NoRights),
    ("not a forum", NoRights),
)

T = TypeVar("T")


class Bot(ExtBot[int]):
    """The library's bot, with a way to what the service answered."""

    async def answer(self, method: str, data: dict[str, Any], read_s: float = CALL_S) -> Any:
        """What the service answers to a method, as it came; `do_api_request` warns of every method that it knows."""
        return await self._post(method, data, read_timeout=read_s)


class PtbApi:
    """adapters/channels/telegram_staff/api.py:StaffApi by python-telegram-bot. Nothing is sent before the first call.

    The library's rate limiter keeps the bot below 30 messages a second and each group below 20 a minute, so that the
    service rarely has to. When it does (429), `max_retries` 0 hands the error to us at once: with any retries the
    limiter clears its `_retry_after_event`, on which the calls for all chats wait, and so one busy group would silence
    every other one (telegram/ext/_aioratelimiter.py says so itself). The outbox puts off that one chat alone.
    """

    def __init__(self, token: str, base: str = SERVER) -> None:
        quiet()
        # Opts in to the library's next way of telling times; without it every 429 makes a deprecation warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._polls = HTTPXRequest(2, CALL_S, CALL_S, CALL_S, CALL_S)
        self._calls = HTTPXRequest(CONNECTIONS, CALL_S, CALL_S, CALL_S, CALL_S, media_write_timeout=MEDIA_S)
        root = base.rstrip("/")
        self._bot = Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._calls,
            get_updates_request=self._polls,
            rate_limiter=AIORateLimiter(
                overall_max_rate=BOT_PER_S,
                overall_time_period=1,
                group_max_rate=GROUP_PER_MIN,
                group_time_period=60,
                max_retries=0,
            ),
        )
        self._me: Me | None = None

    async def me(self) -> Me:
        """Who we are."""
        user = await done(self._bot.get_me())
        self._me = Me(user.id, user.username or "", bool(user.can_read_all_group_messages))
        return self._me

    async def updates(self, offset: int, wait_s: int, kinds: Sequence[str], limit: int = 100) -> Sequence[Update]:
        """What came, from `offset` on."""
        data = {"offset": offset, "timeout": wait_s, "limit": limit, "allowed_updates": list(kinds)}
        return cast(list[Update], await done(self._bot.answer("getUpdates", data, wait_s + POLL_MORE_S)))

    async def say(self, place: Place, text: str, markup: Markup = None, mention: Mention | None = None) -> str:
        """A text, as it is: no signs in it mean anything."""
        message = await done(
            self._bot.send_message(
                int(place.chat),
                text,
                entities=[entity_of(mention)] if mention else None,
                reply_markup=markup_of(markup),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                disable_notification=True if isinstance(markup, NoBoard) and markup.quiet else None,
                reply_parameters=answering(place),
                message_thread_id=thread_of(place),
            )
        )
        return str(message.message_id)

    async def photos(self, place: Place, files: Sequence[File]) -> list[str]:
        """One photo, or two to ten together. Those that can't be shown (above 10 MB, or more than 20 times as wide as
        high: core.telegram.org/bots/api#sendphoto) are handed over as files."""
        try:
            return await self._album(place, files) if len(files) > 1 else [await self._photo(place, files[0])]
        except (Rejected, TooLarge):
            return [await self._document(place, file) for file in files]

    async def sound(self, place: Place, file: File) -> str:
        """A voice note that can be played in the chat, or else a file."""
        if file.media_type not in PLAYABLE:
            return await self._document(place, file)
        message = await done(
            self._bot.send_voice(
                int(place.chat),
                file.content,
                filename=file.name,
                duration=round(file.seconds) or None,
                reply_parameters=answering(place),
                message_thread_id=thread_of(place),
                read_timeout=MEDIA_S,
            )
        )
        return str(message.message_id)

    async def change(self, chat: str, message: str, text: str, keys: Keys | None = None) -> None:
        """Other words and buttons for a message of ours."""
        await tried(
            self._bot.edit_message_text(
                text,
                int(chat),
                int(message),
                reply_markup=inline(keys),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )

    async def strip(self, chat: str, message: str) -> None:
        """Take the buttons of a message of ours away."""
        await tried(self._bot.edit_message_reply_markup(int(chat), int(message)))

    async def delete(self, chat: str, message: str) -> None:
        """Take a message of ours away. Raises Gone; NoRights for one that stands too long already (48 hours)."""
        await tried(self._bot.delete_message(int(chat), int(message)))

    async def tapped(self, tap: str) -> None:
        """Tell the service that a tap has come in."""
        await tried(self._bot.answer_callback_query(tap))

    async def typing(self, place: Place) -> None:
        """Show for five seconds that something is being written."""
        await done(self._bot.send_chat_action(int(place.chat), "typing", message_thread_id=thread_of(place)))

    async def fetch(self, ref: str) -> bytes:
        """A file that came in."""
        file = await done(self._bot.get_file(ref))
        if not file.file_path:
            raise Gone
        if (file.file_size or 0) > FETCH_LIMIT_BYTES:
            raise TooLarge
        # The token was good a moment ago: it is the file that is not found.
        content = await done(file.download_as_bytearray(read_timeout=MEDIA_S), not_found=Gone)
        if len(content) > FETCH_LIMIT_BYTES:
            raise TooLarge
        return bytes(content)

    async def hook(self) -> Hook:
        """The webhook that is set."""
        info = await done(self._bot.get_webhook_info())
        return Hook(info.url, info.pending_update_count, info.last_error_message or "")

    async def set_hook(self, url: str, secret: str, kinds: Sequence[str]) -> None:
        """Have updates sent to `url`."""
        await done(self._bot.set_webhook(url, allowed_updates=list(kinds), secret_token=secret))

    async def drop_hook(self) -> None:
        """Have them kept for polling."""
        await done(self._bot.delete_webhook())

    async def set_commands(self, commands: Sequence[tuple[str, str]], scope: str, language: str) -> None:
        """The menu."""
        menu = [BotCommand(command, description) for command, description in commands]
        await done(self._bot.set_my_commands(menu, BotCommandScope(scope), language or None))

    async def standing(self, chat: str) -> Standing:
        """How we stand in a group."""
        me = self._me or await self.me()
        group = await done(self._bot.answer("getChat", {"chat_id": int(chat)}))
        member = await done(self._bot.answer("getChatMember", {"chat_id": int(chat), "user_id": me.id}))
        admin = member.get("status") == "administrator"
        # Of members the group's permissions hold, of a restricted one those given to it; of an administrator none.
        bounds = member if member.get("status") == "restricted" else group.get("permissions", {})
        bounds = {} if admin else bounds
        return Standing(
            forum=bool(group.get("is_forum")),
            admin=admin,
            can_topics=admin and bool(member.get("can_manage_topics")),
            can_delete=admin and bool(member.get("can_delete_messages")),
            can_send=bool(bounds.get("can_send_messages", True)),
            can_photos=bool(bounds.get("can_send_photos", True)),
        )

    async def open_topic(self, chat: str, name: str) -> str:
        """A new topic; its thread."""
        return str((await done(self._bot.create_forum_topic(int(chat), name))).message_thread_id)

    async def reopen_topic(self, chat: str, thread: str) -> None:
        """Let everybody write there again."""
        await tried(self._bot.reopen_forum_topic(int(chat), int(thread)))

    async def close_topic(self, chat: str, thread: str) -> None:
        """Let only administrators write there."""
        await tried(self._bot.close_forum_topic(int(chat), int(thread)))

    async def close(self) -> None:
        """Close the connections; the bot's own `shutdown` does nothing before its `initialize`, which calls getMe."""
        await self._polls.shutdown()
        await self._calls.shutdown()

    async def _photo(self, place: Place, file: File) -> str:
        message = await done(
            self._bot.send_photo(
                int(place.chat),
                file.content,
                filename=file.name,
                reply_parameters=answering(place),
                message_thread_id=thread_of(place),
                read_timeout=MEDIA_S,
            )
        )
        return str(message.message_id)

    async def _album(self, place: Place, files: Sequence[File]) -> list[str]:
        messages = await done(
            self._bot.send_media_group(
                int(place.chat),
                [InputMediaPhoto(file.content, filename=file.name) for file in files],
                reply_parameters=answering(place),
                message_thread_id=thread_of(place),
                read_timeout=MEDIA_S,
            )
        )
        return [str(message.message_id) for message in messages]

    async def _document(self, place: Place, file: File) -> str:
        message = await done(
            self._bot.send_document(
                int(place.chat),
                file.content,
                filename=file.name,
                reply_parameters=answering(place),
                message_thread_id=thread_of(place),
                read_timeout=MEDIA_S,
            )
        )
        return str(message.message_id)


def quiet() -> None:
    """Keep the libraries from logging: URLs hold the token, and calls and answers what people wrote (law 6).

    Nothing is lost by it: whatever goes wrong comes back to us as an error as well.
    """
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)


async def done(call: Awaitable[T], not_found: type[Exception] = Misconfigured) -> T:
    """Make a call. Its error becomes one of ours, and is raised where the library's is no longer in hand: not even as
    the context of ours does its text go any further."""
    try:
        return await call
    except TelegramError as error:
        fault = fault_of(error, not_found)
    raise fault or Rejected


async def tried(call: Awaitable[object]) -> None:
    """Make a call that may have nothing to do: what it asks for is so already, or is too late."""
    try:
        await call
        return
    except TelegramError as error:
        fault = fault_of(error)
    if fault:
        raise fault


def fault_of(error: TelegramError, not_found: type[Exception] = Misconfigured) -> Exception | None:
    """What an error of the library means; None when there was nothing to do. It never carries the library's words."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Throttled(wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Blocked() if meaning_of(error.message) is None else refused(error.message)
        case InvalidToken() | EndPointNotFound():
            return not_found()
        case Conflict():
            return Misconfigured()
        case BadRequest():  # to the library a NetworkError, but it will be as bad later
            return refused(error.message)
    if "too large" in error.message.lower():  # 413, which the library counts among the network's errors too
        return Rejected("too large")
    return Transient(type(error).__name__)


def refused(description: str) -> Exception | None:
    """What a "400 Bad Request" means; None when there was nothing to do."""
    found = meaning_of(description)
    if found is None:
        return refusal(description)
    return found[1]() if found[1] else None


def meaning_of(description: str) -> tuple[str, type[Exception] | None] | None:
    """What a refusal means to this bot alone; None if nothing."""
    return next((known for known in REFUSALS if known[0] in description.lower()), None)


def answering(place: Place) -> ReplyParameters | None:
    """The message that is answered; one that is gone by now is no reason not to say it."""
    if not place.reply_to:
        return None
    return ReplyParameters(int(place.reply_to), allow_sending_without_reply=True)


def thread_of(place: Place) -> int | None:
    """The topic."""
    return int(place.thread) if place.thread else None


def entity_of(mention: Mention) -> MessageEntity:
    """A mention; of its user the service reads the id alone."""
    user = User(int(mention.person), first_name="", is_bot=False)
    return MessageEntity(MessageEntity.TEXT_MENTION, mention.at, mention.length, user=user)


def inline(keys: Keys | None) -> InlineKeyboardMarkup | None:
    """Buttons under a message."""
    if keys is None:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(k.label, callback_data=k.data) for k in row] for row in keys.rows]
    )


def markup_of(
    markup: Markup,
) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply | None:
    """What stands under a message, or in place of the letters."""
    match markup:
        case Keys():
            return inline(markup)
        case Board():
            asking = KeyboardButton(
                markup.label,
                request_location=True if markup.wants == "location" else None,
                request_contact=True if markup.wants == "contact" else None,
            )
            rows = [[KeyboardButton(words) for words in row] for row in markup.rows]
            return ReplyKeyboardMarkup([[asking], *rows], resize_keyboard=True, one_time_keyboard=True)
        case NoBoard():
            return ReplyKeyboardRemove()
        case Answer():
            return ForceReply(selective=True)
        case None:
            return None
