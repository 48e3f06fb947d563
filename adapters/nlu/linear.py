"""The trained half of the embedded engine: character and word n-grams, weighed by linear models.

They tell what a person wants, which service it is about, and whether there is danger. adapters/nlu/train.py trains them
and keeps them in one file, with the likeness to the examples; here they are only read and applied, with numpy alone.
numpy is imported with the first message.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.nlu.judged import NOTHING, Judged
from adapters.nlu.likeness import Likeness
from adapters.nlu.script import simplified
from cases.units import Units
from dialogs.places import mentions
from dialogs.words import clean

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

ROOT = Path(__file__).parents[2]
DATA = ROOT / "nlu_data"
MODEL = ROOT / "build" / "nlu" / "embedded.npz"
TRAINED_BY = ("linear.py", "likeness.py", "encoder.py", "train.py", "learn_likeness.py", "calibrate.py")
"""What else a model is made of; the Makefile names the same."""
PLACE = "\x01"  # stands for every unit's name, so that a village does not vote for a service
HAN_GRAMS = 4  # characters at most
LETTER_GRAMS = (2, 5)  # letters of an English word with its two ends
_PIECES = re.compile(r"[a-z]+(?:'[a-z]+)?|0|\x01|[\u3400-\u9fff]+|[^\sa-z0\u3400-\u9fff\x01]")
_DIGITS = re.compile(r"[0-9]+(?:[.:,][0-9]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BREAKS = re.compile(r"\|+")
BROKEN = (OSError, ValueError, KeyError, EOFError, AttributeError, SyntaxError, NotImplementedError, zipfile.BadZipFile)
"""What reading a file that is no model may raise; AttributeError where it is a single array."""


HEADS = ("intent", "service", "danger")
MUST = ("intent", "service")
"""Every model file has these; the others where examples of them are marked."""


class NoModel(Exception):
    """The model file can't be used; the message says why and what to do."""


def without_places(text: str, units: Units) -> str:
    """The text with a sign in place of each unit's name."""
    parts, last = [], 0
    for m in mentions(text, units):
        parts += [text[last : m.start], PLACE]
        last = m.start + len(m.text)
    return "".join([*parts, text[last:]])


def bare(text: str, units: Units) -> str:
    """The text as the models read it."""
    return without_places(simplified(clean(text)), units)


def meaning(text: str) -> str:
    """A text without places (`without_places`) as the sentence vectors read it."""
    return text.replace(PLACE, "村里" if _HAN.search(text) else " the village ").strip()


def grams(text: str) -> list[str]:
    """The pieces that are counted: runs of up to four Chinese characters; English words, pairs of them, and parts of
    words. All numbers are one number, and punctuation only parts what stands beside it."""
    low = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    words: list[str] = []
    row: list[str] = []
    found: list[str] = []
    for piece in _PIECES.findall(_DIGITS.sub("0", low)):
        if piece[0].isascii() and piece[0].isalpha():
            words.append(piece)
            row.append("|")
            whole = f"_{piece}_"
            for n in range(LETTER_GRAMS[0], LETTER_GRAMS[1] + 1):
                found.extend(f"e{whole[i : i + n]}" for i in range(len(whole) - n + 1))
        else:
            row.append(piece if _HAN.match(piece) or piece in f"0?!{PLACE}" else "|")
    found.extend(f"w{word}" for word in words)
    found.extend(f"b{one} {two}" for one, two in pairwise(words))
    run = "".join(row)
    if _HAN.search(run):
        run = _BREAKS.sub("|", f"|{run}|")
        for n in range(1, HAN_GRAMS + 1):
            found.extend(run[i : i + n] for i in range(len(run) - n + 1))
    return found


def fingerprint(data: Path = DATA) -> str:
    """Of the examples and of the code that makes a model of them; empty where there are no examples to compare with."""
    files = sorted(data.glob("*/*.yml"))
    if not files:
        return ""
    digest = hashlib.sha256()
    for path in (*files, *(Path(__file__).with_name(name) for name in TRAINED_BY)):
        digest.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


class Linear:
    """The models, ready to use: 32-bit sums over 16-bit weights; and the examples that can be resembled, if there were
    vectors when it was made."""

    def __init__(self, kept: dict[str, NDArray[np.generic]]) -> None:
        """`kept` is what train.py writes. Raises KeyError, ValueError when something is missing or does not fit."""
        terms = bytes(kept["terms"]).decode().split("\n")
        self._number = {term: n for n, term in enumerate(terms)}
        self._idf: Floats = kept["idf"]  # type: ignore[assignment]
        self._models = {
            name: _Scores(kept, name, len(terms)) for name in HEADS if name in MUST or f"{name}_names" in kept
        }
        names = {name: len(model.names) for name, model in self._models.items()}
        self.likeness = Likeness(kept, names) if "gist_middles" in kept else None
        if len(self._idf) != len(self._number):
            raise ValueError("terms and weights do not fit")

    @classmethod
    def load(cls, path: Path = MODEL, expected: str = "") -> Linear:
        """Read the file. Raises NoModel when it is missing, broken, or made of other examples than `expected` says."""
        try:
            import numpy as np

            with path.open("rb") as raw:
                file = np.load(raw, allow_pickle=False)
                kept = {name: file[name] for name in file.files}
            made_of = str(kept["fingerprint"])
            model = cls(kept)
        except FileNotFoundError:
            raise NoModel("there is no trained model; `make nlu` makes it") from None
        except ImportError:
            raise NoModel("numpy is not installed; `make setup` installs it") from None
        except BROKEN as error:
            raise NoModel(
                f"the trained model can't be read ({type(error).__name__}); `make nlu` makes it anew"
            ) from None
        if expected and made_of != expected:
            raise NoModel("the trained model was made of other examples; `make nlu` makes it anew")
        return model

    def judge(self, text: str, vector: Floats | None = None, most: int = 8) -> Judged:
        """What a text without places (`without_places`) is about. `vector`: of its `meaning`, if there is one."""
        import numpy as np

        number = self._number
        counts = Counter(n for gram in grams(text) if (n := number.get(gram)) is not None)
        near = self.likeness.scores(text, vector) if self.likeness is not None and vector is not None else {}
        if not counts and not near:
            return NOTHING
        at = np.fromiter(counts, dtype=np.intp, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weight = (1 + np.log(often)) * self._idf[at]
        weight /= max(float(np.sqrt(weight @ weight)), 1e-9)
        found = {name: model.of(at, weight, near.get(name), most) for name, model in self._models.items()}
        return Judged(
            found["intent"],
            found["service"],
            sum(c.isalnum() for c in text),
            tuple((kind, p) for kind, p in found.get("danger", ()) if kind),
            dict(found["intent"]).get("conduct", 0.0),
        )


class _Scores:
    """One model: names, weights, bias. Its scores alone, or with those of the likeness, are multiplied by the numbers
    of a mix to become probabilities, and a curve says how often each such probability proved right."""

    def __init__(self, kept: dict[str, NDArray[np.generic]], name: str, terms: int) -> None:
        self.names = [str(n) for n in kept[f"{name}_names"]]
        self._weights: Floats = kept[f"{name}_weights"]  # type: ignore[assignment]
        self._bias: Floats = kept[f"{name}_bias"]  # type: ignore[assignment]
        self._alone = _Curve(kept, name, 1)
        self._both = _Curve(kept, f"{name}_both", 2) if "gist_middles" in kept else self._alone
        if self._weights.shape != (terms, len(self.names)) or self._bias.shape != (len(self.names),):
            raise ValueError("names and weights do not fit")

    def of(self, at: NDArray[np.intp], weight: Floats, near: Floats | None, most: int) -> tuple[tuple[str, float], ...]:
        import numpy as np

        scores = weight @ self._weights[at].astype(np.float32) + self._bias
        curve = self._alone if near is None else self._both
        scores = scores * curve.mix[0] + (0 if near is None else near * curve.mix[1])
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        best = np.argsort(-likely, kind="stable")[:most]
        right = np.interp(likely[best], curve.seen, curve.right)
        right /= max(float(right.sum()), 1.0)
        return tuple((self.names[n], round(float(p), 4)) for n, p in zip(best, right, strict=True))


class _Curve:
    def __init__(self, kept: dict[str, NDArray[np.generic]], name: str, parts: int) -> None:
        self.mix = [float(x) for x in kept[f"{name}_mix"]]
        self.seen: Floats = kept[f"{name}_seen"]  # type: ignore[assignment]
        self.right: Floats = kept[f"{name}_right"]  # type: ignore[assignment]
        if len(self.mix) != parts or not (len(self.seen) == len(self.right) > 0):
            raise ValueError("a curve does not fit")
