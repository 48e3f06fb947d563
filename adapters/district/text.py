"""One file of the folder as text, what fits where its texts are shown, and the error that names its line."""

from __future__ import annotations

import re
from pathlib import Path

LANGUAGES = ("zh-CN", "en")
LABEL_LIMITS = {"zh-CN": 8, "en": 24}  # characters that fit on a button (VOICE: choices of at most eight)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class DistrictError(ValueError):
    """A district file has a mistake; correct the named line and start again.

    `path` is the file, `line` counts from 1 and is 0 where no line is to blame (the file is missing or empty).
    """

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        self.path, self.line, self.sentence = path, line, sentence
        super().__init__(path, line, sentence)

    def __str__(self) -> str:
        where = f"{self.path.name} line {self.line}" if self.line else self.path.name
        return f"{where}: {self.sentence}"


def read_text(path: Path) -> str:
    """The whole file. Raises DistrictError if it is missing, empty, not UTF-8, or holds what nobody can see."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DistrictError(path, 0, f"the file is missing from {path.parent}.") from None
    except OSError as error:
        raise DistrictError(path, 0, f"the file cannot be read ({error.strerror}).") from None
    try:
        text = raw.decode("utf-8-sig")  # Excel's "CSV UTF-8" begins with a byte order mark
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DistrictError(path, line, "this is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8).") from None
    if not text.strip():
        raise DistrictError(path, 0, "the file is empty.")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise DistrictError(path, line, "there is an invisible control character; write this line anew.")
    return text
