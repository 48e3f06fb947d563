"""`make nlu-check`: what is wrong with the examples of nlu_data/, each by file and line.

Duplicates, one text under two labels, near-copies, labels with too few or far too many examples, labels that do not
exist, services without examples, aids that help nobody, and test messages that stand (nearly) among the examples:
they would test nothing.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

from adapters.district import load_district
from adapters.nlu.examples import Aid, BrokenExamples, Example, read_aids, read_examples
from dialogs.understanding import OUT_OF_SCOPE
from dialogs.words import plain

ROOT = Path(__file__).parents[2]
SET_PHRASE = 4  # characters
INTENTS = frozenset(
    """
    report suggest consult praise conduct status remind rate reopen add help human language privacy greet thanks goodbye
    affirm deny cancel back out_of_scope
    """.split()  # noqa: SIM905  # a list of twenty-two quoted words reads worse
)
WITH_SERVICE = ("report", "conduct")
"""Intents whose examples name the service that they are about."""
FITS_NOWHERE = "other"
"""The service of what no other fits, such as a wish to die; it may have examples, and needs none."""
FEWEST = {"zh-CN": (25, 20), "en": (10, 10)}
"""By language: examples of an intent without services, and of a service, at least."""
MOST = 4.0  # times the median of the labels of a language
WIDE = (OUT_OF_SCOPE, "consult")  # the rest of the world has no end, and every service has its questions
ALIKE = 0.8  # share of letter triples that two texts have in common; above, one is a copy of the other
WORDY = 10  # letters; shorter texts may be alike and mean it


def problems(examples: Sequence[Example], services: Iterable[str], tests: Sequence[Example] = ()) -> list[str]:
    """Everything that is wrong, in the order of the files."""
    found = [*labels(examples, frozenset(services)), *copies(examples), *leaks(examples, tests)]
    return [*(f"{e.file}:{e.line}: {what}" for e, what in sorted(found, key=place)), *counts(examples, services)]


def place(found: tuple[Example, str]) -> tuple[str, int]:
    """Where a problem stands."""
    return found[0].file, found[0].line


def labels(examples: Iterable[Example], services: frozenset[str]) -> Iterator[tuple[Example, str]]:
    """Labels that the dialog does not know."""
    for e in examples:
        if e.intent not in INTENTS:
            yield e, f"there is no intent {e.intent}"
        if e.service and e.service not in services and e.service != FITS_NOWHERE:
            yield e, f"the catalogue has no service {e.service}"
        if e.intent in WITH_SERVICE and not e.service:
            yield e, f"{e.intent} needs a service: {e.intent}/<code>"


def copies(examples: Sequence[Example]) -> Iterator[tuple[Example, str]]:
    """The same text twice, or nearly; worse under another label."""
    first: dict[str, Example] = {}
    for e in examples:
        before = first.setdefault(plain(e.text), e)
        if before is not e:
            under = "again" if before.label == e.label else f"and as {before.label}"
            yield e, f"stands {under} at {before.file}:{before.line}"
    for e, before in near(list(first.values()), list(first.values())):
        if (before.file, before.line) < (e.file, e.line):
            yield e, f"is nearly {before.file}:{before.line}"


def leaks(examples: Sequence[Example], tests: Sequence[Example]) -> Iterator[tuple[Example, str]]:
    """Test messages that stand among the examples. Everybody says 你好 and 拜拜: so few characters prove nothing."""
    known = {plain(e.text): e for e in examples if len(plain(e.text)) > SET_PHRASE}
    for test in tests:
        if before := known.get(plain(test.text)):
            yield test, f"is a test message, and stands at {before.file}:{before.line}"
    for test, before in near(tests, examples):
        yield test, f"is a test message, and nearly stands at {before.file}:{before.line}"


def near(some: Sequence[Example], others: Sequence[Example]) -> Iterator[tuple[Example, Example]]:
    """Pairs of texts of one language that are nearly the same. Only texts that share a rare triple are compared."""
    by_triple: dict[str, list[int]] = defaultdict(list)
    kept = [triples(e.text) for e in others]
    for at, theirs in enumerate(kept):
        for triple in theirs:
            by_triple[triple].append(at)
    for e in some:
        mine = triples(e.text)
        rare = sorted(mine, key=lambda t: len(by_triple[t]))[: max(1, len(mine) // 3)]
        for at in {at for triple in rare for at in by_triple[triple]}:
            other = others[at]
            if other is e or other.language != e.language or plain(other.text) == plain(e.text):
                continue
            if len(mine & kept[at]) / len(mine | kept[at]) > ALIKE:
                yield e, other


def triples(text: str) -> frozenset[str]:
    """The runs of three letters in a text; none of a short one."""
    letters = "".join(c for c in text.casefold() if c.isalnum())
    return frozenset(letters[i : i + 3] for i in range(len(letters) - 2)) if len(letters) >= WORDY else frozenset()


def counts(examples: Iterable[Example], services: Iterable[str]) -> Iterator[str]:
    """Labels with too few examples, or so many that they would drown the others."""
    by_label: dict[tuple[str, str], int] = defaultdict(int)
    for e in examples:
        by_label[e.language, e.label] += 1
    has = {label.partition("/")[2] for _, label in by_label}
    for code in sorted(set(services) - has):
        yield f"no example of the service {code}"
    for language, (of_intent, of_service) in FEWEST.items():
        known = {label: n for (spoken, label), n in by_label.items() if spoken == language}
        usual = median(known.values()) if known else 0
        for label, n in sorted(known.items()):
            fewest = of_service if "/" in label else of_intent
            if n < fewest:
                yield f"{language}: {label} has {n} examples, and needs {fewest}"
            if n > MOST * usual and label not in WIDE:
                yield f"{language}: {label} has {n} examples, where {usual:.0f} are usual"


def aids_amiss(aids: Sequence[Aid], examples: Sequence[Example], aliases: Iterable[str]) -> Iterator[str]:
    """What is wrong with synonyms, lookup tables and patterns. `aliases`: the units' names, which stand elsewhere."""
    marked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for e in examples:
        for one in e.marked:
            marked[e.language, one.kind].append(one.text)
    known = {plain(name) for name in aliases}
    first: dict[tuple[str, str, str, str], str] = {}
    for aid in aids:
        at = f"{aid.file}:{aid.line}"
        if aid.kind != "synonym" and not marked[aid.language, aid.name]:
            yield f"{at}: no example of this language marks a {aid.name}, so that Rasa would not use it"
        elif aid.kind == "regex" and not any(
            re.search(row, text) for row in aid.rows for text in marked[aid.language, aid.name]
        ):
            yield f"{at}: no pattern fits anything that is marked as {aid.name}"
        for row in aid.rows:
            group = "" if aid.kind == "synonym" else aid.name
            before = first.setdefault((aid.kind, aid.language, group, plain(row)), at)
            if aid.kind != "regex" and (before != at or list(map(plain, aid.rows)).count(plain(row)) > 1):
                yield f"{at}: {row} stands again at {before}"
            if aid.kind == "synonym" and plain(row) == plain(aid.name):
                yield f"{at}: {row} means itself"
            if aid.kind != "regex" and plain(row) in known:
                yield f"{at}: {row} is a unit's name, and stands in units.csv"


def set_apart(folder: Path = ROOT / "tests" / "nlu") -> list[Example]:
    """The test messages, of all sets. Raises BrokenExamples."""
    return [example for one in sorted(folder.iterdir()) for example in read_examples(one)]


def main() -> int:
    """Print the problems; 1 if there are any."""
    district = load_district(ROOT / "deploy" / "rongchang")
    services = set(district.catalogue.by_code) - {"other"}
    try:
        examples, aids = read_examples(ROOT / "nlu_data"), read_aids(ROOT / "nlu_data")
        tests = set_apart()
    except BrokenExamples as broken:
        sys.stdout.write(f"{broken}\n")
        return 1
    found = [*problems(examples, services, tests), *aids_amiss(aids, examples, district.units.names)]
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(examples)} examples, {len(tests)} test messages, {len(found)} to mend\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
