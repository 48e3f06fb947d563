"""`make nlu`: trains the embedded engine's models from nlu_data/ and writes build/nlu/.

Support vectors on n-grams, and beside them the likeness to the examples (learn_likeness.py). Their scores become
probabilities by one temperature each and a curve, both found on examples that the model which judged them had not seen,
nor any that resembles them. The same examples make the same file.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from adapters.district import load_district
from adapters.nlu.calibrate import calibrated, temperature, weighed
from adapters.nlu.check import triples
from adapters.nlu.encoder import halves
from adapters.nlu.examples import BrokenExamples, Example, read_examples
from adapters.nlu.learn_likeness import NoVectors, bar, vectors_of, voters, votes, workers
from adapters.nlu.likeness import HALVES, centres, seen_from
from adapters.nlu.linear import DATA, MODEL, MUST, ROOT, bare, fingerprint, grams, meaning
from cases.units import Units

FEWEST_TEXTS = 3  # a piece that stands in fewer tells little, and costs memory
SOFTNESS = 0.5
"""C: by how much an example on the wrong side counts against simple weights."""
FOLDS = 5
LIKENESS = {"intent": 0.5, "service": 0.3, "danger": 0.5}
"""By how much less the likeness counts than it does where whatever shares words with a text was left out: that hits
n-grams harder than vectors. Read off tests/nlu/development."""
SEED = 4
ALIKE = 0.4  # share of letter triples in common; above, two examples are of one family
OFTEN = 40  # examples; a triple that stands in more makes no family
Floats = NDArray[np.floating]
Kept = dict[str, NDArray[np.generic]]


def train(
    examples: Sequence[Example],
    units: Units,
    made_of: str,
    *,
    vectored: bool = True,
    progress: Callable[[int, int], None] = lambda n, of: None,
) -> Kept:
    """The content of the model file. With `vectored`, the likeness too; raises NoVectors if there are no weights."""
    texts = [bare(e.text, units) for e in examples]
    vectors = vectors_of([meaning(text) for text in texts], told=progress) if vectored else None
    folds = kept_together([e.text for e in examples])
    labels = {
        "intent": [e.intent for e in examples],
        "service": ["" if e.service == "other" else e.service for e in examples],
        "danger": common([e.danger for e in examples]),
    }
    labels = {name: of for name, of in labels.items() if name in MUST or len(set(of)) > 1}
    kept: Kept = {"fingerprint": np.array(made_of)}
    voted = {} if vectors is None else likeness(labels, texts, vectors, folds, kept)  # first: it needs the most memory
    vectorizer = TfidfVectorizer(analyzer=grams, min_df=FEWEST_TEXTS, sublinear_tf=True, dtype=np.float32)
    rows = vectorizer.fit_transform(texts)
    terms = [str(t) for t in vectorizer.get_feature_names_out()]
    kept["terms"] = np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)
    kept["idf"] = vectorizer.idf_.astype(np.float32)
    parts = {name: told(of) if name == "service" else np.arange(len(of)) for name, of in labels.items()}
    with workers(len(examples)) as pool:
        jobs = {
            name: pool.submit(words, name, rows[mine], np.array(labels[name])[mine], folds[mine])
            for name, mine in sorted(parts.items(), key=lambda part: part[0] != "service")  # the longest first
        }
    for name, mine in parts.items():
        made, scores = jobs[name].result()
        kept |= made
        if name in voted:
            chosen, left_out = voted[name]
            true = np.searchsorted(made[f"{name}_names"], np.array(labels[name])[mine[chosen]])
            own, near = weighed(scores[chosen], left_out, true)
            mixed = scores[chosen] * own + left_out * near * LIKENESS[name]
            softened = temperature(mixed, true)
            kept[f"{name}_both_mix"] = np.array([own, near * LIKENESS[name]]) / softened
            kept |= calibrated(f"{name}_both", mixed / softened, true)
    return kept


def told(services: Sequence[str]) -> NDArray[np.intp]:
    """The examples that name a service."""
    return np.flatnonzero([bool(service) for service in services])


def common(labels: Sequence[str]) -> list[str]:
    """The labels, without those that have too few examples to learn from."""
    often = Counter(labels)
    return [label if often[label] >= FOLDS else "" for label in labels]


def words(name: str, rows: csr_matrix, wanted: NDArray[np.str_], folds: NDArray[np.intp]) -> tuple[Kept, Floats]:
    """One model on n-grams, and the scores of each example by a model that was trained without its fold."""
    names = np.unique(wanted)
    scores = np.full((len(wanted), len(names)), -1.5, dtype=np.float32)  # of a name that the others do not know
    for fold in np.unique(folds):
        known, new = folds != fold, folds == fold
        model = machine(name).fit(rows[known], wanted[known])
        found = each(model.decision_function(rows[new]), len(model.classes_))
        scores[np.ix_(new, np.searchsorted(names, model.classes_))] = found
    model = machine(name).fit(rows, wanted)
    true = np.searchsorted(names, wanted)
    softened = temperature(scores, true)
    return {
        f"{name}_names": names,
        f"{name}_weights": np.ascontiguousarray(each(model.coef_.T, len(names)).astype(np.float16)),
        f"{name}_bias": each(model.intercept_, len(names)).ravel().astype(np.float32),
        f"{name}_mix": np.array([1 / softened]),
        **calibrated(name, scores / softened, true),
    }, scores


def likeness(
    labels: dict[str, list[str]], texts: Sequence[str], vectors: Floats, folds: NDArray[np.intp], kept: Kept
) -> dict[str, tuple[NDArray[np.intp], Floats]]:
    """Puts the examples' directions and votes into `kept`. By model: those of its examples that vote, by their numbers,
    and the scores that the others gave them."""
    rest = [name for name in labels if name != "service"]
    kinds = ["/".join(of) for of in zip(*(labels[name] for name in rest), strict=True)]  # danger is rare in reports
    services = told(labels["service"]), labels["service"], ["service"]
    voted = {}
    for half, part, (asked, by, together) in zip(
        HALVES, halves(vectors), ((np.arange(len(texts)), kinds, rest), services), strict=True
    ):
        middles = centres(texts, part)
        chosen = voters([by[n] for n in asked])
        mine = asked[chosen]
        ways = seen_from(middles, [texts[n] for n in mine], part[mine])
        kept[f"{half}_middles"], kept[f"{half}_examples"] = middles, ways.astype(np.float16)
        wanted = {name: np.array(labels[name])[mine] for name in together}
        names = {name: np.unique(np.array(labels[name])[asked]) for name in together}
        targets = {name: (of[:, None] == names[name]).astype(np.float32) for name, of in wanted.items()}
        found, left_out = votes(ways, targets, even(wanted), folds[mine])
        for name in together:
            kept[f"{name}_votes"] = found[name][0].astype(np.float16)
            kept[f"{name}_votes_bias"] = found[name][1].astype(np.float32)
            voted[name] = chosen, left_out[name]
    return voted


def even(wanted: dict[str, NDArray[np.str_]]) -> Floats:
    """How much each example counts: all of an intent together as much as those of any other."""
    labels = wanted["intent"].tolist() if "intent" in wanted else [""] * len(next(iter(wanted.values())))
    often = Counter(labels)
    weights = np.array([1 / often[label] for label in labels])
    even_out: Floats = weights / weights.mean()
    return even_out


def machine(name: str) -> LinearSVC:
    """Rare kinds count as much as frequent ones; services are of one size anyway."""
    return LinearSVC(C=SOFTNESS, class_weight=None if name == "service" else "balanced", random_state=SEED)


def each(of: Floats, names: int) -> Floats:
    """A column for each name; where there are two, the machine tells of the second alone."""
    if names > 2:
        return of
    one = of.reshape(-1, 1)
    return np.concatenate([-one, one], axis=1)


def kept_together(texts: Sequence[str]) -> NDArray[np.intp]:
    """A fold for each text, the same for texts that resemble each other (made after one template)."""
    of = [triples(text) for text in texts]
    where: dict[str, list[int]] = defaultdict(list)
    for n, mine in enumerate(of):
        for triple in mine:
            where[triple].append(n)
    first = list(range(len(texts)))

    def family(n: int) -> int:
        while first[n] != n:
            first[n] = first[first[n]]
            n = first[n]
        return n

    for n, mine in enumerate(of):
        shared = Counter(m for t in mine if len(where[t]) <= OFTEN for m in where[t] if m > n)
        for m, count in shared.items():
            if count > ALIKE * len(mine | of[m]):
                first[family(m)] = family(n)
    dice = np.random.default_rng(SEED).integers(0, FOLDS, len(texts))
    return dice[[family(n) for n in range(len(texts))]]


def main() -> int:
    """Train and write; 1 where the examples can't be read."""
    began, read_at = time.perf_counter(), time.time()
    made_of = fingerprint()
    units = load_district(ROOT / "deploy" / "rongchang").units
    try:
        examples = read_examples(DATA)
    except BrokenExamples as broken:
        sys.stdout.write(f"{broken}\n")
        return 1
    try:
        kept = train(examples, units, made_of, progress=bar)
    except NoVectors as why:
        sys.stdout.write(f"Without sentence vectors: {why}.\n")
        kept = train(examples, units, made_of, vectored=False)
    write(kept, MODEL)
    os.utime(MODEL, (read_at, read_at))  # what was changed while it was being trained is newer, so make trains again
    took = time.perf_counter() - began
    sys.stdout.write(f"{len(examples)} examples learnt in {took:.0f} s: {MODEL.relative_to(ROOT)}\n")
    return 0


def write(kept: Kept, path: Path) -> None:
    """Whole or not at all: a process that starts meanwhile reads the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        np.savez(file, allow_pickle=False, **kept)
    new.replace(path)


if __name__ == "__main__":
    sys.exit(main())
