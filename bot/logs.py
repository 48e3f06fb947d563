"""Logs: one JSON object a line, with nothing of a person in it (law 6).

What is logged are our own constant words and a few named values that are safe by their kind: numbers, and names of
parts, channels and errors. Every other value is replaced, so that a careless line can't give anybody away.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SAFE = frozenset({"event", "level", "timestamp", "part", "channel", "error", "where", "tries", "row", "count", "port"})
SHOWN = 200  # characters of a value


def scrub(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave only what is safe by its name, and no long texts."""
    return {k: str(v)[:SHOWN] if isinstance(v, str) else v for k, v in line.items() if k in SAFE and plain(v)}


def plain(value: object) -> bool:
    """Whether a value is a number or a word, and no object that might print more than it should."""
    return isinstance(value, str | int | float | bool)


def set_up(style: str) -> None:
    """Log to standard error, as JSON or as text for a terminal."""
    last = structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            scrub,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
