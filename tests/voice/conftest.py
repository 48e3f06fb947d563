"""A small real model, people's voices, and voice notes as phones make them."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import av
import numpy as np
import pytest

from adapters.hearing.sound import RATE
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

# Moonshine tiny, English, 27 million parameters in 8 bits (MIT), as the package moonshine-voice 0.0.49 brings it.
HASHES = {
    "tiny-en/encoder_model.ort": "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
    "tiny-en/decoder_model_merged.ort": "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
    "tiny-en/tokenizer.bin": "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
    "beckett.wav": "e5a26b3d29e5b0bc8dbd72c11d16a3808a4ec0ac45b21f12a27d2a2fe5c5ae61",
    "two_cities.wav": "f3348494d77cb74a02862f5e685ed09faf3e75832c5cc5c80703282c2cd8b52e",
}
SAID = "ever tried ever failed no matter try again fail again fail better"

Note = Callable[[str], Path]


def assets() -> Path:
    """What the package brings. Where CI is set, its absence is a failure."""
    spec = find_spec("moonshine_voice")
    if spec is None or spec.origin is None:
        message = "the package moonshine-voice is missing; it is in the group dev of pyproject.toml"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return Path(spec.origin).parent / "assets"


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model as a folder of the sherpa-onnx project, which has tokens.txt in place of a tokenizer."""
    source, folder = assets(), tmp_path_factory.mktemp("model")
    for name, wanted in HASHES.items():
        assert hashlib.sha256((source / name).read_bytes()).hexdigest() == wanted, name
    for name in ("encoder_model.ort", "decoder_model_merged.ort"):
        (folder / name).symlink_to(source / "tiny-en" / name)
    lines = (f"{base64.b64encode(t).decode()} {n}" for n, t in enumerate(tokens(source / "tiny-en/tokenizer.bin")))
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n")
    return folder


def tokens(tokenizer: Path) -> list[bytes]:
    """The tokens of a tokenizer.bin: each with its length before it, in one byte, or in two from 128 up."""
    data, at, found = tokenizer.read_bytes(), 0, list[bytes]()
    while at < len(data):
        size = data[at]
        at += 1
        if size >= 128:
            size += data[at] * 128 - 128
            at += 1
        found.append(data[at : at + size])
        at += size
    return found


FORMATS = {
    ".ogg": ("libopus", 48_000, "ogg"),
    ".webm": ("libopus", 48_000, "webm"),
    ".m4a": ("aac", 44_100, "mp4"),
    ".aac": ("aac", 16_000, "adts"),
    ".mp3": ("libmp3lame", 22_050, "mp3"),
    ".wav": ("pcm_s16le", 16_000, "wav"),
    ".amr": ("libopencore_amrnb", 8_000, "amr"),
}


def write(path: Path, sound: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Path:
    """A sound of 16 kHz as a voice note of the kind that its name says."""
    codec, rate, container = FORMATS[path.suffix]
    frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = RATE
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        resampler = av.AudioResampler(stream.format.name, "mono", rate)
        fifo = av.AudioFifo()
        for ready in (*resampler.resample(frame), *resampler.resample(None)):
            ready.pts = None
            fifo.write(ready)
        while piece := fifo.read(stream.frame_size or 1024, partial=True):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    return path


@pytest.fixture(scope="session")
def voice() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Somebody who says SAID, in ten seconds."""
    from adapters.hearing.sound import sound_of

    return sound_of(assets() / "beckett.wav", 60.0)[0]


@pytest.fixture(scope="session")
def story() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """44 seconds of "It was the best of times, it was the worst of times ..."."""
    from adapters.hearing.sound import sound_of

    return sound_of(assets() / "two_cities.wav", 60.0)[0]


@pytest.fixture
def note(tmp_path: Path, voice: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Note:
    """`note(".ogg")` is a file in which somebody says SAID."""
    return lambda suffix: write(tmp_path / f"note{suffix}", voice)
