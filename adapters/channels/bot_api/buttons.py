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
    """Buttons in rows: as many side by side as have room, each row evenly; none for no buttons."""
    rows: list[list[Key]] = []
    room = 0
    for button in buttons:
        need = width(button.label) + 2
        if rows and need <= room and len(rows[-1]) < 4:
            rows[-1].append(Key(button.label, data_of(button)))
        else:
            rows.append([Key(button.label, data_of(button))])
            room = ROW_WIDTH
        # Buttons of a row are equally wide: the widest decides.
        widest = max(width(k.label) + 2 for k in rows[-1])
        room = ROW_WIDTH // (len(rows[-1]) + 1)
        if widest > room:
            room = 0
    return Keys(tuple(tuple(row) for row in rows)) if rows else None


def width(label: str) -> int:
    """How wide a label is, in Latin letters."""
    return sum(2 if letter > "\u2e7f" else 1 for letter in label)
