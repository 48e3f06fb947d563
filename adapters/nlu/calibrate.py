"""From scores to probabilities that hold what they say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression

FIRST = 5  # guesses of each example that are looked at
TEMPERATURES = np.geomspace(0.05, 2.0, 60)
Floats = NDArray[np.floating]


def calibrated(name: str, scores: Floats, true: NDArray[np.intp]) -> dict[str, NDArray[np.generic]]:
    """Probabilities, and how often the likeliest labels that got them were right: a line that never falls."""
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    best = np.argsort(-likely, axis=1, kind="stable")[:, :FIRST]
    seen = np.take_along_axis(likely, best, axis=1).ravel()
    right = (best == true[:, None]).ravel()
    curve = IsotonicRegression(y_min=0.001, y_max=0.999).fit(seen, right)
    return {
        f"{name}_seen": curve.X_thresholds_.astype(np.float32),
        f"{name}_right": curve.y_thresholds_.astype(np.float32),
    }


def temperature(scores: Floats, true: NDArray[np.intp]) -> float:
    """The one under which the true labels are likeliest."""
    return float(min(TEMPERATURES, key=lambda t: surprise(scores / t, true)))


def weighed(one: Floats, other: Floats, true: NDArray[np.intp]) -> tuple[float, float]:
    """By how much to multiply two kinds of scores so that the true labels are likeliest under their sum."""

    def wrong(logs: Floats) -> float:
        a, b = np.exp(logs)
        return surprise(a * one + b * other, true)

    found = minimize(wrong, np.log([2.0, 8.0]), method="Nelder-Mead", options={"xatol": 0.01, "fatol": 1e-5})
    a, b = np.exp(found.x)
    return float(a), float(b)


def surprise(scores: Floats, true: NDArray[np.intp]) -> float:
    """Mean negative logarithm of the probability that the true label got."""
    top = scores.max(axis=1, keepdims=True)
    whole = np.log(np.exp(scores - top).sum(axis=1)) + top[:, 0]
    return float((whole - scores[np.arange(len(true)), true]).mean())
