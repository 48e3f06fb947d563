"""Hearing in a process of its own: a file or a model that kills the library kills no message, and no chat waits for it.

The process is started with the first note and kept; it is ended when it hangs, dies, or we do. One note at a time.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from adapters.hearing.ports import NotHeard, Speech

LOAD_S = 60.0  # seconds that a model may take to be read; SenseVoice from a slow disk takes ten
HEAR_S = 30.0  # seconds that one note may take: 120 s of sound take a model that fits the machine less than 15
WAIT_S = 60.0  # seconds that a note waits for those before it; after that staff listen, and the person is answered
GIVE_UP = 3  # so often in a row the model is tried to be read; then not again before a restart
HERE = Path(__file__).parents[2]  # where `adapters` can be imported from


class ListenerProcess:
    """adapters.hearing.ports.Hearing with the process of listener.py."""

    def __init__(self, folder: Path, threads: int = 1, hear_s: float = HEAR_S, wait_s: float = WAIT_S) -> None:
        self.folder = folder.absolute()
        self.threads = threads
        self.hear_s = hear_s
        self.wait_s = wait_s
        self.kind = ""
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._failures = 0

    async def hear(self, file: Path) -> Speech:
        """The words of a note, one note at a time. Raises NotHeard."""
        try:
            async with asyncio.timeout(self.wait_s):
                await self._turn.acquire()
        except TimeoutError:
            raise NotHeard("slow") from None
        try:
            return await self._heard(file)
        finally:
            self._turn.release()

    async def _heard(self, file: Path) -> Speech:
        process = await self._listener()
        began = time.monotonic()
        answer = await self._ask(process, _question(file), self.hear_s)
        took_s = time.monotonic() - began
        if "problem" in answer:
            raise NotHeard(str(answer["problem"]))
        return Speech(str(answer.get("text", "")), float(str(answer.get("sound_s", 0))), took_s)

    async def load(self) -> str:
        """Read the model now; the kind of it. Raises NotHeard with a sentence about what is amiss."""
        async with self._turn:
            await self._listener()
        return self.kind

    async def _listener(self) -> asyncio.subprocess.Process:
        """The process, with its model read."""
        if self._process and self._process.returncode is None:
            return self._process
        if self._failures >= GIVE_UP:
            raise NotHeard("no-engine")
        process = self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "adapters.hearing.listener",
            str(self.folder),
            str(self.threads),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=HERE,
            start_new_session=True,  # Ctrl-C in a terminal is for us; we end it ourselves
        )
        self._failures += 1
        try:
            answer = await self._ask(process, None, LOAD_S)
        except NotHeard:
            raise NotHeard("no-engine") from None
        if "ready" not in answer:
            await self._end()
            raise NotHeard(f"no-engine: {answer.get('problem', '')}")
        self._failures, self.kind = 0, str(answer["ready"])
        return process

    async def _ask(
        self, process: asyncio.subprocess.Process, question: dict[str, str] | None, within_s: float
    ) -> dict[str, object]:
        """One line out and one in. The process is ended if it does not answer: what it does is not known any more."""
        if process.stdin is None or process.stdout is None:
            raise NotHeard("crashed")
        answered = False
        try:
            async with asyncio.timeout(within_s):
                if question is not None:
                    process.stdin.write(json.dumps(question).encode() + b"\n")
                    await process.stdin.drain()
                line = await process.stdout.readline()
            answer = json.loads(line) if line else None
            if not isinstance(answer, dict):
                raise NotHeard("crashed")
            answered = True
            return answer
        except TimeoutError:
            raise NotHeard("slow") from None
        except (ConnectionError, ValueError) as error:  # it is gone, or says what is no JSON
            raise NotHeard("crashed") from error
        finally:
            if not answered:
                await self._end()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process and process.returncode is None:
            process.kill()
            await process.wait()

    async def close(self) -> None:
        """End the process."""
        await self._end()


def _question(file: Path) -> dict[str, str]:
    """What the process is asked; it stands in another folder than we."""
    return {"file": str(file.absolute())}
