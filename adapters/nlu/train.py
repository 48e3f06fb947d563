"""`make nlu`: trains the embedded engine's two linear models from nlu_data/, in seconds, and writes build/nlu/.

Support vectors on TF-IDF. Their scores become probabilities by one temperature each and a curve, both found on examples
that the model which judged them had not seen. The same examples make the same file.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from adapters.district import load_district
from adapters.nlu.examples import BrokenExamples, Example, read_examples
from adapters.nlu.linear import DATA, MODEL, ROOT, fingerprint, grams, without_places
from cases.units import Units

FEWEST_TEXTS = 2  # a piece that stands in one example only tells nothing
SOFTNESS = {"intent": 0.5, "service": 0.5}
"""C of each model: by how much an example on the wrong side counts against simple weights."""
FOLDS = 5
SEED = 4
FIRST = 5  # guesses of each example that are looked at
TEMPERATURES = np.geomspace(0.05, 2.0, 60)
Floats = NDArray[np.floating]


def train(examples: Sequence[Example], units: Units, made_of: str) -> dict[str, NDArray[np.generic]]:
    """The content of the model file."""
    vectorizer = TfidfVectorizer(analyzer=grams, min_df=FEWEST_TEXTS, sublinear_tf=True, dtype=np.float32)
    rows = vectorizer.fit_transform([without_places(e.text, units) for e in examples])
    told = [n for n, e in enumerate(examples) if e.service]
    terms = [str(t) for t in vectorizer.get_feature_names_out()]
    return {
        "fingerprint": np.array(made_of),
        "terms": np.frombuffer("\n".join(terms).encode(), dtype=np.uint8),
        "idf": vectorizer.idf_.astype(np.float32),
        **one("intent", rows, [e.intent for e in examples]),
        **one("service", rows[told], [examples[n].service for n in told]),
    }


def one(name: str, rows: csr_matrix, labels: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """One model and its temperature."""
    wanted = np.array(labels)
    model = machine(name).fit(rows, wanted)
    scores = unseen(name, rows, wanted)
    true = np.searchsorted(model.classes_, wanted)
    softened = temperature(scores, true)
    seen, right = reliability(scores / softened, true)
    return {
        f"{name}_names": model.classes_,
        f"{name}_weights": np.ascontiguousarray(model.coef_.T.astype(np.float16)),
        f"{name}_bias": model.intercept_.astype(np.float32),
        f"{name}_temperature": np.array(softened),
        f"{name}_seen": seen,
        f"{name}_right": right,
    }


def machine(name: str) -> LinearSVC:
    """Rare intents count as much as frequent ones; services are of one size anyway."""
    return LinearSVC(C=SOFTNESS[name], class_weight="balanced" if name == "intent" else None, random_state=SEED)


def unseen(name: str, rows: csr_matrix, wanted: NDArray[np.str_]) -> Floats:
    """The scores of each example by a model that was trained without it."""
    scores = np.zeros((len(wanted), len(np.unique(wanted))))
    for known, new in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, wanted):
        scores[new] = machine(name).fit(rows[known], wanted[known]).decision_function(rows[new])
    return scores


def temperature(scores: Floats, true: NDArray[np.intp]) -> float:
    """The one under which the true labels are likeliest."""
    return float(min(TEMPERATURES, key=lambda t: surprise(scores / t, true)))


def reliability(scores: Floats, true: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Probabilities, and how often the likeliest labels that got them were right: a line that never falls."""
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    best = np.argsort(-likely, axis=1, kind="stable")[:, :FIRST]
    seen = np.take_along_axis(likely, best, axis=1).ravel()
    right = (best == true[:, None]).ravel()
    curve = IsotonicRegression(y_min=0.001, y_max=0.999).fit(seen, right)
    return curve.X_thresholds_.astype(np.float32), curve.y_thresholds_.astype(np.float32)


def surprise(scores: Floats, true: NDArray[np.intp]) -> float:
    """Mean negative logarithm of the probability that the true label got."""
    top = scores.max(axis=1, keepdims=True)
    whole = np.log(np.exp(scores - top).sum(axis=1)) + top[:, 0]
    return float((whole - scores[np.arange(len(true)), true]).mean())


def main() -> int:
    """Train and write; 1 where the examples can't be read."""
    began = time.perf_counter()
    units = load_district(ROOT / "deploy" / "rongchang").units
    try:
        examples = read_examples(DATA)
    except BrokenExamples as broken:
        sys.stdout.write(f"{broken}\n")
        return 1
    kept = train(examples, units, fingerprint())
    write(kept, MODEL)
    took = time.perf_counter() - began
    sys.stdout.write(f"{len(examples)} examples learnt in {took:.0f} s: {MODEL.relative_to(ROOT)}\n")
    return 0


def write(kept: dict[str, NDArray[np.generic]], path: Path) -> None:
    """Whole or not at all: a process that starts meanwhile reads the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        np.savez(file, allow_pickle=False, **kept)
    new.replace(path)


if __name__ == "__main__":
    sys.exit(main())
