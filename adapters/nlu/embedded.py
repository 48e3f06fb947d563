"""The engine that is always there: rules, and small trained models. In process, without a server or a download.

The models (adapters/nlu/linear.py) are read with the first message; without them the rules work alone. Where n-grams
are unsure, the sentence's vector (adapters/nlu/vectors.py) says what it resembles; without it they work alone.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from adapters.nlu.answers import LONGEST, ways
from adapters.nlu.asked import Asked
from adapters.nlu.judged import NOTHING, Judged
from adapters.nlu.linear import MODEL, Linear, NoModel, fingerprint, meaning, without_places
from adapters.nlu.rules import Rules, prepared
from adapters.nlu.vectors import Vectors
from cases.district import District
from dialogs.resident.consult import ASKS
from dialogs.understanding import Understanding

if TYPE_CHECKING:
    from adapters.nlu.vectors import Vector

SURE_INTENT, SURE_SERVICE = 0.8, 0.6  # so sure, the n-grams need no vector
WITH_SERVICE = ("report", "suggest", "consult", "conduct", "reopen")
PERHAPS = 0.2  # so likely a message asks about rules at least, to be compared with the ready answers
TELLING = 2  # different letters at least: 呵呵呵呵 tells nothing

_TAGS = re.compile(r"<(script|style)\b.*?</\1>|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)
"""HTML says nothing of what somebody wants."""

log = structlog.get_logger()


class EmbeddedEngine:
    """Understands by the words of the district's own catalogue and by what it learnt from nlu_data/."""

    def __init__(self, district: District, model: Path | None = MODEL, vectors: Vectors | None = None) -> None:
        """`model`: the file that `make nlu` makes; None for the rules alone. `vectors`: None for n-grams alone. Nothing
        is opened here."""
        self._units = district.units
        self._rules = Rules(district)
        self._desk = frozenset(code for code, service in district.catalogue.by_code.items() if service.sealed)
        self._asked = Asked(ways(district.answers))
        self._file = model
        self._vectors = vectors
        self._model: Linear | None = None
        self._loading = Lock()
        self._loaded = False
        self._amiss = ""

    async def understand(self, text: str) -> Understanding:
        """Never raises. Two milliseconds without a vector; with one, off the loop, about 25. The first message waits
        for the models."""
        ready = prepared(text)
        return self._rules.understood(ready, await self.judged_soon(ready.said))

    async def judged_soon(self, said: str) -> Judged:
        """What the models make of a text, without holding up others, and without waiting long for its vector."""
        if not self._loaded:
            await asyncio.to_thread(self.load)
        left, judged = self._by_words(said)
        vectors = self._for(judged)
        vector = await vectors.soon(meaning(left)) if vectors else None
        judged = self._by_both(left, judged, vector)
        if not self._asks(left, judged):
            return judged
        if self._vectors and not vectors:
            vector = await self._vectors.soon(meaning(left))
        return self._compared(left, judged, vector)

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
            if not self._loaded and self._vectors and self._model and self._model.likeness:
                self._vectors.load()
            self._loaded = True
            return self._amiss

    def read(self, text: str) -> Understanding:
        """The same without a loop, for the command line and the benches; it waits for the vector."""
        ready = prepared(text)
        return self._rules.understood(ready, self.judged(ready.said))

    def judged(self, said: str) -> Judged:
        """What the models make of the text beside its places; nothing where there are none, or it is nothing else."""
        if not self._loaded:
            self.load()
        left, judged = self._by_words(said)
        vectors = self._for(judged)
        judged = self._by_both(left, judged, vectors.of(meaning(left)) if vectors else None)
        if self._vectors and self._asks(left, judged):
            judged = self._compared(left, judged, self._vectors.of(meaning(left)))
        return judged

    def _by_words(self, said: str) -> tuple[str, Judged]:
        left = _TAGS.sub(" ", without_places(said, self._units))
        if self._model is None or len({c for c in left if c.isalnum()}) < TELLING:
            return left, NOTHING
        return left, self._told(self._model.judge(left))

    def _for(self, judged: Judged) -> Vectors | None:
        """What makes vectors, if one would tell more: not of a text without words, nor where n-grams are sure."""
        if self._vectors is None or self._model is None or self._model.likeness is None or not judged.letters:
            return None
        return None if is_sure(judged) else self._vectors

    def _by_both(self, left: str, judged: Judged, vector: Vector | None) -> Judged:
        return judged if self._model is None or vector is None else self._told(self._model.judge(left, vector))

    def _told(self, judged: Judged) -> Judged:
        """With how likely its service is one of the discipline desk's."""
        return replace(judged, desk=sum(p for code, p in judged.services if code in self._desk))

    def _asks(self, left: str, judged: Judged) -> bool:
        """Whether a question is put that a ready answer may answer, so that a vector is worth its time."""
        if self._model is None or self._model.likeness is None or len(left) > LONGEST:
            return False
        return dict(judged.intents).get("consult", 0.0) >= PERHAPS or bool(ASKS.search(left))

    def _compared(self, left: str, judged: Judged, vector: Vector | None) -> Judged:
        """With the ready answers whose questions the text resembles. The first question lets them be computed, and does
        not wait for them."""
        if vector is None or self._vectors is None:
            return judged
        self._asked.begin(self._vectors)
        return replace(judged, alike=self._asked.alike(left, vector))


def is_sure(judged: Judged) -> bool:
    """Whether the n-grams alone are so sure of what a message wants, and of its service, that a vector is not worth
    its time."""
    intent = judged.intents[0] if judged.intents else ("", 0.0)
    if intent[1] < SURE_INTENT:
        return False
    return intent[0] not in WITH_SERVICE or (bool(judged.services) and judged.services[0][1] >= SURE_SERVICE)
