"""The conversations of tests/transcripts/ through Telegram, by pressing the button that a person would see.

After every line all chats look as the terminal says: the same words in the same order, an answered question without its
buttons, the open one with all of them.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.channels.telegram_play import TelegramPlay
from tests.channels.telegram_stage import Stage, stage

FILES = sorted((Path(__file__).parents[1] / "transcripts").glob("*.txt"))
NOT_PLAYED = {
    file.stem: "Telegram brings no words with a voice note"
    for file in FILES
    if re.search(r"^\S*\s?voice:", file.read_text(encoding="utf-8"), re.MULTILINE)
}
"""Conversations that Telegram can't have, and why."""
LEFT_OUT = {
    ("staff_group_moves", "螺罐村群/小王> /cases"): "nobody can write in a group that has become another",
    (
        "staff_reply_to_card",
        "玉屏社区群/小刘 reply card #1: 这是哪里的",
    ): "a card of another group is not there to be answered",
}
"""Lines that nobody can say in Telegram, and why."""
BY_WEBHOOK = ("photo_album", "report_word_by_word", "sealed_unnamed", "staff_newcomer", "taps_late_double_foreign")
PLAYED = [file for file in FILES if file.stem not in NOT_PLAYED]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def polling(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Both bots fetch their updates."""
    async with stage(tmp_path_factory.mktemp("polling")) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def webhook(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Both bots are brought their updates."""
    async with stage(tmp_path_factory.mktemp("webhook"), webhook=True) as made:
        yield made


def lines_of(file: Path) -> list[str]:
    """A transcript without what nobody can say in Telegram."""
    return [line for line in file.read_text(encoding="utf-8").splitlines() if (file.stem, line) not in LEFT_OUT]


def happened(lines: list[str]) -> list[str]:
    """What happened to cases. How long a long text was does not count: phones send it in parts."""
    return [re.sub(r"…\(\d+\)", "…", line) for line in lines if line.startswith("! ")]


async def plays_the_same(file: Path, stage: Stage) -> None:
    """Play a transcript; what is seen is compared on the way."""
    lines = lines_of(file)
    played = await TelegramPlay(stage).play("\n".join(lines))
    assert happened(played.splitlines()) == happened(lines)


@pytest.mark.parametrize("file", PLAYED, ids=lambda f: f.stem)
async def test_a_conversation_goes_the_same_way_in_telegram(file: Path, polling: Stage) -> None:
    await plays_the_same(file, polling)


@pytest.mark.parametrize("file", [f for f in FILES if f.stem in BY_WEBHOOK], ids=lambda f: f.stem)
async def test_a_conversation_goes_the_same_way_by_webhook(file: Path, webhook: Stage) -> None:
    await plays_the_same(file, webhook)


async def test_nearly_all_conversations_are_played() -> None:
    names = {file.stem for file in FILES}
    assert set(NOT_PLAYED) <= names, "these are no conversations"
    told = {name for name in names if not name.startswith("voice_")}
    assert len(told & NOT_PLAYED.keys()) <= 0.05 * len(told)


async def test_what_is_left_out_stands_in_a_conversation() -> None:
    assert len(LEFT_OUT) <= 5
    for name, line in LEFT_OUT:
        file = next(file for file in FILES if file.stem == name)
        assert line in file.read_text(encoding="utf-8").splitlines()
