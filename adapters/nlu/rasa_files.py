"""`python -m adapters.nlu.rasa_files FOLDER`: what Rasa is trained on, made of nlu_data/ and the district's units.

Rasa takes a label with a stroke (`report/street-light`) for a retrieval intent; there it is written with a plus. Equal
examples make the same files, byte for byte; the name of the trained model holds their fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from adapters.district import load_district
from adapters.nlu.examples import ENTITIES, VERSION, Aid, BrokenExamples, Example, read_aids, read_examples
from cases.units import Units

ROOT = Path(__file__).parents[2]
DATA = ROOT / "nlu_data"
CONFIG = ROOT / "deploy" / "rasa" / "config.yml"
LOCK = CONFIG.with_name("requirements.lock")
STROKE, PLUS = "/", "+"
OFTEN = 20_000  # how common Jieba takes a unit's name for; a name is then never cut in two


def to_rasa(label: str) -> str:
    """Our label as Rasa has it."""
    return label.replace(STROKE, PLUS)


def from_rasa(label: str) -> tuple[str, str]:
    """Intent and service of Rasa's label; the service may be empty."""
    intent, _, service = label.partition(PLUS)
    return intent, service


def files(examples: Sequence[Example], aids: Sequence[Aid], units: Units, config: str) -> dict[str, str]:
    """All files of the training folder, by their path in it."""
    names = sorted(units.names)
    all_aids = united([*aids, Aid("lookup", "place", tuple(names), "", "", 0)])
    return {
        "config.yml": config,
        "domain.yml": domain(examples),
        "data/examples.yml": "".join([head(), *blocks(examples)]),
        "data/aids.yml": "".join([head(), *map(aid, all_aids), *units_synonyms(units)]),
        "words/places.txt": "".join(f"{name} {OFTEN} ns\n" for name in names if " " not in name),
    }


def head() -> str:
    """The first lines of each file of training data."""
    return f'version: "{VERSION}"\nnlu:\n'


def domain(examples: Iterable[Example]) -> str:
    """The labels and entities that there are."""
    labels = "".join(f"  - {to_rasa(label)}\n" for label in sorted({e.label for e in examples}))
    entities = "".join(f"  - {name}\n" for name in sorted(ENTITIES))
    return f'version: "{VERSION}"\nintents:\n{labels}entities:\n{entities}'


def blocks(examples: Iterable[Example]) -> Iterator[str]:
    """The examples, label by label, with what is marked in them. A text that stands twice is written once."""
    ordered = sorted({(e.label, e.text): e for e in examples}.values(), key=lambda e: (e.label, e.language, e.text))
    for label, of_label in groupby(ordered, key=lambda e: e.label):
        yield block("intent", to_rasa(label), [marked(e) for e in of_label])


def marked(example: Example) -> str:
    """The text of an example with its marks, on one line."""
    parts, last = [], 0
    for one in example.marked:
        value = f":{one.value}" if one.value else ""
        parts += [example.text[last : one.start], f"[{one.text}]({one.kind}{value})"]
        last = one.start + len(one.text)
    return " ".join("".join([*parts, example.text[last:]]).split())


def united(aids: Iterable[Aid]) -> list[Aid]:
    """Aids of one kind and name as one, whatever their language: Rasa knows no languages."""
    ordered = sorted(aids, key=lambda a: (a.kind, a.name))
    return [
        Aid(kind, name, tuple(dict.fromkeys(row for one in same for row in one.rows)), "", "", 0)
        for (kind, name), same in groupby(ordered, key=lambda a: (a.kind, a.name))
    ]


def aid(one: Aid) -> str:
    """A synonym, lookup table or pattern."""
    return block(one.kind, one.name, one.rows)


def units_synonyms(units: Units) -> Iterator[str]:
    """What else each unit is called. A name of several units means none of them here."""
    for code, unit in sorted(units.by_code.items()):
        others = sorted(name for name, codes in units.names.items() if codes == (code,) and name != unit.name)
        if others:
            yield block("synonym", unit.name, others)


def block(kind: str, name: str, rows: Iterable[str]) -> str:
    """A block of training data."""
    return f"- {kind}: {json.dumps(name, ensure_ascii=False)}\n  examples: |\n" + "".join(f"    - {r}\n" for r in rows)


def fingerprint(made: dict[str, str], lock: str) -> str:
    """Twelve letters that change with whatever a model is made of."""
    whole = json.dumps([made, lock], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def made_now() -> tuple[dict[str, str], str]:
    """The training folder's files as they should be now, and their fingerprint. Raises BrokenExamples, OSError."""
    units = load_district(ROOT / "deploy" / "rongchang").units
    made = files(read_examples(DATA), read_aids(DATA), units, CONFIG.read_text(encoding="utf-8"))
    return made, fingerprint(made, LOCK.read_text(encoding="utf-8"))


def main(words: Sequence[str]) -> int:
    """Write the folder and print the fingerprint; 1 where nlu_data can't be read."""
    try:
        made, name = made_now()
    except BrokenExamples as broken:
        sys.stderr.write(f"{broken}\n")
        return 1
    for path, text in made.items():
        file = Path(words[0]) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
