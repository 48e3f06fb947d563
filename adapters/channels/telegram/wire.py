"""The calls of the Bot API, made with aiogram's methods and session.

Answers are read as plain JSON wherever a call has an effect: what aiogram's models can't read must not make a message
that was delivered look like one that was not. Texts go out without parse_mode, so that what people wrote is shown as
they typed it.

The errors that are raised are made anew and hold neither the token (aiohttp names the address that it called) nor a
text (aiogram's carry the whole call).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing, suppress
from http import HTTPStatus
from types import new_class
from typing import Any, TypeVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteWebhook,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    GetUpdates,
    GetWebhookInfo,
    Response,
    SendChatAction,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendVoice,
    SetMyCommands,
    SetWebhook,
    TelegramMethod,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
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
from aiogram.types import File as FoundFile
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientError, ClientResponseError
from aiolimiter import AsyncLimiter

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

CALL_S = 20  # seconds that one call may take
FILE_S = 60  # seconds that a file may take, up or down
POLL_MARGIN_S = 10  # seconds above those that the service was asked to wait for updates
MESSAGES_PER_S = 30  # of one bot, over all chats (core.telegram.org/bots/faq#my-bot-is-hitting-limits)
SCOPES = {
    "all_private_chats": BotCommandScopeAllPrivateChats,
    "all_group_chats": BotCommandScopeAllGroupChats,
}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


Answered = TypeVar("Answered")
Method = TypeVar("Method", bound=TelegramMethod[Any])


def plain(method: type[Method]) -> type[Method]:
    """The method with its answer read as JSON and nothing more."""
    body = {"__module__": __name__, "__returning__": Any}
    return cast("type[Method]", new_class(method.__name__, (method,), exec_body=lambda made: made.update(body)))


PlainSendMessage = plain(SendMessage)
PlainSendPhoto = plain(SendPhoto)
PlainSendMediaGroup = plain(SendMediaGroup)
PlainSendVoice = plain(SendVoice)
PlainSendDocument = plain(SendDocument)
PlainEditMessageText = plain(EditMessageText)
PlainEditMessageReplyMarkup = plain(EditMessageReplyMarkup)


class PlainGetUpdates(GetUpdates):
    """Updates as they came: one that aiogram's models can't read would spoil its whole batch, again and again."""

    __returning__ = list[dict[str, Any]]


class Session(AiohttpSession):
    """aiogram's session, which expects Telegram's own JSON of every server error; a gateway's is a page or nothing."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[Answered], status_code: int, content: str
    ) -> Response[Answered]:
        """The answer. Raises aiogram's errors."""
        if status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TelegramServerError(method=method, message=str(status_code))
        return super().check_response(bot, method, status_code, content)


class AiogramApi:
    """`Api` over HTTP. Nothing is opened before the first call; `close` closes it.

    `base` is the address of the server: Telegram's own, or one that runs beside us (github.com/tdlib/telegram-bot-api).
    Started with --local, such a server names a file by where it lies on its own disk; it is then asked for by HTTP
    under `base`/file/bot<token>/<that path>, so something in front of it has to hand its folder out there.
    """

    def __init__(self, token: str, base: str = SERVER) -> None:
        self._token = token
        self._base = base
        self._opened: Bot | None = None
        self._budget = AsyncLimiter(MESSAGES_PER_S, 1)

    async def me(self) -> Me:
        """Who we are."""
        found: User = await self._call(GetMe(), CALL_S)
        return Me(found.id, found.username or "", bool(found.can_read_all_group_messages))

    async def updates(self, offset: int, wait_s: int, kinds: Sequence[str], limit: int = 100) -> Sequence[Update]:
        """What came, waiting up to `wait_s` seconds for it."""
        method = PlainGetUpdates(offset=offset, limit=limit, timeout=wait_s, allowed_updates=list(kinds))
        found: list[dict[str, object]] = await self._call(method, wait_s + POLL_MARGIN_S)
        return found

    async def say(self, place: Place, text: str, markup: Markup = None, mention: Mention | None = None) -> str:
        """A text."""
        method = PlainSendMessage(
            chat_id=int(place.chat),
            message_thread_id=thread_of(place),
            text=text,
            entities=entities_of(mention),
            link_preview_options=NO_PREVIEW,
            disable_notification=True if isinstance(markup, NoBoard) and markup.quiet else None,
            reply_parameters=reply_to(place),
            reply_markup=markup_of(markup),
        )
        return await self._send(method, CALL_S)

    async def photos(self, place: Place, files: Sequence[File]) -> list[str]:
        """Photos together. Those that can't be shown (above 10 MB, or more than 20 times as wide as high:
        core.telegram.org/bots/api#sendphoto) are handed over as files."""
        try:
            return await self._album(place, files) if len(files) > 1 else [await self._photo(place, files[0])]
        except (Rejected, TooLarge):
            return [await self._document(place, file) for file in files]

    async def sound(self, place: Place, file: File) -> str:
        """A voice note to play; as a file where it can't be played, or where the person's own settings refuse voice
        notes."""
        if file.media_type not in PLAYABLE:
            return await self._document(place, file)
        method = PlainSendVoice(
            chat_id=int(place.chat),
            message_thread_id=thread_of(place),
            voice=content_of(file),
            duration=round(file.seconds) or None,
            reply_parameters=reply_to(place),
        )
        try:
            return await self._send(method, FILE_S)
        except Rejected:
            return await self._document(place, file)

    async def change(self, chat: str, message: str, text: str, keys: Keys | None = None) -> None:
        """Other words and buttons; without `keys` none stay."""
        method = PlainEditMessageText(
            chat_id=int(chat),
            message_id=int(message),
            text=text,
            link_preview_options=NO_PREVIEW,
            reply_markup=keys_of(keys) if keys else None,
        )
        await self._call(method, CALL_S)

    async def strip(self, chat: str, message: str) -> None:
        """The buttons away."""
        await self._call(PlainEditMessageReplyMarkup(chat_id=int(chat), message_id=int(message)), CALL_S)

    async def delete(self, chat: str, message: str) -> None:
        """The message away."""
        await self._call(DeleteMessage(chat_id=int(chat), message_id=int(message)), CALL_S)

    async def tapped(self, tap: str) -> None:
        """The button stops glowing."""
        await self._call(AnswerCallbackQuery(callback_query_id=tap), CALL_S)

    async def typing(self, place: Place) -> None:
        """Somebody is writing."""
        method = SendChatAction(chat_id=int(place.chat), message_thread_id=thread_of(place), action="typing")
        await self._call(method, CALL_S)

    async def fetch(self, ref: str) -> bytes:
        """A file that came in, of up to FETCH_LIMIT_BYTES, also from a server of one's own, which knows no limit."""
        found: FoundFile = await self._call(GetFile(file_id=ref), CALL_S)
        if (found.file_size or 0) > FETCH_LIMIT_BYTES:
            raise TooLarge
        if not found.file_path:
            raise Gone
        return await self._download(found.file_path.lstrip("/"))

    async def hook(self) -> Hook:
        """The webhook."""
        found = await self._call(GetWebhookInfo(), CALL_S)
        return Hook(found.url, found.pending_update_count, found.last_error_message or "")

    async def set_hook(self, url: str, secret: str, kinds: Sequence[str]) -> None:
        """Updates are sent to `url`, each with `secret` in its X-Telegram-Bot-Api-Secret-Token."""
        await self._call(SetWebhook(url=url, secret_token=secret, allowed_updates=list(kinds)), CALL_S)

    async def drop_hook(self) -> None:
        """Updates are kept until they are asked for."""
        await self._call(DeleteWebhook(), CALL_S)

    async def set_commands(self, commands: Sequence[tuple[str, str]], scope: str, language: str) -> None:
        """The menu beside the text field."""
        entries = [BotCommand(command=command, description=description) for command, description in commands]
        await self._call(SetMyCommands(commands=entries, scope=SCOPES[scope](), language_code=language), CALL_S)

    async def close(self) -> None:
        """Close the connections."""
        if self._opened:
            await self._opened.session.close()

    async def _photo(self, place: Place, file: File) -> str:
        method = PlainSendPhoto(
            chat_id=int(place.chat),
            message_thread_id=thread_of(place),
            photo=content_of(file),
            reply_parameters=reply_to(place),
        )
        return await self._send(method, FILE_S)

    async def _album(self, place: Place, files: Sequence[File]) -> list[str]:
        method = PlainSendMediaGroup(
            chat_id=int(place.chat),
            message_thread_id=thread_of(place),
            media=[InputMediaPhoto(media=content_of(file)) for file in files],
            reply_parameters=reply_to(place),
        )
        await self._budget.acquire(len(files))
        return [str(message["message_id"]) for message in await self._call(method, FILE_S)]

    async def _document(self, place: Place, file: File) -> str:
        method = PlainSendDocument(
            chat_id=int(place.chat),
            message_thread_id=thread_of(place),
            document=content_of(file),
            reply_parameters=reply_to(place),
        )
        return await self._send(method, FILE_S)

    async def _send(self, method: TelegramMethod[Any], limit_s: int) -> str:
        """One message, when the budget allows it; its id."""
        await self._budget.acquire()
        return str((await self._call(method, limit_s))["message_id"])

    async def _call(self, method: TelegramMethod[Any], limit_s: int) -> Any:
        """What the service answers; None where it says that all is so already. Raises the errors of a channel, outside
        of `except`, so that the library's own error hangs on none of them."""
        try:
            return await self._bot()(method, limit_s)
        except (AiogramError, UnicodeDecodeError) as error:
            failure = failure_of(error)
        if failure:
            raise failure
        return None

    async def _download(self, path: str) -> bytes:
        bot = self._bot()
        url = bot.session.api.file_url(bot.token, path)
        content = bytearray()
        failure: Exception | None = None
        try:
            async with aclosing(bot.session.stream_content(url, timeout=FILE_S)) as pieces:
                async for piece in pieces:
                    content += piece
                    if len(content) > FETCH_LIMIT_BYTES:
                        failure = TooLarge()
                        break
        except (ClientError, TimeoutError) as error:
            missing = isinstance(error, ClientResponseError) and error.status == HTTPStatus.NOT_FOUND
            failure = Gone() if missing else Transient(type(error).__name__)
        if failure:
            raise failure
        return bytes(content)

    def _bot(self) -> Bot:
        """aiogram's bot, made for the first call. Raises Misconfigured for what can't be a token."""
        if self._opened is None:
            session = Session(api=TelegramAPIServer.from_base(self._base))
            with suppress(TokenValidationError):
                self._opened = Bot(self._token, session=session)
        if self._opened is None:
            raise Misconfigured("this is no token of a bot")
        return self._opened


def failure_of(error: Exception) -> Exception | None:
    """The error of a channel for one of aiogram's; None where nothing was wrong."""
    match error:
        case TelegramRetryAfter():
            return Throttled(float(error.retry_after))
        case TelegramMigrateToChat():
            return Moved(str(error.migrate_to_chat_id))
        case TelegramForbiddenError():
            return Blocked()
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Misconfigured("the service does not know this token")
        case TelegramConflictError():
            return Misconfigured("updates are asked for twice: by another program, or a webhook is set")
        case TelegramEntityTooLarge():  # aiogram counts it among the network's errors; the same file fails again
            return Rejected("too large")
        case TelegramBadRequest():
            return refusal(error.message or "")
    return Transient(type(error).__name__)


def thread_of(place: Place) -> int | None:
    """The topic."""
    return int(place.thread) if place.thread else None


def reply_to(place: Place) -> ReplyParameters | None:
    """The message that is answered; if it is gone, the answer comes without it."""
    if not place.reply_to:
        return None
    return ReplyParameters(message_id=int(place.reply_to), allow_sending_without_reply=True)


def entities_of(mention: Mention | None) -> list[MessageEntity] | None:
    """The person who is told by name. The service reads nothing of them but the id."""
    if mention is None:
        return None
    person = User(id=int(mention.person), is_bot=False, first_name="-")
    return [MessageEntity(type="text_mention", offset=mention.at, length=mention.length, user=person)]


def content_of(file: File) -> BufferedInputFile:
    """A file to upload."""
    return BufferedInputFile(file.content, file.name)


def markup_of(
    markup: Markup,
) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply | None:
    """What stands under a message, in aiogram's terms."""
    match markup:
        case Keys():
            return keys_of(markup)
        case Board():
            return board_of(markup)
        case NoBoard():
            return ReplyKeyboardRemove(remove_keyboard=True)
        case Answer():
            return ForceReply(force_reply=True, selective=True)
    return None


def keys_of(keys: Keys) -> InlineKeyboardMarkup:
    """Buttons under a message."""
    rows = [[InlineKeyboardButton(text=key.label, callback_data=key.data) for key in row] for row in keys.rows]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def board_of(board: Board) -> ReplyKeyboardMarkup:
    """Buttons in place of the letters."""
    wish = KeyboardButton(
        text=board.label,
        request_location=True if board.wants == "location" else None,
        request_contact=True if board.wants == "contact" else None,
    )
    rows = [[wish], *([KeyboardButton(text=label) for label in row] for row in board.rows)]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
