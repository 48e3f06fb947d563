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
        fresh, _ = start(folder)
        starts = [start(folder) for _ in range(RUNS)]
    bare = statistics.median(interpreter() for _ in range(RUNS))
    again = statistics.median(s for s, _ in starts)
    memory = max(m for _, m in starts)
    peer = f"python -c pass {bare * 1000:.0f} ms (ratio {again / bare:.0f})"
    return [
        ("frontdoor chat, first answer, new database", f"{fresh:.2f} s", f"< {LIMIT_S} s", peer, fresh < LIMIT_S),
        ("frontdoor chat, first answer", f"{again:.2f} s", f"< {LIMIT_S} s", peer, again < LIMIT_S),
        ("frontdoor chat, memory", f"{memory:.0f} MB", f"< {LIMIT_MB:.0f} MB", "—", memory < LIMIT_MB),
    ]


def start(folder: str) -> tuple[float, float]:
    """Seconds to the first line of the answer, and the resident megabytes after one whole sentence."""
    command = [str(Path(sys.executable).parent / "frontdoor"), "chat"]
    environment = {**os.environ, "FRONTDOOR_DATA": folder}
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert process.stdin and process.stdout
    process.stdout.readline()
    seconds = time.perf_counter() - began
    process.stdin.write("螺罐村村口的路灯坏了三天了\n".encode())
    process.stdin.flush()
    while "发".encode() not in process.stdout.readline():
        pass
    megabytes = psutil.Process(process.pid).memory_info().rss / 1e6
    process.stdin.close()
    process.stdout.read()
    process.wait()
    process.stdout.close()
    return seconds, megabytes


def interpreter() -> float:
    """Seconds of a Python that does nothing."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - began
