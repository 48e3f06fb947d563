"""Which kind of model a folder holds, by its files: the folders of the sherpa-onnx project, as unpacked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

TAIL_BYTES = 256 * 1024  # the end of an ONNX file, where its metadata stand (onnx.proto: metadata_props is field 14)
_KEY = b"\x0a\x0amodel_type\x12"
"""How an entry of ONNX metadata begins: key (field 1), 10 bytes long; value (field 2), whose length follows."""


class Kind(StrEnum):
    """The kinds of model that are known here."""

    SENSE_VOICE = "SenseVoice"
    PARAFORMER = "Paraformer"
    WHISPER = "Whisper"
    TRANSDUCER = "Zipformer transducer"
    ZIPFORMER_CTC = "Zipformer CTC"
    MOONSHINE = "Moonshine"


BY_TYPE = {
    "sense_voice_ctc": Kind.SENSE_VOICE,
    "paraformer": Kind.PARAFORMER,
    "zipformer2_ctc": Kind.ZIPFORMER_CTC,
}
"""What the single-file models say about themselves in `model_type`."""


class UnknownModel(Exception):
    """No model folder that we know; the message is a sentence that says what is missing."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A model: its kind, and its files by the part that they play."""

    kind: Kind
    files: Mapping[str, Path]


def layout_of(folder: Path) -> Layout:
    """What the folder holds. Raises UnknownModel, OSError."""
    if not folder.is_dir():
        raise UnknownModel(f"{folder} is no folder")
    names = sorted(p for p in folder.iterdir() if p.suffix in (".onnx", ".ort"))
    tokens = next(iter(sorted(folder.glob("*tokens.txt"))), None)
    if not names:
        raise UnknownModel(
            f"{folder} has no .onnx or .ort file; name the folder that was unpacked, not the one above it"
        )
    if tokens is None:
        raise UnknownModel(f"{folder} has no tokens.txt beside its model")
    encoder, decoder = smallest(names, r"encoder"), smallest(names, r"decoder")
    joiner, merged = smallest(names, r"joiner"), smallest(names, r"decoder_model_merged")
    if encoder and merged:
        return Layout(Kind.MOONSHINE, {"encoder": encoder, "decoder": merged, "tokens": tokens})
    if encoder and decoder and joiner:
        parts = {"encoder": encoder, "decoder": decoder, "joiner": joiner, "tokens": tokens}
        return Layout(Kind.TRANSDUCER, parts)
    if encoder and decoder:
        return Layout(Kind.WHISPER, {"encoder": encoder, "decoder": decoder, "tokens": tokens})
    model = smallest(names, r"^model")
    if model is None:
        found = ", ".join(p.name for p in names[:5])
        raise UnknownModel(f"{folder} holds no model that we know ({found}); docs/operations.md names some that fit")
    said = type_of(model)
    if said not in BY_TYPE:
        raise UnknownModel(f"{model} is of the type “{said or 'unnamed'}”; docs/operations.md names some that fit")
    return Layout(BY_TYPE[said], {"model": model, "tokens": tokens})


def smallest(files: list[Path], part: str) -> Path | None:
    """The file for a part; the one in 8 bits where there are two: half the time, and hardly a word worse."""
    fitting = [p for p in files if re.search(part, p.name)]
    return min(fitting, key=lambda p: ("int8" not in p.name, p.name), default=None)


def type_of(model: Path) -> str:
    """What an ONNX file says its model is; empty if it does not."""
    with model.open("rb") as file:
        file.seek(max(0, model.stat().st_size - TAIL_BYTES))
        _, key, rest = file.read().rpartition(_KEY)
    return rest[1 : 1 + rest[0]].decode(errors="replace") if key and rest else ""
