"""Trains adapters/nlu/likeness.py: ridge regression with a kernel, and the vectors of the examples, kept between runs.

The vectors of 14,000 examples take two minutes the first time; afterwards only those of new examples.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import ssymm
from scipy.linalg.lapack import spotrf, spotri
from threadpoolctl import threadpool_limits

from adapters.nlu import encoder
from adapters.nlu.encoder import Encoder, NoVectors
from adapters.nlu.likeness import closeness
from adapters.nlu.linear import ROOT

KEPT = ROOT / "build" / "nlu" / "vectors.npz"
SOFT = 0.1  # how much the votes are held back
MOST_VOTES = 8000  # examples that vote for a kind of names: 250 MB and ten seconds; both grow fast with more
SEED = 4
AT_ONCE = 256  # texts
FEW = 512  # texts; fewer are not worth a second process
Floats = NDArray[np.floating]


def vectors_of(
    texts: Sequence[str], kept: Path = KEPT, told: Callable[[int, int], None] = lambda n, of: None
) -> Floats:
    """A row for each text. Raises NoVectors. `told`: how many of those that are new are done."""
    keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
    made_by = hashlib.sha256(Path(encoder.__file__).read_bytes()).hexdigest()
    known = _read(kept, made_by)
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known |= dict(zip(new, _embedded(list(new.values()), told), strict=True))
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".new")
        with fresh.open("wb") as file:
            of = {
                "keys": np.array(list(known)),
                "vectors": np.array(list(known.values())),
                "made_by": np.array(made_by),
            }
            np.savez(file, allow_pickle=False, **of)
        fresh.replace(kept)
    return np.array([known[key] for key in keys], dtype=np.float32)


def _read(kept: Path, made_by: str) -> dict[str, NDArray[np.float16]]:
    """What was kept; nothing if it can't be read, or another encoder made it."""
    try:
        with np.load(kept, allow_pickle=False) as file:
            if str(file["made_by"]) != made_by:
                return {}
            return dict(zip(file["keys"].tolist(), file["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError):
        return {}


def _embedded(texts: Sequence[str], told: Callable[[int, int], None]) -> list[NDArray[np.float16]]:
    Encoder.load()  # says at once if there is nothing to work with
    ordered = sorted(range(len(texts)), key=lambda n: len(texts[n]))
    parts = [ordered[n : n + AT_ONCE] for n in range(0, len(ordered), AT_ONCE)]
    out: list[NDArray[np.float16]] = [np.zeros(0, np.float16)] * len(texts)
    done = 0
    with workers(len(texts)) as pool:
        for part, rows in zip(parts, pool.map(_some, [[texts[n] for n in part] for part in parts]), strict=True):
            for n, row in zip(part, rows, strict=True):
                out[n] = row
            done += len(part)
            told(done, len(texts))
    return out


def workers(texts: int) -> Executor:
    """Two processes, or a thread where there is little to do."""
    if texts < FEW or (cpu_count() or 1) < 2:
        return ThreadPoolExecutor(1)
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


_encoder: list[Encoder] = []  # of this process


def _some(texts: list[str]) -> NDArray[np.float16]:
    if not _encoder:
        _encoder.append(Encoder.load())
    with threadpool_limits(1):  # a process for each core already; more threads would wait for each other
        return _encoder[0].embed(texts).astype(np.float16)


def bar(done: int, of: int) -> None:
    """How far it is, on one line of a terminal; elsewhere, a line at the end."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\rmeaning of the examples [{'#' * (30 * done // of):<30}] {done}/{of}" + "\n" * (done == of))
    elif done == of:
        sys.stderr.write(f"meaning of {of} examples\n")


def voters(labels: Sequence[str]) -> NDArray[np.intp]:
    """Numbers of the examples that vote: of each label in turn, until there are enough. The same each time."""
    places: dict[str, int] = {}
    turns = []
    for n in np.random.default_rng(SEED).permutation(len(labels)).tolist():
        places[labels[n]] = places.get(labels[n], 0) + 1
        turns.append((places[labels[n]], n))
    return np.array(sorted(n for _, n in sorted(turns)[:MOST_VOTES]), dtype=np.intp)


def votes(
    ways: Floats, targets: Mapping[str, Floats], weights: Floats, folds: NDArray[np.intp]
) -> tuple[dict[str, tuple[Floats, Floats]], dict[str, Floats]]:
    """By model, the votes of the examples and their bias, and the scores of each example by those of other folds.

    `ways`: the examples' directions; `targets`: a row of 0 and 1 for each; `weights`: how much each counts, 1 on
    average.

    One factorisation serves all models, and the left-out scores come from it in closed form (block-wise leave-out
    of a linear smoother), so that no fold is trained anew.
    """
    inverse = _inverse(ways, weights)
    names = list(targets)
    whole = np.concatenate([targets[name] for name in names], axis=1).astype(np.float32)
    bias = whole.mean(axis=0)
    found = ssymm(1.0, inverse, np.asfortranarray(whole - bias), lower=1)
    left_out = np.zeros_like(whole)
    for fold in np.unique(folds):
        some = np.flatnonzero(folds == fold)
        block = inverse[np.ix_(some, some)]
        block = np.tril(block) + np.tril(block, -1).T
        left_out[some] = whole[some] - np.linalg.solve(block, found[some])
    cuts = np.cumsum([targets[name].shape[1] for name in names])[:-1]
    split: Callable[[Floats], list[Floats]] = partial(np.split, indices_or_sections=cuts, axis=-1)
    return (
        dict(zip(names, zip(split(found), split(bias), strict=True), strict=True)),
        dict(zip(names, split(left_out), strict=True)),
    )


def _inverse(ways: Floats, weights: Floats) -> Floats:
    """The lower half of the inverse of the kernel's matrix, in the memory of that matrix."""
    kernel = np.empty((len(ways), len(ways)), dtype=np.float32, order="F")
    for n in range(0, len(ways), AT_ONCE):
        kernel[:, n : n + AT_ONCE] = closeness(ways @ ways[n : n + AT_ONCE].T)
    kernel[np.diag_indices(len(ways))] += (SOFT / weights).astype(np.float32)
    lower, wrong = spotrf(kernel, lower=1, clean=0, overwrite_a=1)
    inverse, wrong_too = spotri(lower, lower=1, overwrite_c=1)
    if wrong or wrong_too:
        raise NoVectors("the examples can't be told apart by them")
    found: Floats = inverse
    return found


__all__ = ["NoVectors", "bar", "vectors_of", "votes"]
