"""sherpa-onnx with a model of one of the kinds of layouts.py: greedy, no sampling, so that the same note says the same.

Runs in a process of its own (listener.py): the library ends the whole process where a model is broken.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from adapters.hearing.layouts import Kind, Layout
from adapters.hearing.sound import RATE, pieces

if TYPE_CHECKING:
    from adapters.hearing.sound import Sound

REPEATS = 2.4  # a text that packs better than this says one thing over and over; Whisper's own threshold
FAST = 30.0  # characters a second; nobody speaks so fast, and a model that says so much makes it up
_SIGNS = re.compile(r"<\|[^|]*\|>")  # SenseVoice: language, mood, whether it is music


def load(layout: Layout, threads: int) -> Callable[[Sound], str]:
    """Read a model. What is returned turns sound into words. A broken model ends the process."""
    import sherpa_onnx

    recognizer = sherpa_onnx.OfflineRecognizer
    files = {part: str(path) for part, path in layout.files.items()}
    match layout.kind:
        case Kind.SENSE_VOICE:
            made = recognizer.from_sense_voice(**files, num_threads=threads, language="auto", use_itn=True)
        case Kind.PARAFORMER:
            made = recognizer.from_paraformer(files["model"], files["tokens"], num_threads=threads)
        case Kind.ZIPFORMER_CTC:
            made = recognizer.from_zipformer_ctc(**files, num_threads=threads)
        case Kind.TRANSDUCER:
            made = recognizer.from_transducer(**files, num_threads=threads)
        case Kind.WHISPER:
            made = recognizer.from_whisper(**files, num_threads=threads, language="")
        case Kind.MOONSHINE:
            made = recognizer.from_moonshine_v2(**files, num_threads=threads)

    def words_of(sound: Sound) -> str:
        heard = []
        for piece in pieces(sound):
            stream = made.create_stream()
            stream.accept_waveform(RATE, piece)
            made.decode_stream(stream)
            text = _SIGNS.sub("", str(stream.result.text)).strip()
            if plausible(text, len(piece) / RATE):
                heard.append(text)
        return joined(heard)

    return words_of


def plausible(text: str, sound_s: float) -> bool:
    """Whether somebody can have said it: models make words up out of noise and music, mostly the same over and over."""
    if not any(ch.isalnum() for ch in text) or len(text) > FAST * max(sound_s, 1.0):
        return False
    packed = text.encode()
    return len(packed) < 40 or len(packed) / len(zlib.compress(packed)) < REPEATS


def joined(parts: list[str]) -> str:
    """The pieces as one text; between Chinese words there is no blank."""
    text = ""
    for part in parts:
        between = " " if text and text[-1].isascii() and part[:1].isascii() else ""
        text += between + part
    return text
