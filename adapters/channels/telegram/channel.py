"""The residents' bot as a channel: one person, one private chat.

A question that hopes for a place or a telephone number is asked with a board in place of the phone's letters, because
only there can a button send the place or the number. Its other buttons say the choices of the question in words, which
counts as much as pressing them. The board goes with the next message that is no such question.
"""

from __future__ import annotations

from contextlib import suppress

from adapters.channels.bot_api.api import Api, Board, Markup, NoBoard, Place
from adapters.channels.bot_api.buttons import ROW_WIDTH, keys_of, rows_of, width
from adapters.channels.bot_api.sending import BotChannel, Label, ReadFile, language_of
from adapters.channels.ports import Gone, Post, Posts, Rejected
from adapters.texts import LANGUAGES, Texts
from dialogs.messages import Caps, Outbound, Shown

NAME = "telegram"
CAPS = Caps(
    text_limit=4096,
    text_unit="utf16",
    buttons=40,
    label_limit=60,
    location_request=True,
    edit=True,
    button_bytes=64,
)
WISHES = {"location": "telegram-location", "contact": "telegram-contact"}
"""What a button of a board can ask the phone for, and the text key of its label."""
BOARD_CHOICES = 12  # with more the board hides the chat
BOARD_WIDTH = ROW_WIDTH + 12  # Latin letters of a label that has the whole row; longer ones are cut off on small phones
UP = "board"  # the key of the post that says that a board is up
AWAY = "board-away"  # the key of the short message that takes one away, until it is gone itself
COMMANDS = ("status", "human", "cancel", "help", "privacy", "language", "start")
"""What stands in the menu beside the text field, most needed first; each is understood when it is typed, too."""


class ResidentChannel(BotChannel):
    """The channel. `label` says the few words that are the channel's own."""

    def __init__(self, api: Api, posts: Posts, read_file: ReadFile, label: Label) -> None:
        super().__init__(NAME, CAPS, api, posts, read_file)
        self.label = label

    async def markup(self, outbound: Outbound, shown: Shown) -> Markup:
        """The board that the question needs; else its buttons, and no board any more."""
        board = self.board(outbound, shown)
        if board:
            # Noted before it is up: to take away one that never came costs nothing, to forget one leaves it there.
            await self.remember(outbound, UP, Post(""))
            return board
        keys = keys_of(shown.buttons)
        if await self.recall(outbound, UP) is None:
            return keys
        if keys is None:
            return NoBoard()
        await self.take_board_away(outbound)
        return keys

    def board(self, outbound: Outbound, shown: Shown) -> Board | None:
        """The board of a question, if it has one and its choices fit there."""
        wish = WISHES.get(outbound.wants)
        fits = len(shown.buttons) <= BOARD_CHOICES and all(width(b.label) <= BOARD_WIDTH for b in shown.buttons)
        if wish is None or not fits:
            return None
        rows = tuple(tuple(b.label for b in row) for row in rows_of(shown.buttons))
        return Board(outbound.wants, self.label(language_of(outbound.text), wish), rows)

    async def take_board_away(self, outbound: Outbound) -> None:
        """Buttons under a message and no board can't be said at once (both are its reply_markup), nor can a message
        that takes a board away be given buttons later: a short one of its own takes it away, and then goes itself."""
        away = await self.recall(outbound, AWAY)
        if away is None:
            words = self.label(language_of(outbound.text), "telegram-board-away")
            away = Post(await self.api.say(Place(outbound.chat), words, NoBoard(quiet=True)))
            await self.remember(outbound, AWAY, away)
        with suppress(Gone, Rejected):
            await self.api.delete(outbound.chat, away.message)
        await self.forget(outbound, UP)
        await self.forget(outbound, AWAY)

    async def stands(self, outbound: Outbound, post: Post, markup: Markup) -> None:
        """The message took the board away."""
        await super().stands(outbound, post, markup)
        if isinstance(markup, NoBoard):
            await self.forget(outbound, UP)


async def set_menu(api: Api, texts: Texts) -> None:
    """Put the commands beside the text field: in English for English phones, in Chinese for all others. Raises the
    errors of a channel."""
    for language in LANGUAGES:
        commands = [(name, texts.text(language, f"telegram-command-{name}")) for name in COMMANDS]
        await api.set_commands(commands, "all_private_chats", "" if language == "zh-CN" else language)
