"""`frontdoor chat`: one resident in the terminal, on the same parts as everybody else."""

from __future__ import annotations

import asyncio
import secrets
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.channels.terminal import TerminalChannel, TerminalReader
from adapters.district import load_district
from adapters.speech import outbound
from adapters.texts import Texts
from bot.settings import Settings
from dialogs.words import greeting

if TYPE_CHECKING:
    from bot.app import App

LOOK_S = 1.0  # seconds between two looks for news while nobody types


def open_terminal(settings: Settings, language: str, write: Callable[[str], None]) -> TerminalChannel:
    """Greet at once: the words are read in a moment, the database's library takes a second or two."""
    folder = Path(settings.district)
    district = load_district(folder)
    texts = Texts.load(district.zone, folder / "texts")
    terminal = TerminalChannel(write)
    terminal.greet(outbound([greeting(district)], texts, language, channel="terminal", chat=""))
    return terminal


async def chat(app: App, terminal: TerminalChannel, person: str, language: str) -> None:
    """Talk until the input ends. Every line has had its effects before the next one is read."""
    app.channels["terminal"] = terminal
    reader = TerminalReader(person, language, app.files, app.clock, secrets.token_hex(4))
    await app.store.receive(reader.opening())
    await app.settle()
    lines = typed_lines()
    await asyncio.to_thread(app.engine.load)  # what is typed meanwhile waits
    while True:
        try:
            async with asyncio.timeout(LOOK_S):
                line = await lines.get()
        except TimeoutError:
            await app.settle()
            continue
        if line is None:
            return
        await app.store.receive(await reader.read(line))
        await app.settle()


def typed_lines() -> asyncio.Queue[str | None]:
    """Lines of standard input as they come; None at its end. Bytes that are no UTF-8 become question marks."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for raw in sys.stdin.buffer:
            line = raw.decode("utf-8", errors="replace").rstrip("\r\n")
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    return lines
