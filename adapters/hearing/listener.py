"""The process that listens: `python -m adapters.hearing.listener FOLDER THREADS`, started by process.py.

One JSON line in ({"file": path}), one out ({"text", "sound_s", "cut"} or {"problem": name}); the first line out says
that the model is read. It ends when its input does, so that nothing is left behind by a killed parent.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from adapters.hearing.engine import load
from adapters.hearing.layouts import UnknownModel, layout_of
from adapters.hearing.ports import LIMIT_SOUND_S
from adapters.hearing.sound import RATE, NoSound, is_faint, sound_of

NICE = 5  # people who type are answered first
MORE = "……"  # stands at the end of words where the note goes on


def main(folder: str, threads: str) -> int:
    """Listen until the input ends."""
    os.nice(NICE)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer
    try:
        layout = layout_of(Path(folder))
        words_of = load(layout, int(threads))
    except (UnknownModel, OSError, ImportError, RuntimeError, ValueError) as error:
        print(json.dumps({"problem": f"{error}"}), file=answers, flush=True)
        return 1
    print(json.dumps({"ready": layout.kind.value}), file=answers, flush=True)
    for line in sys.stdin:
        answer: dict[str, object]
        try:
            sound, more = sound_of(Path(json.loads(line)["file"]), LIMIT_SOUND_S)
            text = "" if is_faint(sound) else words_of(sound)
            answer = {"text": f"{text}{MORE}" if text and more else text, "sound_s": len(sound) / RATE}
        except NoSound:
            answer = {"problem": "unreadable"}
        print(json.dumps(answer), file=answers, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
