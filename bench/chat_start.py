"""`frontdoor chat`: from the start of the process to the first answer, and its memory. Peer: the bare interpreter."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

RUNS = 5
LIMIT_S = 1.5
LIMIT_MB = 150.0


def measure() -> list[tuple[str, str, str, str, bool]]:
    """The first start makes a new database; the later ones find it."""
    with tempfile.TemporaryDirectory() as folder:
        fresh, _, _ = start(folder)
        starts = [start(folder) for _ in range(RUNS)]
    bare = statistics.median(interpreter() for _ in range(RUNS))
    again = statistics.median(first for first, _, _ in starts)
    sentence = statistics.median(second for _, second, _ in starts)
    memory = max(megabytes for _, _, megabytes in starts)
    peer = f"python -c pass {bare * 1000:.0f} ms (ratio {again / bare:.0f})"
    return [
        ("frontdoor chat, first answer, new database", f"{fresh:.2f} s", f"< {LIMIT_S} s", peer, fresh < LIMIT_S),
        ("frontdoor chat, first answer", f"{again:.2f} s", f"< {LIMIT_S} s", peer, again < LIMIT_S),
        (
            "frontdoor chat, a sentence that waits for it, answered",
            f"{sentence:.2f} s",
            "(not promised)",
            f"python -c pass {bare * 1000:.0f} ms (ratio {sentence / bare:.0f})",
            True,
        ),
        ("frontdoor chat, memory", f"{memory:.0f} MB", f"< {LIMIT_MB:.0f} MB", "—", memory < LIMIT_MB),
    ]


def start(folder: str) -> tuple[float, float, float]:
    """Seconds to the first line, seconds to the answer to a sentence typed at once, resident megabytes then."""
    command = [str(Path(sys.executable).parent / "frontdoor"), "chat"]
    environment = {**os.environ, "FRONTDOOR_DATA": folder}
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert process.stdin and process.stdout
    process.stdout.readline()
    first = time.perf_counter() - began
    process.stdin.write("螺罐村村口的路灯坏了三天了\n".encode())
    process.stdin.flush()
    while "发".encode() not in process.stdout.readline():
        pass
    second = time.perf_counter() - began
    megabytes = psutil.Process(process.pid).memory_info().rss / 1e6
    process.stdin.close()
    process.stdout.read()
    process.wait()
    process.stdout.close()
    return first, second, megabytes


def interpreter() -> float:
    """Seconds of a Python that does nothing."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - began
