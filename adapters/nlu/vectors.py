"""Sentence vectors for a running program: kept for texts that come again, off the event loop, never waited for long.

What goes wrong with them is logged once, and the engine works without them.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from adapters.nlu.encoder import Encoder, NoVectors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

KEPT = 512  # texts; 1.5 kB each
WAIT_S = 0.4  # a message waits for its vector; the worker gives the whole engine one second
MOST_WAITING = 8  # texts in the queue; beyond, messages go on without a vector

log = structlog.get_logger()


class Vectors:
    """Vectors of texts. One thread computes; numpy lets the others run meanwhile."""

    def __init__(self, load: Callable[[], Encoder] = Encoder.load) -> None:
        """Nothing is read before the first text."""
        self._load = load
        self._encoder: Encoder | None = None
        self._loading = Lock()
        self._amiss = ""
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._thread: ThreadPoolExecutor | None = None
        self._waiting = 0
        self._slow = False

    def load(self) -> str:
        """Read the weights, once. Says what is wrong with them, or nothing."""
        with self._loading:
            if self._encoder is None and not self._amiss:
                try:
                    self._encoder = self._load()
                except (NoVectors, ImportError) as why:
                    self._amiss = str(why)
                    log.warning("understanding without sentence vectors", error=self._amiss)
        return self._amiss

    def known(self, text: str) -> Vector | None:
        """The vector of a text that came before."""
        found = self._known.get(text)
        if found is not None:
            self._known.move_to_end(text)
        return found

    def of(self, text: str) -> Vector | None:
        """The vector; None where there are no weights or they don't work. About a millisecond for each piece."""
        found = self.known(text)
        if found is not None or self.load() or self._encoder is None:
            return found
        rows = self.many([text])
        if rows is None:
            return None
        made: Vector = rows[0]
        self._known[text] = made
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return made

    def many(self, texts: Sequence[str]) -> Vector | None:
        """A row for each text, in the caller's own thread; none of them is kept."""
        if self.load() or self._encoder is None:
            return None
        try:
            return self._encoder.embed(texts)
        except (ValueError, IndexError, MemoryError, FloatingPointError) as error:
            self._amiss = f"the weights do not work ({type(error).__name__})"
            log.warning("understanding without sentence vectors", error=self._amiss)
            return None

    async def soon(self, text: str) -> Vector | None:
        """The same off the event loop; None too if it takes longer than WAIT_S or too many wait already."""
        found = self.known(text)
        if found is not None or self._amiss or self._waiting >= MOST_WAITING:
            return found
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="vectors")
        self._waiting += 1
        job = asyncio.get_running_loop().run_in_executor(self._thread, self.of, text)
        job.add_done_callback(self._done)
        try:
            made = await asyncio.wait_for(asyncio.shield(job), WAIT_S)
        except TimeoutError:
            if not self._slow:
                log.warning("a sentence vector takes too long; the message goes on without it", wait_s=WAIT_S)
            self._slow = True
            return None
        self._slow = False
        return made

    def _done(self, job: asyncio.Future[Vector | None]) -> None:
        self._waiting -= 1
        if not job.cancelled():
            job.exception()  # it is seen; `soon` may have gone on without it
