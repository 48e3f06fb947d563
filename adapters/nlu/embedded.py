"""The engine that is always there: rules, and small trained models. In process, without a server or a download.

The models (adapters/nlu/linear.py) are read with the first message; without them the rules work alone.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Lock

import structlog

from adapters.nlu.judged import NOTHING, Judged
from adapters.nlu.linear import MODEL, Linear, NoModel, fingerprint, without_places
from adapters.nlu.rules import Rules, prepared
from cases.district import District
from dialogs.understanding import Understanding

TELLING = 2  # different letters at least: 呵呵呵呵 tells nothing

log = structlog.get_logger()


class EmbeddedEngine:
    """Understands by the words of the district's own catalogue and by what it learnt from nlu_data/."""

    def __init__(self, district: District, model: Path | None = MODEL) -> None:
        """`model`: the file that `make nlu` makes; None for the rules alone. It is not opened here."""
        self._units = district.units
        self._rules = Rules(district)
        self._file = model
        self._model: Linear | None = None
        self._loading = Lock()
        self._loaded = False
        self._amiss = ""

    async def understand(self, text: str) -> Understanding:
        """Never raises; about a millisecond for a message of ordinary length. The first one waits for the models."""
        if not self._loaded:
            await asyncio.to_thread(self.load)
        return self.read(text)

    def load(self) -> str:
        """Read the models, once. What is wrong with their file is logged and said, and the rules work alone."""
        with self._loading:
            if self._file and not self._loaded:
                try:
                    self._model = Linear.load(self._file, fingerprint())
                except NoModel as why:
                    self._amiss = str(why)
                except OSError as error:
                    self._amiss = f"nlu_data can't be read ({type(error).__name__})"
                if self._amiss:
                    log.warning("understanding by rules alone", error=self._amiss)
            self._loaded = True
            return self._amiss

    def read(self, text: str) -> Understanding:
        """The same without a loop, for the command line and the benches."""
        if not self._loaded:
            self.load()
        ready = prepared(text)
        return self._rules.understood(ready, self.judged(ready.said))

    def judged(self, said: str) -> Judged:
        """What the models make of the text beside its places; nothing where there are none, or it is nothing else."""
        left = without_places(said, self._units)
        if self._model is None or len({c for c in left if c.isalnum()}) < TELLING:
            return NOTHING
        return self._model.judge(left)
