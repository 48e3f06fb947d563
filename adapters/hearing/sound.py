"""Sound out of a voice note, whatever a phone made of it: 16 kHz, one channel, from -1 to 1; in pieces.

Runs in a process of its own (listener.py): a decoder reads what strangers send.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

RATE = 16_000  # samples a second; what all models here were trained on
PIECE_S = 25.0  # seconds at most that are heard in one go; Whisper's models take 30 and no more
QUIET_IN_S = 8.0  # the last seconds of a piece, in which the quietest moment is looked for
QUIET_S = 0.2  # length of such a moment
FAINT = 0.003  # root mean square below which nobody speaks (-50 dB); a model makes words up there


class NoSound(Exception):
    """The file holds no sound that can be read."""


def sound_of(file: Path, limit_s: float) -> tuple[Sound, bool]:
    """The first `limit_s` seconds, and whether there was more. Raises NoSound."""
    import av
    import numpy as np

    parts: list[Sound] = []
    count, limit = 0, int(limit_s * RATE)
    resampler = av.AudioResampler("flt", "mono", RATE)
    try:
        with av.open(str(file), mode="r") as container:
            if not container.streams.audio:
                raise NoSound(file.suffix)
            for frame in container.decode(audio=0):
                for ready in resampler.resample(frame):
                    parts.append(ready.to_ndarray().reshape(-1).astype(np.float32))
                    count += len(parts[-1])
                if count > limit:
                    break
    except (av.FFmpegError, ValueError, OSError) as error:
        if not parts:
            raise NoSound(type(error).__name__) from error  # what came before the damage is heard
    if not parts:
        raise NoSound(file.suffix)
    return np.concatenate(parts)[:limit], count > limit


def is_faint(sound: Sound) -> bool:
    """Whether there is nothing to hear in it."""
    import numpy as np

    window = RATE // 2
    if len(sound) < window // 2:
        return True
    halves = (sound[at : at + window] for at in range(0, len(sound), window))
    return not max(float(np.sqrt(np.mean(np.square(half)))) for half in halves) >= FAINT


def pieces(sound: Sound) -> Iterator[Sound]:
    """The sound in pieces that a model takes, each ending where it is quietest."""
    import numpy as np

    longest, within, moment = int(PIECE_S * RATE), int(QUIET_IN_S * RATE), int(QUIET_S * RATE)
    while len(sound) > longest:
        tail = np.square(sound[longest - within : longest])
        loud = tail[: within // moment * moment].reshape(-1, moment).sum(axis=1)
        cut = longest - within + int(loud.argmin()) * moment + moment // 2
        yield sound[:cut]
        sound = sound[cut:]
    yield sound
