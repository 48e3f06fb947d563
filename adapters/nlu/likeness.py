"""Which examples of nlu_data a message resembles in meaning, and what that says of it: the half of the embedded engine
that works with sentence vectors.

A sum over thousands of examples: each votes, the more the closer it is (a Gaussian kernel on the
cosines), and the votes were weighed by ridge regression (adapters/nlu/learn_likeness.py). It carries over between
Chinese and English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

NARROW = 2.5  # how fast a vote fades with distance


def units_of(vectors: Floats) -> Floats:
    """The same of length 1."""
    import numpy as np

    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    found: Floats = vectors / np.maximum(lengths, np.float32(1e-9))
    return found


def directions(vectors: Floats, centre: Floats) -> Floats:
    """Vectors without what all have in common, of length 1. `centre`: the mean of `units_of` all."""
    return units_of(units_of(vectors) - centre)


def closeness(cosines: Floats) -> Floats:
    """Votes of 0 to 1, in the place of the cosines."""
    import numpy as np

    cosines -= 1
    cosines *= NARROW
    np.exp(cosines, out=cosines)
    return cosines


class Likeness:
    """The examples' directions and the weights of their votes."""

    def __init__(self, kept: dict[str, NDArray[np.generic]], names: dict[str, int]) -> None:
        """`names`: the models and how many names each tells apart. Raises KeyError, ValueError as Linear does."""
        import numpy as np

        self._centre: Floats = kept["near_centre"].astype(np.float32)
        self._examples: Floats = kept["near_examples"].astype(np.float32)
        self._votes = {name: kept[f"{name}_votes"].astype(np.float32) for name in names}
        self._bias: dict[str, Floats] = {name: kept[f"{name}_votes_bias"] for name in names}  # type: ignore[misc]
        for name, many in names.items():
            if self._votes[name].shape != (len(self._examples), many) or self._bias[name].shape != (many,):
                raise ValueError("votes and names do not fit")

    def scores(self, vector: Floats) -> dict[str, Floats]:
        """The scores of each model's names for a vector of adapters.nlu.encoder."""
        near = closeness(self._examples @ directions(vector[None], self._centre)[0])
        return {name: near @ votes + self._bias[name] for name, votes in self._votes.items()}
