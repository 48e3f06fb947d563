"""What the check of a file answers."""

from __future__ import annotations

from dataclasses import dataclass

from cases.units import Point
from dialogs.messages import MediaKind

TYPE = "file-type"
BROKEN = "file-broken"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that can be taken, cleaned. `suffix` is a key of files.TYPES; `seconds` is 0.0 where nobody knows."""

    kind: MediaKind
    suffix: str
    data: bytes
    seconds: float = 0.0
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """A file that can't be taken; `problem` is the text key that says why and what to do instead."""

    problem: str
    kind: MediaKind = MediaKind.PHOTO
