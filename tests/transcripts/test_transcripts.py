"""Every conversation in this folder is played and must go exactly as it is written: silence and chatter both fail."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.transcripts.play import Play

FILES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_conversation_goes_as_written(file: Path, request: pytest.FixtureRequest) -> None:
    written = file.read_text(encoding="utf-8")
    played = asyncio.run(Play().play(written))
    if request.config.getoption("--update") and played != written:
        file.write_text(played, encoding="utf-8")
        return
    assert played.splitlines() == written.splitlines()
