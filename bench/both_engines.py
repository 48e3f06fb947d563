"""The messages of tests/nlu/held_out by both engines: the embedded one, and Rasa over HTTP with the same rules over it.

Rasa's server is the one at FRONTDOOR_RASA_URL, else one that is started for this if `make rasa` has trained one of
these examples. `python -m bench.both_engines` prints this table only.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from adapters.district import load_district
from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.rasa import PATIENT_S, NoAnswer, RasaEngine
from adapters.nlu.rasa_files import made_now
from adapters.nlu.rules import prepared
from adapters.nlu.vectors import Vectors
from bench.understanding import HELD_OUT, LANGUAGES, ROOT, Read, Row, figures, messages, timed
from bot.settings import load_settings
from cases.district import District
from tests.engines.rasa_server import Server

FIGURES = ("intent", "service, first", "service, among three", "out of scope, as built", "in scope, kept")
MISSING = "Rasa beside the embedded engine"


def measure() -> list[Row]:
    """One row for each figure and language, and the times; a single row where there is no Rasa."""
    district = load_district(ROOT / "deploy" / "rongchang")
    with running() as (url, why):
        if not url:
            return [(MISSING, "not measured", "(not promised)", why, True)]
        try:
            return asyncio.run(beside(url, district))
        except NoAnswer as error:
            return [(MISSING, "not measured", "(not promised)", f"{error} at {url}", False)]


@contextmanager
def running() -> Iterator[tuple[str, str]]:
    """The address of a server, or why there is none."""
    if url := load_settings().rasa_url:
        yield url, ""
        return
    _, fingerprint = made_now()
    if not (ROOT / "build" / "rasa" / "models" / f"frontdoor-{fingerprint}.tar.gz").exists():
        yield "", "`make rasa` makes its environment and trains it on these examples"
        return
    server = Server()
    try:
        server.wait()
        yield server.url, ""
    finally:
        server.kill()


async def beside(url: str, district: District) -> list[Row]:
    """Both engines on the same messages, one after the other. Raises NoAnswer."""
    embedded = EmbeddedEngine(district, vectors=Vectors())
    rasa = RasaEngine(url, district, embedded, ask_s=PATIENT_S)
    rasa.load()
    rows: list[Row] = []
    took: dict[str, list[float]] = {"embedded": [], "rasa": []}
    embedded.read("路灯坏了三天了")  # the first message reads what is needed
    await rasa.parse("路灯坏了三天了")
    for language in LANGUAGES:
        asked = [e for e in messages(HELD_OUT) if e.language == language]
        took["embedded"] += [timed(embedded, e.text) for e in asked]
        ours = [Read(e, embedded.read(e.text), 0.0) for e in asked]
        theirs = []
        for e in asked:
            began = time.perf_counter()
            await rasa.parse(prepared(e.text).said)
            took["rasa"].append(time.perf_counter() - began)
            theirs.append(Read(e, await rasa.ask(e.text), 0.0))
        mine, other = (figures(read, district.units) for read in (ours, theirs))
        for name in FIGURES:
            promised = "> Rasa's" if name in FIGURES[:3] else "(not promised)"
            good = mine[name] > other[name] or promised != "> Rasa's"
            rows.append((f"{language}: {name}, both", f"{mine[name]:.3f}", promised, f"Rasa {other[name]:.3f}", good))
    await rasa.close()
    ms = {name: median(of) * 1000 for name, of in took.items()}
    peer = f"Rasa over HTTP, parse alone {ms['rasa']:.1f} ms"
    return [*rows, ("one message, p50, both", f"{ms['embedded']:.1f} ms", "(not promised)", peer, True)]


if __name__ == "__main__":
    for what, measured, promised, peer, good in measure():
        print(f"{'ok  ' if good else 'MISS'} {what:<34} {measured:<12} {promised:<16} {peer}")
