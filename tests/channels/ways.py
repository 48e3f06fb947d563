"""The ways to talk with Front Door, each with its real way in and out, and the whole program behind it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx

from adapters.channels.ports import Unavailable
from bot.app import App, build
from bot.serve import site
from bot.settings import Settings
from dialogs.messages import Inbound
from tests.bot_api.server import Server
from tests.bot_api.server import serving as telegram
from tests.channels.talk import NAME, PATIENCE_S, Talk, Way
from tests.channels.talk_telegram import Phone, Wired
from tests.channels.talk_terminal import Terminal
from tests.channels.talk_web import Page
from tests.channels.wiretap import Wiretap, tapping
from tests.fakes_web import serving

EVERYTHING = frozenset({"again", "keeps", "tap", "photos", "album", "voice", "edit", "odd", "throttle", "named"})
"""What a way may have to offer; each says what it has."""

WAYS: dict[str, frozenset[str]] = {
    # One person and no service between them and us, so that nothing is delivered twice and nobody is in the way.
    "terminal": frozenset({"photos", "voice", "odd"}),
    "web": EVERYTHING - {"throttle", "named"},  # its pages fetch: nothing is sent, and residents have no names there
    "web staff": EVERYTHING - {"throttle"},
    "telegram": EVERYTHING - {"named"},  # to residents nobody is called by name
    "telegram staff": EVERYTHING,
    # The independent server knows messages and taps alone.
    "telegram, emulator": EVERYTHING - {"edit", "named"},
    "telegram staff, emulator": EVERYTHING - {"edit"},
}


@asynccontextmanager
async def opened(name: str, folder: Path, emulator: str) -> AsyncIterator[Way]:
    """A way to talk, with all parts of the program running behind it."""
    async with AsyncExitStack() as stack:
        tokens = {"residents": "", "staff": ""}
        settings: dict[str, str] = {}
        server: Server | None = None
        tap: Wiretap | None = None
        if name.startswith("telegram"):
            who = "staff" if "staff" in name else "residents"
            if "emulator" in name:
                tap = await stack.enter_async_context(tapping(emulator))
                tokens[who] = f"7:{secrets.token_hex(18)}"
            else:
                server = await stack.enter_async_context(telegram())
                tokens[who] = server.bot(who).token
            settings = {
                f"telegram_{who}_token": tokens[who],
                "telegram_api": tap.url if tap else server.url if server else "",
            }
        app = build(Settings(data=str(folder), **settings), with_desk=False, with_bots=True)  # type: ignore[arg-type]
        await app.start()
        units = [u for u in app.district.units.by_code.values() if len(u.code) == 12]
        names = [u.short for u in units]
        villages = iter([(u.code, u.short) for u in units if names.count(u.short) == 1])
        client = None
        if name != "terminal":
            stop = asyncio.Event()
            running = asyncio.create_task(app.run("all", stop))
            stack.push_async_callback(ended, app, stop, running)
        else:
            stack.push_async_callback(app.close)
        if name.startswith("web"):
            base = await stack.enter_async_context(serving(site(app)))
            client = base

        terminals: list[Terminal] = []  # one at a time: each prints whatever is for a terminal

        async def new(way: Way) -> Talk:
            code, village = next(way.villages)
            unit = code if way.staff else ""
            if name == "terminal":
                while terminals:
                    await terminals.pop().close()
                terminals.append(Terminal(way, f"p{secrets.token_hex(4)}", village))
                return terminals[0]
            if client:
                headers = {"accept-language": "zh-CN"}
                cookies = {} if unit else {"frontdoor_person": secrets.token_hex(20)}
                browser = httpx.AsyncClient(base_url=client, headers=headers, cookies=cookies, timeout=PATIENCE_S)
                stack.push_async_callback(browser.aclose)
                if unit:
                    browser.params = httpx.QueryParams({"unit": unit})
                return Page(way, "", village, browser, "/staff" if unit else "/chat", unit=unit)
            channel = "telegram_staff" if unit else "telegram"
            if tap:
                number = 10_000_000 + secrets.randbelow(10**9)
                return Wired(way, tap, tokens["staff"] or tokens["residents"], number, village, channel, unit)
            assert server
            (bot,) = server.bots.values()
            person = server.person(NAME, language_code="zh-hans")
            if not unit:
                return Phone(way, person.private(bot), bot, village)
            group = server.group(village, [person], [bot])
            return Phone(way, group.of(person), bot, village, channel, unit)

        def busy(chat: str) -> None:
            if tap:
                tap.busy[chat] = 1
            if server:
                server.fail("sendMessage", 429, retry_after=2, chat=int(chat))

        yield Way(name, WAYS[name], folder, app, new, villages, busy)
        for terminal in terminals:
            await terminal.close()
        if server:
            assert not server.violations
        if tap:
            assert not tap.refused, tap.refused


async def ended(app: App, stop: asyncio.Event, running: asyncio.Task[None]) -> None:
    """End all parts."""
    assert not running.done(), "a part has died"
    stop.set()
    app.stop()
    await running
    await app.close()


class Closed:
    """An inbox that takes nothing, in place of Store.receive; `asked` counts who tried."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, inbound: Inbound) -> None:
        self.asked += 1
        raise Unavailable
