"""The process that listens: whatever happens to it, we go on, and nobody who writes notices."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from adapters.hearing.ports import NotHeard
from adapters.hearing.process import ListenerProcess
from tests.voice.conftest import Note, write

Sound = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
SLUGGISH_S = 0.5  # seconds that the loop may stand still on a busy machine; listening takes longer than that


def process_of(listener: ListenerProcess) -> psutil.Process:
    assert listener._process
    return psutil.Process(listener._process.pid)


async def test_a_process_that_dies_loses_one_note_and_is_started_again(model: Path, note: Note) -> None:
    listener = ListenerProcess(model)
    try:
        await listener.hear(note(".ogg"))
        process_of(listener).suspend()
        hearing = asyncio.create_task(listener.hear(note(".ogg")))
        await asyncio.sleep(0.1)
        process_of(listener).kill()
        with pytest.raises(NotHeard, match="crashed"):
            await hearing
        assert "fail better" in (await listener.hear(note(".ogg"))).text.lower()
    finally:
        await listener.close()


async def test_a_process_that_hangs_is_ended_in_time(model: Path, note: Note) -> None:
    listener = ListenerProcess(model, hear_s=0.5)
    try:
        await listener.load()
        hung = process_of(listener)
        hung.suspend()
        with pytest.raises(NotHeard, match="slow"):
            await listener.hear(note(".wav"))
        assert not hung.is_running()
        listener.hear_s = 60
        assert (await listener.hear(note(".wav"))).text
    finally:
        await listener.close()


async def test_one_note_at_a_time_and_nobody_waits_for_ever(model: Path, note: Note) -> None:
    listener = ListenerProcess(model, wait_s=0.3, hear_s=1.5)
    try:
        await listener.load()
        process_of(listener).suspend()
        first, second = await asyncio.gather(*(listener.hear(note(".wav")) for _ in range(2)), return_exceptions=True)
        assert (str(first), str(second)) == ("slow", "slow")
    finally:
        await listener.close()


async def test_the_loop_goes_on_while_a_long_note_is_heard(model: Path, story: Sound, tmp_path: Path) -> None:
    long = write(tmp_path / "long.ogg", np.concatenate([story, story]))
    listener = ListenerProcess(model)
    try:
        await listener.load()
        hearing = asyncio.create_task(listener.hear(long))
        longest, last = 0.0, time.monotonic()
        while not hearing.done():
            await asyncio.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        assert "best of times" in (await hearing).text.lower()
        assert longest < SLUGGISH_S < (await hearing).took_s
    finally:
        await listener.close()


async def test_a_file_that_is_gone_or_is_none_is_said_and_the_process_stays(model: Path, tmp_path: Path) -> None:
    listener = ListenerProcess(model)
    try:
        await listener.load()
        before = process_of(listener).pid
        (tmp_path / "program.ogg").write_bytes(b"MZ\x90\x00" + bytes(10_000))
        for name in ("gone.ogg", "program.ogg", "a\nb.ogg"):
            with pytest.raises(NotHeard, match="unreadable"):
                await listener.hear(tmp_path / name)
        assert process_of(listener).pid == before
    finally:
        await listener.close()


async def test_who_gives_up_waiting_ends_what_they_waited_for(model: Path, note: Note) -> None:
    listener = ListenerProcess(model)
    await listener.load()
    process = process_of(listener)
    process.suspend()
    hearing = asyncio.create_task(listener.hear(note(".wav")))
    await asyncio.sleep(0.1)
    hearing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hearing
    assert not process.is_running()


async def test_a_model_that_can_not_be_read_is_not_tried_for_ever(tmp_path: Path, note: Note) -> None:
    listener = ListenerProcess(tmp_path / "nowhere")
    for _ in range(3):
        with pytest.raises(NotHeard, match="is no folder"):
            await listener.hear(note(".wav"))
    began = time.monotonic()
    with pytest.raises(NotHeard, match=r"^no-engine$"):
        await listener.hear(note(".wav"))
    assert time.monotonic() - began < 0.05


def test_the_process_ends_with_the_one_that_started_it(model: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "adapters.hearing.listener", str(model), "1"],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdin and child.stdout
    assert b"Moonshine" in child.stdout.readline()
    child.stdin.close()
    assert child.wait(20) == 0
    child.stdout.close()


def test_nothing_of_it_is_read_before_the_first_note() -> None:
    code = (
        "import sys, bot.app, adapters.hearing.process; "
        "print([m for m in ('av', 'sherpa_onnx', 'adapters.hearing.engine') if m in sys.modules])"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, check=True, text=True
    )
    assert printed.stdout.strip() == "[]"
