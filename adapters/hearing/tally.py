"""What was listened to since the start, for /metrics: notes by outcome, seconds of sound, seconds that it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client.core import CounterMetricFamily


@dataclass(eq=False)  # a registry of metrics holds it as a key
class Tally:
    """Counted by the process that works. An outcome is "words", "nobody-speaks", or why a note was not heard."""

    notes: Counter[str] = field(default_factory=Counter)
    sound_s: float = 0.0
    took_s: float = 0.0

    def collect(self) -> Iterator[CounterMetricFamily]:
        """The numbers as Prometheus wants them; a text is in none of them (law 6)."""
        from prometheus_client.core import CounterMetricFamily

        notes = CounterMetricFamily("frontdoor_voice_notes", "voice notes listened to", labels=["outcome"])
        for outcome, count in (self.notes or {"words": 0}).items():
            notes.add_metric([outcome], count)
        yield notes
        yield CounterMetricFamily("frontdoor_voice_sound_seconds", "seconds of sound listened to", self.sound_s)
        yield CounterMetricFamily("frontdoor_voice_work_seconds", "seconds that listening took", self.took_s)
