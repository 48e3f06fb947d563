"""`make bench`: the numbers that Front Door promises, each beside a named peer measured in the same run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from bench import (
    both_engines,
    chat_start,
    http_commit,
    pure_turn,
    telegram_hook,
    telegram_memory,
    telegram_updates,
    understanding,
)


@dataclass(frozen=True)
class Row:
    """One number: what, how much, what was promised, and the peer beside it."""

    what: str
    measured: str
    promised: str
    peer: str
    good: bool


def main() -> int:
    """Run all benches and print one table; exit 1 when a promise is not kept."""
    rows: list[Row] = []
    benches: tuple[Callable[[], list[tuple[str, str, str, str, bool]]], ...] = (
        pure_turn.measure,
        chat_start.measure,
        http_commit.measure,
        telegram_hook.measure,
        telegram_updates.measure,
        telegram_memory.measure,
        understanding.measure,
        both_engines.measure,
    )
    for bench in benches:
        rows.extend(Row(*row) for row in bench())
    width = max(len(r.what) for r in rows)
    for row in rows:
        mark = "ok  " if row.good else "MISS"
        print(f"{mark} {row.what:<{width}}  {row.measured:<28} promised {row.promised:<18} peer: {row.peer}")
    return 0 if all(r.good for r in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
