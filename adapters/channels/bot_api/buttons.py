"""What a button carries, and how buttons stand.

The data of a button is "1|question|value": the version of this form, the question that it belongs to (empty for buttons
that stay good), and its value. At most 64 bytes (core.telegram.org/bots/api#inlinekeyboardbutton); `render` turns a set
that can't be carried into numbered words.
"""

from __future__ import annotations

from collections.abc import Sequence

from adapters.channels.bot_api.api import Key, Keys
from dialogs.messages import Button, Choice

VERSION = "1"
DATA_BYTES = 64
ROW_WIDTH = 24  # Latin letters that stand side by side on a small phone; a Chinese character takes two
ROW_LENGTH = 5  # buttons in a row that a thumb can still tell apart
EDGES = 2  # Latin letters of space that a button has around its label
STALE = Choice("", "-")  # of a release that we do not know: it belongs to no question


def data_of(button: Button) -> str:
    """What the button carries."""
    return f"{VERSION}|{button.question}|{button.value}"


def choice_of(data: str) -> Choice:
    """What a tap says. Data that we did not make, or that another release made, belongs to no question."""
    version, bar, rest = data.partition("|")
    question, second, value = rest.partition("|")
    return Choice(value, question) if version == VERSION and bar and second and value else STALE


def keys_of(buttons: Sequence[Button]) -> Keys | None:
    """Buttons under a message; none for no buttons."""
    rows = [tuple(Key(b.label, data_of(b)) for b in row) for row in rows_of(buttons)]
    return Keys(tuple(rows)) if rows else None


def rows_of(buttons: Sequence[Button]) -> list[list[Button]]:
    """Buttons in rows: as many side by side as have room."""
    rows: list[list[Button]] = []
    for button in buttons:
        if rows and side_by_side([*rows[-1], button]):
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


def side_by_side(row: Sequence[Button]) -> bool:
    """Whether buttons have room in one row. They are equally wide: the widest decides."""
    return len(row) <= ROW_LENGTH and all((width(b.label) + EDGES) * len(row) <= ROW_WIDTH for b in row)


def width(label: str) -> int:
    """How wide a label is, in Latin letters."""
    return sum(2 if letter > "\u2e7f" else 1 for letter in label)
