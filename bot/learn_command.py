"""Carries out `frontdoor learn`; what it does stands in bot/learn.py and bot/learn_try.py."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.examples import BrokenExamples, read_examples
from adapters.nlu.learnt import LEARNT, NotLearnt
from adapters.nlu.linear import DATA, MODEL
from bot.app import build
from bot.learn import Learning, test_messages
from bot.learn_try import CannotTry, compare, trained
from bot.settings import Settings
from dialogs.words import plain
from storage.lessons import LessonBook

FAULTS = (NotLearnt, CannotTry, BrokenExamples)
"""What keeps it from being done; the messages are for the person at the terminal."""


def learn(given: argparse.Namespace, settings: Settings, say: Callable[[str], None], data: Path = DATA) -> None:
    """List, accept, refuse, go through, or measure. Raises one of FAULTS."""
    app = build(settings, with_desk=False)
    read = EmbeddedEngine(app.district, None).read  # the rules find what is marked
    learning = Learning(LessonBook(app.store.engine), app.district, data, read, app.clock)

    async def go() -> None:
        await app.start()
        try:
            if given.accept is not None:
                say(await learning.accept(await learning.one(given.accept), given.label, given.text))
            elif given.refuse is not None:
                say(await learning.refuse(await learning.one(given.refuse)))
            elif given.ask:
                await learning.ask(line_typed, say)
            elif given.measure:
                await measure(learning, say)
            else:
                for line in await learning.listing():
                    say(line)
        finally:
            await app.close()

    asyncio.run(go())


async def line_typed(prompt: str) -> str | None:
    """What is typed at a prompt; None at the end of the input."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    raw = await asyncio.to_thread(sys.stdin.buffer.readline)
    return raw.decode("utf-8", errors="replace").rstrip("\r\n") if raw else None


async def measure(learning: Learning, say: Callable[[str], None]) -> None:
    """Print what the lessons change that were accepted since the last training; or else all that were ever learnt."""
    examples = read_examples(learning.data)
    learnt = {plain(e.text) for e in examples if Path(e.file).name == LEARNT}
    made = datetime.fromtimestamp(MODEL.stat().st_mtime, UTC) if MODEL.exists() else None
    new = learnt & {plain(lesson.text) for lesson in await learning.book.accepted_since(made)} or learnt
    if not new:
        say("Nothing has been accepted yet.")
        return
    for line in compare(examples, new, test_messages(), partial(trained, district=learning.district), say):
        say(line)
