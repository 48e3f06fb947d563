"""What the embedded engine makes of messages that it did not learn from. Peers: its n-grams without sentence vectors,
and its rules alone.

`python -m bench.understanding` prints this table only; with `development`, of the messages that thresholds were chosen
by, instead of those of tests/nlu/held_out, which nobody looks at when tuning.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import quantiles

from threadpoolctl import threadpool_limits

from adapters.district import load_district
from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.examples import Example, read_examples
from adapters.nlu.rules import prepared
from adapters.nlu.vectors import Vectors
from cases.units import Units
from dialogs.places import resolve
from dialogs.resident.more import CLEAR_LEAD, SURE_SERVICE
from dialogs.understanding import OUT_OF_SCOPE, Understanding

ROOT = Path(__file__).parents[1]
SETS = ROOT / "tests" / "nlu"
HELD_OUT, DEVELOPMENT = "held_out", "development"
LANGUAGES = ("zh-CN", "en")
LIMIT_MS, LIMIT_VECTOR_MS = 3.0, 35.0
LIMIT_S, LIMIT_MB = 60.0, 600.0  # training
KEPT = 0.95  # of what is in scope, while what is not is counted
BINS = 10  # of equal width, for the expected calibration error
AT_MOST = frozenset({"intent, calibration error", "service, calibration error"})
FLOORS: dict[str, dict[str, dict[str, float]]] = {
    HELD_OUT: {
        "intent": {"zh-CN": 0.92, "en": 0.91},
        "service, first": {"zh-CN": 0.85, "en": 0.82},
        "service, among three": {"zh-CN": 0.93, "en": 0.94},
        "service filled in, right": {"zh-CN": 0.91, "en": 0.87},
        "place": {"zh-CN": 0.95, "en": 0.95},
        "out of scope, 95 % kept": {"zh-CN": 0.95, "en": 0.93},
        "out of scope, as built": {"zh-CN": 0.92, "en": 0.87},
        "in scope, kept": {"zh-CN": 0.97, "en": 0.97},
        "danger, recall": {"zh-CN": 0.95, "en": 0.92},
        "sealed, recall": {"zh-CN": 0.83, "en": 0.87},
        "intent, calibration error": {"zh-CN": 0.06, "en": 0.07},
        "service, calibration error": {"zh-CN": 0.06, "en": 0.07},
    },
    DEVELOPMENT: {
        "intent": {"zh-CN": 0.9, "en": 0.89},
        "service, first": {"zh-CN": 0.81, "en": 0.83},
        "service, among three": {"zh-CN": 0.92, "en": 0.92},
        "service filled in, right": {"zh-CN": 0.87, "en": 0.89},
        "out of scope, 95 % kept": {"zh-CN": 0.94, "en": 0.92},
        "out of scope, as built": {"zh-CN": 0.9, "en": 0.79},
        "in scope, kept": {"zh-CN": 0.96, "en": 0.96},
        "danger, recall": {"zh-CN": 0.95, "en": 0.95},
        "sealed, recall": {"zh-CN": 0.95, "en": 0.95},
        "intent, calibration error": {"zh-CN": 0.06, "en": 0.05},
        "service, calibration error": {"zh-CN": 0.06, "en": 0.07},
    },
}
"""What must not be lost again, by set, figure and language; a little below what was reached (of AT_MOST, above)."""


@dataclass(frozen=True)
class Read:
    """A message, what the engine made of it, and how little it belongs here (by the models, from 0 to 1)."""

    example: Example
    understood: Understanding
    strange: float

    @property
    def codes(self) -> list[str]:
        """The guessed services, likeliest first."""
        return [g.code for g in self.understood.services]


@cache
def messages(of: str) -> tuple[Example, ...]:
    """The messages of a set."""
    return tuple(read_examples(SETS / of))


def read_all(engine: EmbeddedEngine, language: str, of: str) -> list[Read]:
    """What the engine makes of one language's messages."""
    return [read_one(engine, e) for e in messages(of) if e.language == language]


def read_one(engine: EmbeddedEngine, example: Example) -> Read:
    """One message; its vector is made once and kept."""
    likely = dict(engine.judged(prepared(example.text).said).intents)
    return Read(example, engine.read(example.text), likely.get(OUT_OF_SCOPE, 0.0))


def figures(read: Sequence[Read], units: Units) -> dict[str, float]:
    """Shares from 0 to 1, by name."""
    told = [r for r in read if r.example.service not in ("", "other")]
    open_ones = [r for r in told if r.example.intent != "conduct"]
    strange = [r for r in read if r.example.intent == OUT_OF_SCOPE]
    known = [r for r in read if r.example.intent != OUT_OF_SCOPE]
    filled = [r for r in open_ones if is_filled(r.understood)]
    placed = [(r, code) for r in read if (code := marked_unit(r.example, units))]
    limit = sorted(r.strange for r in known)[max(int(len(known) * KEPT) - 1, 0)] if known else 1.0
    return {
        "intent": share(r.understood.intent == r.example.intent for r in read),
        "service, first": share(r.example.service in r.codes[:1] for r in told),
        "service, among three": share(r.example.service in r.codes[:3] for r in told),
        "service filled in, right": share(r.codes[0] == r.example.service for r in filled),
        "service filled in, share": len(filled) / max(len(open_ones), 1),
        "place": share(resolve(r.understood.found("place"), units) == (code,) for r, code in placed),
        "out of scope, 95 % kept": share(r.strange > limit for r in strange),
        "out of scope, as built": share(r.understood.intent == OUT_OF_SCOPE for r in strange),
        "in scope, kept": share(r.understood.intent != OUT_OF_SCOPE for r in known),
        "danger, recall": share(bool(r.understood.emergency) for r in read if r.example.danger),
        "danger, precision": share(bool(r.example.danger) for r in read if r.understood.emergency),
        "sealed, recall": share(r.understood.sealed for r in read if r.example.intent == "conduct"),
        "sealed, precision": share(r.example.intent == "conduct" for r in read if r.understood.sealed),
        "intent, calibration error": error(
            (r.understood.intent_confidence, r.understood.intent == r.example.intent) for r in read
        ),
        "service, calibration error": error(
            (r.understood.services[0].confidence, r.codes[0] == r.example.service) for r in open_ones if r.codes
        ),
    }


def marked_unit(example: Example, units: Units) -> str:
    """The code of the unit that is marked in a message, if it is a single one and not only a landmark."""
    found = {
        unit.code
        for one in example.marked
        if one.kind == "place"
        for unit in units.by_code.values()
        if not unit.department and (one.value or one.text) in {unit.short, whole_name(unit.code, units)}
    }
    return found.pop() if len(found) == 1 else ""


def whole_name(code: str, units: Units) -> str:
    """古昌镇新民村: where several units have one name."""
    town = units.town_of(code)
    return f"{town.short}{units[code].short}" if town and town.code != code else units[code].short


def is_filled(understood: Understanding) -> bool:
    """Whether the dialog would take the first service without asking."""
    sure = [g.confidence for g in understood.services[:2]]
    return bool(sure) and sure[0] >= SURE_SERVICE and sure[0] - (sure[1] if len(sure) > 1 else 0.0) >= CLEAR_LEAD


def share(hits: Iterable[bool]) -> float:
    """How many of them are true."""
    found = list(hits)
    return sum(found) / len(found) if found else 0.0


def error(told: Iterable[tuple[float, bool]]) -> float:
    """Expected calibration error: by how much confidences differ from how often they were right, on average."""
    found = list(told)
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in found:
        bins.setdefault(min(int(sure * BINS), BINS - 1), []).append((sure, right))
    return sum(abs(sum(s for s, _ in b) - sum(r for _, r in b)) for b in bins.values()) / max(len(found), 1)


def good_enough(name: str, reached: float, limit: float) -> bool:
    """Whether a figure keeps its floor, which of an error is a ceiling."""
    return reached <= limit if name in AT_MOST else reached >= limit


Row = tuple[str, str, str, str, bool]


def measure(of: str = HELD_OUT) -> list[Row]:
    """One row for each figure and language; times and training."""
    district = load_district(ROOT / "deploy" / "rongchang")
    makers: dict[str, Callable[[], EmbeddedEngine]] = {
        "whole": lambda: EmbeddedEngine(district, vectors=Vectors()),
        "n-grams": lambda: EmbeddedEngine(district),
        "rules": lambda: EmbeddedEngine(district, None),
    }
    engines = {name: make() for name, make in makers.items()}
    for engine in engines.values():
        engine.load()
    rows: list[Row] = []
    with threadpool_limits(1):
        took = {name: [timed(engine, e.text) for e in messages(of)] for name, engine in engines.items()}
        for language in LANGUAGES:
            by = {name: figures(read_all(e, language, of), district.units) for name, e in engines.items()}
            for name, reached in by["whole"].items():
                limit = FLOORS[of].get(name, {}).get(language)
                sign = "<=" if name in AT_MOST else ">="
                promised = "(not promised)" if limit is None else f"{sign} {limit:.2f}"
                peer = f"n-grams {by['n-grams'][name]:.3f}, rules alone {by['rules'][name]:.3f}"
                good = limit is None or good_enough(name, reached, limit)
                rows.append((f"{language}: {name}", f"{reached:.3f}", promised, peer, good))
    rows += [
        time_row("one message, p50", took, 0.5, LIMIT_VECTOR_MS),
        time_row("one message, p95", took, 0.95, None),
        time_row("one message by n-grams, p50", {"n-grams": took["n-grams"], "rules": took["rules"]}, 0.5, LIMIT_MS),
    ]
    return [*rows, *training()]


def time_row(what: str, took: dict[str, list[float]], at: float, limit: float | None) -> Row:
    """Milliseconds of the first, beside the others."""
    ms = {name: quantiles(of, n=100)[round(at * 100) - 1] * 1000 for name, of in took.items()}
    ours = next(iter(ms.values()))
    peer = ", ".join(f"{name} {ms[name]:.2f} ms" for name in list(ms)[1:])
    promised = "(not promised)" if limit is None else f"< {limit:.0f} ms"
    return what, f"{ours:.2f} ms", promised, peer, limit is None or ours < limit


def timed(engine: EmbeddedEngine, text: str) -> float:
    """Seconds for one message."""
    began = time.perf_counter()
    engine.read(text)
    return time.perf_counter() - began


def training() -> list[Row]:
    """Seconds and memory of `make nlu` when the vectors of the examples are there from the time before."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "adapters.nlu.train"], cwd=ROOT, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        ("training, vectors kept", f"{seconds:.0f} s", f"< {LIMIT_S:.0f} s", "", seconds < LIMIT_S),
        ("training, memory", f"{megabytes:.0f} MB", f"< {LIMIT_MB:.0f} MB", "", megabytes < LIMIT_MB),
    ]


if __name__ == "__main__":
    for what, measured, promised, peer, good in measure(*sys.argv[1:2]):
        print(f"{'ok  ' if good else 'MISS'} {what:<34} {measured:<10} {promised:<16} {peer}")
