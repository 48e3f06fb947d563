"""The Telegram bots of one process: built when there is a token, opened when they are run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog
from starlette.routing import Route

from adapters.channels.bot_api.api import Api, Me, Update
from adapters.channels.bot_api.hook import hook_route
from adapters.channels.bot_api.poll import Poller, pause
from adapters.channels.bot_api.receiving import Receiver
from adapters.channels.bot_api.sending import BotChannel
from adapters.channels.bot_api.updates import KINDS, group_messages, private_messages
from adapters.channels.ports import Receive, Throttled, Unavailable
from adapters.texts import Texts
from bot.files import KeptFiles
from bot.settings import Settings
from dialogs.messages import Inbound
from storage.store import Store

log = structlog.get_logger()
AGAIN_S = (1.0, 5.0, 15.0, 60.0)  # seconds between two tries to reach the service when we start
RESIDENTS, STAFF = "/telegram/residents", "/telegram/staff"

Read = Callable[[Update, str, Me, datetime], list[Inbound]]


@dataclass
class Bot:
    """One bot: its calls, its channel, and how its updates come in."""

    path: str
    api: Api
    channel: BotChannel
    read: Read
    menu: Callable[[], Awaitable[None]]
    clock: Callable[[], datetime]
    secret: str = ""
    public_url: str = ""
    me: Me | None = None
    receiver: Receiver = field(init=False)

    def inbounds(self, update: Update) -> list[Inbound]:
        """What an update says. Until we know who we are, the service keeps it."""
        if self.me is None:
            raise Unavailable
        return self.read(update, self.channel.name, self.me, self.clock())

    @property
    def hook_url(self) -> str:
        """The address that the service brings our updates to; empty while we fetch them."""
        return f"{self.public_url.rstrip('/')}{self.path}" if self.public_url else ""

    def route(self) -> Route | None:
        """The webhook, if there is a public address."""
        return hook_route(self.path, self.secret, self.receiver) if self.public_url else None

    async def run(self, stop: asyncio.Event) -> None:
        """Take in what is written to this bot: by the webhook if there is a public address, else by polling."""
        tries = 0
        while not stop.is_set():
            try:
                await self.open()
                break
            except Exception as error:
                log.warning("bot not open", channel=self.channel.name, error=type(error).__name__)
                wait_s = error.wait_s if isinstance(error, Throttled) else AGAIN_S[min(tries, len(AGAIN_S) - 1)]
                await pause(stop, wait_s)
                tries += 1
        if self.public_url:
            await stop.wait()
        else:
            await Poller(self.api, self.receiver, KINDS).run(stop)
        await self.receiver.close()

    async def open(self) -> None:
        """Who we are, where our updates go, and the menu. Raises the errors of the Api."""
        self.me = await self.api.me()
        if self.public_url:
            await self.api.set_hook(self.hook_url, self.secret, KINDS)
        else:
            await self.api.drop_hook()
        try:
            await self.menu()
        except Exception as error:  # people write without a menu too
            log.warning("menu not set", channel=self.channel.name, error=type(error).__name__)


def build_bots(
    settings: Settings, texts: Texts, store: Store, files: KeptFiles, clock: Callable[[], datetime], receive: Receive
) -> list[Bot]:
    """The bots that have a token. A library is imported only for its own bot: it costs seconds."""
    bots = []
    if settings.telegram_residents_token:
        bots.append(residents_bot(settings, texts, store, files, clock))
    if settings.telegram_staff_token:
        bots.append(staff_bot(settings, texts, store, files, clock))
    for bot in bots:
        bot.receiver = Receiver(bot.channel.name, bot.api, bot.inbounds, receive, store.waits)
    return bots


def residents_bot(
    settings: Settings, texts: Texts, store: Store, files: KeptFiles, clock: Callable[[], datetime]
) -> Bot:
    """Private chats, on aiogram."""
    from adapters.channels.telegram.channel import ResidentChannel, set_menu
    from adapters.channels.telegram.wire import AiogramApi

    api = AiogramApi(settings.telegram_residents_token, settings.telegram_api)
    channel = ResidentChannel(api, store, files.read, texts.text)
    menu = partial(set_menu, api, texts)
    return Bot(RESIDENTS, api, channel, private_messages, menu, clock, settings.telegram_secret, settings.public_url)


def staff_bot(settings: Settings, texts: Texts, store: Store, files: KeptFiles, clock: Callable[[], datetime]) -> Bot:
    """The units' groups, on python-telegram-bot."""
    from adapters.channels.telegram_staff.channel import StaffChannel, set_menu
    from adapters.channels.telegram_staff.wire import PtbApi

    api = PtbApi(settings.telegram_staff_token, settings.telegram_api)
    channel = StaffChannel(api, store, files.read, label=texts.text)
    menu = partial(set_menu, api, texts)
    return Bot(STAFF, api, channel, group_messages, menu, clock, settings.telegram_secret, settings.public_url)
