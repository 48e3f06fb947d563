"""The engine alone: one pure turn, without database, channel or understanding. Peer: the talk through JSON and back."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from adapters.district import load_district
from adapters.nlu.embedded import EmbeddedEngine
from adapters.texts import Texts
from dialogs.conversation import Conversation
from dialogs.engine import turn
from dialogs.facts import Fact, Facts, Known
from dialogs.forms import House, Who
from dialogs.house import build_house
from dialogs.messages import Choice, Inbound, Kind
from dialogs.understanding import Understanding

ROUNDS = 2000
LIMIT_US = 100.0  # microseconds, median
SAID = "螺罐村村口的路灯坏了三天了，晚上老人走路看不见"


class NoCases(dict[Fact, Known]):
    """Every fact is loaded, and there is no case yet."""

    def __missing__(self, fact: Fact) -> Known:
        """No case."""
        return ()


def measure() -> list[tuple[str, str, str, str, bool]]:
    """Three kinds of turn, from light to heavy; the promise is about the median over all of them."""
    district = load_district(Path(__file__).parent.parent / "deploy" / "rongchang")
    texts = Texts.load(district.zone)
    house = build_house(district, texts.label, texts.words)
    engine = EmbeddedEngine(district)
    facts = Facts(NoCases())
    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def said(text: str) -> tuple[Inbound, Understanding]:
        return Inbound("bench", "1", "c", "p", Kind.TEXT, at, text=text), engine.read(text)

    first = turn(Conversation(), *said(SAID), house, facts, Who()).talk
    edited = turn(first, *said("改地方"), house, facts, Who()).talk
    send = Inbound("bench", "2", "c", "p", Kind.CHOICE, at, choice=Choice("send", str(first.question)))
    cases: tuple[tuple[Conversation, Inbound, Understanding], ...] = (
        (Conversation(), *said(SAID)),  # a complete sentence: straight to the review
        (first, *said("改地方")),  # a typed answer to the review
        (edited, *said("石河村")),  # the place anew, and the review again
        (first, send, Understanding()),  # sent: the case's command
    )
    times = [t for talk, inbound, understood in cases for t in run(talk, inbound, understood, house, facts)]
    text = first.to_json()
    peer = statistics.median(timed(lambda: Conversation.from_json(text).to_json()) for _ in range(ROUNDS)) * 1e6
    median = statistics.median(times) * 1e6
    return [
        (
            "a pure turn, median",
            f"{median:.0f} µs",
            f"< {LIMIT_US:.0f} µs",
            f"the same talk through JSON {peer:.0f} µs (ratio {median / peer:.2f})",
            median < LIMIT_US,
        )
    ]


def run(talk: Conversation, inbound: Inbound, understood: Understanding, house: House, facts: Facts) -> list[float]:
    """Seconds of many plays of the same turn; it is pure, so each is the first."""
    return [timed(lambda: turn(talk, inbound, understood, house, facts, Who())) for _ in range(ROUNDS)]


def timed(what: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start
