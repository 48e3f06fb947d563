"""Both engines on the same data: what each makes of texts that it did not learn from.

`python -m bench.engines folds embedded 0` judges one of the five folds of nlu_data with one engine (`--every 2`: on
every second example of each label); `python -m bench.engines public clinc150 rasa FOLDER --shots 10` a public set
(docs/understanding.md says where). Each part is kept in build/bench/engines/; `python -m bench.engines table` prints
what is there. Rasa's parts take minutes and need `make rasa`. Near-copies stay in one fold (adapters/nlu/train.py).
Models are compared here, as they ship, without the rules that go over either's answers.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sklearn.metrics import f1_score

from adapters.district import load_district
from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.examples import Aid, Example, read_aids, read_examples
from adapters.nlu.learn_likeness import bar, vectors_of
from adapters.nlu.linear import fingerprint, meaning, without_places
from adapters.nlu.rasa_files import CONFIG, files, from_rasa
from adapters.nlu.rules import prepared
from adapters.nlu.train import FOLDS, kept_together, train, write
from adapters.nlu.vectors import Vectors
from cases.district import District
from dialogs.understanding import OUT_OF_SCOPE

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "bench" / "engines"
RASA = ROOT / "build" / "rasa" / "env" / "bin"
ENGINES, SETS = ("embedded", "rasa"), ("clinc150", "banking77", "curekart", "powerplay11", "sofmattress")
IN_SCOPE = 0.95  # share of it that is kept while out-of-scope is counted
EPOCHS = 100  # of DIET on the public sets: its own default in `rasa init`
SEED = 4
OTHER = "other"  # what no service does; the embedded engine's models do not guess it, so neither is asked for it
Answer = tuple[str, str, float]
"""Intent, service and how sure; a service for every text."""
Learn = Callable[[Sequence[Example], Sequence[str]], list[Answer]]
"""Trains on examples and answers texts."""


class Ready(Vectors):
    """Vectors that were made all at once, by two processes; a running program makes the same one by one."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        self._known.update(zip(texts, vectors_of(texts, told=bar), strict=True))


def by_embedded(district: District) -> Learn:
    """The models of the embedded engine, with vectors if they are installed."""

    def learn(examples: Sequence[Example], texts: Sequence[str]) -> list[Answer]:
        file = KEPT / f"embedded-{os.getpid()}.npz"
        write(train(examples, district.units, fingerprint(), progress=bar), file)
        vectors = Ready([meaning(without_places(text, district.units)) for text in texts])
        engine = EmbeddedEngine(district, file, vectors)
        if amiss := engine.load():
            raise SystemExit(amiss)
        file.unlink()
        answers = []
        for text in texts:
            judged = engine.judged(text)
            intent, sure = judged.intents[0] if judged.intents else (OUT_OF_SCOPE, 0.0)
            codes = [code for code, _ in judged.services if code != OTHER]
            answers.append((intent, codes[0] if codes else "", sure))
        return answers

    return learn


def by_rasa(district: District, aids: Sequence[Aid], config: str) -> Learn:
    """Rasa's components in a process and folder of their own."""

    def learn(examples: Sequence[Example], texts: Sequence[str]) -> list[Answer]:
        folder = KEPT / f"rasa-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in files(examples, aids, district.units, config).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        quiet = {
            **os.environ,
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CUDA_VISIBLE_DEVICES": "",
        }
        asked = "".join(json.dumps(text) + "\n" for text in texts)
        call = [str(RASA / "python"), "-W", "ignore", str(ROOT / "bench" / "rasa_run.py"), str(folder)]
        said = subprocess.run(call, input=asked, env=quiet, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
        rows = [json.loads(line) for line in said.stdout.splitlines() if line.startswith("[")]
        shutil.rmtree(folder)
        return [likeliest(row) for row in rows]

    return learn


def likeliest(ranking: Sequence[tuple[str, float]]) -> Answer:
    """Intent and service of Rasa's ranking, as adapters/nlu/rasa_answer.py counts them."""
    intents: dict[str, float] = defaultdict(float)
    services: dict[str, float] = defaultdict(float)
    for label, chance in ranking:
        if label != "nlu_fallback":
            intent, service = from_rasa(label)
            intents[intent] += chance
            services[service] += chance if service and service != OTHER else 0.0
    intent = max(intents, key=lambda name: intents[name])
    return intent, max(services, key=lambda name: services[name]), intents[intent]


def folds(district: District, learn: Learn, fold: int, every: int) -> dict[str, float]:
    """One fold of nlu_data: the figures of each language."""
    examples = thinned(read_examples(ROOT / "nlu_data"), every)
    of = kept_together([e.text for e in examples])
    tests = [e for e, its in zip(examples, of, strict=True) if its == fold]
    known = [e for e, its in zip(examples, of, strict=True) if its != fold]
    answers = learn(known, [prepared(e.text).said for e in tests])
    catalogue = district.catalogue
    found: dict[str, float] = {}
    for language in ("zh-CN", "en"):
        pairs = [(e, a) for e, a in zip(tests, answers, strict=True) if e.language == language]
        told = [(e.service, a[1] if a[1] in catalogue else OTHER) for e, a in pairs if e.service not in ("", OTHER)]
        groups = [(catalogue[true].group, catalogue[said].group) for true, said in told]
        found |= {
            f"{language}: intent": sum(e.intent == a[0] for e, a in pairs) / len(pairs),
            f"{language}: service, macro-F1": macro(told),
            f"{language}: group, macro-F1": macro(groups),
        }
    return found


def thinned(examples: Sequence[Example], every: int) -> list[Example]:
    """Every so manieth example of each label and language."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    kept = []
    for e in examples:
        if seen[e.label, e.language] % every == 0:
            kept.append(e)
        seen[e.label, e.language] += 1
    return kept


def macro(pairs: Sequence[tuple[str, str]]) -> float:
    """Macro-F1 over the labels that are true of some text."""
    true, said = zip(*pairs, strict=True)
    return float(f1_score(true, said, labels=sorted(set(true)), average="macro", zero_division=0))


def public(name: str, folder: Path, shots: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Texts with labels to learn from, `shots` of each label (0: all), and to be asked. "oos" is out of scope."""
    if name == "clinc150":
        whole = json.loads(next(folder.glob("clinc150*.json")).read_text(encoding="utf-8"))
        known = [(str(t), str(of)) for t, of in whole["train"]]
        asked = [(str(t), str(of)) for part in ("test", "oos_test") for t, of in whole[part]]
    else:
        known, asked = (list(rows(next(folder.glob(f"{name}[-_]{part}.csv")))) for part in ("train", "test"))
        asked = [(text, "oos" if label == "NO_NODES_DETECTED" else label) for text, label in asked]
    random.Random(SEED).shuffle(known)
    taken: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for text, label in known:
        if not shots or len(taken[label]) < shots:
            taken[label].append((text, label))
    return [pair for pairs in taken.values() for pair in pairs], asked


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """Text and label of each row of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        yield from ((row[0], row[1]) for row in lines if row[0].strip())


def yardstick(learn: Learn, name: str, folder: Path, shots: int) -> dict[str, float]:
    """A public set: how often the label is right; and out-of-scope recall while 95 % of the rest is kept."""
    known, asked = public(name, folder, shots)
    short = {label: f"l{n}" for n, label in enumerate(sorted({label for _, label in known}))}
    examples = [Example(t, short[label], "", "en", (), "", 0) for t, label in known]
    # Our trainer wants examples with a service; the labels are those too, and only the intent is counted.
    examples = [replace(e, service=e.intent) for e in examples]
    answers = learn(examples, [prepared(text).said for text, _ in asked])
    inside = [(short.get(label), a) for (_, label), a in zip(asked, answers, strict=True) if label != "oos"]
    outside = [a[2] for (_, label), a in zip(asked, answers, strict=True) if label == "oos"]
    found = {"accuracy": sum(true == a[0] for true, a in inside) / len(inside)}
    if outside:
        bar = sorted(a[2] for _, a in inside)[int((1 - IN_SCOPE) * len(inside))]
        found["out-of-scope recall"] = sum(sure < bar for sure in outside) / len(outside)
    return found


def table() -> None:
    """What is there so far: the mean of the folds that both engines have, and the public sets."""
    parts = {path.stem: json.loads(path.read_text()) for path in sorted(KEPT.glob("*.json"))}
    print("| what | embedded | Rasa |\n|---|---|---|")
    for every in sorted({name.split("-")[1] for name in parts if name.startswith("folds-")}):
        both = [n for n in range(FOLDS) if all(f"folds-{every}-{e}-{n}" in parts for e in ENGINES)]
        for what in parts[f"folds-{every}-rasa-{both[0]}"] if both else ():
            means = [sum(parts[f"folds-{every}-{e}-{n}"][what] for n in both) / len(both) for e in ENGINES]
            print(row(f"every {every}., {len(both)} of {FOLDS} folds; {what}", means))
    for name in SETS:
        for shots in ("10", "0"):
            found = [parts.get(f"{name}-{e}-{shots}", {}) for e in ENGINES]
            for what in found[0] or found[1]:
                how = f"{shots} a label" if shots != "0" else "in full"
                print(row(f"{name}, {how}; {what}", [one.get(what) for one in found]))


def row(what: str, reached: Sequence[float | None]) -> str:
    """A line of the table."""
    shown = ["–" if one is None else f"{one:.0f}" if what.endswith("seconds") else f"{one:.3f}" for one in reached]
    return f"| {what} | {' | '.join(shown)} |"


def main() -> None:
    """One part, or the table."""
    top = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parts = top.add_subparsers(dest="part", required=True)
    parts.add_parser("table")
    one = parts.add_parser("folds")
    one.add_argument("engine", choices=ENGINES)
    one.add_argument("fold", type=int, choices=range(FOLDS))
    one.add_argument("--every", type=int, default=1, help="2: every second example of each label")
    other = parts.add_parser("public")
    other.add_argument("set", choices=SETS)
    other.add_argument("engine", choices=ENGINES)
    other.add_argument("folder", type=Path)
    other.add_argument("--shots", type=int, default=10, help="examples of each label; 0: all")
    given = top.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    if given.part == "table":
        table()
        return
    began = time.perf_counter()
    district, config = load_district(ROOT / "deploy" / "rongchang"), CONFIG.read_text(encoding="utf-8")
    if given.part == "folds":
        name, aids = f"folds-{given.every}-{given.engine}-{given.fold}", read_aids(ROOT / "nlu_data")
        learn = by_embedded(district) if given.engine == "embedded" else by_rasa(district, aids, labels_only(config))
        found: Mapping[str, float] = folds(district, learn, given.fold, given.every)
    else:
        name = f"{given.set}-{given.engine}-{given.shots}"
        learn = by_embedded(district) if given.engine == "embedded" else by_rasa(district, (), generic())
        found = yardstick(learn, given.set, given.folder, given.shots)
    found = {**found, "seconds": time.perf_counter() - began}
    (KEPT / f"{name}.json").write_text(json.dumps(found, indent=1))
    print(name, {what: round(value, 3) for what, value in found.items()})


def labels_only(config: str) -> str:
    """Our pipeline up to DIET: what follows finds entities and puts "unsure" first, and changes no probability."""
    return config[: config.index("  - name: CRFEntityExtractor")]


def generic() -> str:
    """Rasa's default pipeline for words with spaces, with DIET as it comes, for the public sets."""
    return f"""recipe: default.v1
assistant_id: yardstick
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: {EPOCHS}
    entity_recognition: false
    constrain_similarities: true
    random_seed: {SEED}
    ranking_length: 0
"""


if __name__ == "__main__":
    main()
