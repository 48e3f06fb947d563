"""Which examples of nlu_data a message resembles in meaning, and what that says of it: the half of the embedded engine
that works with sentence vectors.

A sum over thousands of examples: each votes, the more the closer it is (a Gaussian kernel on the
cosines), and the votes were weighed by ridge regression (adapters/nlu/learn_likeness.py). It carries over between
Chinese and English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.nlu.encoder import halves
from adapters.nlu.script import language_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

NARROW = 2.5  # how fast a vote fades with distance
HALVES = "gist", "matter"  # of a vector, in their order


def half_for(model: str) -> str:
    """Which half of a vector tells the names of a model apart best."""
    return "matter" if model == "service" else "gist"


def units_of(vectors: Floats) -> Floats:
    """The same of length 1."""
    import numpy as np

    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    found: Floats = vectors / np.maximum(lengths, np.float32(1e-9))
    return found


def directions(vectors: Floats, centre: Floats) -> Floats:
    """Vectors without what all have in common, of length 1. `centre`: the mean of `units_of` all, or a row for each."""
    return units_of(units_of(vectors) - centre)


def closeness(cosines: Floats) -> Floats:
    """Votes of 0 to 1, in the place of the cosines."""
    import numpy as np

    cosines -= 1
    cosines *= NARROW
    np.exp(cosines, out=cosines)
    return cosines


def centres(texts: Sequence[str], vectors: Floats) -> Floats:
    """Two rows: the middle of the Chinese texts and of the English ones; of all where a language has none.

    A vector tells of the language first; seen from the middle of its own language it tells of the meaning.
    """
    import numpy as np

    units, chinese = units_of(vectors), is_chinese(texts)
    parts = [units[chinese], units[~chinese]]
    found: Floats = np.array([(part if len(part) else units).mean(axis=0) for part in parts], dtype=np.float32)
    return found


def seen_from(middles: Floats, texts: Sequence[str], vectors: Floats) -> Floats:
    """The directions of vectors, each from the middle of its language (`centres`)."""
    import numpy as np

    return directions(vectors, middles[np.where(is_chinese(texts), 0, 1)])


def is_chinese(texts: Sequence[str]) -> NDArray[np.bool_]:
    """By letters; a text without any counts as Chinese."""
    import numpy as np

    return np.array([language_in(text) != "en" for text in texts], dtype=bool)


class Likeness:
    """The examples' directions, and the weights of their votes: by gist for what is wanted and for danger, by matter
    for the service."""

    def __init__(self, kept: dict[str, NDArray[np.generic]], names: dict[str, int]) -> None:
        """`names`: the models and how many names each tells apart. Raises KeyError, ValueError as Linear does."""
        import numpy as np

        self._middles = {half: kept[f"{half}_middles"].astype(np.float32) for half in HALVES}
        self._examples = {half: kept[f"{half}_examples"].astype(np.float32) for half in HALVES}
        self._votes = {name: kept[f"{name}_votes"].astype(np.float32) for name in names}
        self._bias: dict[str, Floats] = {name: kept[f"{name}_votes_bias"] for name in names}  # type: ignore[misc]
        for name, many in names.items():
            voters = len(self._examples[half_for(name)])
            if self._votes[name].shape != (voters, many) or self._bias[name].shape != (many,):
                raise ValueError("votes and names do not fit")

    def scores(self, text: str, vector: Floats) -> dict[str, Floats]:
        """The scores of each model's names for a text and its row of adapters.nlu.encoder."""
        near = {}
        for half, part in zip(HALVES, halves(vector[None]), strict=True):
            near[half] = closeness(self._examples[half] @ seen_from(self._middles[half], [text], part)[0])
        return {name: near[half_for(name)] @ votes + self._bias[name] for name, votes in self._votes.items()}
