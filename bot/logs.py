"""Logs: one JSON object a line, with nothing of a person in it (law 6).

What is logged are our own constant words and a few named values that are safe by their kind: numbers, and names of
parts, channels and errors. Every other value is replaced, so that a careless line can't give anybody away. What
libraries log is treated the same: who spoke and which error it was, never their words, which may quote a message.
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


def where(error: BaseException) -> str:
    """File and line where an error was raised; never its message, which may hold somebody's words."""
    trace = error.__traceback__
    place = ""
    while trace:
        place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def complain(part: str, error: BaseException) -> None:
    """A running part met an error and goes on: a warning when the database is away, an error when it is our own."""
    from storage.database import is_gone, kind  # not at the top: `understand` and `chat` start without it

    if is_gone(error):
        structlog.get_logger().warning("database away", part=part, error=kind(error))
    else:
        structlog.get_logger().error("part failed", part=part, error=kind(error), where=where(error))


class Libraries(logging.Handler):
    """Hands on that a library complained, and where; not what it said."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line of ours for one of theirs."""
        error = record.exc_info[1] if record.exc_info else None
        told = {"error": type(error).__name__, "where": where(error)} if error else {}
        speak = structlog.get_logger().error if record.levelno >= logging.ERROR else structlog.get_logger().warning
        speak("a library complained", part=record.name, **told)


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
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # as it is when the line is written
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Libraries()], force=True)
    logging.captureWarnings(True)
