"""Models of a few hundred bytes that always hear the same word, laid out as the sherpa-onnx project lays out real ones.

They say nothing about how well speech is heard; they show that our loading code hands the library what it wants.
Written field by field after onnx.proto3 of the ONNX project (ir_version 8, opset 13).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

FLOAT, INT32, INT64 = 1, 6, 7  # onnx.TensorProto.DataType
WORD = 3  # the token that is always heard
LFR = 560  # features of seven frames in one, as both models of FunASR take them

Make = Callable[[Path], Path]


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def block(field: int, data: bytes | str) -> bytes:
    body = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | 2) + varint(len(body)) + body


def value(name: str, kind: int, *shape: int | str) -> bytes:
    """ValueInfoProto of a tensor; a dimension is a number or has a name."""
    dims = b"".join(block(1, number(1, d) if isinstance(d, int) else block(2, d)) for d in shape)
    return block(1, name) + block(2, block(1, number(1, kind) + block(2, dims)))


def node(kind: str, inputs: tuple[str, ...], output: str, **whole_numbers: int) -> bytes:
    plain = b"".join(block(1, name) for name in inputs) + block(2, output) + block(4, kind)
    return plain + b"".join(block(5, block(1, k) + number(3, v) + number(20, 2)) for k, v in whole_numbers.items())


def weights(name: str, data: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bytes:
    dims = b"".join(number(1, d) for d in data.shape)
    return dims + number(2, FLOAT) + block(8, name) + block(9, data.tobytes())


def model(
    features: int,
    words: int,
    inputs: list[bytes],
    outputs: list[bytes],
    more: tuple[bytes, ...] = (),
    first: tuple[int, ...] = (),
) -> bytes:
    """A graph that turns its first input, (N, T, features), into the same scores for every moment, after those `first`
    tokens."""
    score = np.eye(words, dtype=np.float32) * 9.0
    nodes = [node("MatMul", ("x", "W"), "xw"), node("Add", ("xw", "B"), "same")]
    ahead = score[list(first)][None] if first else np.zeros((1, 0, words), np.float32)
    nodes += [node("Concat", ("ahead", "same"), "logits", axis=1), *more]
    graph = b"".join(block(1, n) for n in nodes) + block(2, "toy")
    graph += block(5, weights("W", np.zeros((features, words), np.float32)))
    graph += block(5, weights("B", score[WORD])) + block(5, weights("ahead", ahead))
    graph += b"".join(block(11, i) for i in inputs) + b"".join(block(12, o) for o in outputs)
    return number(1, 8) + block(7, graph) + block(8, number(2, 13))


def with_metadata(graph: bytes, **said: object) -> bytes:
    return graph + b"".join(block(14, block(1, key) + block(2, str(text))) for key, text in said.items())


def write(folder: Path, name: str, data: bytes, tokens: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    lines = "".join(f"{token} {at}\n" for at, token in enumerate(tokens))
    (folder / "tokens.txt").write_text(lines, encoding="utf-8")
    return folder


LFR_SAID = {
    "lfr_window_size": 7,
    "lfr_window_shift": 6,
    "neg_mean": ",".join(["0.0"] * LFR),
    "inv_stddev": ",".join(["1.0"] * LFR),
}


def sense_voice(folder: Path) -> Path:
    """As scripts/sense-voice/export-onnx.py of sherpa-onnx writes it."""
    tokens = ["<unk>", "<s>", "</s>", "▁路灯", "<|zh|>", "<|NEUTRAL|>", "<|Speech|>", "<|withitn|>"]
    inputs = [
        value("x", FLOAT, "N", "T", LFR),
        value("x_length", INT32, "N"),
        value("language", INT32, "N"),
        value("text_norm", INT32, "N"),
    ]
    graph = model(LFR, len(tokens), inputs, [value("logits", FLOAT, "N", "T2", len(tokens))], first=(4, 5, 6, 7))
    languages = {f"lang_{tongue}": at for at, tongue in enumerate(("auto", "zh", "en", "yue", "ja", "ko", "nospeech"))}
    said = {"normalize_samples": 0, "model_type": "sense_voice_ctc", "version": 2, "vocab_size": len(tokens)}
    data = with_metadata(graph, **LFR_SAID, **said, **languages, with_itn=14, without_itn=15)
    return write(folder, "model.int8.onnx", data, tokens)


def paraformer(folder: Path) -> Path:
    """As the Paraformer models of sherpa-onnx are."""
    tokens = ["<blank>", "<s>", "</s>", "灯", "<unk>"]
    inputs = [value("x", FLOAT, "N", "T", LFR), value("speech_lengths", INT32, "N")]
    outputs = [value("logits", FLOAT, "N", "T", len(tokens)), value("token_num", INT32, "N")]
    graph = model(LFR, len(tokens), inputs, outputs, (node("Identity", ("speech_lengths",), "token_num"),))
    data = with_metadata(graph, **LFR_SAID, model_type="paraformer", vocab_size=len(tokens))
    return write(folder, "model.int8.onnx", data, tokens)


def zipformer_ctc(folder: Path) -> Path:
    """As the Zipformer CTC models of sherpa-onnx are."""
    tokens = ["<blk>", "<sos/eos>", "<unk>", "▁路灯"]
    inputs = [value("x", FLOAT, "N", "T", 80), value("x_lens", INT64, "N")]
    outputs = [value("logits", FLOAT, "N", "T", len(tokens)), value("log_probs_len", INT64, "N")]
    graph = model(80, len(tokens), inputs, outputs, (node("Identity", ("x_lens",), "log_probs_len"),))
    return write(folder, "model.onnx", with_metadata(graph, model_type="zipformer2_ctc", vocab_size=4), tokens)
