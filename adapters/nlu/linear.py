"""The trained half of the embedded engine: character and word n-grams, weighed by two linear models.

One model tells what a person wants, the other which service it is about. They are trained by adapters/nlu/train.py and
kept in one file; here they are only read and applied, with numpy alone. numpy is imported with the first message.
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
from cases.units import Units
from dialogs.places import mentions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

ROOT = Path(__file__).parents[2]
DATA = ROOT / "nlu_data"
MODEL = ROOT / "build" / "nlu" / "embedded.npz"
PLACE = "\x01"  # stands for every unit's name, so that a village does not vote for a service
HAN_GRAMS = 4  # characters at most
LETTER_GRAMS = (2, 5)  # letters of an English word with its two ends
_PIECES = re.compile(r"[a-z]+(?:'[a-z]+)?|0|\x01|[\u3400-\u9fff]+|[^\sa-z0\u3400-\u9fff\x01]")
_DIGITS = re.compile(r"[0-9]+(?:[.:,][0-9]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BREAKS = re.compile(r"\|+")
BROKEN = (OSError, ValueError, KeyError, EOFError, AttributeError, SyntaxError, NotImplementedError, zipfile.BadZipFile)
"""What reading a file that is no model may raise; AttributeError where it is a single array."""


class NoModel(Exception):
    """The model file can't be used; the message says why and what to do."""


def without_places(text: str, units: Units) -> str:
    """The text with a sign in place of each unit's name."""
    parts, last = [], 0
    for m in mentions(text, units):
        parts += [text[last : m.start], PLACE]
        last = m.start + len(m.text)
    return "".join([*parts, text[last:]])


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
    for path in (*files, Path(__file__), Path(__file__).with_name("train.py")):
        digest.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


class Linear:
    """The two models, ready to use. 32-bit sums over 16-bit weights."""

    def __init__(self, kept: dict[str, NDArray[np.generic]]) -> None:
        """`kept` is what train.py writes. Raises KeyError, ValueError when something is missing or does not fit."""
        terms = bytes(kept["terms"]).decode().split("\n")
        self._number = {term: n for n, term in enumerate(terms)}
        self._idf: Floats = kept["idf"]  # type: ignore[assignment]
        self.intents = _Scores(kept, "intent", len(terms))
        self.services = _Scores(kept, "service", len(terms))
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

    def judge(self, text: str, most: int = 8) -> Judged:
        """What a text without places (`without_places`) is about."""
        import numpy as np

        number = self._number
        counts = Counter(n for gram in grams(text) if (n := number.get(gram)) is not None)
        if not counts:
            return NOTHING
        at = np.fromiter(counts, dtype=np.intp, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weight = (1 + np.log(often)) * self._idf[at]
        weight /= np.sqrt(weight @ weight)
        return Judged(
            self.intents.of(at, weight, most), self.services.of(at, weight, most), sum(c.isalnum() for c in text)
        )


class _Scores:
    """One linear model: names, weights, bias, the temperature that makes probabilities of its scores, and how often
    each such probability proved right."""

    def __init__(self, kept: dict[str, NDArray[np.generic]], name: str, terms: int) -> None:
        self.names = [str(n) for n in kept[f"{name}_names"]]
        self._weights: Floats = kept[f"{name}_weights"]  # type: ignore[assignment]
        self._bias: Floats = kept[f"{name}_bias"]  # type: ignore[assignment]
        self._temperature = float(kept[f"{name}_temperature"])
        self._seen: Floats = kept[f"{name}_seen"]  # type: ignore[assignment]
        self._right: Floats = kept[f"{name}_right"]  # type: ignore[assignment]
        if (
            self._weights.shape != (terms, len(self.names))
            or self._bias.shape != (len(self.names),)
            or not (len(self._seen) == len(self._right) > 0)
        ):
            raise ValueError("names and weights do not fit")

    def of(self, at: NDArray[np.intp], weight: Floats, most: int) -> tuple[tuple[str, float], ...]:
        import numpy as np

        scores = (weight @ self._weights[at].astype(np.float32) + self._bias) / self._temperature
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        best = np.argsort(-likely, kind="stable")[:most]
        right = np.interp(likely[best], self._seen, self._right)
        return tuple((self.names[n], round(float(p), 4)) for n, p in zip(best, right, strict=True))
