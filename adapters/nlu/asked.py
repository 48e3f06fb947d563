"""How near a question is in meaning to those that the district's ready answers are asked with.

By the same sentence vectors as the models use (adapters/nlu/vectors.py), by the half that tells what a text is about:
the cosine to the nearest way of asking, both seen from the middle of all ways in their language. The 550 ways of the
sample list take ten seconds of one core, so they are computed once, with the first question, in a thread of their own;
until then, and without vectors, words decide alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock, Thread
from typing import TYPE_CHECKING

from adapters.nlu.encoder import halves
from adapters.nlu.likeness import centres, seen_from

if TYPE_CHECKING:
    from adapters.nlu.likeness import Floats
    from adapters.nlu.vectors import Vector, Vectors

FEWEST = 40  # ways of asking; the middle of fewer is no measure of what questions have in common


class Asked:
    """The ways of asking of one district, with the keys of their answers."""

    def __init__(self, ways: Sequence[tuple[str, str]]) -> None:
        """`ways`: key and question. Nothing is computed here."""
        self._ways = ways if len(ways) >= FEWEST else ()
        self._begun = Lock()
        self._known: tuple[Floats, Floats] | None = None  # their middles, and the directions of all from there

    def begin(self, vectors: Vectors) -> None:
        """Compute them, unless that has begun already; returns at once."""
        if self._ways and self._begun.acquire(blocking=False):
            Thread(target=self.compute, args=(vectors,), name="asked", daemon=True).start()

    def compute(self, vectors: Vectors) -> None:
        """The same while the caller waits. Without weights that work there is nothing to compare with."""
        texts = [way for _, way in self._ways]
        found = vectors.many(texts) if texts else None
        if found is not None:
            _, matter = halves(found)
            middles = centres(texts, matter)
            self._known = middles, seen_from(middles, texts, matter)

    def alike(self, text: str, vector: Vector) -> tuple[tuple[str, float], ...]:
        """For each answer the cosine of its nearest way of asking, nearest first. Nothing before `compute`."""
        if self._known is None:
            return ()
        middles, ways = self._known
        _, matter = halves(vector[None])
        nearest: dict[str, float] = {}
        for (key, _), cosine in zip(self._ways, (ways @ seen_from(middles, [text], matter)[0]).tolist(), strict=True):
            nearest[key] = max(cosine, nearest.get(key, -1.0))
        return tuple(sorted(nearest.items(), key=lambda item: -item[1]))
