"""`frontdoor learn --try`: what accepted lessons change, measured on messages that nothing is learnt from.

The models are trained twice, without the lessons and with them, and nothing of it is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.nlu.examples import Example
from cases.district import District
from dialogs.understanding import Understanding
from dialogs.words import plain

Read = Callable[[str], Understanding]
FOLDS = 5  # where there are no test messages
FIRST = 3  # services that the dialog offers
SHOWN = 10  # changes that are listed


class CannotTry(Exception):
    """It can't be measured here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine made of a message, against what it means."""

    example: Example
    label: str
    among: bool

    @property
    def right(self) -> bool:
        """Whether intent, and service where there is one, are what they should be."""
        return self.label == self.example.label


def outcome(example: Example, read: Read) -> Outcome:
    """Read one message."""
    understood = read(example.text)
    codes = [guess.code for guess in understood.services]
    first = f"/{codes[0]}" if codes and example.service else ""
    return Outcome(example, f"{understood.intent}{first}", example.service in codes[:FIRST])


def trained(examples: Sequence[Example], district: District, vectored: bool = True) -> Read:
    """An engine that has learnt these examples, by sentence vectors too. Raises CannotTry without scikit-learn."""
    try:
        import numpy as np

        from adapters.nlu.embedded import EmbeddedEngine
        from adapters.nlu.learn_likeness import NoVectors
        from adapters.nlu.linear import fingerprint
        from adapters.nlu.train import train, write
    except ImportError as error:
        raise CannotTry(f"{error.name} is not installed; `make setup` installs what training needs.") from None
    try:
        kept = train(examples, district.units, "", vectored=vectored)
    except NoVectors:
        kept = train(examples, district.units, "", vectored=False)
    kept["fingerprint"] = np.array(fingerprint())  # only now: somebody may write examples while it is being trained
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tried.npz"
        write(kept, path)
        engine = EmbeddedEngine(district, path)
        if amiss := engine.load():
            raise CannotTry(f"The models that were tried can't be used: {amiss}.")
    return engine.read


def compare(
    examples: Sequence[Example],
    new: Collection[str],
    tests: Sequence[Example],
    make: Callable[[Sequence[Example]], Read],
    say: Callable[[str], None],
) -> Iterator[str]:
    """The table. `new` are the plain texts whose effect is measured; `make` trains."""
    lessons = [e for e in examples if plain(e.text) in new]
    rest = [e for e in examples if plain(e.text) not in new]
    before: list[Outcome] = []
    after: list[Outcome] = []
    for known, asked in splits(rest, tests):
        say(f"training without the {len(lessons)} new examples, then with them ...")
        for outcomes, learnt in ((before, known), (after, [*known, *lessons])):
            read = make(learnt)
            outcomes += [outcome(e, read) for e in asked]
    on = f"{len(tests)} test messages" if tests else f"{len(rest)} examples, in {FOLDS} parts"
    yield f"{len(lessons)} new examples; measured on {on}:"
    yield f"{'':<28}{'before':>8}{'after':>8}"
    for language in sorted({o.example.language for o in before}):
        pair = [[o for o in some if o.example.language == language] for some in (before, after)]
        yield row(f"{language}: intent is right", pair, lambda o: o.label.partition("/")[0] == o.example.intent)
        told = [[o for o in some if o.example.service not in ("", "other")] for some in pair]
        yield row(f"{language}: service among three", told, lambda o: o.among)
    yield from changes(before, after)


def splits(rest: Sequence[Example], tests: Sequence[Example]) -> Iterator[tuple[list[Example], Sequence[Example]]]:
    """What is learnt and what is asked: the test messages, or else each fifth of the examples by the others."""
    if tests:
        yield list(rest), tests
        return
    part = [sha256(e.text.encode()).digest()[0] % FOLDS for e in rest]
    for fold in range(FOLDS):
        asked = [e for e, n in zip(rest, part, strict=True) if n == fold]
        yield [e for e, n in zip(rest, part, strict=True) if n != fold], asked


def row(name: str, pair: Sequence[Sequence[Outcome]], good: Callable[[Outcome], bool]) -> str:
    """A line of the table: two shares from 0 to 1."""
    shares = (f"{sum(map(good, some)) / len(some):>8.3f}" if some else f"{'-':>8}" for some in pair)
    return f"{name:<28}{''.join(shares)}"


def changes(before: Sequence[Outcome], after: Sequence[Outcome]) -> Iterator[str]:
    """Which kinds are taken for which others more seldom or more often than before; labels only, no words."""
    counts: Counter[tuple[str, str]] = Counter()
    for sign, outcomes in ((-1, before), (1, after)):
        for o in outcomes:
            if not o.right:
                counts[o.example.label, o.label] += sign
    moved = sorted(((n, pair) for pair, n in counts.items() if n), key=lambda one: (-abs(one[0]), one[1]))
    if not moved:
        yield "no message is understood otherwise than before"
        return
    yield "what changed (messages):"
    for n, (label, taken) in moved[:SHOWN]:
        yield f"  {label} taken for {taken}: {abs(n)} {'fewer' if n < 0 else 'more'}"
    if len(moved) > SHOWN:
        yield f"  and {len(moved) - SHOWN} others"
